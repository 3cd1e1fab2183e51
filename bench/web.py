"""Measures the pages of an installation: how long each takes while many ask, its size, how many queries it makes.

    JILI_HOME=… DATABASE_URL=… python -m bench.web [--clients 16] [--requests 320] [--only people-found]

For a demonstration (``make demo``), never for an installation in use: somebody is signed in to an account of each role
without asking. The site is served by gunicorn as ``jili serve`` does, on a port of its own, and asked over HTTP by as
many clients at a time, each as soon as it has its answer.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

OVERSEE = ("city_cadres", "county_office", "unit_personnel")
ROUTES: Mapping[str, tuple[Sequence[str], str]] = {
    "people-found zh": (OVERSEE, "/found/people/?q=zh"),
    "people-found 王": (OVERSEE, "/found/people/?q=%E7%8E%8B"),
    "people-found wangwei": (OVERSEE, "/found/people/?q=wangwei"),
    "people-found nobody": (OVERSEE, "/found/people/?q=xqz"),
    "units-found": (OVERSEE, "/found/units/?q=%E5%B1%80"),
    "cadres": (OVERSEE, "/cadres/"),
    "cadres page 500": (("city_cadres",), "/cadres/?page=500"),
    "cadres by name": (OVERSEE, "/cadres/?q=wang"),
    "cadres by rank, grade": (OVERSEE, "/cadres/?rank=3&grade=excellent"),
    "cadres by unit order": (OVERSEE, "/cadres/?order=unit"),
    "cadres by decision": (OVERSEE, "/cadres/?decided=6.4:no_promotion"),
}
"""Name → the roles that ask, the address."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of each answer; requests a second; size in bytes; queries."""

    times: list[float]
    rate: float
    size: int
    queries: int

    def __str__(self) -> str:
        p50, p95 = statistics.median(self.times), statistics.quantiles(self.times, n=20)[-1]
        return f"{p50:7.0f} {p95:7.0f} {self.rate:7.1f} {self.size:8,} {self.queries:4}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description="measure the pages of a demonstration")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--requests", type=int, default=320, help="of each route and role")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="processes of gunicorn")
    parser.add_argument("--only", default="", help="routes whose name has this in it")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
    import django

    django.setup()
    with _served(chosen.workers) as port:
        print(f"load before: {os.getloadavg()[0]:.1f}; {chosen.clients} clients, {chosen.workers} workers")
        print(f"{'route':<26}{'role':<16}{'p50 ms':>7} {'p95 ms':>7} {'req/s':>7} {'bytes':>8} {'sql':>4}")
        for name, (roles, address) in ROUTES.items():
            for role in roles if chosen.only in name else ():
                found = measure(port, role, address, chosen.clients, chosen.requests)
                print(f"{name:<26}{role:<16}{found}", flush=True)
    return 0


def measure(port: int, role: str, address: str, clients: int, requests: int) -> Measured:
    """Ask for one address over and over, ``requests`` times in all."""
    session = signed_in(role)
    size, queries = once(session, address)
    numbers, times, problems = itertools.count(), [], []
    headers = {"Cookie": f"session={session}", "Host": f"127.0.0.1:{port}"}

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while next(numbers) < requests + clients:
            began = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                problems.append(answer.status)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    if problems:
        raise RuntimeError(f"{address} as {role}: {problems[0]}")
    return Measured(times[clients:], len(times) / whole, size, queries)  # the first answer of each warms up


def once(session: str, address: str) -> tuple[int, int]:
    """Bytes and queries of one answer, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "127.0.0.1"})
    browser.cookies["session"] = session
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(answer.content), len(asked)


def signed_in(role: str) -> str:
    """The key of a session of somebody who holds the role, with both factors."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from jili.access.gate import BEGAN, ROLE, SEEN
    from jili.access.models import Grant

    today = timezone.localdate()
    grant = Grant.objects.filter(Grant.on(today), role=role, account__is_active=True).select_related("account").first()
    if grant is None:
        raise RuntimeError(f"nobody holds the role {role} today: is this a demonstration?")
    device, _ = TOTPDevice.objects.get_or_create(user=grant.account, defaults={"name": "bench", "confirmed": True})
    now = int(timezone.now().timestamp())
    session = SessionStore()
    session.update({
        SESSION_KEY: str(grant.account.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: grant.account.get_session_auth_hash(), DEVICE_ID_SESSION_KEY: device.persistent_id,
        BEGAN: now, SEEN: now, ROLE: role,
    })  # fmt: skip
    session.save()
    return str(session.session_key)


@contextmanager
def _served(workers: int) -> Iterator[int]:
    """The site on a free port."""
    from django.core.management import call_command

    from jili.operations.serving import options

    call_command("collectstatic", verbosity=0, interactive=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with TemporaryDirectory(prefix="jili-bench-") as run:
        words = options("127.0.0.1", port, workers, Path(run))
        server = subprocess.Popen([sys.executable, "-m", "gunicorn", "jili.site.wsgi:application", *words])
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
                raise RuntimeError("gunicorn has ended") from None
            time.sleep(0.25)
    raise RuntimeError("gunicorn does not answer")


if __name__ == "__main__":
    sys.exit(main())
