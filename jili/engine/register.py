"""A register's files become typed tables in DuckDB, or a list of everything that is wrong with them.

Two readings. The quick one lets DuckDB read and convert a file in one statement, and then asks how many rows are bad
and whether cells and separators account for every byte of the file. For DuckDB silently drops a trailing comma and
blanks before a quote, and lets a quote swallow rows: then there are bytes left over. (So there are when cells are
quoted as they should be; then each line is held against a pattern.) Only if something is amiss is that file read
again line by line, which is slow and names every problem.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from jili.engine import textscan
from jili.engine.cells import literal, quoted, rules, size, sql_type, typed
from jili.engine.problems import CAP, BadRegister, Problem, more
from jili.engine.schema import Schema, Table

if TYPE_CHECKING:
    import duckdb

WORKERS = 3
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")
_PLAIN = ("VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "ENUM", *_NUMBERS, '"NULL"')


def load(con: duckdb.DuckDBPyConnection, schema: Schema, folder: Path) -> None:
    """Create one table in ``con`` for each of ``schema``, in file order, with its columns and a hidden ``_size``.

    ``folder`` holds ``<table>.csv`` or ``<table>.parquet``; a missing file gives an empty table. The comment of a
    table is the name of its file. Raises BadRegister with every problem of every file; the tables without problems
    are there even then, so that ``run_checks`` can look for more.
    """
    files, problems = _files(schema, folder)
    empty = [t for t in schema.tables if t.name not in files]
    con.execute(";".join(f"CREATE OR REPLACE TABLE {quoted(t.name)} ({_columns(t)}, _size BIGINT)" for t in empty))
    # Nothing here is ever written to disk: DuckDB would stop to compress 16 MB of new rows as if it were.
    con.execute("SET checkpoint_threshold = '1TB'")
    # DuckDB reads a file of less than 16 MB with one core, so several are read at a time, the long ones first.
    tables = sorted((t for t in schema.tables if t.name in files), key=lambda t: -files[t.name].stat().st_size)
    with ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(lambda table: _load_table(con, table, files[table.name]), tables):
            problems += found
    if problems:
        raise BadRegister(problems)


def _columns(table: Table) -> str:
    return ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in table.columns)


def _load_table(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Problem]:
    read = _load_csv if path.suffix == ".csv" else _load_parquet
    try:
        problems = read(con.cursor(), table, path)
    except OSError as error:
        problems = [Problem(path.name, 0, "", "", f"读不了这个文件({error.strerror});请检查权限")]
    name = quoted(table.name)
    con.cursor().execute(
        f"DROP TABLE IF EXISTS {name}" if problems else f"COMMENT ON TABLE {name} IS {literal(path.name)}"
    )
    return problems


def _files(schema: Schema, folder: Path) -> tuple[dict[str, Path], list[Problem]]:
    """The file of each table that has one, and what in the folder is none."""

    def bad(name: str, message: str) -> Problem:
        return Problem(name, 0, "", "", message)

    if not folder.is_dir():
        what = "不是文件夹" if folder.exists() else "没有这个文件夹"
        return {}, [bad(str(folder), f"{what};请给出存放各表文件的文件夹")]
    try:
        paths = sorted((p, p.is_file()) for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as error:
        return {}, [bad(str(folder), f"读不了这个文件夹({error.strerror});请检查权限")]
    files: dict[str, Path] = {}
    problems = []
    for path, readable in paths:
        if path.suffix not in (".csv", ".parquet") or path.stem not in schema:
            problems.append(bad(path.name, "不是登记册的文件;文件名应为“表名.csv”或“表名.parquet”,表名见数据说明"))
        elif not readable:
            problems.append(bad(path.name, "不是普通文件,或链接已失效"))
        elif path.stem in files:
            problems.append(bad(path.name, f"同一张表已有 {files[path.stem].name};请只留一个"))
        else:
            files[path.stem] = path
    return files, problems


def _load_csv(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Problem]:
    import duckdb

    header = textscan.header(path, table)
    if not isinstance(header, textscan.Header):
        return header
    try:
        rows, bad, sizes = _create(
            con, table, _reader(path, header.names, "header=true, delim=',', quote='\"', escape='\"'")
        )
        separators = rows * (len(header.names) - 1 + len(header.end))
        rest = _size_with_last_end(path, header.end) - header.size
        if bad == 0 and (sizes + separators == rest or _lines(con, path, header) == (rows, rest)):
            return []
    except duckdb.Error:
        pass  # the other reading says why
    return _load_line_by_line(con, table, path, header)


def _reader(path: Path, names: Iterable[str], options: str) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(escape(str(path)))}, columns={{{columns}}}, {options}, auto_detect=false,"
        f" compression='none', hive_partitioning=false, max_line_size={textscan.LONGEST_LINE})"
    )


def _lines(con: duckdb.DuckDBPyConnection, path: Path, header: textscan.Header) -> tuple[int, int]:
    """The lines after the header that are well formed, and their bytes."""
    source = _reader(path, ["line"], "header=false, skip=1, delim='\x1f', quote='', escape=''")
    row = con.execute(
        f"SELECT count(*), coalesce(sum(strlen(line)), 0) FROM {source} WHERE regexp_full_match(line, ?)",
        [textscan.line_pattern(len(header.names))],
    ).fetchone()
    assert row is not None
    return row[0], int(row[1]) + row[0] * len(header.end)


def _size_with_last_end(path: Path, end: bytes) -> int:
    """The size of a file in bytes, as if its last line were ended like its first."""
    with path.open("rb") as file:
        whole = file.seek(0, os.SEEK_END)
        file.seek(max(0, whole - len(end)))
        return whole if file.read() == end else whole + len(end)


def _create(con: duckdb.DuckDBPyConnection, table: Table, source: str) -> tuple[int, int, int]:
    """Fill the table from ``source``, a relation with its columns as text; its rows, bad rows and bytes of cells."""
    columns = ", ".join(f"{typed(c)} AS {quoted(c.name)}" for c in table.columns)
    name = quoted(table.name)
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {columns}, {size(table)} AS _size FROM {source}")
    row = con.execute(f"SELECT count(*), count(*) - count(_size), coalesce(sum(_size), 0) FROM {name}").fetchone()
    assert row is not None
    return row[0], row[1], int(row[2])


def _load_line_by_line(
    con: duckdb.DuckDBPyConnection, table: Table, path: Path, header: textscan.Header
) -> list[Problem]:
    texts = ", ".join(f"{quoted(name)} VARCHAR" for name in header.names)
    con.execute(f"CREATE OR REPLACE TEMP TABLE _text (_line BIGINT, {texts})")
    cells = ", ".join(["nullif(unnest(?::VARCHAR[]), '')"] * len(header.names))
    scan = textscan.Scan(path, len(header.names))
    for numbers, rows in scan.batches():
        con.execute(
            f"INSERT INTO _text SELECT unnest(?::BIGINT[]), {cells}", [numbers, *map(list, zip(*rows, strict=True))]
        )
    problems = scan.problems + _bad_cells(con, table, path.name, "_line")
    if not problems:
        _create(con, table, "_text")
    con.execute("DROP TABLE _text")
    return problems


def _load_parquet(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Problem]:
    import duckdb

    source = f"read_parquet({literal(escape(str(path)))}, hive_partitioning=false)"
    try:
        types = {str(name): str(kind) for name, kind, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
        problems = textscan.header_problems(path.name, table, list(types))
        problems += [
            Problem(path.name, 1, "", "", f"{name} 这一列的类型是 {kind},应为文本、日期、布尔或数")
            for name, kind in types.items()
            if not kind.startswith((*_PLAIN, *_FRACTIONS)) or kind.endswith("]")
        ]
        if problems:
            return problems
        texts = ", ".join(f"{_as_text(name, kind)} AS {quoted(name)}" for name, kind in types.items())
        _, bad, _ = _create(con, table, f"(SELECT {texts} FROM {source})")
        if bad:
            con.execute(f"CREATE OR REPLACE TEMP TABLE _text AS SELECT {texts} FROM {source}")
            problems = _bad_cells(con, table, path.name, "rowid + 2")
            con.execute("DROP TABLE _text")
    except duckdb.Error:
        return [Problem(path.name, 0, "", "", "不是完整的 Parquet 文件,请重新导出")]
    return problems


def _as_text(name: str, kind: str) -> str:
    """SQL of a Parquet column as the CSV cell would read. Numbers lose idle zeros: a 2 kept as 2.00 is a 2."""
    text = f"CAST({quoted(name)} AS VARCHAR)"
    if kind.startswith(_FRACTIONS):
        return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
    return f"nullif({text}, '')"


def _bad_cells(con: duckdb.DuckDBPyConnection, table: Table, file: str, line: str) -> list[Problem]:
    """Every cell of ``_text`` that breaks a rule, each for the first rule it breaks."""
    problems = []
    for column in table.columns:
        asked = rules(table, column)
        which = " ".join(f"WHEN {rule.broken} THEN {number}" for number, rule in enumerate(asked))
        found = con.execute(
            f"SELECT which, line, cell, count(*) OVER (PARTITION BY which) FROM ("
            f"SELECT {line} AS line, coalesce(left({quoted(column.name)}, 100), '') AS cell, CASE {which} END AS which"
            f" FROM _text) WHERE which IS NOT NULL"
            f" QUALIFY row_number() OVER (PARTITION BY which ORDER BY line) <= {CAP} ORDER BY which, line"
        ).fetchall()
        for number, rule in enumerate(asked):
            cells = [row for row in found if row[0] == number]
            problems += [Problem(file, row[1], column.name, row[2], rule.message) for row in cells]
            problems += more(file, column.name, rule.message, cells[0][3] - len(cells) if cells else 0)
    return problems
