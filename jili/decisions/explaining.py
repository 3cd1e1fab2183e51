"""Why a run says what it says of a subject, for whoever asks: from the run's own snapshot, never today's records.

A process keeps the engine of the run that was asked last, and what it answered, so that the next answer takes a moment.
"""

from __future__ import annotations

from collections.abc import Set
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from jili.access.accounts import Refused
from jili.access.scope import Access
from jili.decisions.lineage import lowered_kinds, seen_statements
from jili.decisions.models import Run, published
from jili.decisions.other_days import Question, other_days
from jili.decisions.runs import run_readings, run_tables
from jili.decisions.seen import access_subject, records_in_sight
from jili.engine.explain import Explained, Session
from jili.engine.remembering import RememberingDuckDB
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program
from jili.policy.reasons import NoSubject, Reasons
from jili.policy.telling import Told


class _Kept:
    """The engine of one run. Its questions are asked one at a time: they share connections and what is prepared."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._asked: str | None = None
        self._session: Session | None = None

    def of(self, run: Run) -> Session:
        """The engine of a run, for who holds the lock. There is never room for two: the other goes first."""
        if self._session is None or self._asked != run.pk:
            self.forget()
            backend = RememberingDuckDB()
            backend.hold(SCHEMA, run_tables(run))
            definitions = run_readings(run).definitions()
            self._session, self._asked = Session(backend, program(), accounts(), definitions, run.day), run.pk
        return self._session

    def forget(self) -> None:
        self._session = None


NOBODY = ""
"""An id that no subject has."""
kept = _Kept()
"""Of this process."""


def explain(access: Access, run: Run, kind: str, id: str, statement: str | None = None) -> Reasons:
    """The reasons of a run for one subject (or of one statement, by its number), as far as somebody may see them. What
    is answered asks the engine no more.

    Raises NotThere for a subject that does not exist or is out of scope, Refused for one that the run does not know
    and a statement that does not exist, is not about such subjects or may not be seen; Tampered.
    """
    access_subject(access, kind, id)
    with kept.lock:
        return _reasons(access, run, kind, id, run.day).of(statement)


def explain_on(access: Access, run: Run, kind: str, id: str, day: date) -> Reasons | None:
    """All reasons on another day, by the records of the run as they were known on it; None while they are worked out:
    then ask again. Raises as ``explain``."""
    if day == run.day:
        return explain(access, run, kind, id)
    access_subject(access, kind, id)
    worked_out = other_days.ask(run, Question(run.pk, day, kind, id, seen_statements(access)))
    if worked_out is None:
        return None
    with kept.lock:
        return _reasons(access, run, kind, id, day, worked_out).of()


def _reasons(
    access: Access, run: Run, kind: str, id: str, day: date, worked_out: list[Explained] | None = None
) -> _Seen:
    """Reasons that have not been asked for yet; the records in them are described from the register of the run."""
    seen = seen_statements(access)
    session = copy(kept.of(run))
    session.day = day
    session.accounts = [account for account in session.accounts if account.name in seen]
    try:
        return _Seen(session, run_readings(run), kind, id, access=access, worked_out=worked_out)
    except NoSubject as problem:
        raise Refused(str(problem)) from None


def warm() -> None:
    """Make the engine of the published run ready, so that the first who asks need not wait. Raises Tampered."""
    run = published()
    if run is None:
        return
    with kept.lock:
        session = kept.of(run)
        for kind in {account.about for account in session.accounts}:
            session.explain(kind, NOBODY)


def told(access: Access, run: Run, kind: str, id: str) -> Told:
    """All that a run says of one subject, for a page: what holds (``holding``), what does not (``not_holding``), and
    why, in the words of ``jili explain``. Raises as ``explain``."""
    return explain(access, run, kind, id).told()


@dataclass
class _Seen(Reasons):
    """Reasons without what ``access`` may not see, and without a trace of it."""

    access: Access = None  # type: ignore[assignment]
    worked_out: list[Explained] | None = None
    """What the statements that may be seen said on another day."""

    def of(self, statement: str | None = None) -> Reasons:
        try:
            return super().of(statement)
        except NoSubject as problem:
            raise Refused(str(problem)) from None

    def _explain(self, statement: str | None) -> list[Explained]:
        answers = super()._explain(statement) if self.worked_out is None else self.worked_out
        found = [self._in_sight(explained) for explained in answers]
        shown = records_in_sight(self.access, {ref for e in found for row in e.rows for ref in row.evidence})
        return [
            replace(
                explained,
                rows=tuple(
                    replace(row, evidence=tuple(ref for ref in row.evidence if ref in shown)) for row in explained.rows
                ),
            )
            for explained in found
        ]

    def _in_view(self, references: Set[str]) -> Set[str]:
        return records_in_sight(self.access, references)

    def _in_sight(self, explained: Explained) -> Explained:
        """Of a statement that is shown to more people than its columns, only the rows about records in sight."""
        account = explained.account
        needs = lowered_kinds().get((account.sentence, account.about), {})
        if self.access.may(needs):
            return explained
        items = {row.item for row in explained.rows}
        known = set(self.access.of("talk_triggers").filter(pk__in=items).values_list("pk", flat=True))
        return replace(explained, rows=tuple(row for row in explained.rows if row.item in known))

    def _sees(self, table: str, column: str) -> bool:
        return self.access.sees(table, column)

    def _away(self) -> str:
        dated = self.kind != "cadre" or self._sees("cadres", "joined_on")
        return super()._away() if dated else ""
