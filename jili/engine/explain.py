"""Explanation: what each statement says of one subject and why, also why it says nothing.

The answers come from the same compiled objects as the decisions: a statement's account gives the value
of every condition for every row that it looks at, and the decisions give what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jili.engine.account import ChangeAccount, StatementAccount
from jili.engine.backend import Backend
from jili.engine.evaluate import make_all, prepare
from jili.engine.function import Definition, cast
from jili.engine.program import COLUMNS, ROWS, Program


@dataclass(frozen=True)
class Condition:
    """A condition with its truth (None: unknown), the values it read and the functions it rests on."""

    name: str
    truth: bool | None
    values: Mapping[str, Any]
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A concrete change of the register: ``values`` into the row that ``key`` names, or a new row."""

    table: str
    values: Mapping[str, Any]
    key: Mapping[str, Any] | None


@dataclass(frozen=True)
class Promise:
    """若 ``says`` (with ``values`` in its braces), then this row's outcome is ``outcome`` (None: it is gone)."""

    says: str
    values: Mapping[str, Any]
    outcome: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Row:
    """One row that a statement looked at. ``outcome`` is what stands in the decisions, None if nothing;
    ``computed`` what the conditions alone give."""

    item: str
    computed: str | None
    outcome: str | None
    conditions: tuple[Condition, ...]
    starts_on: date | None
    ends_on: date | None
    base: Decimal | None
    limit: Decimal | None
    actual: Decimal | None
    rank: int | None
    evidence: tuple[str, ...]
    promises: tuple[Promise, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """A statement with all rows it looked at for the subject, decided ones first, nearest ones next."""

    account: StatementAccount
    rows: tuple[Row, ...]


@dataclass
class Session:
    """A register on a day, ready to be asked. ``prepared`` are the steps already made."""

    backend: Backend
    program: Program
    accounts: Sequence[StatementAccount]
    definitions: Iterable[Definition]
    day: date
    prepared: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        prepare(self.backend, self.definitions, self.day)

    def explain(self, kind: str, id: str, statement: str | None = None) -> list[Explained]:
        """Every statement about this kind of subject (or the one asked for), for this subject."""
        asked = [a for a in self.accounts if a.about == kind and statement in (None, a.sentence, a.name)]
        self.make(*(need for account in asked for need in account.needs), *self.program.finish.needs)
        answers = list(zip(asked, self.backend.ask([account.sql for account in asked], id), strict=True))
        decided = {(row["statement"], row["item"]): row for row in self._finished(answers)}
        return [Explained(account, _rows(account, rows, decided)) for account, rows in answers]

    def _finished(
        self, answers: Iterable[tuple[StatementAccount, Iterable[Mapping[str, Any]]]]
    ) -> list[dict[str, Any]]:
        """The decisions that the rows with an outcome become."""
        found = [
            {**row, "statement": account.sentence, "effect": account.effect, "subject_kind": account.about}
            for account, rows in answers
            for row in rows
            if row["outcome"]
        ]
        if not found:
            return []
        values = ", ".join(f"({', '.join(cast(row[name], kind) for name, kind in COLUMNS.items())})" for row in found)
        names = ", ".join(self.program.quoted(name) for name in COLUMNS)
        given = f"SELECT * FROM (VALUES {values}) AS given ({names})"
        return self.backend.rows(f"WITH {ROWS} AS ({given}) {self.program.finish.sql}")

    def make(self, *names: str) -> None:
        """Make the steps of these names and all they rest on, once."""
        steps = [step for step in self.program.steps_for(*names) if step.name not in self.prepared]
        make_all(self.backend, steps, inline=False)
        self.prepared.update(step.name for step in steps)


def _rows(
    account: StatementAccount,
    rows: Iterable[Mapping[str, Any]],
    decided: Mapping[tuple[str, str], Mapping[str, Any]],
) -> tuple[Row, ...]:
    """The rows that a statement looked at, with what became of them."""
    found = []
    for row in rows:
        item = row["item"] or ""
        flags = {c.name: row[c.column] for c in account.conditions}
        decision = decided.get((account.sentence, item)) if row["outcome"] else None
        evidence = decision["evidence"] if decision else row["evidence"]
        conditions = tuple(
            Condition(c.name, row[c.column], {name: row[f"shown_{name}"] for name in c.reads}, c.functions)
            for c in account.conditions
        )
        outcome = decision["outcome"] if decision else None
        promises: tuple[Promise, ...] = ()
        if outcome == row["outcome"]:
            promises = tuple(_promises(account, row, flags))
        values = {name: row[name] for name in ("starts_on", "ends_on", "base", "limit", "actual", "rank")}
        told = {name: row[f"told_{name}"] for name in account.tells}
        references = tuple(filter(None, (evidence or "").split(";")))
        found.append(
            Row(
                item,
                row["outcome"],
                outcome,
                conditions,
                evidence=references,
                promises=promises,
                told=told,
                **values,
            )
        )
    return tuple(sorted(found, key=_nearest))


def _nearest(row: Row) -> tuple[Any, ...]:
    """Decided rows first, then those with the fewest conditions against them, the latest first."""
    against = sum(condition.truth is not True for condition in row.conditions)
    latest = -(row.starts_on.toordinal() if row.starts_on else 0)
    return (row.outcome is None, 0 if row.outcome else against, latest, row.item)


def _promises(account: StatementAccount, row: Mapping[str, Any], flags: Mapping[str, bool | None]) -> Iterable[Promise]:
    """The promises that hold for a row and change its outcome."""
    for place, promise in enumerate(account.promises):
        if _value(promise.given, row) is not True:
            continue
        makes = {name: _value(value, row) for name, value in promise.makes.items()}
        outcome = None if promise.removes else account.outcome({**flags, **makes})
        if outcome == row["outcome"]:
            continue
        changes = tuple(change for given in promise.changes for change in _changes(given, row, place))
        values = {name.removeprefix("said_"): value for name, value in row.items() if name.startswith("said_")}
        yield Promise(promise.says, values, outcome, changes)


def _changes(change: ChangeAccount, row: Mapping[str, Any], place: int) -> Iterable[Change]:
    each = sorted(row[change.each]) if change.each else [None]
    key = change.key and {name: _value(value, row) for name, value in change.key.items()}
    for number, element in enumerate(each):
        own = {"{each}": element, "{new}": f"NEW{place}-{number}"}
        values = {name: _value(value, row) for name, value in change.values.items()}
        yield Change(change.table, {n: own.get(v, v) if isinstance(v, str) else v for n, v in values.items()}, key)


def _value(value: Any, row: Mapping[str, Any]) -> Any:
    return row[value["column"]] if isinstance(value, dict) else value
