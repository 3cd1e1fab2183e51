"""Rules between the rows and tables of a register, as SQL: those that follow from the schema, and how any are run.

A check is declared as data (``Check``), compiled once to the SQL of an engine (``CompiledCheck``, plain text that can
be kept on disk) and run in two steps: all *probes* ask for a number, and only a check whose probe is not zero is
asked for its rows. ``rowid`` counts the rows of a table from 0 in file order; row 0 stood on line 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jili.engine.cells import quoted
from jili.engine.problems import CAP, Problem, in_order, more
from jili.engine.schema import Schema, Table

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Check:
    """A rule that rows of ``table`` may break; ``column`` is the cell to show, ``kind`` names the rule.

    Either ``broken``, an SQL condition on a row ``t`` that is true where the rule is broken; or ``rows``, a query of
    the rows that break it, with the columns ``line``, ``value`` and ``other``: the line of the row it clashes with,
    for ``{other}`` in ``message``. ``probe`` is a quicker query of one number that is zero when no row breaks it;
    checks may share one.
    The SQL is DuckDB's, plain enough to be translated.
    """

    table: str
    column: str
    kind: str
    message: str
    broken: str = ""
    rows: str = ""
    probe: str = ""


@dataclass(frozen=True)
class CompiledCheck:
    """A check in the SQL of one engine, over the tables ``reads``. ``sql`` answers (line, value, other); ``probe``
    one number."""

    table: str
    column: str
    kind: str
    message: str
    reads: tuple[str, ...]
    sql: str
    probe: str


def compile_checks(schema: Schema, checks: Iterable[Check], dialect: str) -> list[CompiledCheck]:
    """The checks that follow from ``schema`` and then ``checks``, in the SQL of ``dialect`` (as sqlglot names it)."""
    return [_compile(schema, check, dialect) for check in (*schema_checks(schema), *checks)]


def _compile(schema: Schema, check: Check, dialect: str) -> CompiledCheck:
    rows = check.rows or (
        f"SELECT t.rowid + 2 AS line, CAST(t.{quoted(check.column)} AS VARCHAR) AS value, CAST(NULL AS BIGINT) AS other"
        f" FROM {quoted(check.table)} AS t WHERE {check.broken}"
    )
    probe = check.probe or (
        f"SELECT count(*) FROM ({rows}) AS found"
        if check.rows
        else f"SELECT count(*) FROM {quoted(check.table)} AS t WHERE {check.broken}"
    )
    reads = tuple(name for name in schema.names() if re.search(rf'\b(FROM|JOIN) "?{name}\b', f"{rows} {probe}"))
    sql, probe = (_translated(query, dialect) for query in (rows, probe))
    return CompiledCheck(check.table, check.column, check.kind, check.message, reads, sql, probe)


def _translated(sql: str, dialect: str) -> str:
    if dialect == "duckdb":
        return sql
    import ibis.backends.sql.dialects  # noqa: F401  # teaches sqlglot the dialect "pyspark"
    import sqlglot

    return str(sqlglot.transpile(sql, read="duckdb", write=dialect)[0])


def schema_checks(schema: Schema) -> list[Check]:
    """Keys and other unique sets, references, and dates in order, as the tables declare them."""
    return [check for table in schema.tables for check in _table_checks(schema, table)]


def _table_checks(schema: Schema, table: Table) -> list[Check]:
    checks = [_unique(table, columns) for columns in (table.key, *table.unique)]
    for column in table.columns:
        if column.refers in (None, "*"):
            continue
        assert column.refers is not None
        target = schema[column.refers]
        (key,) = target.key
        broken = (
            f"t.{quoted(column.name)} IS NOT NULL AND NOT EXISTS ("
            f"SELECT 1 FROM {quoted(target.name)} AS p WHERE p.{quoted(key)} = t.{quoted(column.name)})"
        )
        message = f"{target.label}({target.name})中没有这个编号;请改正,或补上这一条"
        checks.append(Check(table.name, column.name, "reference", message, broken))
    for first, last in table.ordered:
        message = f"{table[last].label}不得早于{table[first].label}({first})"
        checks.append(Check(table.name, last, "order", message, f"t.{quoted(last)} < t.{quoted(first)}"))
    return checks


def _unique(table: Table, columns: tuple[str, ...]) -> Check:
    """No two rows share ``columns``; empty cells are equal (a single column is never empty)."""
    names = ", ".join(quoted(c) for c in columns)
    value = " || '/' || ".join(f"coalesce(CAST({quoted(c)} AS VARCHAR), '')" for c in columns)
    what = "、".join(table[c].label for c in columns)
    return Check(
        table.name,
        "/".join(columns),
        "unique",
        f"{what}与第 {{other}} 行重复;请删去一行或改正",
        rows=f"SELECT line, value, other FROM (SELECT rowid + 2 AS line, {value} AS value,"
        f" min(rowid) OVER (PARTITION BY {names}) + 2 AS other FROM {quoted(table.name)}) AS t WHERE line > other",
        probe=f"SELECT count(*) - count(DISTINCT {names}) FROM {quoted(table.name)}"
        if len(columns) == 1
        else f"SELECT count(*) FROM (SELECT 1 AS found FROM {quoted(table.name)} GROUP BY {names}"
        " HAVING count(*) > 1) AS t",
    )


def run_checks(con: duckdb.DuckDBPyConnection, checks: Iterable[CompiledCheck]) -> list[Problem]:
    """The rows of the loaded register that break ``checks``, in order of file and line; of each check at most
    ``CAP`` and how many more there are. A check that reads a table that could not be loaded is passed over."""
    tables = con.execute("SELECT table_name, comment, estimated_size FROM duckdb_tables()").fetchall()
    files = {name: comment or f"{name}.csv" for name, comment, _ in tables}
    filled = {name for name, _, rows in tables if rows}
    checks = [check for check in checks if check.table in filled and files.keys() >= set(check.reads)]
    if not checks:
        return []
    # One query: its parts share the cores, and planning it is quicker than planning each.
    probes = list(dict.fromkeys(check.probe for check in checks))
    asked = " UNION ALL ".join(f"SELECT {number}, ({probe})" for number, probe in enumerate(probes))
    found = {probes[number] for number, count in con.execute(asked).fetchall() if count}
    broken = [check for check in checks if check.probe in found]
    return in_order(p for check in broken for p in _details(con, check, files[check.table]))


def _details(con: duckdb.DuckDBPyConnection, check: CompiledCheck, file: str) -> list[Problem]:
    rows = con.execute(
        "SELECT line, coalesce(left(value, 100), ''), other, count(*) OVER ()"
        f" FROM ({check.sql}) ORDER BY line LIMIT {CAP}"
    ).fetchall()
    problems = [
        Problem(file, line, check.column, value, check.message.replace("{other}", str(other)))
        for line, value, other, _ in rows
    ]
    left = rows[0][3] - len(rows) if rows else 0
    return problems + more(file, check.column, check.message.replace("第 {other} 行", "其他行"), left)
