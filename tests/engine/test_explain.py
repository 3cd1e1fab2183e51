"""Explanation: every row that a statement looked at, also those of which it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jili.engine.account import StatementAccount, compile_accounts
from jili.engine.explain import Change, Condition, Explained, Promise, Row, Session
from tests.engine.toy import ANN, BEN, BOOKS, DAY, DEFINITIONS, LIBRARY, PROGRAM, library, loan

ACCOUNTS = [StatementAccount.from_data(a) for a in compile_accounts(LIBRARY, "duckdb", ("back_on", "due_on", "books"))]
DUE = date(2024, 2, 9)


def session(*loans: Any) -> Session:
    return Session(library(*loans), PROGRAM, ACCOUNTS, DEFINITIONS, DAY)


def rows(asked: Sequence[Explained]) -> list[Row]:
    return [row for explained in asked for row in explained.rows]


def conditions(back: bool, in_time: bool | None, past: bool | None, back_on: Any, due_on: Any) -> tuple[Condition, ...]:
    return (
        Condition("已还", back, {"back_on": back_on}, ("as_of",)),
        Condition("按期", in_time, {"back_on": back_on, "due_on": due_on}, ("add_days", "as_of")),
        Condition("期限已过", past, {"due_on": due_on}, ("add_days", "as_of")),
    )


def test_a_row_is_told_with_its_conditions_evidence_and_promises() -> None:
    explained = session(loan("a3", "ann", date(2024, 1, 10))).explain("cadre", "ann", "1")
    assert rows(explained) == [
        Row(
            "a3", "overdue", "overdue", conditions(False, None, True, None, DUE), date(2024, 1, 10), DUE,
            None, None, None, None, ("loans:a3",),
            (
                Promise("{year}年借的书现在归还", {"year": 2024}, "late",
                        (Change("loans", {"back_on": DAY}, {"loan_id": "a3"}),)),
                Promise("这次借阅撤销", {"year": 2024}, None,
                        (Change("loans", {"annulled_on": DAY}, {"loan_id": "a3"}),)),
            ),
            {"days": 30},
        ),
    ]  # fmt: skip


def test_a_promise_is_only_made_where_it_is_given_and_changes_something() -> None:
    (row,) = rows(session(loan("a1", "ann", date(2024, 1, 10), back_on=DUE)).explain("cadre", "ann", "1"))
    assert [promise.says for promise in row.promises] == ["这次借阅撤销"]


def test_decided_rows_come_first_and_the_latest_first_among_them() -> None:
    told = rows(session(*BOOKS).explain("cadre", "ann", "1"))
    assert [(row.item, row.outcome) for row in told] == [
        ("a5", "pending"), ("a6", "manual"), ("a4", "overdue"), ("a1", "fulfilled"), ("a2", "late"), ("a3", "overdue"),
    ]  # fmt: skip


def test_what_is_not_in_the_decisions_is_told_as_computed_and_without_outcome() -> None:
    (row,) = rows(session(*BOOKS).explain("cadre", "kid", "1"))
    assert (row.computed, row.outcome, row.promises, row.evidence) == ("overdue", None, (), ("loans:k1",))


def test_a_statement_that_says_nothing_shows_the_condition_that_fails() -> None:
    assert rows(session(*BOOKS).explain("cadre", "ben", "2")) == [
        Row(
            "", None, None,
            (
                Condition("逾期两本以上", False, {"books": 0}, ("loans_allowed",)),
                Condition("规定有效", True, {}, ()),
            ),
            None, None, None, None, Decimal("0.0000"), None, ("people:ben",),
        ),
    ]  # fmt: skip


def test_a_change_is_made_once_for_each_element_with_an_id_of_its_own() -> None:
    (row,) = rows(session(*BOOKS).explain("cadre", "ann", "2"))
    assert row.promises == (
        Promise(
            "补录{name}的归还", {"name": "安"}, None,
            tuple(
                Change("returns", {"return_id": f"NEW0-{n}", "loan_id": id, "kind": "book", "days": 7}, None)
                for n, id in enumerate(("a3", "a4"))
            ),
        ),
    )  # fmt: skip


def test_all_statements_about_a_kind_are_asked_where_none_is_named() -> None:
    asked = session(*BOOKS)
    assert [e.account.name for e in asked.explain("cadre", "ann")] == ["1", "2"]
    assert [e.account.name for e in asked.explain("city", "city")] == ["2/library"]


def test_a_statement_is_asked_by_its_sentence_or_its_name() -> None:
    asked = session(*BOOKS)
    assert [e.account.name for e in asked.explain("city", "city", "2")] == ["2/library"]
    assert [e.account.name for e in asked.explain("city", "city", "2/library")] == ["2/library"]


def test_no_statement_is_about_other_kinds() -> None:
    assert session(*BOOKS).explain("team", "t1") == []


def test_someone_without_records_has_no_rows_but_those_that_look_at_everyone() -> None:
    told = session(*BOOKS).explain("cadre", "nobody")
    assert [explained.rows for explained in told] == [(), ()]


def test_the_whole_library_is_told_with_its_numbers() -> None:
    (row,) = rows(session(*BOOKS).explain("city", "city"))
    numbers = (row.outcome, row.base, row.limit, row.actual, row.rank, row.evidence)
    assert numbers == ("below", Decimal(2), Decimal(0), Decimal(2), 1, ())


def test_steps_are_made_once_however_often_one_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = session(*BOOKS)
    asked.explain("cadre", "ann")
    made: list[str] = []
    make = asked.backend.make

    def making(name: str, kind: str, sql: str) -> None:
        made.append(name)
        make(name, kind, sql)

    monkeypatch.setattr(asked.backend, "make", making)
    asked.explain("cadre", "ben")
    assert made == []


def test_asking_for_one_after_another_answers_for_each() -> None:
    asked = session(*BOOKS)
    outcomes = [[row.outcome for row in rows(asked.explain("cadre", who, "1"))] for who in ("ben", "kid", "ben")]
    assert outcomes == [["pending"], [None], ["pending"]]
    assert (ANN["name"], BEN["name"]) == ("安", "本")
