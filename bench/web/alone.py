"""One page at a time, in this process: bytes, queries, and the processor time that an answer takes, of Python and of
the database's server. Other work on the machine changes it little, where it changes every wall time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.web.pages import Page

TIMES = 5
OF_ASKING = re.compile(
    r"^BEGIN|^COMMIT|session|account|totp|set_config|SAVEPOINT|advisory|access_grant|access_event|access_log|lastchange"
    r"|servicetoken",
    re.IGNORECASE,
)
"""Queries by which is found out who asks, and by which is written down what was read; the budget counts the others."""


@dataclass(frozen=True)
class Alone:
    """Milliseconds of processor time and of the clock; ``queries`` of the page itself, ``all_queries`` with those of
    asking; ``first``: of the clock, of the answer after something has changed; ``slowest``: the longest query."""

    size: int
    queries: int
    all_queries: int
    cpu: float
    database_cpu: float
    wall: float
    first: float
    slowest: float
    sql: str


def answer(page: Page, headers: Mapping[str, str], times: int = TIMES) -> Alone:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jili.access.remembered import memory

    # every answer but the first: what is kept from one request to the next is kept in a process that serves as well
    browser = Client(headers={"host": "127.0.0.1", **headers}, raise_request_exception=True)

    def get() -> Any:
        found = browser.get(page.address)
        if found.status_code != 200:
            raise RuntimeError(f"{page.address} as {page.role}: {found.status_code}")
        return found

    get()
    memory.forget()
    began = time.perf_counter()
    get()
    first = time.perf_counter() - began
    with CaptureQueriesContext(connection) as asked:
        found = get()
    size, sql = len(found.content), [(float(one["time"]), one["sql"]) for one in asked]
    server = _server()
    began, cpu, database = time.perf_counter(), time.process_time(), _cpu_of(server)
    for _ in range(times):
        get()
    wall, cpu, database = time.perf_counter() - began, time.process_time() - cpu, _cpu_of(server) - database
    slowest = max(sql, default=(0.0, ""))
    own = [one for _, one in sql if not OF_ASKING.search(one)]
    each = 1000 / times
    return Alone(
        size, len(own), len(sql), cpu * each, database * each, wall * each, first * 1000, slowest[0] * 1000, slowest[1]
    )


def _server() -> int | None:
    """The process of PostgreSQL's server that answers this connection, if it is on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _cpu_of(process: int | None) -> float:
    """Seconds, to a hundredth."""
    stat = Path(f"/proc/{process}/stat")
    if process is None or not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
