"""A site that is really served, and a browser that knows only HTTP."""

from __future__ import annotations

import http.client
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evidence.processes import children, start

CSRF = "a" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Site:
    """``jili serve`` on a free port, with a second worker of the queue beside its own. A context.

    ``deaths`` are processes that were not there at the end as at the beginning; ``peak`` is the most memory that a
    process started by a worker held (megabytes; looked at fifty times a second).
    """

    WORKERS = 2

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env, self.peak, self.deaths = env, 0, 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Site:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        words = ("--port", str(self.port), "--workers", str(self.WORKERS))
        self._serve = start("jili.cli", "serve", *words, env=self._env)
        self._hand = start("jili.cli", "worker", env=self._env)
        while self._serve.poll() is None and len(self._alive()) < self.WORKERS + 2:
            time.sleep(0.1)
        self._first = self._alive()
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.deaths = len(self._first - self._alive())
        self._over.set()
        self._watch.join()
        for process in (self._serve, self._hand):
            process.terminate()
        for process in (self._serve, self._hand):
            with suppress(subprocess.TimeoutExpired):
                process.wait(40)
            process.kill()
            process.communicate()

    def _alive(self) -> set[int]:
        """The workers of the web and of the queue, once they are there."""
        if self._serve.poll() is not None:
            return set()
        told = children(self._serve.pid)
        web = {worker for child in told for worker in children(child) if "gunicorn" in _command(worker)}
        return web | self._hands()

    def _hands(self) -> set[int]:
        ours = {child for child in children(self._serve.pid) if _command(child).endswith("worker")}
        return ours | ({self._hand.pid} if self._hand.poll() is None else set())

    def _look(self) -> None:
        while not self._over.wait(0.02):
            for hand in self._first:
                for reader in children(hand):
                    self.peak = max(self.peak, _most(reader))


def _command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace").replace("\0", " ").strip()
    return ""


def _most(process: int) -> int:
    """Megabytes that a process has held at most."""
    with suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) >> 10
    return 0


class Browser:
    """Somebody signed in with the key of a session."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._headers = {"Cookie": f"session={session}; csrf={CSRF}"}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post_file(self, path: str, name: str, data: bytes) -> Answer:
        mark = secrets.token_hex(16)
        parts = (
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = parts.encode() + data + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        try:
            connection.request(method, path, body, {**self._headers, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()
