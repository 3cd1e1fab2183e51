"""Files that are broken or mean harm: each is answered with what it is, where, and what to do."""

from __future__ import annotations

import base64
import io
import re
import socket
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jili.exchange import parsing
from jili.exchange.lrmx import photo as photos
from jili.exchange.lrmx.decoding import MOST_BYTES
from jili.exchange.lrmx.lrmform import read_lrm
from jili.exchange.lrmx.person import Read, Unreadable, Weight
from jili.exchange.lrmx.photo import BadPhoto, examine, impurity
from jili.exchange.lrmx.xmlform import read_lrmx, write_lrmx
from jili.exchange.parsing import zips
from tests.exchange.lrmx_city import picture

SAMPLES = Path(__file__).parent / "lrmx"
XML = (SAMPLES / "sample.lrmx").read_bytes()
LRM, PIC = (SAMPLES / "sample.lrm").read_bytes(), (SAMPLES / "sample.pic").read_bytes()
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


def refusal(read: Callable[[], Read]) -> str:
    with pytest.raises(Unreadable) as refused:
        read()
    assert refused.value.remark.weight is Weight.REFUSED and refused.value.remark.remedy
    return ":".join(filter(None, (refused.value.remark.place, refused.value.remark.message)))


DTD = "文件里有文档类型声明(DOCTYPE),任免审批表不用它,可能藏有攻击"
XXE = b'<!DOCTYPE Person [<!ENTITY x SYSTEM "%s">]>\n<Person><XingMing>&x;</XingMing></Person>'
LAUGHS = b'<!DOCTYPE Person [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)

