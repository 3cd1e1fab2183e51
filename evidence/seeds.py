"""Nasty files, made from good ones: each is what somebody who means harm, or a broken program, might send."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip that is the same each time."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as zip:
        for name, data in members.items():
            zip.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as zip:
        return {name: zip.read(name) for name in zip.namelist()}


def nasty(good: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name → file, of good files by their names."""
    book, form, table = good["导出.xlsx"], good["柳.lrmx"], good["leave.csv"]
    members = unpacked(book)
    found = {f"{number}.xlsx": packed(members | change) for number, change in enumerate(_books(members))}
    found |= {f"{number}.zip": data for number, data in enumerate(_zips(book, form))}
    found |= {f"{number}.csv": data for number, data in enumerate(_tables(table))}
    found |= {f"{number}.lrmx": data for number, data in enumerate(_forms(form))}
    found["旧.xlsx"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    found["页.xlsx"] = b"<html><table><tr><td>1</td></tr></table></html>"
    found["表.csv"], found["表.parquet"], found["簿.xlsx"] = book, table, good["leave.parquet"]
    return found


Members = Mapping[str, bytes]


def _books(members: Members) -> list[dict[str, bytes]]:
    """What is changed in a workbook."""
    sheet, book = members[SHEET], members["xl/workbook.xml"]
    rows = [
        _row(b"A99990", b"<is><t>" + b"x" * (20 << 20) + b"</t></is>"),
        _row(b"A99990", b"<is><t>" + b"=1+1|" * 5_000 + b"</t></is>"),
        _row(b"XFD1048576", b"<is><t>x</t></is>"),
        _row(b"A599999999999999999999", b"<is><t>x</t></is>"),
        _row(b"A99990", b"<v>99999999999</v>", b"s"),
        _row(b"A99990", b"<f>1+1</f>", b"n"),
        _row(b"A99990", b"<v>#N/A</v>", b"e"),
        _row(b"A99990", b"<v>" + b"9" * 5_000 + b"</v>", b"n"),
        _row(b"A99990", b"<is><t>_x0000__xD800_</t></is>"),
        b"<row/>" * 500_000,
    ]
    declared = [(SHEET, _DTD), (SHEET, _LAUGHS), ("xl/workbook.xml", _DTD), ("[Content_Types].xml", _DTD)]
    return [
        *({SHEET: sheet.replace(b"</sheetData>", row + b"</sheetData>")} for row in rows),
        *({name: members[name].replace(b"?>", b"?>" + declaration, 1)} for name, declaration in declared),
        {"xl/workbook.xml": book.replace(b"<workbookPr", b'<workbookPr date1904="1"')},
        {"xl/workbook.xml": b""},
        {"xl/sharedStrings.xml": _STRINGS + b"<si><t/></si>" * 2_000_000 + b"</sst>"},
    ]


def _row(reference: bytes, inner: bytes, kind: bytes = b"inlineStr") -> bytes:
    return b'<row r="99990"><c r="%s" t="%s">%s</c></row>' % (reference, kind, inner)


def _zips(book: bytes, form: bytes) -> list[bytes]:
    inner = packed({"0": bytes(1 << 20)})
    link = io.BytesIO()
    with ZipFile(link, "w") as zip:
        member = ZipInfo("甲.lrmx")
        member.external_attr = 0o120777 << 16
        zip.writestr(member, "/etc/passwd")
    twice = packed({"甲.lrmx": form, "乙.lrmx": form}).replace("乙".encode(), "甲".encode())
    return [
        packed({"簿.xlsx": book}), packed({f"{number}.zip": inner for number in range(16)}), link.getvalue(), twice,
        packed({f"{number}.lrmx": b"" for number in range(5_001)}), packed({"../../甲.lrmx": form}),
        packed({"/甲.lrmx": form}), packed({"甲" * 300 + ".lrmx": form}), packed({"甲\x00乙.lrmx": form}),
        packed({}), packed({"甲.csv": form, "乙.parquet": form, "丙.lrm": form}),
    ]  # fmt: skip


def _tables(table: bytes) -> list[bytes]:
    head, _, rows = table.partition(b"\n")
    return [
        b"\xef\xbb\xbf" + table, table.decode().encode("utf-16"), table.replace(b"\n", b"\r"),
        head + b"\n\x00\x01,\x00",
        head.replace(b",", b";") + b"\n" + rows, head + b'\n"' + rows, head + b"\n" + b"x" * 300_000,
        head + b"\n" + b"," * 500_000, b"\n" * 1_000_000, ("㛃,䶮\n" * 2_000).encode("gb18030"),
        b",".join([b"x"] * 20_000),
    ]  # fmt: skip


def _forms(form: bytes) -> list[bytes]:
    photo = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0))
    return [
        form.replace(b"?>", b"?>" + _DTD, 1), form.replace(b"?>", b"?>" + _LAUGHS, 1), form.decode().encode("gb18030"),
        form.decode().encode("utf-16"), b"<Person>" + b"<a>" * 100_000, form[:-40], photo,
    ]  # fmt: skip


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
