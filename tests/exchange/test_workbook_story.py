"""A workbook goes out, is changed in twenty places (five of them wrong), comes in, and is taken back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jili.access.actor import Actor
from jili.access.roles import Role
from jili.city.make import make_city
from jili.decisions.models import Job
from jili.exchange.door import register_import
from jili.exchange.models import Upload
from jili.records import register
from tests.access import cast
from tests.exchange.desk import Desk, changes, problems, put

CADRES, GRADES = "干部", "平时考核"
STARTED = [(row, datetime(1999, 1, row)) for row in range(3, 13)]
DECIDED = [(row, datetime(2024, 1, row)) for row in range(3, 8)]
WRONG: list[tuple[str, int, str, Any, Any]] = [
    (CADRES, 20, "人员类别", "公务员工", "企业人员"),
    (CADRES, 21, "进入本册", "2016-02-30", datetime(2016, 2, 29)),
    (CADRES, 22, "姓名", None, "改名者"),
    (CADRES, 23, "离开本册", datetime(1950, 1, 1), datetime(2025, 12, 30)),
    (GRADES, 10, "季度", "2024年第一季度", "1999Q1"),
]
"""Sheet, row, heading, what is wrong, what is right."""
COLUMNS = {"人员类别": "category", "进入本册": "joined_on", "姓名": "name", "离开本册": "left_on", "季度": "period"}


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path, settings: Any) -> Desk:
    settings.HOME = tmp_path / "home"
    make_city(200, 3, tmp_path / "city")
    actor = Actor.system("试")
    register_import(actor=actor, folder=tmp_path / "city", why="试", records_from=date(2017, 12, 15))
    return Desk(cast.account("clerk", Role.CITY_CADRES), tmp_path)


def by_rows(table: str, rows: pa.Table, changed: dict[int, dict[str, Any]]) -> pa.Table:
    """A table with cells changed: row of the sheet, where the first record stands in row 3 → column → value."""
    records = rows.to_pylist()
    for row, cells in changed.items():
        records[row - 3] |= cells
    return pa.Table.from_pylist(records, schema=rows.schema)


def wanted(before: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The register with all twenty changes."""
    cadres: dict[int, dict[str, Any]] = {row: {"work_start_on": day.date()} for row, day in STARTED}
    grades: dict[int, dict[str, Any]] = {row: {"decided_on": day.date()} for row, day in DECIDED}
    for sheet, row, heading, _, right in WRONG:
        value = right.date() if isinstance(right, datetime) else "enterprise_staff" if right == "企业人员" else right
        (cadres if sheet == CADRES else grades)[row] = {COLUMNS[heading]: value}
    return before | {
        "cadres": by_rows("cadres", before["cadres"], cadres),
        "usual_assessments": by_rows("usual_assessments", before["usual_assessments"], grades),
    }


def test_exactly_the_twenty_are_shown_none_is_taken_until_all_are_right_and_undo_brings_back_the_hash(
    desk: Desk,
) -> None:
    before = register.read()
    out = desk.download("cadres", "usual_assessments")
    right = [put(CADRES, row, "参加工作时间", day) for row, day in STARTED]
    right += [put(GRADES, row, "审定日", day) for row, day in DECIDED]

    sent = desk.send(
        changed := desk.change(out, *right, *(put(sheet, row, heading, bad) for sheet, row, heading, bad, _ in WRONG))
    )
    shown = [(sheet, row, column) for sheet, row, column, *_ in problems(sent)]
    assert sorted(shown) == sorted((sheet, row, heading) for sheet, row, heading, *_ in WRONG)
    assert sorted(sent.rows.values_list("sheet", "row")) == sorted(
        [(CADRES, row) for row, _ in STARTED] + [(GRADES, row) for row, _ in DECIDED]
    )
    desk.confirm(sent)
    assert sent.job is not None
    assert sent.job.state == Job.State.FAILED
    assert "还有 5 处问题没有改好,什么也没有导入" in sent.job.error
    assert register.content_hash(register.read()) == register.content_hash(before)

    mended = desk.send(desk.change(changed, *(put(sheet, row, heading, ok) for sheet, row, heading, _, ok in WRONG)))
    assert problems(mended) == []
    assert sorted(mended.rows.values_list("sheet", "row", "state")) == sorted(
        [(CADRES, row, "changed") for row, _ in STARTED]
        + [(GRADES, row, "changed") for row, _ in DECIDED]
        + [(sheet, row, "changed") for sheet, row, *_ in WRONG]
    )
    assert {len(values) for *_, values in changes(mended)} == {1}
    assert desk.confirm(mended).state == Upload.State.CONFIRMED
    assert register.content_hash(register.read()) == register.content_hash(wanted(before))
    assert desk.undo(mended).state == Upload.State.UNDONE
    assert register.content_hash(register.read()) == register.content_hash(before)
