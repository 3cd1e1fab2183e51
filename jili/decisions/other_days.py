"""What a run's records said on another day. To work it out takes seconds, so that it is done apart: one thread of the
process answers one question after another and keeps the answers; whoever asked waits a moment, or comes again.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from datetime import date
from threading import Lock

from jili.decisions.models import Run
from jili.decisions.runs import run_readings, run_tables
from jili.engine.backend import DuckDB
from jili.engine.explain import Explained, Session
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program

PATIENCE = 1.0
"""Seconds that whoever asks waits before being told to come again."""
MOST = 200
"""Answers that are kept."""


@dataclass(frozen=True)
class Question:
    """What the ``statements`` (by name) said of a subject on a day."""

    run: str
    day: date
    kind: str
    id: str
    statements: frozenset[str]


class OtherDays:
    """The register of one run, made ready for one day at a time: there is never room for two."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="other days")
        self._answers: OrderedDict[Question, Future[list[Explained]]] = OrderedDict()
        self._backend: tuple[str, DuckDB] | None = None
        self._session: tuple[tuple[str, date], Session] | None = None

    def ask(self, run: Run, question: Question) -> list[Explained] | None:
        """The answer; None if it is being worked out. Raises Tampered."""
        with self._lock:
            if question not in self._answers:
                self._answers[question] = self._hand.submit(self._answer, run, question)
            self._answers.move_to_end(question)
            answer = self._answers[question]
            self._forget_the_oldest()
        try:
            return answer.result(PATIENCE)
        except TimeoutError:
            return None
        except Exception:
            with self._lock:
                self._answers.pop(question, None)  # another time it may be answered
            raise

    def forget(self) -> None:
        """For tests: as if just started."""
        with self._lock:
            self._answers.clear()
        self._hand.submit(self._let_go).result()

    def _forget_the_oldest(self) -> None:
        done = [question for question, answer in self._answers.items() if answer.done()]
        for question in done[: max(0, len(self._answers) - MOST)]:
            del self._answers[question]

    def _answer(self, run: Run, question: Question) -> list[Explained]:
        session = copy(self._on(run, question.day))
        session.accounts = [account for account in session.accounts if account.name in question.statements]
        return session.explain(question.kind, question.id)

    def _on(self, run: Run, day: date) -> Session:
        if self._session is None or self._session[0] != (run.pk, day):
            self._session = None
            if self._backend is None or self._backend[0] != run.pk:
                self._let_go()
                backend = DuckDB()
                backend.hold(SCHEMA, run_tables(run))
                self._backend = run.pk, backend
            backend = self._backend[1]
            backend.forget_questions()
            session = Session(backend, program(), accounts(), run_readings(run).definitions(), day)
            self._session = (run.pk, day), session
        return self._session[1]

    def _let_go(self) -> None:
        self._session = self._backend = None


other_days = OtherDays()
"""Of this process."""
