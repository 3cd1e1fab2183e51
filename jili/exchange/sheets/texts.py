"""Text in Excel cells that stays text, whatever it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 32_767
"""Characters that Excel allows in a cell."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of a workbook: nothing is taken for a formula, a link or a number."""
_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula once somebody edits the cell."""
    return text[:1] in _STARTS


class Texts:
    """Writes cells of text in looks that have names. What might become a formula is guarded (``'=1+1``)."""

    def __init__(self, book: Any, looks: Mapping[str, Mapping[str, Any]]) -> None:
        self._plain = {name: book.add_format(dict(look)) for name, look in looks.items()}
        self._guarded = {name: book.add_format({**look, "quote_prefix": True}) for name, look in looks.items()}

    def look(self, name: str) -> Any:
        return self._plain[name]

    def write(self, page: Any, row: int, column: int, text: str, look: str) -> None:
        """A cell of text; an empty one in its look where there is none."""
        if text:
            style = self._guarded[look] if is_dangerous(text) else self._plain[look]
            page.write_string(row, column, text[:LONGEST], style)
        else:
            page.write_blank(row, column, None, self._plain[look])
