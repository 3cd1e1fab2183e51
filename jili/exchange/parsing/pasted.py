"""A block copied from a spreadsheet: cells with tabs between them, a row a line, the headings in the first.

A cell in which the spreadsheet found a line break stands in quotes, and its quotes are doubled. What only begins with a
quote is a cell as it stands: an open quote never swallows the rows after it, for no cell holds a tab. Rows are counted
as the sender sees them, not by lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jili.exchange.parsing import Unreadable, table
from jili.exchange.parsing.delimited import decoded, sheet_of
from jili.exchange.parsing.out import Out
from jili.exchange.parsing.table import Rows
from jili.exchange.sheets.sheet import Sheet

_CELL = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')
_AGAIN = "请在 Excel 或 WPS 中连同表头一起选中,复制后再粘贴"


def parse(file: Path, name: str, sheets: Sequence[Sheet], out: Out) -> None:
    """The table that the file's name or its headings tell. Columns that need not be filled in may be left out."""
    rows = rows_of(decoded(file.read_bytes(), name, out).replace("\r\n", "\n").replace("\r", "\n"))
    _, headings = next(rows, (0, []))
    while headings and not headings[-1].strip():
        headings.pop()
    if not headings:
        raise Unreadable("没有内容", _AGAIN)
    sheet = sheet_of(Path(name).stem, headings, sheets)
    out.at(name)
    if not table.known(headings, sheet):
        wanted = "、".join(slot.heading for slot in sheet.slots if slot.required)
        raise Unreadable("第 1 行不是表头", f"{_AGAIN}。“{sheet.title}”至少要有这些列:{wanted}")
    slots = table.slots_of(headings, sheet, out, whole=False)
    if slots is None:
        return
    out.sheet(name, sheet.table, [slot.name for slot in slots], headings)
    taker = Rows(sheet, slots, out, plain=True)
    for number, cells in rows:
        if number > table.MOST_ROWS + 1:
            raise Unreadable(table.TOO_LONG, table.SPLIT)
        if len(cells) > table.MOST_COLUMNS:
            out.problem(number, "", cells[0], table.TOO_WIDE, "请删去右边多余的列后重新复制")
        else:
            taker.take(number, cells)


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows that hold something, with their cells."""
    at, number, cells = 0, 1, []
    while at < len(text):
        found = _CELL.match(text, at)
        assert found is not None  # its second half matches anything
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if at >= len(text) or text[at] == "\n":
            if any(cells):
                yield number, cells
            number, cells = number + 1, []
        at += 1
