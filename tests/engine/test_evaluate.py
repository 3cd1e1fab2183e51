"""Evaluation: all rows of a small library, on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from jili.engine.evaluate import evaluate
from jili.engine.function import Definition
from tests.engine.toy import BOOKS, DAY, DEFINITIONS, PROGRAM, library, loan, loans_allowed

SEEN = ("statement", "subject", "item", "outcome", "ends_on", "base", "limit", "actual", "rank", "evidence")


def decisions(*loans: dict[str, Any], day: date = DAY, only: tuple[str, ...] = (), allowed: int = 2) -> pa.Table:
    definitions = [Definition(loans_allowed, f"CAST({allowed} AS BIGINT)")]
    return evaluate(library(*loans), PROGRAM, definitions, day, only=only)


def shown(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in SEEN) for row in table.to_pylist()]


ANNS = [
    ("1", "ann", "a1", "fulfilled", date(2024, 2, 9), None, None, None, None, "loans:a1"),
    ("1", "ann", "a2", "late", date(2024, 2, 9), None, None, None, None, "loans:a2"),
    ("1", "ann", "a3", "overdue", date(2024, 2, 9), None, None, None, None, "loans:a3"),
    ("1", "ann", "a4", "overdue", date(2024, 3, 11), None, None, None, None, "loans:a4"),
    ("1", "ann", "a5", "pending", date(2024, 7, 10), None, None, None, None, "loans:a5"),
    ("1", "ann", "a6", "manual", None, None, None, None, None, "loans:a6"),
    ("1", "ben", "b1", "pending", date(2024, 7, 20), None, None, None, None, "loans:b1"),
]
NO_LOANS = (
    "2",
    "ann",
    "",
    "no_loans",
    None,
    None,
    None,
    Decimal(2),
    None,
    "loans:a3;loans:a4;loans:a3;loans:a4;people:ann",
)
WHOLE = ("2", "city", "", "below", None, Decimal(2), Decimal(0), Decimal(2), 1, "")


def test_all_decisions_come_sorted_and_what_holds_for_every_row_is_applied() -> None:
    assert shown(decisions(*BOOKS)) == [*ANNS, NO_LOANS, WHOLE]


def test_decisions_have_the_columns_and_types_of_the_interface() -> None:
    table = decisions(*BOOKS)
    assert {field.name: str(field.type) for field in table.schema} == {
        "statement": "string", "effect": "string", "subject_kind": "string", "subject": "string", "item": "string",
        "outcome": "string", "starts_on": "date32[day]", "ends_on": "date32[day]", "base": "decimal128(18, 4)",
        "limit": "decimal128(18, 4)", "actual": "decimal128(18, 4)", "rank": "int64", "evidence": "string",
    }  # fmt: skip
    assert table.to_pylist()[-1] == {
        "statement": "2", "effect": "target", "subject_kind": "city", "subject": "city", "item": "",
        "outcome": "below", "starts_on": None, "ends_on": None, "base": Decimal("2.0000"),
        "limit": Decimal("0.0000"), "actual": Decimal("2.0000"), "rank": 1, "evidence": "",
    }  # fmt: skip


def test_only_the_statements_asked_for_answer_also_where_they_read_others() -> None:
    assert shown(decisions(*BOOKS, only=("2",))) == [NO_LOANS]
    assert shown(decisions(*BOOKS, only=("2", "2/library"))) == [NO_LOANS, WHOLE]


def test_the_same_program_serves_other_days_and_readings() -> None:
    assert [row[3] for row in shown(decisions(*BOOKS, day=date(2024, 1, 10)))] == ["pending"] * 4 + ["reached"]
    assert shown(decisions(*BOOKS, only=("2",), allowed=3)) == []


def test_an_empty_register_has_no_rows_but_those_of_the_whole() -> None:
    backend = library(people=())
    assert evaluate(backend, PROGRAM, DEFINITIONS, DAY, only=("1", "2")).num_rows == 0


def test_a_scalar_over_nothing_is_unknown() -> None:
    backend = library()
    evaluate(backend, PROGRAM, DEFINITIONS, DAY)
    assert backend.rows("SELECT jili_last_loan() AS day") == [{"day": None}]


def test_evaluating_twice_on_one_engine_gives_the_same() -> None:
    backend = library(*BOOKS)
    first, second = (evaluate(backend, PROGRAM, DEFINITIONS, DAY) for _ in range(2))
    assert first == second


def test_progress_names_every_step_and_counts_to_the_end() -> None:
    seen: list[tuple[str, int, int]] = []
    evaluate(library(loan("a", "ann", DAY)), PROGRAM, DEFINITIONS, DAY, only=("1",), progress=lambda *x: seen.append(x))
    names, done, of = zip(*seen, strict=True)
    assert sorted(names[:-1]) == ["known_loans", "lent", "readers", "rows_1"]
    assert (names[-1], done, set(of)) == ("decisions", (0, 1, 2, 3, 4), {5})


def test_the_order_of_the_rows_in_the_register_does_not_matter() -> None:
    assert decisions(*BOOKS) == decisions(*reversed(BOOKS))
