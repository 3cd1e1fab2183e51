"""Workbooks to fill in: a sheet for each table, with drop-downs, notes, an example; empty or holding what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from jili.exchange.sheets.sheet import EXAMPLE, GUIDE, LISTS, MARK, VERSIONS, Sheet, Slot
from jili.exchange.sheets.texts import SAFE, Texts
from jili.exchange.styles import FONT, HEADING

Given = Mapping[str, Any]
"""Slot → value, of a row."""
Choices = Mapping[str, Sequence[str]]
"""Table → the labels of its records."""
Told = Callable[[int, str], None]

SPARE = 2_000
"""Empty rows below what is there that have drop-downs, too."""
MOST_CHOICES = 5_000
"""A longer list is of no use."""
_DATE = "yyyy-mm-dd"
_LOOKS = {
    "heading": HEADING,
    "required": {**HEADING, "bg_color": "#DDEBF7", "bold": True},
    "text": {**FONT, "num_format": "@"},
    "number": FONT,
    "date": {**FONT, "num_format": _DATE},
    "example": {**FONT, "num_format": "@", "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
    "guide": {**FONT, "font_size": 11, "text_wrap": True, "valign": "top"},
}
_GUIDE = (
    "一张表一页,表名、表头请勿改动;用不着的表可以空着或删去。",
    "深色表头是必填的,浅色的可以不填。鼠标移到表头上,有填写要求。",
    f"灰色斜体、以“{EXAMPLE}”开头的一行是示例,不会读入,可以删去。",
    "人按“姓名+所在单位”认,同单位也有同名的再填身份证号。不必填任何编号。",
    "日期写成 2024-03-05;只知道年月的写 2024年3月,按当月 1 日记。",
    "整表粘贴时请“选择性粘贴为数值”,不要留公式、合并单元格。",
    "最后一列(隐藏)是系统认行用的,请勿改动;复制一行来新增时,请把它清空。",
    "表里没有的记录不会被删去。上传后先看核对结果,确认了才算数;没填完的可以存为草稿。",
)  # fmt: skip


def write_template(
    file: Path, sheets: Sequence[Sheet], choices: Choices, rows: Mapping[str, Iterable[Given]], tell: Told | None = None
) -> int:
    """Write the workbook; how many rows it has. ``rows`` are those of a table in order; a table without is empty."""
    written = 0
    options = {**SAFE, "constant_memory": True, "tmpdir": str(file.parent), "default_date_format": _DATE}
    with xlsxwriter.Workbook(str(file), options) as book:
        texts = Texts(book, _LOOKS)
        lists = _Lists()
        _write_guide(book, texts)
        for sheet in sheets:
            if tell:
                tell(written, f"写{sheet.title}")
            written += _Page(book, texts, sheet, lists, choices).write(rows.get(sheet.table, ()))
        lists.write(book)
        write_versions(book, sheets)
    return written


def write_versions(book: Any, sheets: Sequence[Sheet]) -> None:
    """The hidden sheet that says by which version of each table's sheet the workbook was made."""
    page = book.add_worksheet(VERSIONS)
    page.very_hidden()
    for row, sheet in enumerate(sheet for sheet in sheets if sheet.is_form):
        page.write_string(row, 0, sheet.table)
        page.write_string(row, 1, sheet.version)


def _write_guide(book: Any, texts: Texts) -> None:
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 100)
    for row, line in enumerate(_GUIDE):
        texts.write(page, row, 0, f"{row + 1}. {line}", "guide")


