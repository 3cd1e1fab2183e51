"""Records in words: what a reference stands for, with the names of what the record itself refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from jili.engine.backend import Backend
from jili.engine.schema import Column, Table
from jili.policy.facts import RANKS, SCHEMA
from jili.policy.words import said

_NAMED = ("units", "teams", "cadres", "campaigns", "vacancies")


def describe(
    backend: Backend, references: Iterable[str], day: date, sees: Callable[[str, str], bool] = lambda *_: True
) -> dict[str, str]:
    """Each reference with its record in words, as known on the day: of the columns that ``sees`` (table, column)."""
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
    names = names_of(backend, found.values())
    return {
        ref: f"{table.label} {ref.partition(':')[2]}:{_facts(table, row, names, sees)}"
        for ref, (table, row) in found.items()
    }


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


def _facts(
    table: Table, row: Mapping[str, Any], names: Mapping[tuple[str, str], str], sees: Callable[[str, str], bool]
) -> str:
    """A record in words: what is filled in and may be seen, with the names of what it refers to."""
    words = []
    for column in table.columns:
        value = row[column.name] if sees(table.name, column.name) else None
        if value is None or value is False or (column.name in table.key and column.refers is None and table.has_id):
            continue
        if value is True:
            words.append(column.label)
        elif column.refers in _NAMED:
            words.append(f"{column.label} {names.get((column.refers, value), value)}")
        else:
            words.append(f"{column.label} {_coded(table, column, value)}")
    return ",".join(words)


def _coded(table: Table, column: Column, value: Any) -> str:
    """A value by the name of its code; ranks of posts have names too, places of teams are numbers."""
    if column.name == "rank" and table.name in ("appointments", "vacancies"):
        return RANKS[value]
    return column.codes[value] if column.codes else said("", value)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
