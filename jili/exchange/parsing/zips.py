"""Zip files are looked at before anything in them is unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from zipfile import BadZipFile, ZipFile, ZipInfo

from jili.exchange.parsing import Unreadable

MOST_MEMBERS = 5_000
MOST_UNPACKED = 300 << 20
"""Bytes of all members together."""
SMALL = 1 << 20
MOST_RATIO = 200
"""So many times its packed size may a member have that is not small."""
_PIECE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "请另存为不带密码的 .xlsx 后再上传"
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)|<\0!\0(D\0O\0C|E\0N\0T)|\0<\0!\0(D\0O|E\0N)", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml", ".lrmx")


def opened(file: Path) -> ZipFile:
    """The zip, if its members are neither too many, too large, encrypted, nor two of one name. Raises Unreadable."""
    with file.open("rb") as stream:
        if stream.read(8) == _OLE:
            raise Unreadable("文件设了密码,或是旧版 .xls、.et、.wps 文件", _SAVE)
    try:
        zip = ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("文件不完整,或不是它的后缀所说的格式", "请重新保存后再上传") from None
    _look(zip.infolist())
    return zip


def _look(members: list[ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Unreadable(f"压缩包里有 {len(members)} 个文件,超过 {MOST_MEMBERS} 个", "请分成几个压缩包")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("文件设了密码", _SAVE)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(f"展开后超过 {MOST_UNPACKED >> 20} MB", "请分成几个文件,删去图片和多余的内容")
    if any(m.file_size > SMALL and m.file_size > MOST_RATIO * max(m.compress_size, 1) for m in members):
        raise Unreadable("压缩得异常紧密,展开后会大得不正常", "请检查是否有整格粘贴的巨量文字,重新保存后再上传")
    if any(_leads_away(member) for member in members):
        raise Unreadable("压缩包里有链接,或指向别处的文件名", "请重新打包,只放文件本身")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise Unreadable("压缩包里有两个同名的文件", "请重新打包,只留一个")


def _leads_away(member: ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    return (
        S_ISLNK(member.external_attr >> 16) or path.is_absolute() or ".." in path.parts or member.filename[1:2] == ":"
    )


def refuse_declarations(zip: ZipFile) -> None:
    """No member that is XML may declare a document type: nothing honest does. Raises Unreadable."""
    for member in zip.infolist():
        if member.filename.lower().endswith(_XML) and any(_DTD.search(piece) for piece in _pieces(zip, member)):
            raise Unreadable("文件里有 DTD 或实体声明,不予读取", "请用 Excel 或 WPS 重新另存为 .xlsx 后再上传")


def _pieces(zip: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """The bytes of a member in overlapping pieces."""
    last = b""
    with zip.open(member) as stream:
        while piece := stream.read(_PIECE):
            yield last + piece
            last = piece[-20:]
