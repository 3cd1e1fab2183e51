"""What may stand in a cell of text: nothing invisible, nothing at its ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Note = Callable[[str], None]
"""Told what was done to a cell."""

LONGEST = 20_000
"""Bytes of one cell."""
_WIDE = str.maketrans("０１２３４５６７８９．－／＋％ＸｘＱｑ（）：", "0123456789.-/+%XxQq():")
_PICTURES = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"},
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Of what no database and no file of text can hold."""
TRIMMED = "去掉了首尾的空白"
NARROWED = "全角字符改成了半角"


class Bad(ValueError):
    """A cell that cannot be taken: why, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def cleaned(text: str, note: Note) -> str:
    """The text as it is kept. Raises Bad on what cannot be seen: control characters, zero-width and bidi marks."""
    if text.isprintable() and len(text) < LONGEST // 4:
        inner = text.strip()
        if inner is not text and len(inner) != len(text):
            note(TRIMMED)
        return inner
    inner = text.strip()
    if len(inner) != len(text):
        note(TRIMMED)
    for place, character in enumerate(inner, 1):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            what = "换行" if character in "\r\n" else f"看不见的字符 U+{ord(character):04X}"
            raise Bad(f"第 {place} 个字是{what}", "请删去它,或整格重新输入")
    if len(inner.encode()) > LONGEST:
        raise Bad(f"一格超过 {LONGEST} 字节", "请检查是否误贴了整篇文字")
    return inner


def shown(text: str) -> str:
    """The text as it can be repeated to people: control characters as their pictures (``␀``)."""
    return text.translate(_PICTURES)


def narrowed(text: str, note: Note) -> str:
    """Text of a number, date or code with full-width characters made half-width and blanks taken out."""
    plain = "".join(text.translate(_WIDE).split())
    if not text.isascii() and plain != "".join(text.split()):
        note(NARROWED)
    return plain
