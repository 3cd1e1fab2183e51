"""From what stands in a cell to a value: only what can be read in one way is taken, and what is done to it is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jili.exchange.parsing import dates
from jili.exchange.parsing.cells import value
from jili.exchange.parsing.text import LONGEST, NARROWED, TRIMMED, Bad, cleaned
from jili.exchange.sheets.sheet import Slot, make_sheets
from jili.policy.facts import RANKS, SCHEMA

SHEETS = {sheet.table: sheet for sheet in make_sheets(SCHEMA, lambda *_: True, RANKS, {})}
BORN = SHEETS["cadres"].slot("birth_on")
NAME = SHEETS["cadres"].slot("name")
YEAR = SHEETS["annual_assessments"].slot("year")
GRADE = SHEETS["annual_assessments"].slot("grade")
RANK = SHEETS["appointments"].slot("rank")
CHIEF = SHEETS["appointments"].slot("chief")
SCORE = SHEETS["composite_scores"].slot("target_score")
DAYS = SHEETS["leave"].slot("taken_days")
MONTH = dates.MONTH


def read(slot: Slot, written: Any, *, plain: bool = False) -> tuple[Any, list[str]]:
    notes: list[str] = []
    return value(slot, written, notes.append, plain=plain), notes


def refused(slot: Slot, written: Any, *, plain: bool = False) -> tuple[str, str]:
    with pytest.raises(Bad) as bad:
        value(slot, written, lambda _: None, plain=plain)
    return bad.value.message, bad.value.remedy


TAKEN = [
    ("2024-03-05", "2024-03-05", []), ("2024/3/5", "2024-03-05", []), ("2024.3.5", "2024-03-05", []),
    ("2024年3月5日", "2024-03-05", []), ("2024 年 3 月 5 日", "2024-03-05", []), ("20240305", "2024-03-05", []),
    (20240305, "2024-03-05", []), (datetime(2024, 3, 5), "2024-03-05", []), (date(2024, 3, 5), "2024-03-05", []),
    ("2024年3月", "2024-03-01", [MONTH]), ("2024-03", "2024-03-01", [MONTH]), ("2024.3", "2024-03-01", [MONTH]),
    ("2024/03", "2024-03-01", [MONTH]), ("202403", "2024-03-01", [MONTH]), (202403, "2024-03-01", [MONTH]),
    ("2024年3月份", "2024-03-01", [MONTH]), ("2017.10", "2017-10-01", [MONTH]), ("2017.1", "2017-01-01", [MONTH]),
    ("２０２４年３月５日", "2024-03-05", [NARROWED]), (" 2024-03-05\u3000", "2024-03-05", [TRIMMED]),
    ("1900-01-01", "1900-01-01", []), ("2200-12-31", "2200-12-31", []), ("2024-02-29", "2024-02-29", []),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected", "notes"), TAKEN, ids=repr)
def test_a_date_as_people_write_it_is_taken(written: Any, expected: str, notes: list[str]) -> None:
    assert read(BORN, written) == (expected, notes)


WANTED = dates.WANTED
NO_DATES = [
    ("1999年13月", "没有 13 月", WANTED), ("2017.13", "没有 13 月", WANTED), ("2017.00", "没有 0 月", WANTED),
    ("201713", "没有 13 月", WANTED), ("2017-02-30", "2017 年 2 月没有 30 日", WANTED),
    ("2023-02-29", "2023 年 2 月没有 29 日", WANTED), ("20230229", "2023 年 2 月没有 29 日", WANTED),
    ("1899-12-31", "年份应在 1900 至 2200 之间", WANTED), ("2201-01-01", "年份应在 1900 至 2200 之间", WANTED),
    ("85.6", "年份只有两位", "请写四位的年份,如 1985-06"), ("85年6月", "年份只有两位", "请写四位的年份,如 1985-06"),
    ("2017.6-2019.5", "是一段时间,不是一个日期", "请把起止分别填在两列"),
    ("2017年6月至2019年5月", "是一段时间,不是一个日期", "请把起止分别填在两列"),
    ("至今", "不是日期", "没有日期就把这一格留空"), ("不详", "不是日期", "没有日期就把这一格留空"),
    ("1985.", "不是日期", WANTED), ("三月五日", "不是日期", WANTED), ("2024-3.5", "不是日期", WANTED),
    ("2024²", "不是日期", WANTED), ("١٩٨٥-٠٦-٠١", "不是日期", WANTED),
    (2017.1, "年月写成了小数,2017.1 分不清是 1 月还是 10 月", "请把单元格格式设为文本,写成 2017-10"),
    (45356, "是一个数,不是日期", f"请把单元格格式设为日期或文本后重填。{WANTED}"),
    (-1, "是一个数,不是日期", f"请把单元格格式设为日期或文本后重填。{WANTED}"),
    (datetime(1900, 2, 28), "1900 年 3 月以前的日期,电子表格的记法不准", "请把单元格格式设为文本,写成 1900-01-15 这样"),
    (datetime(1899, 12, 29), "1900 年 3 月以前的日期,电子表格的记法不准", "请把单元格格式设为文本,写成 1900-01-15 这样"),
    (datetime(2024, 3, 5, 8, 30), "出生日期应为日期,这一格还带着时刻", "请只留日期"),
    (time(0, 0), "出生日期应为日期,这一格却是时刻或时长", WANTED),
    (timedelta(days=1), "出生日期应为日期,这一格却是时刻或时长", WANTED),
    (True, "出生日期应为日期", WANTED),
]  # fmt: skip


@pytest.mark.parametrize(("written", "message", "remedy"), NO_DATES, ids=repr)
def test_what_is_no_date_or_could_be_two_is_refused(written: Any, message: str, remedy: str) -> None:
    assert refused(BORN, written) == (message, remedy)


def test_in_a_file_of_text_a_first_month_may_have_been_the_tenth() -> None:
    assert refused(BORN, "2017.1", plain=True) == (
        "可能是 1 月,也可能是 10 月",
        "请写成 2017-01 或 2017-10 这样两位的月份",
    )
    assert read(BORN, "2017.10", plain=True) == ("2017-10-01", [MONTH])
    assert read(BORN, "2017.2", plain=True) == ("2017-02-01", [MONTH])


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_however_it_is_written(day: date) -> None:
    forms = (
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    )
    assert [read(BORN, form) for form in forms] == [(day.isoformat(), [])] * 4


@given(st.text(max_size=30))
def test_any_text_is_a_day_of_the_years_allowed_or_is_refused_with_a_remedy(text: str) -> None:
    try:
        found, _ = read(BORN, text)
    except Bad as bad:
        assert bad.message and bad.remedy
    else:
        assert found is None or date(1900, 1, 1) <= date.fromisoformat(found) <= date(2200, 12, 31)


@pytest.mark.parametrize(
    "name", ["㛃", "䶮", "𠮷野", "\uf9dc", "⼯", "﨑", "买买提·吐尔逊", "买买提•吐尔逊", "e\u0301", "=1+1"]
)
def test_rare_characters_are_kept_as_they_are_written(name: str) -> None:
    assert read(NAME, name) == (name, [])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("张\u200b三", "第 2 个字是看不见的字符 U+200B"), ("张三\u202e", "第 3 个字是看不见的字符 U+202E"),
        ("张\ufeff三", "第 2 个字是看不见的字符 U+FEFF"), ("𠮷\x00野", "第 2 个字是看不见的字符 U+0000"),
        ("张\n三", "第 2 个字是换行"), ("张\u2028三", "第 2 个字是看不见的字符 U+2028"),
        ("\ud800", "第 1 个字是看不见的字符 U+D800"), ("张\x1f三", "第 2 个字是看不见的字符 U+001F"),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_cannot_be_seen_is_refused_with_its_place(written: str, message: str) -> None:
    assert refused(NAME, written) == (message, "请删去它,或整格重新输入")


def test_blanks_at_the_ends_are_taken_away_and_told() -> None:
    assert read(NAME, " \u3000张三\u00a0") == ("张三", [TRIMMED])
    assert read(NAME, " \u3000") == (None, [TRIMMED])
    assert read(NAME, "") == (None, [])


def test_a_cell_with_a_whole_document_is_refused() -> None:
    assert refused(NAME, "字" * (LONGEST // 3 + 1)) == (f"一格超过 {LONGEST} 字节", "请检查是否误贴了整篇文字")
    assert read(NAME, "字" * (LONGEST // 3))[1] == []


AS_TEXT = "请把单元格格式设为“文本”,再重新输入"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (110101199003074477, "姓名应为文本,这一格却是数,开头的 0 和末尾几位可能已经丢失"),
        (1.5, "姓名应为文本,这一格却是数,开头的 0 和末尾几位可能已经丢失"),
        (datetime(2024, 3, 5), "姓名应为文本,这一格却是日期,可能是程序自动转换的"),
        (True, "姓名应为文本,这一格却是 TRUE/FALSE"),
    ],
)
def test_a_number_or_date_where_text_is_meant_is_never_turned_back(written: Any, message: str) -> None:
    assert refused(NAME, written) == (message, AS_TEXT)


def test_whole_numbers_years_and_decimals() -> None:
    assert read(YEAR, "２０２４年度") == (2024, [NARROWED])
    assert read(YEAR, 2024.0) == (2024, [])
    assert read(YEAR, Decimal("2024.00")) == (2024, [])
    assert read(SCORE, 89.5) == ("89.50", [])
    assert read(SCORE, "－0.0") == ("0.00", [NARROWED])
    assert read(SCORE, 0.1 + 0.2 - 0.3 + 5) == ("5.00", [])
    assert read(DAYS, 5) == ("5.0", [])


@pytest.mark.parametrize(
    ("slot", "written", "message", "remedy"),
    [
        (YEAR, 1899, "年度应为 1900 至 2200 之间的整数", "请核对"),
        (YEAR, "²", "年度应为 1900 至 2200 之间的整数", "请只写数字"),
        (YEAR, 2024.5, "年度应为 1900 至 2200 之间的整数", "请只写数字,并把单元格格式设为常规"),
        (YEAR, True, "年度应为 1900 至 2200 之间的整数", "请只写数字,并把单元格格式设为常规"),
        (SCORE, "1,234.5", "年度目标责任得分应为数,至多 2 位小数", "请只写数字,不用逗号、单位或科学记数"),
        (SCORE, 89.555, "年度目标责任得分应为数,至多 2 位小数", "请只写数字,不用逗号、单位或科学记数"),
        (SCORE, float("nan"), "年度目标责任得分应为数,至多 2 位小数", "请只写数字,不用逗号、单位或科学记数"),
        (SCORE, 1e300, "年度目标责任得分应为数,至多 2 位小数", "请只写数字,不用逗号、单位或科学记数"),
        (CHIEF, "对", "正职应为“是”或“否”", "请从下拉框中选"),
        (CHIEF, 1, "正职应为“是”或“否”", "请从下拉框中选"),
        (GRADE, "良好", "等次没有这一种", "应为以下之一,请从下拉框中选:优秀、称职、基本称职、不称职、不定等次"),
        (GRADE, True, "等次没有这一种", "应为以下之一,请从下拉框中选:优秀、称职、基本称职、不称职、不定等次"),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_column_is_refused(slot: Slot, written: Any, message: str, remedy: str) -> None:
    assert refused(slot, written) == (message, remedy)


def test_a_code_is_known_by_label_by_the_label_before_its_bracket_and_by_itself() -> None:
    category = SHEETS["cadres"].slot("category")
    forms = ["公务员(含参公)", "公务员（含参公）", "公务员", " 公 务员", "civil_servant"]
    assert [read(category, form)[0] for form in forms] == ["civil_servant"] * 5
    assert [read(RANK, form)[0] for form in ("县处级正职", "5", 5)] == [5, 5, 5]
    assert [read(CHIEF, form)[0] for form in ("是", "否", True, "true", "FALSE")] == [True, False, True, True, False]


@given(st.text(max_size=50))
def test_text_that_is_kept_has_nothing_invisible_and_no_blanks_at_its_ends(text: str) -> None:
    try:
        kept = cleaned(text, lambda _: None)
    except Bad:
        return
    assert kept == text.strip()
    assert kept.encode().decode() == kept
