"""What a server runs. With JILI_WARM each process makes the engine of the published run ready while it already
answers."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from itertools import count
from threading import Condition, Thread
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
# making a page leaves more objects behind than the 700 after which Python looks through them all, and nearly all go
gc.set_threshold(20_000, 20, 50)
READS = ("GET", "HEAD")
PATIENCE = 0.5
"""Seconds that a page waits for its turn at most: a few take seconds (a workbook, two runs compared)."""


class InTurn:
    """Pages of one process are made one after the other, in the order in which they were asked for.

    Python works at one of them at a time in any case, and threads that take it from each other at every query cost half
    as much again (``docs/decisions/2026-11-28-pages-in-turn.md``). The threads are for waiting: for a slow line, for
    what somebody sends, which may take minutes, and for an answer that is read slowly; none of that is in here.
    """

    def __init__(self, application: Any) -> None:
        self.application = application
        self._tickets = count()
        self._over = 0
        self._next = Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS:
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        with self._next:
            ticket = next(self._tickets)
            self._next.wait_for(lambda: ticket <= self._over, PATIENCE)
        try:
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        finally:
            with self._next:
                self._over += 1
                self._next.notify_all()


application = InTurn(get_wsgi_application())


def _warm() -> None:
    from django.db import connection

    from jili.decisions.explaining import warm
    from jili.decisions.store import Tampered
    from jili.records.sight import everything

    try:
        with everything():
            warm()
    except Tampered:
        pass  # whoever asks is told
    finally:
        connection.close()
    gc.collect()
    gc.freeze()  # what stays for good need not be looked through again


if os.environ.get("JILI_WARM") == "1":
    Thread(target=_warm, name="warm", daemon=True).start()
