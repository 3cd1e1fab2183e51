"""A register's files become typed views in Spark, or a list of everything that is wrong with them.

A file is read as lines, and each line is held against a pattern, so that a row is exactly what ``textscan`` takes for
one. Only if a line or a cell is amiss is that file read again line by line as for DuckDB, which names every problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jili.engine import textscan
from jili.engine.cells import literal, rules, sql_type, typed
from jili.engine.checks import CompiledCheck, _details
from jili.engine.problems import Problem, in_order
from jili.engine.register import _FRACTIONS, _PLAIN, _bad_cells, _files
from jili.engine.schema import Column, Schema, Table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

MOST_QUOTES = 400
"""In a line. Java's regular expressions recurse at each, so a line with more is left to the slow reading."""
_ONE = r'(?:"[^"]*+(?:""[^"]*+)*+"|[^",]*+)'
_A, _Z, _CR = r"\A", r"\z", r"\r"
_NO_PARQUET = "不是完整的 Parquet 文件,请重新导出"
_PLACE = 33
"""Bits: Spark numbers the rows of each part of a file from the part's number, shifted so far."""

_TOGETHER = 8
"""Checks in one query: one at a time each waits for the last, and the plan of all takes longer still."""
_FULL_MATCH = re.compile(r"regexp_full_match\((\"\w+\"), '((?:[^']|'')*)'\)")


@dataclass
class Register:
    """The tables that are there: ``files`` names the file of each, ``filled`` those with rows."""

    files: dict[str, str] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)


def load(session: SparkSession, schema: Schema, folder: Path, parts: int) -> tuple[Register, list[Problem]]:
    """A view for each table of ``schema`` with its columns and ``rowid``, the row's place in the file; and what is
    wrong. The tables without problems are there even then, so that ``check`` can look for more."""
    files, problems = _files(schema, folder)
    register = Register()
    read: dict[str, Table] = {}
    for table in schema.tables:
        path = files.get(table.name)
        if path is None:
            register.files[table.name] = f"{table.name}.csv"
            columns = ", ".join(f"CAST(NULL AS {_type(c)}) AS `{c.name}`" for c in table.columns)
            _view(session, table.name, f"SELECT {columns}, CAST(NULL AS BIGINT) AS rowid WHERE false")
            continue
        try:
            found = (_read_csv if path.suffix == ".csv" else _read_parquet)(session, table, path, parts)
        except OSError as error:
            found = [Problem(path.name, 0, "", "", f"读不了这个文件({error.strerror});请检查权限")]
        problems += found
        if not found:
            read[table.name] = table
    counts = _counted(session, read)
    for name, table in read.items():
        found = _settle(session, table, files[name], counts.get(name))
        problems += found
        if not found:
            register.files[name] = files[name].name
            register.filled.add(name)
    return register, problems


def check(session: SparkSession, register: Register, checks: Iterable[CompiledCheck]) -> list[Problem]:
    """See ``jili.engine.checks.run_checks``."""
    checks = [c for c in checks if c.table in register.filled and register.files.keys() >= set(c.reads)]
    if not checks:
        return []
    broken = []
    for start in range(0, len(checks), _TOGETHER):
        some = checks[start : start + _TOGETHER]
        probes = (f"SELECT {number} AS number, * FROM ({c.probe})" for number, c in enumerate(some))
        counts = session.sql(" UNION ALL ".join(probes)).collect()
        broken += [some[number] for number, count in sorted(counts) if count]
    asked = cast(Any, _Asked(session))
    return in_order(p for c in broken for p in _details(asked, c, register.files[c.table]))


class _Asked:
    """What the reports of problems need of a DuckDB connection: the rows of a query."""

    def __init__(self, session: SparkSession, translated: bool = True) -> None:
        self._session, self._translated = session, translated

    def execute(self, sql: str) -> _Asked:
        self._rows = self._session.sql(sql if self._translated else _from_duckdb(sql)).collect()
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._rows]


@cache
def _from_duckdb(sql: str) -> str:
    import ibis.backends.sql.dialects  # noqa: F401  # teaches sqlglot the dialect "pyspark"
    import sqlglot

    # Words that sqlglot does not know. Java's $ would let a line separator pass.
    sql = _FULL_MATCH.sub(r"regexp_matches(\1, '\\A(?:\2)\\z')", sql).replace("strlen(", "octet_length(")
    return str(sqlglot.transpile(sql, read="duckdb", write="pyspark")[0])


def _view(session: SparkSession, name: str, sql: str) -> None:
    session.sql(sql).createOrReplaceTempView(name)


def _type(column: Column) -> str:
    return sql_type(column).replace("VARCHAR", "STRING")


# Reading


