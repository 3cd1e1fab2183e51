"""The compiled program: its steps, its order, what a decision looks like."""

from __future__ import annotations

import json

import ibis
import pytest
from ibis import _

from jili.engine.backend import DuckDB
from jili.engine.formula import otherwise
from jili.engine.program import COLUMNS, Program, Step, compile_program, evidence, in_order, rows
from jili.engine.statement import REFERENCES, Effect, Statement, Subject
from tests.engine.toy import LIBRARY, PROGRAM


def step(name: str, *needs: str) -> Step:
    return Step(name, "table", f"SELECT * FROM {name}", needs)


def test_steps_come_after_what_they_read_and_each_once() -> None:
    steps = {s.name: s for s in (step("c", "b", "a"), step("b", "a", "register"), step("a"), step("d", "b"))}
    assert [s.name for s in in_order(steps)] == ["a", "b", "c", "d"]


def test_a_relation_that_one_reads_is_made_with_it_and_one_that_several_read_apart() -> None:
    assert {step.name: step.kind for step in PROGRAM.steps} == {
        "known_loans": "view",
        "lent": "inline",
        "rows_1": "rows",
        "readers": "inline",
        "last_loan": "scalar",
        "overdue": "table",
        "rows_2": "rows",
        "totals": "inline",
        "rows_2_library": "rows",
    }


def test_the_rules_are_the_statements_in_an_order_in_which_they_can_be_made() -> None:
    assert [rule.name for rule in PROGRAM.rules] == ["rows_1", "rows_2", "rows_2_library"]
    assert PROGRAM.finish.needs == ("readers",)


def test_steps_for_a_name_are_those_that_it_rests_on() -> None:
    assert [s.name for s in PROGRAM.steps_for("rows_1")] == ["known_loans", "lent", "rows_1"]
    assert [s.name for s in PROGRAM.steps_for("readers", "last_loan")] == ["known_loans", "last_loan", "readers"]
    assert PROGRAM.steps_for() == []


def test_a_program_is_the_same_after_being_written_as_json() -> None:
    assert Program.from_data(json.loads(json.dumps(PROGRAM.to_data()))) == PROGRAM


def test_compiling_twice_gives_the_same_program() -> None:
    assert compile_program(LIBRARY, "duckdb") == PROGRAM


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_the_program_of_another_engine_has_the_same_steps_in_its_own_words() -> None:
    other = compile_program(LIBRARY, "pyspark")
    assert [(s.name, s.kind, s.needs) for s in other.steps] == [(s.name, s.kind, s.needs) for s in PROGRAM.steps]
    assert other.dialect == "pyspark"
    assert other.finish.sql != PROGRAM.finish.sql


def test_sql_names_neither_a_day_nor_the_value_of_a_reading() -> None:
    whole = json.dumps(PROGRAM.to_data()).lower()
    assert "jili_as_of()" in whole
    assert "jili_loans_allowed()" in whole
    assert "2024" not in whole


def test_a_decision_has_thirteen_columns() -> None:
    assert list(COLUMNS) == [
        "statement", "effect", "subject_kind", "subject", "item", "outcome", "starts_on", "ends_on", "base", "limit",
        "actual", "rank", "evidence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, ""),
        ({"loans": _.one}, "loans:9"),
        ({"loans": _.none}, ""),
        ({"loans": _.many}, "loans:10;loans:9;loans:a"),
        ({"loans": _.nobody}, ""),
        ({REFERENCES: _.whole}, "a:1;b:2"),
        ({REFERENCES: _.nobody}, ""),
        ({"people": _.one, "loans": _.many}, "loans:10;loans:9;loans:a;people:9"),
        ({"people": _.none, "loans": _.many}, "loans:10;loans:9;loans:a"),
        ({"people": _.one, "loans": _.nobody}, "people:9"),
        ({"b": _.one, "a_b": _.one, "a": _.one}, "a:9;a_b:9;b:9"),
    ],
)
def test_evidence_is_sorted_by_code_point_each_once(given: dict[str, object], written: str) -> None:
    import ibis

    row = "'9' AS one, CAST(NULL AS VARCHAR) AS none, ['9', 'a', '10'] AS many, CAST([] AS VARCHAR[]) AS nobody,"
    backend = DuckDB(1)
    backend.connection.execute(f"CREATE TABLE given AS SELECT {row} ['b:2', 'a:1'] AS whole")
    kinds = {"one": "string", "none": "string", **dict.fromkeys(("many", "nobody", "whole"), "array<string>")}
    table = ibis.table(kinds, name="given")
    asked = Statement("1", Effect.DUTY, Subject.CITY, "", lambda _r: table, {}, "x", evidence=given)
    sql = ibis.to_sql(table.select(evidence=evidence(asked, table)), dialect="duckdb")
    assert backend.rows(str(sql)) == [{"evidence": written}]


def test_a_statement_whose_only_case_is_otherwise_says_the_same_of_every_row() -> None:
    always = Statement(
        "9", Effect.FINDING, Subject.CADRE, of="读者", among=lambda r: r.people, when={}, then={"known": otherwise}
    )
    backend = DuckDB()
    backend.connection.execute("CREATE TABLE people AS SELECT 'P1' AS cadre_id UNION ALL SELECT 'P2'")
    found = backend.rows(str(ibis.to_sql(rows(always, LIBRARY.relations()), dialect="duckdb")))
    assert sorted((row["subject"], row["outcome"]) for row in found) == [("P1", "known"), ("P2", "known")]
