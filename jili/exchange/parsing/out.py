"""What a parser writes and the service reads: lines of JSON.

The first line says that it is this form, the last how many rows there are: a file without it was not finished.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from jili.exchange.parsing.text import shown

FORMAT = "jili-parsed-1"
MOST_SAID = 20_000
"""So many problems of a file are written down; the rest are counted."""
EXAMPLES = 5
"""So many rows of a notice are named."""

Value = str | int | bool | list[Any] | None


class Out:
    """The lines of one file, in the order in which they are found."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._sheet = ""
        self.rows = 0
        self.broken = ""
        """Where a library gave up, for the log."""
        self._problems = 0
        self._notices: dict[tuple[str, str, str], list[Any]] = {}
        self._write(FORMAT)

    def at(self, name: str) -> None:
        """What is said from here on concerns the sheet or file of this name."""
        self._sheet = name

    def sheet(self, name: str, table: str, slots: Sequence[str], headings: Sequence[str] = ()) -> None:
        """The rows that follow are of ``table``; ``name`` is what the sender sees: a sheet's name, a file's.
        ``headings`` are the words over the columns, by default the columns' own."""
        self._sheet = name
        words = [shown(heading) for heading in headings]
        self._write({"sheet": shown(name), "table": table, "slots": list(slots), "headings": words})

    def row(self, number: int, values: Sequence[Value], beside: str = "") -> None:
        """A row of the sheet begun last. ``number`` is where the sender finds it (Excel's row, the file's line)."""
        self.rows += 1
        self._write([number, list(values), beside] if beside else [number, list(values)])

    def problem(
        self, row: int, column: str, value: str, message: str, remedy: str, *, sheet: str | None = None
    ) -> None:
        """Something that has to be mended. ``row`` 0: the sheet as a whole; ``column``: its heading, or empty."""
        self._problems += 1
        if self._problems <= MOST_SAID:
            where = self._sheet if sheet is None else sheet
            told = (shown(text) for text in (column, value[:200], message, remedy))
            self._write({"problem": [shown(where), row, *told]})

    def notice(self, row: int, column: str, value: str, message: str, *, sheet: str | None = None) -> None:
        """Something that was done to cells, or passed over, that the sender should know: told once for a column."""
        where = self._sheet if sheet is None else sheet
        key = (shown(where), shown(column), shown(message))
        found = self._notices.setdefault(key, [0, [], shown(value[:200])])
        found[0] += 1
        if row and len(found[1]) < EXAMPLES:
            found[1].append(row)

    def end(self) -> None:
        """Must come last."""
        for (sheet, column, message), (count, rows, value) in self._notices.items():
            self._write({"notice": [sheet, column, message, count, rows, value]})
        self._write({"end": self.rows, "problems": self._problems, "broken": self.broken})

    def _write(self, line: Any) -> None:
        self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
