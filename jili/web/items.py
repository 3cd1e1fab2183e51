"""What tells two decisions of one sentence and subject apart, as people say it; ids are nobody's words."""

from __future__ import annotations

import re

_YEAR = re.compile(r"[12][0-9]{3}")
_ENDINGS = {"/end": "卸任", "/announce": "公示"}


def item_words(item: str) -> str:
    """The year, the period, the occasion that an item names; nothing for the id of a record."""
    if item.startswith("pool/"):
        return f"{item.removeprefix('pool/')}年合并"
    for ending, said in _ENDINGS.items():
        if item.endswith(ending):
            return f"{item_words(item.removesuffix(ending))}{said}"
    return f"{item}年" if _YEAR.fullmatch(item) else ""
