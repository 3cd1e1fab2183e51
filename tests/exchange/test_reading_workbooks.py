"""Workbooks as they should not be, read as uploads are: in a process of its own, with limits.

Each is taken exactly as it stands, or answered with what is wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.nasty import (
    LEAVE,
    READ,
    SHEET,
    UNKNOWN_BOOK,
    Said,
    book,
    cell,
    members,
    parse,
    rows,
    said,
)

UNSEEN = "请删去它,或整格重新输入"
COLUMNS = "请改名或删去这一列。这张表的列是:姓名、所在单位、身份证号、年度、已休天数、行标识(勿改)"
ABSENT = "请补上,或重新下载模板。表头应在第 1 行"
AS_TEXT = "请把单元格格式设为“文本”,再重新输入"
PASTE = "请复制整列,选择性粘贴为“数值”后再上传"


def of(*values: Any) -> dict[str, Any]:
    """A workbook with one row: the cells given, the others as they should be."""
    return {"rows": [(*values, *("张三", "财政局", None, 2024, 5, None)[len(values) :])]}


def heading(place: str, text: str) -> Callable[[Any], None]:
    def edit(made: Any) -> None:
        made.active[place] = text

    return edit


def two_row_heading(made: Any) -> None:
    made.active.insert_rows(1)
    made.active["A1"] = "基本情况"


def moved_down(made: Any) -> None:
    made.active.insert_rows(1)


def older(made: Any) -> None:
    page = made.create_sheet("版本")
    page.append(["leave", "00000000"])
    page.sheet_state = "hidden"


def absent(*names: str) -> list[Said]:
    return [("年休假", 1, name, "", f"缺少“{name}”这一列", ABSENT) for name in names]


PLACED: dict[str, tuple[dict[str, Any], tuple[Callable[[Any], None], ...], list[Said]]] = {
    "formulas, with and without a value": (
        of("=A1", "财政局", None, 2024, "=2+3"), (),
        [("年休假", 2, "姓名", "=A1", "是公式,不是内容", PASTE), ("年休假", 2, "已休天数", "=2+3", "是公式,不是内容", PASTE)],
    ),
    "errors of formulas": (
        of("#N/A", "#REF!"), (),
        [("年休假", 2, "姓名", "#N/A", "公式出错,没有内容", "请改正公式,或直接填写内容"),
         ("年休假", 2, "所在单位", "#REF!", "公式出错,没有内容", "请改正公式,或直接填写内容")],
    ),
    "an ID number that became a number": (
        of("张三", "财政局", 110101199003074477), (),
        [("年休假", 2, "身份证号", "",
          "身份证号应为文本,这一格却是数,开头的 0 和末尾几位可能已经丢失", AS_TEXT)],
    ),
    "a day where a name should be": (
        of(datetime(2024, 3, 5)), (),
        [("年休假", 2, "姓名", "2024-03-05 00:00:00", "姓名应为文本,这一格却是日期,可能是程序自动转换的", AS_TEXT)],
    ),
    "what nobody sees": (
        of("张\u200b三", "财政\u202e局"), (),
        [("年休假", 2, "姓名", "张\u200b三", "第 2 个字是看不见的字符 U+200B", UNSEEN),
         ("年休假", 2, "所在单位", "财政\u202e局", "第 3 个字是看不见的字符 U+202E", UNSEEN)],
    ),
    "what only a workbook can write": (
        of("张_x0000_三", "财_xD800_局"), (),
        [("年休假", 2, "姓名", "张␀三", "第 2 个字是看不见的字符 U+0000", UNSEEN),
         ("年休假", 2, "所在单位", "财\ufffd局", "第 2 个字是看不见的字符 U+D800", UNSEEN)],
    ),
    "merged cells": (
        {}, (lambda made: made.active.merge_cells("B2:B3"),),
        [("年休假", 2, "", "B2:B3", "B2:B3 是合并的单元格", "请取消合并,每一行都填上内容")],
    ),
    "a heading of two rows": (
        {}, (two_row_heading,),
        [("年休假", 1, "基本情况", "基本情况", "没有名为“基本情况”的列", COLUMNS), *absent(*LEAVE)],
    ),
    "nothing in the first row": (
        {}, (moved_down,), [("年休假", 1, "", "", "第 1 行是空的,表头应在第 1 行", "请删去上面的空行")],
    ),
    "a renamed column": (
        {}, (heading("E1", "天数"),),
        [("年休假", 1, "天数", "天数", "没有名为“天数”的列", COLUMNS), *absent("已休天数")],
    ),
    "a column twice": (
        {}, (heading("B1", "姓名"),),
        [("年休假", 1, "姓名", "姓名", "这一列出现了不止一次", "请只留一列"), *absent("所在单位")],
    ),
    "a cell under no heading": (
        {}, (heading("H3", "备注"),),
        [("年休假", 3, "", "备注", "这一格上面没有表头", "请删去,或给这一列加上表头")],
    ),
    "the template of last year": ({}, (older,), [("年休假", 0, "", "", "模板已经改版", "请重新下载模板,把数据复制过去再上传")]),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACED)
def test_what_is_wrong_in_a_sheet_is_said_with_its_place(case: str, tmp_path: Path) -> None:
    given, edits, expected = PLACED[case]
    assert said(parse(book(tmp_path / "表.xlsx", *edits, **given))) == expected


def test_an_error_beside_the_table_is_shown_as_it_stands(tmp_path: Path) -> None:
    made = members(book(tmp_path / "表.xlsx"), {SHEET: cell("G3", "<v>#N/A</v>", "e")})
    assert said(parse(made)) == [("年休假", 3, "", "#N/A", "这一格上面没有表头", "请删去,或给这一列加上表头")]


def test_a_sheet_of_no_table_is_named_and_the_tables_are_listed(tmp_path: Path) -> None:
    ((sheet, row, column, value, message, remedy),) = said(parse(book(tmp_path / "表.xlsx", title="花名")))
    assert (sheet, row, column, value, message) == ("花名", 0, "", "", "没有这张表")
    assert remedy.startswith("请删去,或把表名改成以下之一:单位、领导班子、干部、任职、")


def test_rare_characters_and_escapes_are_taken_as_they_are(tmp_path: Path) -> None:
    names = ("㛃䶮", "𠮷野", "\uf9dc", "⼯", "买买提·吐尔逊", "=cmd|'/c calc'!A0", "@SUM(1)")
    table = [(name, "财政局", "11010119900307447x", 2024, 5, None) for name in (*names, "张_x005F_x0041_三")]
    made = book(tmp_path / "表.xlsx", rows=table)
    page = openpyxl.load_workbook(made)
    page.active["A7"].data_type = "s"
    page.save(made)
    found = parse(made)
    expected = [*names, "张_x0041_三"]
    assert rows(found) == [
        (number, [name, "财政局", "11010119900307447x", 2024, "5.0", None], "")
        for number, name in enumerate(expected, 2)
    ]
    assert (said(found), found.notices) == ([], [UNKNOWN_BOOK])


def test_blanks_and_full_width_digits_are_mended_and_told(tmp_path: Path) -> None:
    found = parse(book(tmp_path / "表.xlsx", rows=[("\u3000张三 ", "财政局", None, "２０２４", "５", None)]))
    assert rows(found) == [(2, ["张三", "财政局", None, 2024, "5.0", None], "")]
    assert found.notices == [
        UNKNOWN_BOOK,
        ["年休假", "姓名", "去掉了首尾的空白", 1, [2], "\u3000张三 "],
        ["年休假", "年度", "全角字符改成了半角", 1, [2], "２０２４"],
        ["年休假", "已休天数", "全角字符改成了半角", 1, [2], "５"],
    ]
    assert said(found) == []


def hidden(made: Any) -> None:
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["B"].hidden = True
    page = made.create_sheet("草稿")
    page["A1"], page.sheet_state = "x", "hidden"


def test_hidden_rows_are_read_and_hidden_sheets_are_not_and_both_are_told(tmp_path: Path) -> None:
    found = parse(book(tmp_path / "表.xlsx", hidden))
    assert (said(found), rows(found)) == ([], READ)
    assert found.notices == [
        UNKNOWN_BOOK,
        ["年休假", "", "有 1 行是隐藏的(或被筛选掉了),也读了", 1, [], ""],
        ["年休假", "B", "B 列是隐藏的,也读了", 1, [], ""],
        ["草稿", "", "是隐藏的表,没有读", 1, [], ""],
    ]


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.CALENDAR_MAC_1904])
def test_days_are_the_same_in_both_date_systems(epoch: datetime, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = epoch
    page = made.active
    page.title = "体检"
    page.append(["姓名", "所在单位", "身份证号", "体检日", "行标识(勿改)"])
    page.append(["张三", "财政局", None, datetime(2024, 2, 29), None])
    made.save(tmp_path / "表.xlsx")
    found = parse(tmp_path / "表.xlsx")
    told = ["", "", "这个工作簿用 1904 日期系统,日期已照此换算", 1, [], ""]
    assert rows(found) == [(2, ["张三", "财政局", None, "2024-02-29", None], "")]
    assert found.notices == [UNKNOWN_BOOK, *([told] if epoch.year == 1904 else [])]
