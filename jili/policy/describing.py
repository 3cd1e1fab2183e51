"""Records in words: what a reference stands for, with the names of what the record itself refers to; no ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jili.engine.backend import Backend
from jili.engine.schema import Column, Table
from jili.policy.facts import RANKS, SCHEMA
from jili.policy.words import said

Sees = Callable[[str, str], bool]
"""Whether a column (table, column) is told."""

_NAMED = ("units", "teams", "cadres", "campaigns", "vacancies")

_BRIEFLY: Mapping[str, tuple[str, ...]] = {
    "annual_assessments": ("year",),
    "findings": ("kind", "decided_on"),
    "tasks": ("year", "list", "category", "due_on"),
    "merits": ("contribution", "recognised_on"),
    "awards": ("level", "decided_on"),
    "proposals": ("cadre_id",),
    "expert_nominations": ("year", "programme"),
    "appointments": ("unit_id", "title"),
    "talk_triggers": ("occurred_on",),
    "hardships": ("opened_on",),
    "hardship_requests": ("kind", "raised_on"),
}
"""Table → the columns by which people tell its records apart."""


@dataclass(frozen=True)
class Words:
    """Records by reference, to be said: in full, or so that one is told from another."""

    records: Mapping[str, tuple[Table, Mapping[str, Any]]]
    names: Mapping[tuple[str, str], str]
    sees: Sees

    def full(self) -> dict[str, str]:
        """Each reference with its record: what is filled in and may be seen."""
        return {
            ref: f"{table.label}:{_facts(table, row, self.names, self.sees)}"
            for ref, (table, row) in self.records.items()
        }

    def brief(self, reference: str) -> str:
        """What tells the record from others of its table; nothing for one that is not there."""
        if reference not in self.records:
            return ""
        table, row = self.records[reference]
        columns = [table[name] for name in _BRIEFLY[table.name] if self.sees(table.name, name)]
        told = [(column, row[column.name]) for column in columns if row[column.name] is not None]
        return " ".join(
            f"{value}年度" if column.name == "year" else _value(table, column, value, self.names)
            for column, value in told
        )


def describe(backend: Backend, references: Iterable[str], day: date, sees: Sees = lambda *_: True) -> Words:
    """The records of these references, as known on the day; of the columns that ``sees``."""
    by_table: dict[str, list[str]] = {}
    for reference in sorted(references):
        name, _, id = reference.partition(":")
        by_table.setdefault(name, []).append(id)
    found: dict[str, tuple[Table, Mapping[str, Any]]] = {}
    tables = [SCHEMA[name] for name in by_table]
    asked = [f"SELECT * FROM {table.name} WHERE {_keyed(table, by_table[table.name])}" for table in tables]
    for table, rows in zip(tables, backend.gather(asked), strict=True):
        for row in rows:
            reference = f"{table.name}:" + "/".join(str(row[column]) for column in table.key)
            found[reference] = (table, _as_known(table, row, day))
    return Words(found, names_of(backend, found.values()), sees)


def _keyed(table: Table, ids: Iterable[str]) -> str:
    """The condition that picks records by their keys."""
    if table.has_id:
        return f"{table.key[0]} IN ({', '.join(map(quoted, ids))})"
    return " OR ".join(
        " AND ".join(
            f"{key} = {part if table[key].type == 'int' else quoted(part)}"
            for key, part in zip(table.key, id.split("/"), strict=True)
        )
        for id in ids
    )


def _as_known(table: Table, row: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """The row without the optional dates that lay ahead on the day."""
    ahead = {name for name in table.future if row[name] is not None and row[name] > day}
    return {name: None if name in ahead else value for name, value in row.items()}


def names_of(backend: Backend, rows: Iterable[tuple[Table, Mapping[str, Any]]]) -> dict[tuple[str, str], str]:
    """The names of what the rows refer to."""
    wanted: dict[str, set[str]] = {}
    for table, row in rows:
        for column in table.columns:
            if column.refers in _NAMED and row[column.name]:
                wanted.setdefault(column.refers, set()).add(row[column.name])
    asked = []
    for name, ids in wanted.items():
        key, word = SCHEMA[name].key[0], "title" if name == "vacancies" else "name"
        asked.append(f"SELECT {key} AS id, {word} AS word FROM {name} WHERE {_keyed(SCHEMA[name], sorted(ids))}")
    found = zip(wanted, backend.gather(asked), strict=True)
    return {(name, row["id"]): row["word"] for name, rows in found for row in rows}


def _facts(table: Table, row: Mapping[str, Any], names: Mapping[tuple[str, str], str], sees: Sees) -> str:
    """A record in words: what is filled in and may be seen, with the names of what it refers to."""
    words = []
    for column in table.columns:
        value = row[column.name] if sees(table.name, column.name) else None
        if value is None or value is False or _is_id(table, column):
            continue
        words.append(column.label if value is True else f"{column.label} {_value(table, column, value, names)}")
    return ",".join(words)


def _is_id(table: Table, column: Column) -> bool:
    """Whether a column holds ids that nobody says: the table's own, and those of records without a name."""
    if column.refers is not None:
        return column.refers not in _NAMED
    return (column.name in table.key and column.type == "text") or (table.name, column.name) == ("settlements", "item")


def _value(table: Table, column: Column, value: Any, names: Mapping[tuple[str, str], str]) -> str:
    """A value by its name: of what it refers to, or of its code."""
    if column.refers in _NAMED:
        return names.get((column.refers, value), str(value))
    return _coded(table, column, value)


def _coded(table: Table, column: Column, value: Any) -> str:
    """A value by the name of its code; ranks of posts have names too, places of teams are numbers."""
    if column.name == "rank" and table.name in ("appointments", "vacancies"):
        return RANKS[value]
    return column.codes[value] if column.codes else said("", value)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
