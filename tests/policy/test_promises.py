"""若…,则…: every promise an explanation makes is kept when the register is changed so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate
from jili.engine.explain import Change, Session
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program
from jili.policy.readings import Readings

CASES = Path(__file__).parent.parent / "cases"
DAYS = ["2019-04-01", "2023-10-08", "2025-12-31"]
SUBJECTS = {
    "cadre": "cadres", "team": "teams", "unit": "units", "proposal": "proposals",
    "vacancy": "vacancies", "campaign": "campaigns",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A promise as found in an explanation."""

    name: str
    statement: str
    kind: str
    subject: str
    item: str
    says: str
    outcome: str | None
    changes: tuple[Change, ...]


def promises(session: Session) -> Iterator[Made]:
    for kind, table in SUBJECTS.items():
        ids = [
            row["id"] for row in session.backend.rows(f"SELECT {SCHEMA[table].key[0]} AS id FROM {table} ORDER BY 1")
        ]
        for id in ids:
            for explained in session.explain(kind, id):
                account = explained.account
                for row in explained.rows:
                    for made in row.promises:
                        yield Made(
                            account.name, account.sentence, kind, id, row.item, made.says, made.outcome, made.changes
                        )


def apart(found: list[Made]) -> list[Made]:
    """Promises that do not touch one another: each changes rows of its own, with ids of its own."""
    taken: set[object] = set()
    chosen = []
    for number, made in enumerate(found):
        touched = {
            (change.table, name, change.values.get(name) or (change.key or {}).get(name))
            for change in made.changes
            for name in ("cadre_id", "team_id", "proposal_id", "task_id", "hardship_id", "finding_id", "merit_id")
        }
        touched = {mark for mark in touched if mark[2]}
        if not touched & taken:
            taken |= touched
            chosen.append(replace(made, changes=tuple(renumbered(change, number) for change in made.changes)))
    return chosen


def renumbered(change: Change, number: int) -> Change:
    values = {
        name: f"{value}-{number}" if isinstance(value, str) and value.startswith("NEW") else value
        for name, value in change.values.items()
    }
    return replace(change, values=values)


def apply(backend: DuckDB, changes: tuple[Change, ...]) -> None:
    for change in changes:
        table = SCHEMA[change.table]
        if change.key:
            sets = ", ".join(f'"{name}" = ?' for name in change.values)
            where = " AND ".join(f'"{name}" = ?' for name in change.key)
            backend.connection.execute(
                f"UPDATE {change.table} SET {sets} WHERE {where}", [*change.values.values(), *change.key.values()]
            )
        else:
            row = {column.name: change.values.get(column.name) for column in table.columns}
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            backend.connection.execute(f"INSERT INTO {change.table} ({names}) VALUES ({marks})", list(row.values()))


@contextmanager
def as_before(backend: DuckDB, tables: set[str]) -> Iterator[None]:
    """Tables are put back as they were. A transaction would not do: evaluation works on cursors of its own."""
    for table in tables:
        backend.connection.execute(f"CREATE OR REPLACE TABLE before_{table} AS FROM {table}")
    yield
    for table in tables:
        backend.connection.execute(f"TRUNCATE {table}; INSERT INTO {table} FROM before_{table}")


@pytest.mark.parametrize("day", DAYS)
def test_every_promise_is_kept(day: str) -> None:
    backend = DuckDB()
    backend.load(SCHEMA, CASES / day / "register")
    definitions = Readings.default().definitions()
    as_of = date.fromisoformat(day)
    found = list(promises(Session(backend, program(), accounts(), definitions, as_of)))
    backend = DuckDB()
    backend.load(SCHEMA, CASES / day / "register")
    assert found
    groups: dict[tuple[str, str, str | None], list[Made]] = {}
    for made in found:
        groups.setdefault((made.name, made.says, made.outcome), []).append(made)
    broken = []
    for (name, _, _), group in groups.items():
        kept = apart(group)
        with as_before(backend, {change.table for made in kept for change in made.changes}):
            for made in kept:
                apply(backend, made.changes)
            decisions = evaluate(backend, program(), definitions, as_of, only=[name]).to_pylist()
        outcomes = {(row["subject"], row["item"]): row["outcome"] for row in decisions}
        for made in kept:
            got = outcomes.get((made.subject, made.item))
            if got != made.outcome:
                broken.append((made, got))
    assert broken == []
