"""Workbooks that mean harm or are none: refused as a whole, for what they are, before they can do any."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jili.exchange.parsing import Unreadable, apart
from tests.exchange.nasty import SHEET, book, cell, members, parse, refusal, rows_xml

AGAIN = "请用 Excel 或 WPS 打开,确认内容完好,重新保存后再上传"
BROKEN = ("文件已损坏,或不是它的后缀所说的格式", AGAIN)
DTD = ("文件里有 DTD 或实体声明,不予读取", "请用 Excel 或 WPS 重新另存为 .xlsx 后再上传")
NOT_WHOLE = ("文件不完整,或不是它的后缀所说的格式", "请重新保存后再上传")
XMLNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONG = "请分成几个文件,每张表不超过 100000 行;若下面其实是空的,请删去空行后重新保存"
MISPLACED = "前后的单元格,位置写错了"
ROW = '<row r="{0}"><c r="{1}" t="inlineStr"><is><t>x</t></is></c></row>'
SAME = f'<sheet name="年休假" sheetId="7" r:id="rId1" xmlns:r="{XMLNS.replace("spreadsheetml/2006/main", "officeDocument/2006")}'
WHOLE: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "100 MB in one cell": (
        {SHEET: cell("G3", f"<is><t>{'x' * (100 << 20)}</t></is>")},
        ("压缩得异常紧密,展开后会大得不正常", "请检查是否有整格粘贴的巨量文字,重新保存后再上传"),
    ),
    "the last cell of a sheet": ({SHEET: rows_xml(ROW.format(1048576, "XFD1048576"))}, ("“年休假”超过 100000 行", LONG)),
    "a row that no sheet has": (
        {SHEET: rows_xml(ROW.format("599999999999999999999", "A599999999999999999999"))}, ("“年休假”超过 100000 行", LONG),
    ),
    "the last column of a sheet": (
        {SHEET: rows_xml(ROW.format(4, "XFD4"))}, ("“年休假”超过 100 列", "请删去右边多余的列后重新保存"),
    ),
    "a cell that says another row": (
        {SHEET: rows_xml(ROW.format(4, "A599999999999999999999"))}, (f"“年休假”第 4 行{MISPLACED}", AGAIN),
    ),
    "a row twice": ({SHEET: rows_xml(ROW.format(2, "A2"))}, (f"“年休假”第 2 行{MISPLACED}", AGAIN)),
    "a cell twice": (
        {SHEET: lambda sheet: sheet.replace(b'r="B3"', b'r="A3"')}, (f"“年休假”第 3 行{MISPLACED}", AGAIN),
    ),
    "two sheets of one name": (
        {"xl/workbook.xml": lambda xml: xml.replace(b"</sheets>", SAME.encode() + b'/relationships"/></sheets>')},
        ("有两张表都叫“年休假”", "请改名或删去一张,重新保存后再上传"),
    ),
    "a file of the machine": ({SHEET: lambda sheet: ENTITY % b"file:///etc/hostname" + sheet}, DTD),
    "in UTF-16": (
        {SHEET: (f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY e "a">]><worksheet xmlns="{XMLNS}"/>').encode("utf-16")},
        DTD,
    ),
    "beside the sheets": ({"xl/workbook.xml": lambda xml: ENTITY % b"http://127.0.0.1:9/" + xml}, DTD),
    "no XML": ({SHEET: b"<worksheet"}, BROKEN),
    "no sheet": ({"xl/workbook.xml": b""}, BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_a_workbook_that_means_harm_is_refused_for_what_it_is(case: str, tmp_path: Path) -> None:
    change, expected = WHOLE[case]
    assert refusal(members(book(tmp_path / "表.xlsx"), change)) == expected


NO_BOOKS = {
    "with a password, or old": (OLE + bytes(504), ("文件设了密码,或是旧版 .xls、.et、.wps 文件", "请另存为不带密码的 .xlsx 后再上传")),
    "a page": (b"<html><table></table></html>", NOT_WHOLE),
    "nothing": (b"", NOT_WHOLE),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_BOOKS)
def test_what_is_no_workbook_is_refused(case: str, tmp_path: Path) -> None:
    data, expected = NO_BOOKS[case]
    (tmp_path / "表.xlsx").write_bytes(data)
    assert refusal(tmp_path / "表.xlsx") == expected


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    made = book(tmp_path / "表.xlsx")
    made.write_bytes(made.read_bytes()[:-100])
    assert refusal(made) == NOT_WHOLE


def test_no_file_or_address_of_an_entity_is_opened_where_declarations_are_not_looked_for(tmp_path: Path) -> None:
    """A sheet under a name that is not that of XML."""
    elsewhere = {name: lambda xml: xml.replace(b"worksheets/sheet1.xml", b"sheet.dat") for name in (
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels")}  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        (tmp_path / "secret").write_text("秘密")
        for address in (f"http://127.0.0.1:{server.getsockname()[1]}/", (tmp_path / "secret").as_uri()):
            sheet = f'<worksheet xmlns="{XMLNS}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
            data = ENTITY % address.encode() + sheet.encode() + b"</sheetData></worksheet>"
            made = members(book(tmp_path / "表.xlsx"), {**elsewhere, "xl/sheet.dat": data})
            assert refusal(made) == BROKEN
        with pytest.raises(BlockingIOError):
            server.accept()


STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def test_one_long_text_in_all_cells_is_too_large_when_unfolded(tmp_path: Path) -> None:
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'.encode()
    text = f'<sst xmlns="{XMLNS}"><si><t>{"字" * 6_000}</t></si></sst>'.encode()
    table = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(4, 20_000)
    )
    change: dict[str, bytes | Callable[[bytes], bytes]] = {
        "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", part),
        "xl/sharedStrings.xml": text,
        SHEET: rows_xml(table),
    }
    made = members(book(tmp_path / "表.xlsx"), change)
    with pytest.raises(Unreadable) as refused:
        parse(made)
    assert (refused.value.message, refused.value.remedy) == (
        "文件展开后太大,放不下",
        "请分成几个文件,删去图片和多余的内容",
    )


def test_a_workbook_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", {**apart.LIMITS, "seconds": 1})
    made = members(
        book(tmp_path / "表.xlsx"), {SHEET: rows_xml("".join(f'<row r="{number}"/>' for number in range(4, 500_000)))}
    )
    with pytest.raises(Unreadable) as refused:
        parse(made)
    expected = ("读了很久也没有读完", "请分成几个文件;若文件不大,请复制到新下载的模板中再上传")
    assert (refused.value.message, refused.value.remedy) == expected


@pytest.mark.parametrize("suffix", [".xls", ".et", ".wps", ".pdf"])
def test_old_and_other_files_are_refused_by_their_names(suffix: str) -> None:
    with pytest.raises(Unreadable) as refused:
        apart.refuse_name(f"表{suffix}")
    expected = (f"不读 {suffix} 文件", "请用 Excel 或 WPS 另存为不带密码的 .xlsx 后再上传")
    assert (refused.value.message, refused.value.remedy) == expected
