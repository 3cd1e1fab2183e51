"""What differs between two sets of decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jili.engine.difference import COMPARED, KEYS, difference
from jili.engine.evaluate import evaluate
from jili.engine.function import Definition
from jili.engine.output import normal
from tests.engine.toy import BOOKS, DAY, PROGRAM, library, loan, loans_allowed


def told(before: Any, after: Any) -> list[dict[str, Any]]:
    """Changed rows, without the columns in which nothing stands."""
    rows = difference(normal(before), normal(after)).to_pylist()
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]


def decisions(*loans: dict[str, Any], day: date = DAY, allowed: int = 2) -> Any:
    return evaluate(library(*loans), PROGRAM, [Definition(loans_allowed, f"CAST({allowed} AS BIGINT)")], day)


def test_the_same_decisions_do_not_differ() -> None:
    assert told(decisions(*BOOKS), decisions(*BOOKS)) == []


def test_a_row_that_is_only_there_before_vanishes_and_one_that_is_only_there_after_appears() -> None:
    row = {"statement": "2", "subject_kind": "cadre", "subject": "ann"}
    assert told(decisions(*BOOKS), decisions(*BOOKS, allowed=3)) == [
        {**row, "change": "vanishes", "before_outcome": "no_loans", "before_actual": Decimal(2)}
    ]
    assert told(decisions(*BOOKS, allowed=3), decisions(*BOOKS)) == [
        {**row, "change": "appears", "after_outcome": "no_loans", "after_actual": Decimal(2)}
    ]


def test_a_row_whose_outcome_dates_or_numbers_differ_changes() -> None:
    before = decisions(loan("a", "ann", date(2024, 6, 1), days=20))
    after = decisions(loan("a", "ann", date(2024, 6, 1), days=60))
    assert told(before, after) == [
        {
            "statement": "1", "subject_kind": "cadre", "subject": "ann", "item": "a", "change": "changes",
            "before_outcome": "overdue", "after_outcome": "pending",
            "before_starts_on": date(2024, 6, 1), "after_starts_on": date(2024, 6, 1),
            "before_ends_on": date(2024, 6, 21), "after_ends_on": date(2024, 7, 31),
        },
        {
            "statement": "2", "subject_kind": "city", "subject": "city", "change": "changes",
            "before_outcome": "below", "after_outcome": "reached",
            "before_base": Decimal(2), "after_base": Decimal(2), "before_limit": Decimal(0), "after_limit": Decimal(0),
            "before_actual": Decimal(1), "after_actual": Decimal(0), "before_rank": 1, "after_rank": 1,
        },
    ]  # fmt: skip


def test_a_day_that_is_missing_on_one_side_differs() -> None:
    before = decisions(loan("a", "ann", DAY, days=None))
    after = decisions(loan("a", "ann", DAY))
    assert [(row["change"], row.get("before_ends_on"), row.get("after_ends_on")) for row in told(before, after)] == [
        ("changes", None, date(2024, 7, 30))
    ]


def test_rows_come_sorted_and_with_both_sides_of_every_column() -> None:
    rows = difference(normal(decisions()), normal(decisions(*BOOKS)))
    assert rows.column_names == [
        *KEYS, "change", *(f"before_{name}" for name in COMPARED), *(f"after_{name}" for name in COMPARED)
    ]  # fmt: skip
    assert [row["item"] for row in rows.to_pylist()] == ["a1", "a2", "a3", "a4", "a5", "a6", "b1", "", ""]


def test_other_evidence_alone_is_no_difference() -> None:
    before, after = decisions(*BOOKS), decisions(*BOOKS)
    place = after.column_names.index("evidence")
    after = after.set_column(place, "evidence", [["loans:other"] * after.num_rows])
    assert told(before, after) == []