def _read_csv(session: SparkSession, table: Table, path: Path, parts: int) -> list[Problem]:
    """The lines of a file, cut into cells: the view ``_read_<table>``."""
    header = textscan.header(path, table)
    if not isinstance(header, textscan.Header):
        return header
    lines = session.read.option("lineSep", "\n").option("__globPaths__", "false").text(path.resolve().as_uri())
    (lines.coalesce(1) if parts == 1 else lines).createOrReplaceTempView("_file")
    width = len(header.names)
    quotes = "length(line) - length(replace(line, '\"', ''))"
    fine = (
        f"line <> '' AND octet_length(line) < {textscan.LONGEST_LINE} AND is_valid_utf8(line)"
        f" AND NOT contains(line, '\\0') AND CASE WHEN contains(line, '\"') THEN {quotes} <= {MOST_QUOTES}"
        f" AND line RLIKE {_pattern(f'{_A}{_ONE}(?:,{_ONE}){{{width - 1}}}{_Z}')} ELSE true END"
    )
    cut = (
        f"transform(regexp_extract_all(concat(line, ','), {_pattern(f'({_ONE}),')}, 1), cell ->"
        " CASE WHEN cell LIKE '\"%' THEN replace(substr(cell, 2, length(cell) - 2), '\"\"', '\"') ELSE cell END)"
    )
    cells = f"CASE WHEN NOT ({fine}) THEN NULL WHEN contains(line, '\"') THEN {cut} ELSE split(line, ',', -1) END"
    names = ", ".join(f"nullif(get(cells, {number}), '') AS `{name}`" for number, name in enumerate(header.names))
    _typed(
        session,
        table,
        f"SELECT place, coalesce(size(cells), 0) <> {width} AS ragged, {names} FROM (SELECT place, {cells} AS cells"
        f" FROM (SELECT regexp_replace(value, {_pattern(f'{_CR}{_Z}')}, '') AS line,"
        " monotonically_increasing_id() AS place FROM _file) WHERE place > 0)",
    )
    return []


def _pattern(pattern: str) -> str:
    """A regular expression as Spark's SQL writes it."""
    return literal(pattern.replace("\\", "\\\\"))


def _read_parquet(session: SparkSession, table: Table, path: Path, parts: int) -> list[Problem]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        kinds = {f.name: _duckdb_type(f.type) for f in pq.ParquetFile(path).schema_arrow}
    except (OSError, pa.ArrowException):
        return [Problem(path.name, 0, "", "", _NO_PARQUET)]
    problems = textscan.header_problems(path.name, table, list(kinds))
    problems += [
        Problem(path.name, 1, "", "", f"{name} 这一列的类型是 {kind},应为文本、日期、布尔或数")
        for name, kind in kinds.items()
        if kind.endswith("]") or not kind.startswith((*_PLAIN, *_FRACTIONS))
    ]
    if not problems:
        rows = session.read.option("__globPaths__", "false").parquet(path.resolve().as_uri())
        (rows.coalesce(1) if parts == 1 else rows).createOrReplaceTempView(f"_file_{table.name}")
        texts = ", ".join(f"{_as_text(name, kind)} AS `{name}`" for name, kind in kinds.items())
        cells = f"SELECT monotonically_increasing_id() + 1 AS place, false AS ragged, {texts} FROM _file_{table.name}"
        _view(session, f"_cells_{table.name}", cells)
        _typed(session, table, cells)
    return problems


def _duckdb_type(kind: pa.DataType) -> str:
    """The name that DuckDB gives to a type, which the report uses."""
    import pyarrow as pa

    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"{_duckdb_type(kind.value_type)}[]"
    if pa.types.is_dictionary(kind):
        return _duckdb_type(kind.value_type)
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMP WITH TIME ZONE" if kind.tz else "TIMESTAMP"
    names = {
        "string": "VARCHAR", "large_string": "VARCHAR", "binary": "BLOB", "large_binary": "BLOB", "bool": "BOOLEAN",
        "date32[day]": "DATE", "float": "FLOAT", "double": "DOUBLE", "null": '"NULL"', "int8": "TINYINT",
        "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT", "uint8": "UTINYINT", "uint16": "USMALLINT",
        "uint32": "UINTEGER", "uint64": "UBIGINT",
    }  # fmt: skip
    name = str(kind)
    return names.get(name) or ("TIME" if name.startswith("time") else name.split("<", maxsplit=1)[0].upper())


def _as_text(name: str, kind: str) -> str:
    """SQL of a Parquet column as the CSV cell would read. Numbers lose idle zeros: a 2 kept as 2.00 is a 2."""
    cell = f"CAST(`{name}` AS STRING)"
    if kind in ("FLOAT", "DOUBLE"):
        # Java writes large and small numbers with an E; a decimal does not.
        plain = f"CAST(CAST({cell} AS DECIMAL(38, 18)) AS STRING)"
        cell = f"CASE WHEN abs(`{name}`) < 1e15 THEN {plain} ELSE lower({cell}) END"
    if kind.startswith(("FLOAT", "DOUBLE", "DECIMAL")):
        return f"CASE WHEN contains({cell}, '.') THEN rtrim('.', rtrim('0', {cell})) ELSE {cell} END"
    return f"nullif({cell}, '')"


