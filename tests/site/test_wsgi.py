"""What a server's process does with requests that come at a time."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from threading import Barrier, Event, Lock, Thread
from typing import Any

import pytest

from jili.site.wsgi import InTurn


class Slow:
    """An application that notes how many of its requests were answered at a time."""

    def __init__(self, together: int) -> None:
        self.most = self._now = 0
        self._lock = Lock()
        self._meeting = Barrier(together)

    def __call__(self, _environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self._meeting.wait(10)
        with self._lock:
            self._now -= 1
        return [b""]


def ask(application: Any, methods: Iterable[str]) -> None:
    threads = [Thread(target=application, args=({"REQUEST_METHOD": method}, None)) for method in methods]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is."""
    monkeypatch.setattr("jili.site.wsgi.PATIENCE", 30)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_pages_are_made_one_after_the_other(method: str, patient: None) -> None:
    slow = Slow(together=1)
    ask(InTurn(slow), [method] * 4)
    assert slow.most == 1


def test_whoever_asked_first_is_answered_first(patient: None) -> None:
    answered: list[int] = []
    waiting = Event()

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        waiting.wait(10)
        answered.append(environ["number"])
        return []

    served = InTurn(application)
    threads = []
    for number in range(20):
        threads.append(Thread(target=served, args=({"REQUEST_METHOD": "GET", "number": number}, None)))
        threads[-1].start()
        while next(copy(served._tickets)) <= number:  # until it has its ticket
            pass
    waiting.set()
    for thread in threads:
        thread.join(20)
    assert answered == list(range(20))


def test_a_page_that_takes_long_holds_the_next_up_for_a_moment_only() -> None:
    slow = Slow(together=2)
    ask(InTurn(slow), ["GET", "GET"])
    assert slow.most == 2


def test_what_is_sent_is_taken_beside_a_page_that_is_made() -> None:
    slow = Slow(together=3)
    ask(InTurn(slow), ["POST", "GET", "POST"])
    assert slow.most == 3


def test_a_page_that_fails_lets_the_next_be_made() -> None:
    def fails(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/fails":
            raise ValueError(environ["PATH_INFO"])
        return [b"made"]

    served = InTurn(fails)
    with pytest.raises(ValueError, match="/fails"):
        served({"REQUEST_METHOD": "GET", "PATH_INFO": "/fails"}, None)
    assert served({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, None) == [b"made"]
