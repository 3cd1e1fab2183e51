"""Relations: tables by name, built once and in the order in which they are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import pytest

from jili.engine.evaluate import make, prepare
from jili.engine.relations import Relations, fact_table, ibis_type, rows_table
from tests.engine.toy import DAY, DEFINITIONS, LIBRARY, LOANS, PEOPLE, PROGRAM, SCHEMA, library, loan


@pytest.fixture
def relations() -> Relations:
    return LIBRARY.relations()


def test_a_table_of_the_register_has_the_types_of_its_columns(relations: Relations) -> None:
    assert relations.people.schema() == ibis.schema(
        {"cadre_id": "string", "name": "string", "child": "boolean", "deposit": "decimal(18, 2)"}
    )
    assert relations.people is relations.people


def test_columns_have_the_types_of_ibis() -> None:
    kinds = {column.name: ibis_type(column) for column in LOANS.columns}
    assert kinds == {
        "loan_id": "string", "cadre_id": "string", "lent_on": "date", "days": "int64", "back_on": "date",
        "annulled_on": "date",
    }  # fmt: skip
    assert fact_table(PEOPLE).get_name() == "people"


def test_what_is_asked_for_is_built_once_after_what_it_reads(relations: Relations) -> None:
    assert relations.totals is relations.totals
    built = [(step.name, step.kind, sorted(step.needs)) for step in relations.built.values()]
    assert built == [
        ("readers", "inline", ["people"]),
        ("known_loans", "view", ["loans"]),
        ("last_loan", "scalar", ["known_loans"]),
        ("overdue", "table", ["last_loan", "readers", "rows_1"]),
        ("totals", "table", ["overdue"]),
    ]


def test_reading_says_what_was_read_and_by_whom(relations: Relations) -> None:
    _, needs = relations.reading(lambda: relations.lent)
    assert needs == {"lent"}
    assert relations.built["lent"].needs == {"known_loans"}


def test_a_scalar_is_called_as_a_function(relations: Relations) -> None:
    assert relations.last_loan.op().__func_name__ == "jili_last_loan"


def test_a_name_that_is_nothing_is_refused(relations: Relations) -> None:
    with pytest.raises(AttributeError, match=r"^没有名为 lents 的关系$"):
        relations.lents  # noqa: B018
    for asked in (relations, relations.known):
        with pytest.raises(AttributeError):
            asked._private  # noqa: B018
    with pytest.raises(KeyError):
        relations.known.nothing  # noqa: B018


def test_the_rows_of_a_statement_stand_in_a_table_of_plain_letters() -> None:
    assert [rows_table(name) for name in ("8.1.1", "6.5/bar", "11.4a")] == ["rows_8_1_1", "rows_6_5_bar", "rows_11_4a"]


def known(*loans: dict[str, Any], day: date = DAY) -> list[dict[str, Any]]:
    backend = library(*loans)
    prepare(backend, DEFINITIONS, day)
    for step in PROGRAM.steps_for("known_loans"):
        make(backend, step)
    return backend.rows("SELECT loan_id, back_on, annulled_on FROM known_loans ORDER BY 1")


def test_a_record_is_known_from_its_day_on() -> None:
    one = loan("a", "ann", DAY)
    assert known(one) == [{"loan_id": "a", "back_on": None, "annulled_on": None}]
    assert known(one, day=date(2024, 6, 29)) == []


def test_a_record_that_is_annulled_has_from_then_on_never_been() -> None:
    one = loan("a", "ann", date(2024, 1, 1), annulled_on=DAY)
    assert known(one) == []
    assert known(one, day=date(2024, 6, 29)) == [{"loan_id": "a", "back_on": None, "annulled_on": None}]


def test_an_optional_date_that_lies_ahead_has_not_happened() -> None:
    one = loan("a", "ann", date(2024, 1, 1), back_on=DAY)
    assert known(one) == [{"loan_id": "a", "back_on": DAY, "annulled_on": None}]
    assert known(one, day=date(2024, 6, 29)) == [{"loan_id": "a", "back_on": None, "annulled_on": None}]


def test_a_table_whose_dates_are_all_known_stays_as_it_is(relations: Relations) -> None:
    assert relations.known.people.schema() == relations.people.schema()
    assert SCHEMA["people"].annullable is False