CASES: dict[str, tuple[bytes, str]] = {
    "a file of the machine": (DECLARATION + XXE % b"file:///etc/hostname", f"第 2 行第 18 列:{DTD}"),
    "an address": (DECLARATION + XXE % b"http://127.0.0.1:9/x", f"第 2 行第 18 列:{DTD}"),
    "billion laughs": (DECLARATION + LAUGHS + b"]><Person>&j;</Person>", f"第 2 行第 18 列:{DTD}"),
    "an outer document type": (b'<!DOCTYPE Person SYSTEM "http://x/y.dtd"><Person/>', f"第 1 行第 41 列:{DTD}"),
    "document type in UTF-16": (("<!DOCTYPE Person [<!ENTITY x 'y'>]>" + "<Person/>").encode("utf-16"), DTD),
    "nothing": (b"", "第 1 行第 1 列:文件里没有任免审批表,文件可能不完整或被改坏"),
    "another document": (b"<html></html>", "根元素不是 Person,这不是任免审批表"),
    "cut off": (XML[:900], "文件可能不完整或被改坏"),
    "tags that do not match": (b"<Person>\n <XingMing>\xe5\xbc\xa0</Xing></Person>", "第 2 行第 13 列:开始和结束的标记对不上"),
    "an unknown entity": (b"<Person><XingMing>&nbsp;</XingMing></Person>", "第 1 行第 19 列:“&”后面的符号不认识"),
    "a forbidden reference": (b"<Person><XingMing>&#1;</XingMing></Person>", "第 1 行第 19 列:用编码写了不允许的字符"),
    "something behind": (b"<Person/>\n<Person/>", "第 2 行第 1 列:任免审批表之后还有多余内容"),
    "control characters": (
        XML.replace("工作需要".encode(), b"a\x00b").replace("公共管理<".encode(), b"\x1f<"),
        "第 13 行第 32 列:有看不见的控制字符:第 13 行第 32 列 U+001F、第 33 行第 18 列 U+0000",
    ),
    "too deep": (b"<Person>" + b"<a>" * 40 + b"</a>" * 40 + b"</Person>", "标记超过 5000 个或套了 16 层以上"),
    "too many": (b"<Person>" + b"<a/>" * 9_000 + b"</Person>", "标记超过 5000 个或套了 16 层以上"),
    "too large": (b" " * (MOST_BYTES + 1), "文件有 20 MB,超过 20 MB"),
    "no encoding": (DECLARATION + b"<Person>\xff\xff\x80</Person>", "既不是 UTF-8 也不是 GB18030(GBK)编码的文字"),
    "UTF-32": (XML.decode().encode("utf-32"), "文件是 UTF-32 编码,不能读"),
    "an encoding nobody knows": (XML.replace(b"utf-8", b"EBCDIC-1"), "文件声明的编码不认识"),
    "a mark that lies": (b"\xef\xbb\xbf<Person>\n\xd5\xc5</Person>", "第 2 行:开头的标记说是 UTF-8,但这里的字节不是"),
    "two meanings": (
        b'<?xml version="1.0" encoding="GB2312"?><Person><XingMing>\xc4\xa7</XingMing></Person>',
        "文件声明为 GB2312,内容却像 UTF-8,两种读法文字不同",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_with_its_place(case: str) -> None:
    data, said = CASES[case]
    began = time.perf_counter()
    assert said in refusal(lambda: read_lrmx(data, "甲.lrmx"))
    assert time.perf_counter() - began < 1


def test_no_file_or_address_of_a_document_type_is_ever_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        refusal(lambda: read_lrmx(XXE % f"http://127.0.0.1:{port}/".encode(), ""))
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_dtd_word_in_a_text_is_only_a_word() -> None:
    data = XML.replace("工作需要".encode(), b"<![CDATA[<!DOCTYPE x>]]>")
    assert read_lrmx(data, "").person.text("reason") == "<!DOCTYPE x>"


LRM_CASES = {
    "no quotes": ("姓名,男".encode("gbk"), "不是 .lrm 的写法:应以英文双引号开头和结尾"),
    "cut off": (LRM[:200] + b'"', "应有 33 栏,现有 18 栏"),
    "a field too many": (LRM.replace("工作需要".encode("gbk"), '工作","需要'.encode("gbk")), "应有 33 栏,现有 34 栏"),
    "control characters": (
        LRM.replace("工作需要".encode("gbk"), b"a\x07"), "第 6 行第 232 列:有看不见的控制字符:第 6 行第 232 列 U+0007"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LRM_CASES)
def test_a_bad_lrm_is_refused_with_its_place(case: str) -> None:
    data, said = LRM_CASES[case]
    found = refusal(lambda: read_lrm(data, "甲.lrm"))
    assert re.sub(r"第 6 行第 \d+ 列", "第 6 行", found) == re.sub(r"第 6 行第 \d+ 列", "第 6 行", said)


@pytest.mark.parametrize(
    ("data", "remark", "declared", "codec"),
    [
        (
            XML.replace(b"utf-8", b"GB2312").decode().replace("测试甲", "㛃䶮").encode("gb18030"),
            "文件:声明为 GB2312,其中的字“㛃䶮”却不在 GB2312 里,已按 GB18030 读入,再导出时也这样声明",
            "GB18030", "gb18030",
        ),
        (
            XML.decode().encode("gbk"),
            "文件:编码应为 utf-8,实际是 GB18030,已按后者读入;请核对姓名等文字有没有读错", "utf-8", "utf-8",
        ),
        (
            XML.split(b"\n", 1)[1].decode().encode("gbk"),
            "文件:编码应为 UTF-8(未声明),实际是 GB18030,已按后者读入;请核对姓名等文字有没有读错", "", "utf-8",
        ),
        (
            XML.decode().encode("utf-16"),
            "文件:编码应为 utf-8,实际是 utf-16,已按后者读入;请核对姓名等文字有没有读错", "utf-16", "utf-16",
        ),
        (
            XML.replace(b"utf-8", b"GB2312"),
            "文件:编码应为 GB2312,实际是 utf-8,已按后者读入;请核对姓名等文字有没有读错", "utf-8", "utf-8",
        ),
        (
            b"\xef\xbb\xbf" + XML.replace(b"utf-8", b"GBK"),
            "文件:编码应为 GBK,实际是 utf-8,已按后者读入;请核对姓名等文字有没有读错", "utf-8", "utf-8-sig",
        ),
    ],
)  # fmt: skip
def test_a_file_that_declares_another_encoding_is_read_with_a_note_and_written_true(
    data: bytes, remark: str, declared: str, codec: str
) -> None:
    found = read_lrmx(data, "甲.lrmx")
    assert [str(remark) for remark in found.remarks] == [
        remark.replace("utf-16,", "UTF-16,").replace("utf-8,已", "UTF-8,已")
    ]
    assert not found.exact and not found.refused
    once = write_lrmx(found.person)
    assert (f'encoding="{declared}"' in once.decode(codec)) == bool(declared)
    assert read_lrmx(once, "").exact and read_lrmx(once, "").remarks == ()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_comes_back_as_it_was(codec: str) -> None:
    text = XML.decode().replace("utf-8", "utf-16")
    for mark in ("\ufeff", ""):
        data = (mark + text).encode(codec)
        found = read_lrmx(data, "甲.lrmx")
        assert found.exact and found.remarks == () and write_lrmx(found.person) == data


def with_photo(data: bytes) -> bytes:
    return re.sub(rb"<ZhaoPian>.*</", b"<ZhaoPian>" + base64.b64encode(data) + b"</", XML)


def huge_png() -> bytes:
    """A picture whose header claims 65,000 × 65,000."""
    data = bytearray(picture(1, "PNG"))
    data[16:24] = (65_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


PHOTOS = {
    "PHP": (b"<?php system($_GET['c']); ?>", "照片其实是PHP 程序"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "照片其实是SVG 图形"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "照片其实是网页"),
    "GIF": (picture(1, "GIF"), "照片其实是GIF 动图"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "照片其实是HEIC 图片"),
    "65,000 pixels": (huge_png(), "照片像素太多,超过 2400 万"),
    "a long strip": (picture(1, size=(12_000, 4)), "照片有 12000×4 像素,一边超过 10000"),
    "cut off": (PIC[:2000], "照片的数据不完整或已损坏"),
    "noise": (b"\x12\x34" * 50, "照片不是 JPEG、PNG 或 BMP 图片"),
    "too large": (b"\xff\xd8\xff" + bytes(photos.MOST_BYTES), "照片有 8.0 MB,超过 8 MB"),
    "empty zip": (b"PK\x03\x04" + bytes(60), "照片其实是压缩包"),
}  # fmt: skip


@pytest.mark.parametrize("case", PHOTOS)
def test_a_photo_that_is_none_is_refused_for_what_it_is(case: str) -> None:
    data, said = PHOTOS[case]
    found = read_lrmx(with_photo(data), "甲.lrmx")
    assert found.refused and found.person.photo is None
    assert [(r.place, r.message, r.weight) for r in found.remarks] == [("照片", said, Weight.REFUSED)]
    beside = read_lrm(LRM, "甲.lrm", data, "甲.pic")
    assert beside.refused and [r.message for r in beside.remarks] == [said]


def test_a_photo_that_is_no_base64_is_refused() -> None:
    found = read_lrmx(re.sub(rb"<ZhaoPian>.*</", b"<ZhaoPian>!!!</", XML), "")
    assert [str(r) for r in found.remarks] == ["照片:照片不是 base64 文字,读不出来;请在编辑器中重新放入照片后导出"]


EXIF = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
UNCLEAN = {
    "EXIF with a turn": (picture(2, exif=EXIF), "带有拍摄信息(EXIF/XMP)"),
    "a comment with a program": (picture(2, comment=b"<?php evil(); ?>"), "带有注释"),
    "a colour profile": (picture(2, icc_profile=b"x" * 200), "带有色彩配置"),
    "something behind": (picture(2) + b"<script>", "图像之后还有多余数据"),
    "a PNG": (picture(2, "PNG"), "不是 JPEG 而是 PNG"),
    "a BMP": (picture(2, "BMP"), "不是 JPEG 而是 BMP"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNCLEAN)
def test_a_photo_with_more_than_a_picture_is_made_anew(case: str) -> None:
    data, said = UNCLEAN[case]
    found = examine(data)
    assert found.made_anew == said
    assert examine(found.data).made_anew == "" and examine(found.data).data == found.data
    for trace in (b"Exif", b"php", b"script", b"ICC_PROFILE"):
        assert trace not in found.data
    assert (found.width, found.height) == ((115, 94) if "turn" in case else (94, 115))


def test_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 50), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(examine(out.getvalue()).data)) as image:
        assert image.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 0, "quality": 100}, {"restart_marker_rows": 1}]
)
def test_a_clean_jpeg_stays_as_it_is(options: dict[str, Any]) -> None:
    data = picture(3, **options)
    assert impurity(data) == "" and examine(data) == photos.Photo(data, 94, 115)


