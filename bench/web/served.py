"""The site as ``jili serve`` serves it, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.process import WORK


@contextmanager
def served(workers: int) -> Iterator[int]:
    """The port, once the server answers."""
    from jili.operations.serving import options

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    WORK.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="jili-bench-") as run:
        words = options("127.0.0.1", port, workers, Path(run))
        command = [sys.executable, "-m", "gunicorn", "jili.site.wsgi:application", *words]
        with (WORK / "web.log").open("w") as said:
            server = subprocess.Popen(command, env={**os.environ, "JILI_WARM": "1"}, stdout=said, stderr=said)
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None:
                raise RuntimeError(f"gunicorn has ended; see {WORK / 'web.log'}") from None
            time.sleep(0.25)
    raise RuntimeError("gunicorn does not answer")
