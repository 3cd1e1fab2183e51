"""From bytes to text: byte order mark, declared encoding, UTF-8, GB18030, each strictly, in this order.

What several encodings could mean is asked back, not guessed. Characters that no text has are found with their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jili.exchange.lrmx.person import WHOLE, Remark, Weight, unreadable

MOST_BYTES = 20 << 20
"""Of one file. The largest real one seen has half a megabyte."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "gb2312": "gb18030",
    "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030",
}  # fmt: skip
"""Declared name → codec that reads it."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not allow."""
SHOWN = 20
"""So many places of one kind are shown."""
_SAVE_AGAIN = "请用任免表编辑器打开并另存后再导入"


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    """The codec in which to write it again."""
    bom: bool = False
    declare: str = ""
    """The encoding to declare then, where another is declared now."""
    remarks: tuple[Remark, ...] = ()


def decode(data: bytes, *, declares: bool) -> Decoded:
    """The text of a file. ``declares``: it is XML, which may name its encoding; other files are GB18030 unless UTF-8.

    Raises Unreadable: too large, no encoding fits, several do, or characters that no text has.
    """
    if len(data) > MOST_BYTES:
        raise unreadable(
            "", "", f"文件有 {len(data) >> 20} MB,超过 {MOST_BYTES >> 20} MB", "任免审批表不会这样大,请核对文件"
        )
    found = _decode(data, declares)
    _refuse_forbidden(found.text)
    return found


def _decode(data: bytes, declares: bool) -> Decoded:
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        raise unreadable("", "", "文件是 UTF-32 编码,不能读", _SAVE_AGAIN)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, bom=True)
    if declares and data[:4] in (b"<\0?\0", b"\0<\0?"):
        return _marked(data, "utf-16-le" if data[:1] == b"<" else "utf-16-be", bom=False)
    match = _DECLARED.match(data[:300]) if declares else None
    declared = match[1].decode("ascii") if match else ""
    if declared.lower() not in ("", *_NAMES):
        raise unreadable("", declared, "文件声明的编码不认识", "请用任免表编辑器另存(UTF-8)后再导入")
    readings = {codec: text for codec in ("utf-8", "gb18030") if (text := _tried(data, codec)) is not None}
    if not readings:
        raise unreadable("", "", "既不是 UTF-8 也不是 GB18030(GBK)编码的文字", _SAVE_AGAIN)
    ambiguous = len(set(readings.values())) > 1
    return _declared(readings, ambiguous, declared) if declares else _plain(readings, ambiguous)


def _marked(data: bytes, codec: str, *, bom: bool) -> Decoded:
    """A file that says by its first bytes what it is; where its declaration says otherwise, that is put right."""
    text, name = _strictly(data, codec), codec.removesuffix("-le").removesuffix("-be")
    match = re.match(_DECLARED.pattern.decode(), text[:300])
    if not match or _NAMES.get(match[1].lower(), match[1].lower()) in (name, codec):
        return Decoded(text, codec, bom)
    return Decoded(text, codec, bom, name, (_other_encoding(match[1], name),))


def _declared(readings: Mapping[str, str], ambiguous: bool, declared: str) -> Decoded:
    first = _NAMES[declared.lower()] if declared else "utf-8"
    if first == "utf-8":
        if first in readings:
            return Decoded(readings[first], first)
        return Decoded(readings["gb18030"], first, remarks=(_other_encoding(declared or "UTF-8(未声明)", "gb18030"),))
    if ambiguous:
        message = f"文件声明为 {declared},内容却像 UTF-8,两种读法文字不同"
        raise unreadable("", "", message, f"为免读错字,没有导入;{_SAVE_AGAIN}")
    if first not in readings:
        return Decoded(readings["utf-8"], "utf-8", False, "utf-8", (_other_encoding(declared, "utf-8"),))
    beyond = _beyond(readings[first], declared)
    return Decoded(readings[first], first, False, "GB18030" if beyond else "", tuple(beyond))


def _plain(readings: Mapping[str, str], ambiguous: bool) -> Decoded:
    if "gb18030" in readings and not ambiguous:
        return Decoded(readings["gb18030"], "gb18030")
    return Decoded(readings["utf-8"], "utf-8", remarks=(_other_encoding("GBK(.lrm 通常如此)", "utf-8"),))


def _tried(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(codec, "ignore").count("\n") + 1
        message = f"开头的标记说是 {codec.upper()},但这里的字节不是"
        raise unreadable(f"第 {line} 行", "", message, _SAVE_AGAIN) from None


def _other_encoding(declared: str, codec: str) -> Remark:
    message = f"编码应为 {declared},实际是 {codec.upper()},已按后者读入"
    return Remark(Weight.DOUBT, WHOLE, "", message, "请核对姓名等文字有没有读错")


def _beyond(text: str, declared: str) -> list[Remark]:
    """A note of the characters that the declared encoding does not have."""
    codec = "gbk" if declared.lower() in ("gbk", "x-gbk", "cp936") else "gb2312"
    if declared.lower() == "gb18030" or _encodes(text, codec):
        return []
    extra = "".join(sorted(char for char in set(text) if not _encodes(char, codec)))
    message = f"声明为 {declared},其中的字“{extra[:SHOWN]}”却不在 {declared} 里,已按 GB18030 读入,再导出时也这样声明"
    return [Remark(Weight.NOTE, WHOLE, "", message)]


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _refuse_forbidden(text: str) -> None:
    places = [match.start() for match in FORBIDDEN.finditer(text)]
    if not places:
        return
    shown = "、".join(f"{position(text, at)} U+{ord(text[at]):04X}" for at in places[:SHOWN])
    more = f" 等 {len(places)} 处" if len(places) > SHOWN else ""
    message = f"有看不见的控制字符:{shown}{more}"
    raise unreadable(position(text, places[0]), "", message, "请在编辑器中删去该处(常由复制粘贴带入)后另存,再导入")


def position(text: str, at: int) -> str:
    """Line and column of a place in a text, from 1."""
    line, start = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
    return f"第 {line} 行第 {at - start + 1} 列"


def encode(text: str, codec: str, *, bom: bool) -> bytes:
    """The bytes of a text; what UTF and GB18030 cannot hold (lone surrogates) does not come this far."""
    mark = next((mark for mark, name in _BOMS if name == codec), b"") if bom else b""
    return mark + text.encode(codec)
