"""Rules between rows and tables: those that follow from a schema, and how any are run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from jili.engine.checks import Check, compile_checks, run_checks
from jili.engine.register import load
from jili.engine.schema import Schema
from tests.engine.toy import LOANS, PEOPLE

SCHEMA = Schema((PEOPLE, replace(LOANS, ordered=(("lent_on", "back_on"),))))
NAMELESS = Check("people", "name", "name", "要有姓名", broken="t.name = '-'")
PEOPLE_CSV = "cadre_id,name,child,deposit\nann,安,false,\n"
LOANS_CSV = "loan_id,cadre_id,lent_on,days,back_on,annulled_on\n"


def problems(folder: Path, *checks: Check, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    con = duckdb.connect()
    load(con, SCHEMA, folder)
    return [str(problem) for problem in run_checks(con, compile_checks(SCHEMA, checks, "duckdb"))]


@pytest.mark.parametrize(
    ("back", "said"),
    [
        ("2024-01-09", ["loans.csv:2: back_on: 2024-01-09: 归还日不得早于借出日(lent_on)"]),
        ("2024-01-10", []),
        ("2024-01-11", []),
        ("", []),
    ],
)
def test_dates_in_order_may_be_one_day(tmp_path: Path, back: str, said: list[str]) -> None:
    assert problems(tmp_path, people=PEOPLE_CSV, loans=f"{LOANS_CSV}a1,ann,2024-01-10,,{back},\n") == said


def test_what_is_referred_to_is_there(tmp_path: Path) -> None:
    assert problems(tmp_path, people=PEOPLE_CSV, loans=f"{LOANS_CSV}a1,ben,2024-01-10,,,\n") == [
        "loans.csv:2: cadre_id: ben: 读者(people)中没有这个编号;请改正,或补上这一条"
    ]


def test_a_condition_names_its_rows(tmp_path: Path) -> None:
    assert problems(tmp_path, NAMELESS, people=f"{PEOPLE_CSV}ben,-,false,\n") == ["people.csv:3: name: -: 要有姓名"]


def test_where_nothing_is_held_nothing_is_asked(tmp_path: Path) -> None:
    assert problems(tmp_path, NAMELESS) == []


def test_a_check_is_translated_for_the_other_engine() -> None:
    (found,) = (check for check in compile_checks(SCHEMA, [NAMELESS], "pyspark") if check.kind == "name")
    assert (found.reads, found.probe) == (("people",), "SELECT COUNT(*) FROM `people` AS t WHERE t.name = '-'")
    assert found.sql == (
        "SELECT t.rowid + 2 AS line, CAST(t.`name` AS STRING) AS value, CAST(NULL AS BIGINT) AS other"
        " FROM `people` AS t WHERE t.name = '-'"
    )