def _typed(session: SparkSession, table: Table, cells: str) -> None:
    """The view ``_read_<table>``, kept, of a query of cells as text: typed, with whether a rule of a cell is broken."""
    columns, broken = _conversion(table)
    made = session.sql(f"SELECT {columns}, place, ragged OR {broken} AS bad FROM ({cells})")
    made.localCheckpoint(eager=False).createOrReplaceTempView(f"_read_{table.name}")


def _conversion(table: Table) -> tuple[str, str]:
    """SQL of the typed columns, and of whether any rule is broken."""
    broken = " OR ".join(f"({rule.broken})" for column in table.columns for rule in rules(table, column))
    columns = ", ".join(f'{typed(c)} AS "{c.name}"' for c in table.columns)
    select = _from_duckdb(f"SELECT {columns}, coalesce({broken}, false) AS _broken")
    found = re.fullmatch(r"SELECT (.*), (COALESCE\(.*\)) AS _broken", select, re.DOTALL)
    assert found
    return found[1], found[2]


# Counting


Counts = dict[int, tuple[int, int]]
"""Part of a file → its rows, its bad rows."""


def _counted(session: SparkSession, tables: Mapping[str, Table]) -> dict[str, Counts]:
    """Of every file at once; if that fails, of each that can be read."""
    counts: dict[str, Counts] = {name: {} for name in tables}
    if not tables:
        return counts
    asked = [
        f"SELECT '{name}', shiftright(place, {_PLACE}), count(*), count_if(bad) FROM _read_{name} GROUP BY ALL"
        for name in tables
    ]
    try:
        for name, part, rows, bad in session.sql(" UNION ALL ".join(asked)).collect():
            counts[name][part] = rows, bad
        return counts
    except Exception:
        if len(tables) == 1:
            return {}
    return {name: found for one in tables for name, found in _counted(session, {one: tables[one]}).items()}


def _settle(session: SparkSession, table: Table, path: Path, counts: Counts | None) -> list[Problem]:
    """The view of a table if all of it was read well; else the slow reading."""
    if counts is None or any(bad for _, bad in counts.values()):
        return _slowly(session, table, path, counts)
    columns = ", ".join(f"`{c.name}`" for c in table.columns)
    _view(session, table.name, f"SELECT {columns}, {_row(counts)} - 1 AS rowid FROM _read_{table.name}")
    return []


def _row(counts: Counts) -> str:
    """SQL of the number of a row in its file, from 1. Spark counts in each part of a file anew, from 0, and place 0
    of the first part was the header (or left out)."""
    before, cases = 0, ""
    for part, (rows, _) in sorted(counts.items()):
        cases += f" WHEN {part} THEN {before + (part > 0)}"
        before += rows
    number = f"place & {(1 << _PLACE) - 1}L"
    return f"({number}) + CASE shiftright(place, {_PLACE}){cases} END" if cases else number


def _slowly(session: SparkSession, table: Table, path: Path, counts: Counts | None) -> list[Problem]:
    """Every problem of a file; if there is none after all, the view of the table."""
    if path.suffix == ".parquet":
        if counts is None:
            return [Problem(path.name, 0, "", "", _NO_PARQUET)]
        problems = []
        texts = session.table(f"_cells_{table.name}").selectExpr("*", f"{_row(counts)} + 1 AS _line")
    else:
        import pyarrow as pa

        header = textscan.header(path, table)
        assert isinstance(header, textscan.Header)
        scan = textscan.Scan(path, len(header.names))
        kinds = pa.schema([("_line", pa.int64()), *((name, pa.string()) for name in header.names)])
        batches = [
            pa.record_batch([numbers, *map(list, zip(*rows, strict=True))], schema=kinds)
            for numbers, rows in scan.batches()
        ]
        texts = session.createDataFrame(pa.Table.from_batches(batches, kinds))
        texts = texts.selectExpr("_line", *(f"nullif(`{name}`, '') AS `{name}`" for name in header.names))
        problems = scan.problems
    texts.createOrReplaceTempView("_text")
    problems = problems + _bad_cells(cast(Any, _Asked(session, translated=False)), table, path.name, "_line")
    if not problems:
        _typed(session, table, "SELECT *, _line - 1 AS place, false AS ragged FROM _text")
        columns = ", ".join(f"`{c.name}`" for c in table.columns)
        _view(session, table.name, f"SELECT {columns}, place - 1 AS rowid FROM _read_{table.name}")
    return problems
