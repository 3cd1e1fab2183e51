"""What a register looks like: tables, columns and the rules that every row must keep.

Law-free: the tables themselves are declared in ``jili.policy.facts``. A declaration is plain data and
is read by the loader, the checks, the Excel templates, the docs and the explanation alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "date", "bool", "int", "decimal"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``places`` counts the decimals of a decimal; ``codes`` maps each permitted value to its Chinese
    label; ``refers`` names the table whose key the value must be (``*`` for the special targets that
    a table's own checks resolve).
    """

    name: str
    label: str
    type: Type = "text"
    optional: bool = False
    codes: Mapping[str, str] | None = None
    refers: str | None = None
    places: int = 0
    bounds: tuple[int, int] | None = None


@dataclass(frozen=True)
class Table:
    """One kind of record.

    ``key`` are the columns that name a record (in evidence joined by ``/``); ``known_on`` is the date
    from which the record counts (none: throughout); ``future`` are the optional dates that, when later
    than the day of evaluation, have not happened; ``ordered`` are pairs of dates that may not be
    reversed; ``unique`` are further sets of columns that no two rows share; ``annullable`` says that
    the row has, from ``annulled_on``, never been.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    known_on: str | None = None
    future: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()

    @property
    def annullable(self) -> bool:
        return any(c.name == "annulled_on" for c in self.columns)

    @property
    def has_id(self) -> bool:
        """Whether the table's rows have an id of their own (else the key columns name them)."""
        return len(self.key) == 1 and self.key[0] == self.columns[0].name and self[self.key[0]].refers is None

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


@dataclass(frozen=True)
class Schema:
    """All tables of a register, in the order in which they are shown."""

    tables: tuple[Table, ...]

    def __getitem__(self, name: str) -> Table:
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def __contains__(self, name: str) -> bool:
        return any(t.name == name for t in self.tables)

    def names(self) -> Sequence[str]:
        return [t.name for t in self.tables]


def text(name: str, label: str, *, optional: bool = False) -> Column:
    return Column(name, label, "text", optional)


def date(name: str, label: str, *, optional: bool = False) -> Column:
    return Column(name, label, "date", optional)


def flag(name: str, label: str) -> Column:
    return Column(name, label, "bool")


def number(name: str, label: str, *, optional: bool = False, bounds: tuple[int, int] | None = None) -> Column:
    return Column(name, label, "int", optional, bounds=bounds)


def decimal(name: str, label: str, places: int, *, optional: bool = False) -> Column:
    return Column(name, label, "decimal", optional, places=places)


def code(name: str, label: str, codes: Mapping[str, str], *, optional: bool = False) -> Column:
    return Column(name, label, "text", optional, codes=codes)


def ref(name: str, label: str, table: str, *, optional: bool = False) -> Column:
    return Column(name, label, "text", optional, refers=table)
