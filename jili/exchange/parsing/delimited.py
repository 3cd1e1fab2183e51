"""CSV files: one table each, a line is a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from jili.engine.textscan import LONGEST_LINE, cells
from jili.exchange.parsing import Unreadable, table
from jili.exchange.parsing.out import Out
from jili.exchange.parsing.table import Rows
from jili.exchange.sheets.sheet import Sheet, forms

_SAVE = "请另存为“CSV UTF-8(逗号分隔)”"
_SHOWN = 3
"""Rows to look at where the encoding had to be tried."""


def parse(file: Path, name: str, sheets: Sequence[Sheet], out: Out) -> None:
    """The table that the file's name or its headings tell."""
    text = decoded(file.read_bytes(), name, out)
    lines = _lines(text)
    _, first = next(lines, (0, ""))
    headings = cells(first) if first else None
    if headings is None:
        raise Unreadable("第 1 行不是表头", f"第 1 行应是各列的名称,用逗号分隔。{_SAVE}")
    if len(headings) == 1 and any(mark in first for mark in ";\t；"):
        raise Unreadable("各列不是用逗号分隔的", _SAVE)
    sheet = sheet_of(Path(name).stem, headings, sheets)
    out.at(name)
    slots = table.slots_of(headings, sheet, out)
    if slots is None:
        return
    out.sheet(name, sheet.table, [slot.name for slot in slots], headings)
    taker = Rows(sheet, slots, out, plain=True)
    for number, line in lines:
        if number > table.MOST_ROWS + 1:
            raise Unreadable(table.TOO_LONG, table.SPLIT)
        row: list[str] | None = cells(line) if len(line) <= LONGEST_LINE else None
        if row is None:
            out.problem(number, "", line[:60], "引号不成对,或一行太长", "含逗号或引号的格要整格加引号,格内不得换行")
        elif len(row) != len(headings):
            out.problem(number, "", line[:60], f"应有 {len(headings)} 格,实有 {len(row)} 格", "请检查逗号和引号")
        else:
            taker.take(number, row)


def decoded(data: bytes, name: str, out: Out) -> str:
    """UTF-8, or else GB18030 with the first rows to look at: a wrong guess would show in them."""
    if data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0", b"PAR1")):
        raise Unreadable("文件其实是工作簿、压缩包或 Parquet,不是 CSV", "请改回原来的后缀,或另存为 CSV 后再上传")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("文件是 UTF-16 编码", _SAVE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        place = data[: max(first, error.start)].count(b"\n") + 1
        raise Unreadable(f"第 {place} 行既不是 UTF-8 也不是 GB18030(GBK)编码", _SAVE) from None
    out.notice(0, "", "", "文件不是 UTF-8 编码,按 GB18030(GBK)读出;请核对以下几行有没有乱码", sheet=name)
    for number, line in islice(_lines(text), 1, _SHOWN + 1):
        out.notice(number, "", line[:100], f"第 {number} 行读作:{line[:100]}", sheet=name)
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines without their ends; empty ones hold no row."""
    if "\r" in text.replace("\r\n", ""):
        raise Unreadable("行尾是单独的 CR(旧式 Mac 文本),或格内有回车", _SAVE)
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line:
            yield number, line


def sheet_of(stem: str, headings: Sequence[str], sheets: Sequence[Sheet]) -> Sheet:
    """The table that a file of this name and these headings holds. Raises Unreadable."""
    known = forms(sheets, stem)
    if known:
        return table.fitting(headings, known)
    found = [sheet for sheet in sheets if {slot.heading for slot in sheet.slots} == set(headings)]
    if len({sheet.table for sheet in found}) == 1:
        return found[0]
    titles = "、".join(sheet.title for sheet in sheets if sheet.is_form)
    raise Unreadable("看不出是哪张表", f"请用表名作文件名,如“{stem[:20]}”改为以下之一:{titles}")