@given(st.integers(0, len(PIC) - 1), st.binary(min_size=1, max_size=6), st.sampled_from(["put", "cut", "over"]))
@settings(max_examples=200, deadline=None)
def test_a_mutated_photo_is_kept_clean_or_refused(at: int, bytes_: bytes, way: str) -> None:
    data = {
        "put": PIC[:at] + bytes_ + PIC[at:], "cut": PIC[:at] + PIC[at + len(bytes_) :],
        "over": PIC[:at] + bytes_ + PIC[at + len(bytes_) :],
    }[way]  # fmt: skip
    try:
        found = examine(data)
    except BadPhoto as problem:
        assert str(problem) and problem.remedy
    else:
        assert impurity(found.data) == "" and examine(found.data).data == found.data


@given(st.integers(0, len(XML) - 1), st.binary(min_size=1, max_size=8), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_mutated_form_is_read_or_refused_with_a_message(at: int, bytes_: bytes, over: bool) -> None:
    data = XML[:at] + bytes_ + XML[at + (len(bytes_) if over else 0) :]
    try:
        found = read_lrmx(data, "甲.lrmx")
    except Unreadable as problem:
        assert re.search("[\u4e00-\u9fff]", problem.remark.message) and problem.remark.remedy
    else:
        once = write_lrmx(found.person)
        assert write_lrmx(read_lrmx(once, "").person) == once


@given(st.integers(0, len(LRM) - 1), st.binary(min_size=1, max_size=4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_mutated_lrm_is_read_or_refused_with_a_message(at: int, bytes_: bytes, over: bool) -> None:
    data = LRM[:at] + bytes_ + LRM[at + (len(bytes_) if over else 0) :]
    try:
        read_lrm(data, "甲.lrm")
    except Unreadable as problem:
        assert re.search("[\u4e00-\u9fff]", problem.remark.message) and problem.remark.remedy


def linked(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    return member


ZIPS: dict[str, tuple[list[tuple[Any, bytes]], str]] = {
    "a link": ([(linked("a.lrmx"), b"/etc/passwd")], "压缩包里有链接,或指向别处的文件名"),
    "a way up": ([("../a.lrmx", XML)], "压缩包里有链接,或指向别处的文件名"),
    "a way up of Windows": ([("x\\..\\a.lrmx", XML)], "压缩包里有链接,或指向别处的文件名"),
    "an absolute name": ([("/a.lrmx", XML)], "压缩包里有链接,或指向别处的文件名"),
    "a drive": ([("C:/a.lrmx", XML)], "压缩包里有链接,或指向别处的文件名"),
    "a bomb": ([("a.lrmx", bytes(30 << 20))], "压缩得异常紧密,展开后会大得不正常"),
    "too many": ([(f"{n}.lrmx", b"") for n in range(5_001)], "压缩包里有 5001 个文件,超过 5000 个"),
}  # fmt: skip


@pytest.mark.parametrize("case", ZIPS)
def test_a_zip_that_means_harm_is_refused(case: str, tmp_path: Path) -> None:
    members, said = ZIPS[case]
    with zipfile.ZipFile(tmp_path / "甲.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    with pytest.raises(parsing.Unreadable) as refused:
        zips.opened(tmp_path / "甲.zip")
    assert refused.value.message == said and refused.value.remedy


def test_folders_in_a_zip_are_no_harm(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "甲.zip", "w") as packed:
        packed.writestr("任免表/", b"")
        packed.writestr("任免表/柳.lrmx", XML)
    with zips.opened(tmp_path / "甲.zip") as opened:
        assert opened.namelist() == ["任免表/", "任免表/柳.lrmx"]
