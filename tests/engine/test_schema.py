"""The declaration of a register."""

from __future__ import annotations

import pytest

from jili.engine.schema import Schema, Table, code, date, decimal, flag, number, ref, text
from tests.engine.toy import LOANS, PEOPLE, SCHEMA

MARKS = Table("marks", "标记", (ref("cadre_id", "读者", "people"), number("year", "年度")), key=("cadre_id", "year"))


def test_tables_and_columns_are_found_by_name() -> None:
    assert SCHEMA["loans"] is LOANS
    assert LOANS["days"] == number("days", "借期", optional=True)
    assert SCHEMA.names() == ["people", "loans"]
    assert ("loans" in SCHEMA, "returns" in SCHEMA) == (True, False)


def test_a_name_that_is_not_declared_is_said_whole() -> None:
    with pytest.raises(KeyError, match=r"^'returns'$"):
        SCHEMA["returns"]
    with pytest.raises(KeyError, match=r"^'loans.weeks'$"):
        LOANS["weeks"]


def test_a_table_has_an_id_of_its_own_where_its_first_column_alone_names_a_record() -> None:
    names = Table("names", "姓名", (ref("cadre_id", "读者", "people"), text("name", "姓名")), key=("cadre_id",))
    last = Table("last", "末", (text("name", "姓名"), text("last_id", "编号")), key=("last_id",))
    assert [table.has_id for table in (PEOPLE, LOANS, MARKS, names, last)] == [True, True, False, False, False]


def test_a_table_can_be_annulled_where_it_has_the_day() -> None:
    assert [table.annullable for table in (PEOPLE, LOANS)] == [False, True]


def test_columns_are_declared_in_one_line_each() -> None:
    table = Table("t", "表", (
        text("a", "甲", optional=True), date("b", "乙"), flag("c", "丙"), number("d", "丁", bounds=(1, 8)),
        decimal("e", "戊", 2), code("f", "己", {"x": "某"}), ref("g", "庚", "t", optional=True),
    ), key=("a",))  # fmt: skip
    assert [(c.type, c.optional, c.bounds, c.places, c.codes, c.refers) for c in table.columns] == [
        ("text", True, None, 0, None, None), ("date", False, None, 0, None, None), ("bool", False, None, 0, None, None),
        ("int", False, (1, 8), 0, None, None), ("decimal", False, None, 2, None, None),
        ("text", False, None, 0, {"x": "某"}, None), ("text", True, None, 0, None, "t"),
    ]  # fmt: skip
    assert Schema((table,)).names() == ["t"]
