"""Explanations as people read them, whole: ``snapshots/*.txt``, written anew by ``UPDATE_SNAPSHOTS=1``.

The subjects are chosen so that every statement is told with a result and without, and every result is told once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from jili.engine.backend import DuckDB
from jili.engine.explain import Row, Session
from jili.policy.facts import SCHEMA
from jili.policy.measures import MEASURES
from jili.policy.outcomes import NAMES
from jili.policy.program import accounts, program
from jili.policy.readings import Readings
from jili.policy.reasons import Reasons

SNAPSHOTS = Path(__file__).with_name("snapshots")
GIVEN = Path(__file__).parents[1] / "cases"
TOLD = {
    "2018-12-15": (
        "cadre:C25", "cadre:C30", "cadre:C40", "cadre:C52", "campaign:K1", "city", "proposal:PR13", "team:T15",
        "unit:U1", "unit:U7", "vacancy:VA11",
    ),
    "2019-04-01": (
        "cadre:C9", "cadre:C11", "cadre:C12", "cadre:C13", "cadre:C17", "cadre:C23", "cadre:C28", "city",
        "proposal:PR17", "team:T2", "team:T24", "vacancy:VA11",
    ),
    "2023-10-08": (
        "cadre:C13", "cadre:C33", "cadre:C37", "proposal:PR2", "proposal:PR3", "proposal:PR14", "proposal:PR19",
        "proposal:PR32", "team:T7", "team:T15",
    ),
}  # fmt: skip
ASKED = [(day, subject) for day, subjects in TOLD.items() for subject in subjects]
PASSED_OVER = "UPDATE proposals SET selected = (proposal_id = 'PR44') WHERE vacancy_id = 'VA11'"
"""The given registers hold no choice that must be explained; so in 2019 the second of VA11 is meant to be chosen."""

ALWAYS = {
    "5.3/announce", "5.3/event", "6.2/team", "6.2/city", "8/conclusion", "8.1.1", "8.1.2", "8.1.3", "8.4.2/list",
    "8.4.4/unit", "8.4.4/city",
}  # fmt: skip
"""Statements that have a result for every row that they look at (here: since the Measures took effect)."""


@cache
def session(day: str) -> Session:
    backend = DuckDB()
    backend.load(SCHEMA, GIVEN / day / "register")
    if day == "2019-04-01":
        backend.connection.execute(PASSED_OVER)
    return Session(backend, program(), accounts(), Readings.default().definitions(), date.fromisoformat(day))


@cache
def reasons(day: str, subject: str) -> Reasons:
    kind, _, id = subject.partition(":")
    return Reasons(session(day), Readings.default(), kind, id or kind).of(None)


def rows() -> Iterator[tuple[str, Row]]:
    for day, subject in ASKED:
        for explained in reasons(day, subject).explained:
            for row in explained.rows:
                yield explained.account.name, row


@pytest.mark.parametrize(("day", "subject"), ASKED)
def test_the_explanation_reads_as_it_did(day: str, subject: str) -> None:
    snapshot = SNAPSHOTS / f"{day}-{subject.replace(':', '-')}.txt"
    text = reasons(day, subject).text() + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, "utf-8")
    assert text == snapshot.read_text("utf-8")


@pytest.mark.skipif("UPDATE_SNAPSHOTS" in os.environ, reason="they are being written")
def test_there_is_no_snapshot_that_nobody_asks_for() -> None:
    files = {f"{day}-{subject.replace(':', '-')}.txt" for day, subject in ASKED}
    assert {file.name for file in SNAPSHOTS.iterdir()} == files


def test_every_statement_is_told_with_a_result() -> None:
    assert {name for name, row in rows() if row.outcome} == {statement.name for statement in MEASURES}


def test_every_statement_that_can_be_without_a_result_is_told_without() -> None:
    without = {name for name, row in rows() if not row.outcome}
    assert without == {statement.name for statement in MEASURES} - ALWAYS


def test_every_result_that_the_given_registers_hold_is_told() -> None:
    told = {row.outcome for _, row in rows() if row.outcome}
    assert set(NAMES) - told == {"permitted", "tied"}


def test_what_is_unknown_settled_unrecorded_or_away_is_told() -> None:
    found = [row for _, row in rows()]
    assert any(condition.truth is None for row in found for condition in row.conditions)
    assert any(row.outcome == "settled" and row.computed not in (None, "settled") for row in found)
    assert any(row.outcome == "unrecorded" for row in found)
    assert any(row.computed and row.outcome is None for row in found)


def test_nothing_is_told_in_code_words() -> None:
    """Codes and column names are for machines: no outcome, condition or value is shown as one."""
    codes = set(NAMES) | {code for table in SCHEMA.tables for column in table.columns for code in column.codes or ()}
    for day, subject in ASKED:
        for line in reasons(day, subject).text().splitlines():
            words = set(line.replace(",", " ").replace(":", " ").replace("(", " ").replace(")", " ").split())
            assert not words & {code for code in codes if isinstance(code, str)}, line


def test_records_are_told_as_people_name_them_and_never_by_their_ids() -> None:
    for day, subject in ASKED:
        told = reasons(day, subject)
        ids = {
            str(row["id"])
            for table in SCHEMA.tables
            if table.has_id and table[table.key[0]].type == "text"
            for row in told.session.backend.rows(f"SELECT {table.key[0]} AS id FROM {table.name}")
        }
        said = "\n".join(line for one in told.told().statements for line in one.text())
        assert ids & set(re.findall(r"[A-Za-z]+[0-9]+", said)) == set(), subject
        assert set(told.records) == {ref for e in told.explained for row in told._told(e) for ref in row.evidence}
