"""The sheets that people fill in: one for each table, with the headings, codes and hints of its columns.

People are named by name and unit (and ID number where names repeat), other records by their label; a record's own id
stands with its version in the hidden last column, the *mark*, so that rows that went out find their record when they
come back. Nothing here knows the database: a sheet is data that can be handed to the process that reads files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, Literal

from jili.engine.schema import Column, Schema, Table

Kind = Literal["text", "date", "bool", "int", "decimal", "code", "label", "mark"]
Sees = Callable[[str, str], bool]
"""Whether whoever fills in a sheet may see a column of a table."""

MARK: Final = "mark"
MARK_HEADING = "行标识(勿改)"
EXAMPLE = "例:"
"""How the first cell of the example row begins; such a row is not read."""
VERSIONS = "版本"
"""The hidden sheet that says by which version of each table's sheet a workbook was made."""
LISTS = "选项"
"""The hidden sheet of what can be chosen."""
PROBLEMS = "问题"
"""The sheet that lists what was wrong when a file came back."""
GUIDE = "填写说明"


@dataclass(frozen=True)
class Slot:
    """A column of a sheet. ``name`` as in ``jili.exchange.parsing``; ``codes`` are pairs of code and label."""

    name: str
    heading: str
    kind: Kind
    required: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    places: int = 0
    bounds: tuple[int, int] | None = None
    hint: str = ""
    refers: str = ""
    """The table whose records can be chosen; ``*``: what a talk may settle."""

    @property
    def column(self) -> str:
        return self.name.partition(".")[0]

    @property
    def is_secret(self) -> bool:
        """Whether what stands in it must not be repeated."""
        return self.name.rpartition(".")[2] == "id_number"


@dataclass(frozen=True)
class Sheet:
    """What may be filled in of one table."""

    table: str
    title: str
    slots: tuple[Slot, ...]

    @property
    def is_form(self) -> bool:
        """Whether it is for people, with Chinese headings, and not as a register writes it."""
        return self.title != self.table

    @cached_property
    def version(self) -> str:
        """Changes when a heading, a code or a rule of a column changes."""
        told = [[slot.name, slot.heading, slot.kind, slot.codes, slot.places, slot.bounds] for slot in self.slots]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:8]

    def slot(self, name: str) -> Slot:
        return next(slot for slot in self.slots if slot.name == name)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sheet:
        return cls(data["table"], data["title"], tuple(_slot(slot) for slot in data["slots"]))


def _slot(data: Mapping[str, Any]) -> Slot:
    bounds = tuple(data["bounds"]) if data["bounds"] else None
    return Slot(**{**data, "codes": tuple((code, label) for code, label in data["codes"]), "bounds": bounds})


PERSON = (("name", "姓名"), ("unit", "所在单位"), ("id_number", "身份证号"))
"""The parts by which a person is named, and their headings."""


def make_sheets(
    schema: Schema, sees: Sees, ranks: Mapping[int, str], hints: Mapping[tuple[str, str], str]
) -> list[Sheet]:
    """The sheets of the tables of which whoever fills them in may see all that a record needs."""
    return [_sheet(table, sees, ranks, hints) for table in schema.tables if _whole(table, sees)]


def make_register_sheets(schema: Schema, sees: Sees, ranks: Mapping[int, str]) -> list[Sheet]:
    """The same tables as a register writes them: columns by their names, records by their ids."""
    tables = (table for table in schema.tables if all(sees(table.name, column.name) for column in table.columns))
    return [
        Sheet(table.name, table.name, tuple(_plain(table, column, ranks) for column in table.columns))
        for table in tables
    ]


def _plain(table: Table, column: Column, ranks: Mapping[int, str]) -> Slot:
    if column.refers is not None or (column.name in table.key and table.has_id and column.type == "text"):
        return Slot(column.name, column.name, "label", not column.optional)
    return replace(_usual(table, column, ranks, ""), heading=column.name)


def _whole(table: Table, sees: Sees) -> bool:
    return all(column.optional or sees(table.name, column.name) for column in table.columns)


def _sheet(table: Table, sees: Sees, ranks: Mapping[int, str], hints: Mapping[tuple[str, str], str]) -> Sheet:
    own = table.key[0] if table.has_id and table[table.key[0]].type == "text" else ""
    slots: list[Slot] = []
    for column in table.columns:
        if column.name == own or not sees(table.name, column.name):
            continue
        hint = hints.get((table.name, column.name), "")
        slots += _person(column, sees, hint) if column.refers == "cadres" else [_usual(table, column, ranks, hint)]
    if table.name == "cadres" and sees("dossiers", "id_number_digest"):
        slots.insert(1, Slot("id_number", "身份证号", "text", hint="18 位,选填;同名的人要靠它区分。单元格应为文本"))
    return Sheet(table.name, table.label, (*slots, Slot(MARK, MARK_HEADING, MARK, hint="由系统填写;新增的行请留空")))


def _person(column: Column, sees: Sees, hint: str) -> list[Slot]:
    hints = {
        "name": hint or ("与花名册一致" if not column.optional else "选填"),
        "unit": "现任职单位;同名时必填",
        "id_number": "只在同单位也有同名时填写",
    }
    return [
        Slot(
            f"{column.name}.{part}",
            heading,
            "label",
            part == "name" and not column.optional,
            hint=hints[part],
            refers="units" if part == "unit" else "",
        )
        for part, heading in PERSON
        if part != "id_number" or sees("dossiers", "id_number_digest")
    ]


def _usual(table: Table, column: Column, ranks: Mapping[int, str], hint: str) -> Slot:
    required = not column.optional and (table.name, column.name) not in LATER
    codes = {str(rank): label for rank, label in ranks.items()} if column.bounds == _limits(ranks) else column.codes
    if column.refers is not None:
        name = column.name if column.refers == "*" else f"{column.name}.name"
        return Slot(name, column.label, "label", required, hint=hint or _REFERENCE, refers=column.refers)
    if codes:
        return Slot(column.name, column.label, "code", required, tuple(codes.items()), hint=hint or "从下拉框中选")
    kind: Kind = column.type
    hint = hint or _usual_hint(column)
    return Slot(column.name, column.label, kind, required, (), column.places, limits(column), hint)


_REFERENCE = "从下拉框中选;新增的写“第N行”,N 是它在自己那张表中的行号"
LATER = {("annual_assessments", "decided_on")}
"""Required columns that may be left empty in a sheet, because they can be worked out."""


def _limits(ranks: Mapping[int, str]) -> tuple[int, int]:
    return min(ranks), max(ranks)


def limits(column: Column) -> tuple[int, int] | None:
    """The least and greatest whole number that a column may hold."""
    if column.type != "int":
        return None
    return column.bounds or ((1900, 2200) if column.name == "year" else (-1_000_000_000, 1_000_000_000))


def _usual_hint(column: Column) -> str:
    if column.type == "int" and column.name != "year":
        least, most = limits(column) or (0, 0)
        return "整数" if most - least >= 999_999 else f"{least} 至 {most} 的整数"
    said = {
        "date": "如 2024-03-05;只知道年月的写 2024年3月",
        "bool": "填“是”或“否”",
        "int": "四位数的年份",
        "decimal": f"数,至多 {column.places} 位小数",
        "text": "",
    }[column.type]
    return ";".join(part for part in (said, "选填" if column.optional else "") if part)


def forms(sheets: Sequence[Sheet], title: str) -> list[Sheet]:
    """All forms of the table that a sheet or file of this title holds."""
    tables = {sheet.table for sheet in sheets if title in (sheet.title, sheet.table)}
    return [sheet for sheet in sheets if sheet.table in tables]
