"""Excel workbooks: each sheet is a table of the register, row by row as it stands."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser

from jili.exchange.parsing import Unreadable, table, zips
from jili.exchange.parsing.out import Out
from jili.exchange.parsing.table import Rows, Wrong
from jili.exchange.sheets.sheet import GUIDE, LISTS, MARK, PROBLEMS, VERSIONS, Sheet, forms

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a character that XML cannot hold."""
FORMULA = "是公式"
_AGAIN = "请用 Excel 或 WPS 打开,确认内容完好,重新保存后再上传"
_PASTE = "请复制整列,选择性粘贴为“数值”后再上传"


def parse(file: Path, _: str, sheets: Sequence[Sheet], out: Out) -> None:
    """Every visible sheet; hidden ones are passed over with a notice."""
    with zips.opened(file) as zip:
        if "xl/workbook.xml" not in zip.namelist():
            raise Unreadable("不是 Excel 工作簿", "请用 Excel 或 WPS 另存为 .xlsx 后再上传")
        zips.refuse_declarations(zip)
    with file.open("rb") as stream:  # openpyxl would go by the name
        warnings.simplefilter("ignore")
        _parse_book(openpyxl.load_workbook(stream, read_only=True, keep_links=False), sheets, out)


def _parse_book(book: Any, sheets: Sequence[Sheet], out: Out) -> None:
    versions = _versions(book)
    if not versions:
        out.notice(0, "", "", "不是从本系统下载的模板,按表头认列", sheet="")
    if book.epoch != openpyxl.utils.datetime.WINDOWS_EPOCH:
        out.notice(0, "", "", "这个工作簿用 1904 日期系统,日期已照此换算", sheet="")
    titles = Counter(page.title.strip().casefold() for page in book.worksheets)
    for page in book.worksheets:
        if titles[page.title.strip().casefold()] > 1:
            raise Unreadable(f"有两张表都叫“{page.title.strip()[:60]}”", "请改名或删去一张,重新保存后再上传")
        if page.title in (VERSIONS, LISTS, PROBLEMS, GUIDE):
            continue
        if page.sheet_state != "visible":
            out.notice(0, "", "", "是隐藏的表,没有读", sheet=page.title)
            continue
        _parse_page(page, versions, sheets, out)


def _versions(book: Any) -> dict[str, str]:
    """Table → the version of the sheet that a workbook was made with."""
    if VERSIONS not in book.sheetnames:
        return {}
    rows = _Page(book[VERSIONS]).rows()
    return {str(cells[0]): str(cells[1]) for _, cells in rows if len(cells) > 1}


def _parse_page(page: Any, versions: dict[str, str], sheets: Sequence[Sheet], out: Out) -> None:
    title = page.title.strip()
    known = forms(sheets, title)
    source = _Page(page)
    rows = source.rows()
    number, headings = next(rows, (0, []))
    if not known:
        if number:
            titles = "、".join(sheet.title for sheet in sheets if sheet.is_form)
            out.problem(0, "", "", "没有这张表", f"请删去,或把表名改成以下之一:{titles}", sheet=page.title)
        return
    words = [_heading(cell) for cell in headings]
    sheet = table.fitting(words, known)
    out.at(title)
    if number and number != 1:
        out.problem(1, "", "", "第 1 行是空的,表头应在第 1 行", "请删去上面的空行")
        return
    if number and versions.get(sheet.table, sheet.version) != sheet.version:
        out.problem(0, "", "", "模板已经改版", "请重新下载模板,把数据复制过去再上传")
        return
    slots = table.slots_of(words, sheet, out) if number else None
    if slots is None:
        return
    out.sheet(title, sheet.table, [slot.name for slot in slots], words)
    taker = Rows(sheet, slots, out)
    for number, cells in rows:
        taker.take(number, cells)
    source.tell([slot.name for slot in slots], out)


def _heading(cell: Any) -> str:
    return cell.shown if isinstance(cell, Wrong) else "" if cell is None else str(cell)


class _Page:
    """A sheet as it stands in the file."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._hidden = 0
        self._parser: Any = None

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Row numbers and cells of the rows that are not empty, the cells from the first column on.

        Not openpyxl's own rows: between two that lie far apart it makes up all that lie between. Raises Unreadable.
        """
        book = self._page.parent
        with self._page._get_source() as source:
            self._parser = parser = WorkSheetParser(
                source, self._page._shared_strings, epoch=book.epoch, date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )  # fmt: skip
            last = 0
            for number, cells in parser.parse():
                hidden = parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
                found = [cell for cell in cells if cell["value"] is not None]
                if not found:
                    continue
                places = [cell["column"] for cell in found]
                if number <= last or any(cell["row"] != number for cell in found) or places != sorted(set(places)):
                    raise Unreadable(f"“{self._page.title}”第 {number} 行前后的单元格,位置写错了", _AGAIN)
                last = number
                self._limit(number, found[-1]["column"])
                self._hidden += hidden
                row: list[Any] = [None] * found[-1]["column"]
                for cell in found:
                    row[cell["column"] - 1] = _written(cell)
                yield number, row

    def _limit(self, row: int, column: int) -> None:
        where = f"“{self._page.title}”"
        if row > table.MOST_ROWS + 1:
            raise Unreadable(f"{where}{table.TOO_LONG}", f"{table.SPLIT};若下面其实是空的,请删去空行后重新保存")
        if column > table.MOST_COLUMNS:
            raise Unreadable(f"{where}{table.TOO_WIDE}", "请删去右边多余的列后重新保存")

    def tell(self, slots: Sequence[str], out: Out) -> None:
        """What is only known when all rows were read."""
        if self._hidden:
            out.notice(0, "", "", f"有 {self._hidden} 行是隐藏的(或被筛选掉了),也读了")
        for letters, attributes in self._parser.column_dimensions.items():
            place = openpyxl.utils.column_index_from_string(letters) - 1
            if attributes.get("hidden") in ("1", "true") and place < len(slots) and slots[place] != MARK:
                out.notice(0, letters, "", f"{letters} 列是隐藏的,也读了")
        for area in self._parser.merged_cells.mergeCell if self._parser.merged_cells else ():
            out.problem(area.min_row, "", area.coord, f"{area.coord} 是合并的单元格", "请取消合并,每一行都填上内容")


def _written(cell: dict[str, Any]) -> Any:
    """What stands in a cell; errors and formulas hold nothing that can be taken."""
    kind, value = cell["data_type"], cell["value"]
    if kind == "e":
        return Wrong(str(value), "公式出错,没有内容", "请改正公式,或直接填写内容")
    if kind == "f":
        shown = getattr(value, "text", value)
        return Wrong(str(shown), f"{FORMULA},不是内容", _PASTE)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else value
