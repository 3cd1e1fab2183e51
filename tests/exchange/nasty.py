"""Files as they should not be, made for the tests: each from a good one, with one thing wrong."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from jili.exchange.parsing import apart
from jili.exchange.parsing.apart import Parsed
from jili.exchange.sheets.sheet import Sheet, make_register_sheets, make_sheets
from jili.policy.facts import RANKS, SCHEMA

FORMS: list[Sheet] = [
    *make_sheets(SCHEMA, lambda *_: True, RANKS, {}),
    *make_register_sheets(SCHEMA, lambda *_: True, RANKS),
]
LEAVE = ("姓名", "所在单位", "身份证号", "年度", "已休天数", "行标识(勿改)")
ROWS = (("张三", "财政局", None, 2024, 5, None), ("李四", "财政局", None, 2024, 10.5, None))
READ = [(2, ["张三", "财政局", None, 2024, "5.0", None], ""), (3, ["李四", "财政局", None, 2024, "10.5", None], "")]
"""What the two rows are read as."""
Said = tuple[str, int, str, str, str, str]
UNKNOWN_BOOK = ["", "", "不是从本系统下载的模板,按表头认列", 1, [], ""]


def book(
    file: Path, *edits: Callable[[Any], None], rows: Sequence[Sequence[Any]] = ROWS, title: str = "年休假"
) -> Path:
    """A workbook of 年休假, changed."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = title
    for row in (LEAVE, *rows):
        page.append(list(row))
    for edit in edits:
        edit(made)
    made.save(file)
    return file


def members(file: Path, change: Mapping[str, bytes | Callable[[bytes], bytes]]) -> Path:
    """The file with members of its zip replaced, changed or added."""
    with ZipFile(file) as zip:
        content: dict[str, bytes] = {name: zip.read(name) for name in zip.namelist()}
    for name, new in change.items():
        content[name] = new(content[name]) if callable(new) else new
    with ZipFile(file, "w", ZIP_DEFLATED) as zip:
        for name, data in content.items():
            zip.writestr(name, data)
    return file


def cell(reference: str, inner: str, kind: str = "inlineStr") -> Callable[[bytes], bytes]:
    """Put a cell of raw XML into the sheet's last row."""
    xml = f'<c r="{reference}" t="{kind}">{inner}</c>'.encode()
    return lambda sheet: sheet.replace(b"</row></sheetData>", xml + b"</row></sheetData>")


def rows_xml(xml: str) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", xml.encode() + b"</sheetData>")


SHEET = "xl/worksheets/sheet1.xml"


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as zip:
        for name, data in files.items():
            zip.writestr(name, data)
    return stream.getvalue()


def parse(file: Path, name: str = "", **more: Any) -> Parsed:
    """What the process that reads files makes of one."""
    into = file.with_suffix(".parsed")
    apart.parse(file, name or file.name, FORMS, into, **more)
    return apart.read(into)


def refusal(file: Path, name: str = "") -> tuple[str, str]:
    """What is said of a file that is refused as a whole: nothing of it is believed."""
    found = parse(file, name)
    ((sheet, row, column, value, message, remedy),) = said(found)
    assert (sheet, row, column, value, found.parts) == ("", 0, "", "", [])
    return message, remedy


def rows(parsed: Parsed) -> list[tuple[int, list[Any], str]]:
    """Those of the only table."""
    (part,) = parsed.parts
    return part.rows


def said(parsed: Parsed) -> list[Said]:
    return [(p.sheet, p.row, p.column, p.value, p.message, p.remedy) for p in parsed.problems]
