"""Why a run says what it says of a subject, for whoever asks: from the run's own snapshot, never today's records.

A process keeps the engine of the run that was asked last, so that the next answer takes a moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db.models import Q

from jili.access.accounts import Refused
from jili.access.classes import KEEPS_HOLDS
from jili.access.reach import TABLES as MODELS
from jili.access.scope import Access, NotThere, access_record
from jili.decisions.lineage import lowered_kinds, seen_statements
from jili.decisions.models import Run
from jili.decisions.runs import run_readings, run_tables
from jili.decisions.seen import TABLES
from jili.engine.backend import DuckDB
from jili.engine.explain import Explained, Session
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program
from jili.policy.reasons import NoSubject, Reasons

_lock = Lock()
"""One question at a time: they share an engine."""


def explain(access: Access, run: Run, kind: str, id: str, statement: str | None = None) -> Reasons:
    """The reasons of a run for one subject (or of one statement, by its number), as far as somebody may see them.

    Raises NotThere for a subject that does not exist or is out of scope, Refused for one that the run does not know
    and a statement that does not exist, is not about such subjects or may not be seen; Tampered.
    """
    if kind == "city":
        if not access.everywhere:
            raise NotThere
    elif kind not in TABLES:
        raise NotThere
    else:
        access_record(access, TABLES[kind], id)
    with _lock:
        session = copy(_session(run.pk))
        told = seen_statements(access)
        session.accounts = [account for account in session.accounts if account.name in told]
        try:
            return _Seen(session, run_readings(run), kind, id, access=access).of(statement)
        except NoSubject as problem:
            raise Refused(str(problem)) from None


@lru_cache(maxsize=1)
def _session(run_id: str) -> Session:
    run = Run.objects.get(pk=run_id)
    backend = DuckDB()
    backend.hold(SCHEMA, run_tables(run))
    return Session(backend, program(), accounts(), run_readings(run).definitions(), run.day)


@dataclass
class _Seen(Reasons):
    """Reasons without what ``access`` may not see, and without a trace of it."""

    access: Access = None  # type: ignore[assignment]

    def _explain(self, statement: str | None) -> list[Explained]:
        found = [self._in_sight(explained) for explained in super()._explain(statement)]
        shown = self._records({ref for explained in found for row in explained.rows for ref in row.evidence})
        return [
            replace(
                explained,
                rows=tuple(
                    replace(row, evidence=tuple(ref for ref in row.evidence if ref in shown)) for row in explained.rows
                ),
            )
            for explained in found
        ]

    def _in_sight(self, explained: Explained) -> Explained:
        """Of a statement that is shown to more people than its columns, only the rows about records in sight."""
        account = explained.account
        needs = lowered_kinds().get((account.sentence, account.about), {})
        if self.access.may(needs):
            return explained
        items = {row.item for row in explained.rows}
        known = set(self.access.of("talk_triggers").filter(pk__in=items).values_list("pk", flat=True))
        return replace(explained, rows=tuple(row for row in explained.rows if row.item in known))

    def _records(self, references: Iterable[str]) -> set[str]:
        """The references to records that may be seen."""
        references = set(references)
        if self.access.everywhere and self.access.may(KEEPS_HOLDS):
            return references
        by_table: dict[str, list[str]] = {}
        for reference in references:
            name, _, key = reference.partition(":")
            by_table.setdefault(name, []).append(key)
        return {f"{name}:{key}" for name, keys in by_table.items() for key in self._keys(name, keys)}

    def _keys(self, name: str, keys: list[str]) -> Iterable[str]:
        key = SCHEMA[name].key
        fields = [next(f.attname for f in MODELS[name]._meta.concrete_fields if f.column == column) for column in key]
        wanted = Q()
        for text in keys:
            wanted |= Q(**dict(zip(fields, text.split("/", len(fields) - 1), strict=True)))
        rows: Any = self.access.of(name).filter(wanted).values_list(*fields)
        return ["/".join(map(str, row)) for row in rows]

    def _sees(self, table: str, column: str) -> bool:
        return self.access.sees(table, column)

    def _away(self) -> str:
        dated = self.kind != "cadre" or self._sees("cadres", "joined_on")
        return super()._away() if dated else ""
