"""The rows of a file on their way to records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jili.exchange.parsing.apart import Part, Said
from jili.exchange.sheets.sheet import MARK
from jili.exchange.targets import Found, Values, target


@dataclass(frozen=True)
class Mark:
    """What the hidden last column said of a row when it went out."""

    pk: str
    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.pk} {self.version} {self.digest}"


@dataclass(frozen=True)
class Asked:
    """What the hidden last column says of a row that went out to be filled in and is no record yet."""

    digest: str

    def __str__(self) -> str:
        return f"待填 {self.digest}"


def fingerprint(given: Mapping[str, Any]) -> str:
    """Of the cells of a row: tells whether somebody has changed any."""
    told = sorted((slot, value) for slot, value in given.items() if slot != MARK)
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]


@dataclass
class Incoming:
    """A row. ``given``: slot → what stood there; ``values``: column → value, as far as it could be worked out."""

    part: Part
    number: int
    given: dict[str, Any]
    beside: str = ""
    mark: Mark | None = None
    values: Values = field(default_factory=dict)
    record: Found | None = None
    """The record that it is about; None: it makes one."""
    pk: Any = None
    """The primary key of that record; None where the database will give it."""
    bad: bool = False
    """Something in it has to be mended first."""
    worked_out: set[str] = field(default_factory=set)
    """Columns of ``values`` of which the row itself says nothing: alone they change no record."""

    @property
    def table(self) -> str:
        return self.part.table

    @property
    def untouched(self) -> bool:
        """Whether it came back as it went out."""
        return self.mark is not None and self.mark.digest == fingerprint(self.given)

    def heading(self, slot: str) -> str:
        """What stands above a slot or column."""
        for name, heading in zip(self.part.slots, self.part.headings, strict=False):
            if name == slot or name.partition(".")[0] == slot:
                return heading
        column = target(self.table).columns.get(slot.partition(".")[0])
        return column.label if column else ""


LEFT = "还没有填,没有读入"


class Remarks:
    """What is to be said about the rows of a file: problems with their places, notices once for a column."""

    def __init__(self) -> None:
        self.problems: list[Said] = []
        self._notices: dict[tuple[str, str, str], list[Any]] = {}

    def problem(self, row: Incoming, slot: str, message: str, remedy: str, *, hidden: bool = False) -> None:
        """``slot`` empty: the row as a whole; ``hidden``: what stood there is not to be repeated. Of a row that was
        only proposed it is no more than a notice that it is not."""
        row.bad = True
        if row.beside:
            self.notice(row, slot, f"没有据此提出:{message}")
            return
        value = "" if hidden or not slot else row.given.get(slot)
        shown = "" if value is None else str(value)[:200]
        self.problems.append(
            Said(row.part.sheet, row.number, row.heading(slot) if slot else "", shown, message, remedy)
        )

    def notice(self, row: Incoming, slot: str, message: str) -> None:
        found = self._notices.setdefault((row.part.sheet, row.heading(slot), message), [0, []])
        found[0] += 1
        if len(found[1]) < 5:
            found[1].append(row.number)

    @property
    def notices(self) -> list[list[Any]]:
        """As in ``Parsed``."""
        return [[sheet, column, message, *found, ""] for (sheet, column, message), found in self._notices.items()]


def rows_of(parts: Sequence[Part], remarks: Remarks) -> Iterator[Incoming]:
    """The rows of a file, tables in the order in which one refers to another."""
    for part in parts:
        for number, values, beside in part.rows:
            given = dict(zip(part.slots, values, strict=True))
            if _left(given):
                remarks.notice(Incoming(part, number, given), "", LEFT)
                continue
            row = Incoming(part, number, given, beside)
            row.bad = any(isinstance(value, dict) and "bad" in value for value in values)
            if given.get(MARK) is not None and not row.bad:
                row.mark = _mark(given[MARK])
                if row.mark is None:
                    remarks.problem(row, MARK, "行标识被改动了", "请从下载的表中复制原来的行标识;新增的行请清空这一格")
            yield row


def _left(given: dict[str, Any]) -> bool:
    """Whether a row that was asked for came back as it went out; else it makes a record as any other."""
    mark = str(given.get(MARK))
    if not mark.startswith(str(Asked(""))):
        return False
    del given[MARK]
    return mark == str(Asked(fingerprint(given)))


def _mark(text: str) -> Mark | None:
    parts = text.split(" ")
    if len(parts) != 3 or not parts[1].isascii() or not parts[1].isdigit() or len(parts[1]) > 9:
        return None
    return Mark(parts[0], int(parts[1]), parts[2])
