"""Somebody who changes something every few seconds, while others look: pages that were remembered are made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def changing(seconds: float) -> Iterator[None]:
    over = Event()
    thread = Thread(target=_change, args=(over, seconds))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _change(over: Event, seconds: float) -> None:
    from django.db import connection

    from jili.access.actor import Actor
    from jili.access.log import append_alone

    try:
        while not over.wait(seconds):
            append_alone(actor=Actor.system("bench"), kind="bench.change", subject="bench")
    finally:
        connection.close()
