"""The rules between rows and tables, asked of the register as it would be after a change.

The register is read from the database into an engine, changed there, and asked by the same checks as ``jili validate``.
What was wrong before is not held against a change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from jili.engine.backend import DuckDB
from jili.engine.cells import quoted, sql_type
from jili.engine.checks import CompiledCheck
from jili.engine.schema import Column
from jili.exchange.targets import Values
from jili.policy.facts import SCHEMA
from jili.policy.program import checks
from jili.records import register
from jili.records.limits import limits

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Edit:
    """What becomes of a record: ``values`` None: it is removed; else those of a new one, or those that change."""

    table: str
    key: Key
    values: Values | None
    is_new: bool = False


@dataclass(frozen=True)
class Broken:
    """A rule that would be broken. ``edit``: by which of the edits, None: by what they leave as it is; ``other``: the
    edit that it clashes with, if it is one."""

    edit: int | None
    other: int | None
    table: str
    column: str
    value: str
    message: str


def broken(edits: Sequence[Edit]) -> list[Broken]:
    """All that the edits would break."""
    touched = {edit.table for edit in edits if edit.table in SCHEMA}
    asked = [check for check in (*checks(), *limits()) if touched & set(check.reads) and not _held(check)]
    if not asked:
        return []
    tables = register.read()
    needed = {name for check in asked for name in check.reads} | touched
    before = {name: rows for name, rows in tables.items() if name in needed}
    engine = DuckDB()
    engine.hold(SCHEMA, before)
    lines = {table: _edited(engine, table, edits) for table in touched}
    found = _failing(engine, asked)
    return [each for check in found for each in _told(engine, check, before, lines)]


def _held(check: CompiledCheck) -> bool:
    """References to one table were resolved on the way in, and the database holds them."""
    return check.kind == "reference" and check.table in SCHEMA and SCHEMA[check.table][check.column].refers != "*"


def _failing(engine: DuckDB, asked: Sequence[CompiledCheck]) -> list[CompiledCheck]:
    """One question for all probes, as planning it is quicker than planning each."""
    probes = list(dict.fromkeys(check.probe for check in asked))
    union = " UNION ALL ".join(f"SELECT {number} AS n, ({probe}) AS found" for number, probe in enumerate(probes))
    failing = {probes[row["n"]] for row in engine.rows(union) if row["found"]}
    return [check for check in asked if check.probe in failing]


def _told(
    engine: DuckDB, check: CompiledCheck, before: Mapping[str, pa.Table], lines: Mapping[str, Mapping[int, int]]
) -> list[Broken]:
    mine = lines.get(check.table, {})
    query = f"SELECT line, coalesce(left(value, 100), '') AS value, other FROM ({check.sql}) AS found ORDER BY line"
    found = []
    elsewhere = []
    for row in engine.rows(query):
        edit, other = mine.get(row["line"]), mine.get(row["other"])
        if edit is None and other is not None:
            edit, other = other, None
        broken = Broken(edit, other, check.table, check.column, row["value"], check.message)
        if edit is None:
            elsewhere.append((row["line"], broken))
        else:
            found.append(broken)
    if elsewhere:
        engine = DuckDB()
        engine.hold(SCHEMA, before)
        known = {row["line"] for row in engine.rows(query)}
        found += [broken for line, broken in elsewhere if line not in known]
    return found


def _edited(engine: DuckDB, table: str, edits: Sequence[Edit]) -> dict[int, int]:
    """Change a table of the engine; line → number of the edit, for those whose rows stand in it."""
    own = [(number, edit) for number, edit in enumerate(edits) if edit.table == table]
    con, key = engine.connection, SCHEMA[table].key
    con.register("_keys", _keys(table, own))
    same = " AND ".join(f"t.{quoted(name)} = k.{quoted(name)}" for name in key)
    con.execute(f"DELETE FROM {quoted(table)} AS t USING _keys AS k WHERE {same} AND k._gone")
    for column in SCHEMA[table].columns:
        changed = [
            (number, edit) for number, edit in own if edit.values and not edit.is_new and column.name in edit.values
        ]
        if changed:
            con.register("_new", _keys(table, changed, column))
            con.execute(
                f"UPDATE {quoted(table)} AS t SET {quoted(column.name)} = CAST(k._value AS {sql_type(column)})"
                f" FROM _new AS k WHERE {same}"
            )
    new = [edit.values for _, edit in own if edit.is_new and edit.values is not None]
    if new:
        con.register(
            "_new", pa.table({c.name: _array(c, [row.get(c.name) for row in new]) for c in SCHEMA[table].columns})
        )
        names = ", ".join(quoted(c.name) for c in SCHEMA[table].columns)
        con.execute(f"INSERT INTO {quoted(table)} SELECT {names} FROM _new")
    rows = con.execute(f"SELECT t.rowid + 2, k._edit FROM {quoted(table)} AS t JOIN _keys AS k ON {same}").fetchall()
    return dict(rows)


def _keys(table: str, own: Sequence[tuple[int, Edit]], column: Column | None = None) -> pa.Table:
    cells: dict[str, pa.Array] = {
        name: _array(SCHEMA[table][name], [edit.key[place] for _, edit in own])
        for place, name in enumerate(SCHEMA[table].key)
    }
    cells["_edit"] = pa.array([number for number, _ in own], pa.int64())
    cells["_gone"] = pa.array([edit.values is None for _, edit in own], pa.bool_())
    if column is not None:
        cells["_value"] = _array(column, [(edit.values or {})[column.name] for _, edit in own])
    return pa.table(cells)


def _array(column: Column, values: Sequence[Any]) -> pa.Array:
    if column.type == "date":
        return pa.array([value and date.fromisoformat(value) for value in values], pa.date32())
    if column.type == "decimal":
        kind = pa.decimal128(18, column.places)
        return pa.array([None if value is None else Decimal(value) for value in values], kind)
    return pa.array(values, {"text": pa.string(), "bool": pa.bool_(), "int": pa.int64()}[column.type])


def in_words(message: str) -> str:
    """A check's message for people who see headings, not columns: without the names in brackets and the codes."""
    return re.sub(r" ?[a-z][a-z_]* (?=[\u4e00-\u9fff])", "", re.sub(r"\([a-z_/]+\)", "", message))
