"""What the database cannot hold is said before it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jili.engine.backend import DuckDB
from jili.policy.facts import SCHEMA
from jili.records.limits import limits
from tests.records.small import tables


def problems(**changed: list[dict[str, Any]]) -> list[str]:
    engine = DuckDB(1)
    engine.hold(SCHEMA, tables(changed))
    return [str(problem) for problem in engine.check(limits())]


def test_what_the_database_can_hold_is_no_problem() -> None:
    assert problems() == []
    assert problems(courses=[{"course_id": "班" * 200, "held_on": date(2024, 1, 1)}]) == []


def test_what_only_the_database_cannot_hold_is_named() -> None:
    chain = [
        {"unit_id": f"{n}" * 100, "name": "某", "parent_id": f"{n - 1}" * 100 if n else None, "kind": "county",
         "remote": False} for n in range(10)
    ]  # fmt: skip
    assert problems(
        courses=[{"course_id": "班" * 201, "held_on": date(2024, 1, 1)}],
        leave=[{"cadre_id": "C2", "year": 2024, "taken_days": Decimal(10) ** 14}],
        units=chain,
    ) == [
        f"courses.csv:2: course_id: {'班' * 60}…: 班次编号不得超过 200 个字;请改短,并改正各表中的引用",
        "leave.csv:2: taken_days: 100000000000000.0: 已休天数的整数部分不得超过 14 位",
        f"units.csv:11: parent_id: {'9' * 60}…: "
        "从最上级到本单位,各级单位编号连起来不得超过 1000 个字;请改短编号或减少层级",
    ]
