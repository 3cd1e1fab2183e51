"""What is wrong with a register, said so that a clerk can find the cell and mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CAP = 20
"""So many problems of one kind in one column are shown; the rest are counted."""
LONGEST_SHOWN = 60


def escaped(text: str) -> str:
    """``text`` with what cannot be printed escaped, so that it stays on one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(value: str) -> str:
    """A cell as a user sees it: escaped, cut off if long, and to be seen if empty."""
    return escaped(value[:LONGEST_SHOWN]) + ("…" if len(value) > LONGEST_SHOWN else "") or "(空)"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in ``file``; ``line`` 0: with the file as a whole; no ``column``: with the line as a whole.

    Line 1 is the header. A Parquet file is counted as the same table would be in CSV: its first row is line 2.
    """

    file: str
    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        where = escaped(self.file) + (f":{self.line}" if self.line else "")
        cell = [self.column, shown(self.value)] if self.column else []
        return ": ".join([where, *cell, self.message])


class Unavailable(Exception):
    """An engine that cannot be started here; says why and what to do."""


class BadRegister(Exception):
    """A register that may not be evaluated. ``problems``: all of them, file by file and line by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by file and line; what concerns a file as a whole (such as how many more there are) after its lines."""
    return sorted(problems, key=lambda p: (p.file, p.line == 0, p))


def more(file: str, column: str, message: str, left: int) -> list[Problem]:
    """The one line that says how many like it (of one ``message``) are not shown; nothing if none are left."""
    where = f"{column} " if column else ""
    return [Problem(file, 0, "", "", f"{where}同类问题另有 {left} 处:{message}")] if left else []