class _Lists:
    """The lists of what can be chosen, each a column of a hidden sheet."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def source(self, labels: Sequence[str]) -> str:
        """The formula of a list."""
        place = self._columns.setdefault(tuple(labels), len(self._columns))
        letters = xl_col_to_name(place)
        return f"='{LISTS}'!${letters}$1:${letters}${len(labels)}"

    def write(self, book: Any) -> None:
        page = book.add_worksheet(LISTS)
        page.hide()
        columns = list(self._columns)
        for row in range(max(map(len, columns), default=0)):
            for place, labels in enumerate(columns):
                if row < len(labels):
                    page.write_string(row, place, labels[row])


class _Page:
    """The sheet of one table."""

    def __init__(self, book: Any, texts: Texts, sheet: Sheet, lists: _Lists, choices: Choices) -> None:
        self._page = book.add_worksheet(sheet.title)
        self._texts, self._sheet, self._lists, self._choices = texts, sheet, lists, choices

    def write(self, rows: Iterable[Given]) -> int:
        for place, slot in enumerate(self._sheet.slots):
            self._write_heading(place, slot)
        self._page.freeze_panes(1, 1)
        for place, slot in enumerate(self._sheet.slots):
            self._texts.write(self._page, 1, place, _example(slot, place), "example")
        count = 0
        for count, given in enumerate(rows, 1):
            for place, slot in enumerate(self._sheet.slots):
                self._write_cell(count + 1, place, slot, given.get(slot.name))
        for place, slot in enumerate(self._sheet.slots):
            self._offer(place, slot, 2 + count + SPARE)
        return count

    def _write_heading(self, place: int, slot: Slot) -> None:
        look = {"date": "date", "int": "number", "decimal": "number"}.get(slot.kind, "text")
        hidden = {"hidden": 1} if slot.name == MARK else {}
        self._page.set_column(place, place, _width(slot), self._texts.look(look), hidden)
        self._texts.write(self._page, 0, place, slot.heading, "required" if slot.required else "heading")
        if slot.hint:
            note = f"{'必填' if slot.required else '选填'}。{slot.hint}"
            self._page.write_comment(0, place, note, {"author": "激励", "x_scale": 1.5})

    def _write_cell(self, row: int, place: int, slot: Slot, value: Any) -> None:
        if value is None:
            return
        if slot.kind == "date":
            self._page.write_datetime(row, place, date.fromisoformat(value), self._texts.look("date"))
        elif slot.kind in ("int", "decimal"):
            self._page.write_number(row, place, float(value), self._texts.look("number"))
        else:
            self._texts.write(self._page, row, place, in_words(slot, value), "text")

    def _offer(self, place: int, slot: Slot, last: int) -> None:
        """The drop-down of a column."""
        if slot.kind == "bool":
            labels: Sequence[str] = ("是", "否")
        elif slot.kind == "code":
            labels = [label for _, label in slot.codes]
        else:
            labels = self._choices.get(slot.refers, ())
        if not labels or len(labels) > MOST_CHOICES:
            return
        free = slot.kind == "label"
        self._page.data_validation(2, place, last, place, {
            "validate": "list", "source": self._lists.source(labels), "show_error": not free,
            "error_title": slot.heading[:32], "error_message": "请从下拉框中选",
        })  # fmt: skip


def in_words(slot: Slot, value: Any) -> str:
    """A value as people read it in a sheet, and as it is read again."""
    if slot.kind == "bool":
        return "是" if value else "否"
    return dict(slot.codes).get(str(value), str(value)) if slot.kind == "code" else str(value)


def _width(slot: Slot) -> int:
    if slot.kind in ("bool", "int", "decimal"):
        return max(8, 2 * len(slot.heading) + 2)
    return {"date": 12, "label": 18, "text": 18}.get(slot.kind, 14)


def _example(slot: Slot, place: int) -> str:
    if slot.name == MARK:
        return ""
    if slot.kind == "label":
        part = slot.name.partition(".")[2]
        shown = {"name": "张三" if slot.heading == "姓名" else "(从下拉框中选)", "unit": "市财政局"}.get(part, "")
    else:
        first = slot.codes[0][1] if slot.codes else ""
        least = slot.bounds[0] if slot.bounds and slot.bounds[0] > 0 else 1
        shown = {
            "date": "2024-03-05", "bool": "否", "code": first, "decimal": "85.5", "int": str(least),
            "text": _texts_for(slot),
        }[slot.kind]  # fmt: skip
    if slot.column == "year":
        shown = "2024"
    return f"{EXAMPLE}{shown}" if place == 0 else shown


def _texts_for(slot: Slot) -> str:
    return {"period": "2024Q1", "name": "张三" if slot.heading == "姓名" else slot.heading}.get(slot.column, "")
