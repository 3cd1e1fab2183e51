"""Functions: what a run is given, as SQL that any engine reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import pytest

from jili.engine.backend import DuckDB
from jili.engine.function import Definition, Function, add_days, as_of, literal, quotient, sql_type


@pytest.mark.parametrize(
    ("value", "kind", "sql"),
    [
        (None, "date", "CAST(NULL AS DATE)"),
        (None, "int64", "CAST(NULL AS BIGINT)"),
        (True, "boolean", "TRUE"),
        (False, "boolean", "FALSE"),
        (date(2024, 2, 29), "date", "DATE '2024-02-29'"),
        (7, "int64", "CAST(7 AS BIGINT)"),
        ("C'1", "string", "'C''1'"),
    ],
)
def test_a_value_is_written_as_a_literal_that_reads_back(value: Any, kind: str, sql: str) -> None:
    assert literal(value, kind) == sql
    assert DuckDB(1).rows(f"SELECT {sql} AS value") == [{"value": value}]


def test_types_have_the_names_that_both_engines_know() -> None:
    assert [sql_type(kind) for kind in ("date", "int64", "string", "boolean")] == [
        "DATE",
        "BIGINT",
        "STRING",
        "BOOLEAN",
    ]


def test_compiled_sql_names_the_function_and_not_its_value() -> None:
    table = ibis.table({"day": "date"}, name="days")
    sql = str(ibis.to_sql(table.filter(table.day < as_of()), dialect="duckdb"))
    assert "JILI_AS_OF()" in sql.upper()


def test_the_same_sql_answers_for_the_day_and_the_readings_last_defined() -> None:
    backend, days = DuckDB(1), Function("award_days", "int64")
    sql = f"SELECT {add_days.sql_name}({as_of.sql_name}(), {days.sql_name}()) AS due"
    answers = []
    for day, number in ((date(2024, 1, 31), 30), (date(2023, 12, 31), 60)):
        backend.define(Definition(as_of, literal(day, "date")))
        backend.define(Definition(days, literal(number, "int64")))
        answers += backend.rows(sql)
    assert answers == [{"due": date(2024, 3, 1)}, {"due": date(2024, 2, 29)}]


def test_a_function_of_arguments_is_called_with_columns() -> None:
    table = ibis.table({"a": "int64"}, name="numbers")
    assert "JILI_QUOTIENT(" in str(ibis.to_sql(table.select(q=quotient(table.a, 2)), dialect="duckdb")).upper()


def test_quotients_are_whole() -> None:
    assert DuckDB(1).rows(f"SELECT {quotient.sql_name}(7, 2) AS seven, {quotient.sql_name}(6, 2) AS six") == [
        {"seven": 3, "six": 3}
    ]
