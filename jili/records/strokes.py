"""按姓氏笔画: the order of names on lists, as a key whose characters sort as the names do.

Characters stand in order in ``strokes.txt`` (by ``tools/strokes.mjs``, which says from where): by number of strokes,
then stroke by stroke 横、竖、撇、点、折. What it does not know comes last, by code point.

A key is of digits and capitals, which every collation of every database orders alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jili.records.spelling import surname_of

_DIGITS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDTH = 3
_END = "0"
"""Of the surname. Before any character: 欧某 stands before 欧阳某, 李明 before 李明华."""
_UNKNOWN = "ZZZ"
"""Begins what stands for a character that is not in the file."""


def strokes_key(name: str) -> str:
    """What a name (``jili.records.spelling.normal``) is sorted by."""
    surname = surname_of(name)
    return f"{_code(surname)}{_END}{_code(name[len(surname) :])}"


def _code(text: str) -> str:
    known = _codes()
    return "".join(known.get(own) or f"{_UNKNOWN}{ord(own):06X}" for own in text if own != "·")


@cache
def _codes() -> dict[str, str]:
    """Character → three digits that say its place."""
    characters = Path(__file__).with_name("strokes.txt").read_text(encoding="utf-8").replace("\n", "")
    return {own: _number(place) for place, own in enumerate(characters)}


def _number(place: int) -> str:
    digits = []
    for _ in range(_WIDTH):
        place, digit = divmod(place, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
