"""Formulas: one meaning in Python and in SQL, for true, false and unknown."""

from __future__ import annotations

import json
from itertools import product

import duckdb
import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jili.engine.formula import Formula, all_of, any_of, holds, no, otherwise, outcome_of, unknown

NAMES = ("甲", "乙", "丙")
TRUTHS = (True, False, None)
ASSIGNMENTS = [dict(zip(NAMES, values, strict=True)) for values in product(TRUTHS, repeat=len(NAMES))]

_names = st.sampled_from(NAMES)
formulas = st.recursive(
    st.one_of(_names.map(holds), _names.map(no), _names.map(unknown), st.just(otherwise)),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda found: all_of(*found)),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: any_of(*found)),
    ),
    max_leaves=8,
)
CON = duckdb.connect()


def in_duckdb(formula: Formula) -> list[bool | None]:
    """The compiled column over all assignments."""
    columns = {name: f"c{place}" for place, name in enumerate(NAMES)}
    table = ibis.table({"place": "int64", **dict.fromkeys(columns.values(), "boolean")}, name="flags")
    asked = table.select("place", value=formula.column({name: table[column] for name, column in columns.items()}))
    return [value for _, value in CON.execute(f"{ibis.to_sql(asked, dialect='duckdb')} ORDER BY 1").fetchall()]


@pytest.fixture(scope="module", autouse=True)
def _flags() -> None:
    CON.execute("CREATE TABLE flags (place BIGINT, c0 BOOLEAN, c1 BOOLEAN, c2 BOOLEAN)")
    CON.executemany("INSERT INTO flags VALUES (?, ?, ?, ?)", [(i, *a.values()) for i, a in enumerate(ASSIGNMENTS)])


@settings(max_examples=40, deadline=None)
@given(formulas)
def test_python_and_duckdb_agree_for_all_inputs(formula: Formula) -> None:
    assert in_duckdb(formula) == [formula.truth(flags) for flags in ASSIGNMENTS]


@given(formulas)
def test_a_formula_is_the_same_after_being_written_as_json(formula: Formula) -> None:
    assert Formula.from_data(json.loads(json.dumps(formula.to_data()))) == formula


@given(formulas)
def test_what_a_formula_requires_holds_wherever_it_is_true(formula: Formula) -> None:
    required = formula.requires()
    for flags in ASSIGNMENTS:
        if formula.truth(flags) is True:
            assert all(flags[name] is wanted for name, wanted in required)


def test_a_formula_requires_what_all_its_ways_of_being_true_have_in_common() -> None:
    assert all_of("甲", no("乙"), unknown("丙"), otherwise).requires() == {("甲", True), ("乙", False)}
    assert any_of(all_of("甲", "乙"), all_of("甲", no("乙"))).requires() == {("甲", True)}
    assert any_of("甲", otherwise).requires() == frozenset()


def truths(formula: Formula) -> list[bool | None]:
    return [formula.truth({"甲": a, "乙": b}) for a, b in product(TRUTHS, repeat=2)]


def test_all_is_false_where_one_is_false_and_else_unknown_where_one_is_unknown() -> None:
    assert truths(all_of("甲", "乙")) == [True, False, None, False, False, False, None, False, None]


def test_any_is_true_where_one_is_true_and_else_unknown_where_one_is_unknown() -> None:
    assert truths(any_of("甲", "乙")) == [True, True, True, True, False, None, True, None, None]


def test_no_of_unknown_is_unknown_but_unknown_is_always_known() -> None:
    assert [no("甲").truth({"甲": value}) for value in TRUTHS] == [False, True, None]
    assert [unknown("甲").truth({"甲": value}) for value in TRUTHS] == [False, False, True]


def test_otherwise_is_always_true() -> None:
    assert otherwise.truth({}) is True


def test_names_come_in_order_and_as_often_as_they_are_read() -> None:
    assert list(all_of("甲", any_of(no("乙"), "甲"), unknown("丙"), otherwise).names()) == ["甲", "乙", "甲", "丙"]


def test_a_formula_is_written_as_nested_lists() -> None:
    formula = all_of("甲", any_of(no("乙"), unknown("丙")), otherwise)
    assert formula.to_data() == ["all", ["holds", "甲"], ["any", ["no", "乙"], ["unknown", "丙"]], ["always"]]


def test_the_first_case_that_is_true_gives_the_outcome_and_unknown_is_not_true() -> None:
    cases = {"one": holds("甲"), "two": no("甲"), "three": holds("乙")}
    outcomes = [outcome_of(cases, {"甲": a, "乙": b}) for a, b in product(TRUTHS, repeat=2)]
    assert outcomes == ["one", "one", "one", "two", "two", "two", "three", None, None]
