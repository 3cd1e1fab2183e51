"""The bridge between the records and the engine: a register as Arrow tables.

A register in memory is a mapping of every table of ``jili.policy.facts`` to an Arrow table with exactly its columns and
types, rows in order of key. It is read from the database, taken from an engine, written as files, named by a hash.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa

from jili.engine.cells import quoted
from jili.engine.csv_text import csv_text
from jili.engine.output import new_folder
from jili.engine.schema import Column, Table
from jili.policy.facts import SCHEMA
from jili.records.sight import EVERYTHING_SQL

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

    from jili.engine.backend import Backend

PRIVATE = 0o700
_AT_ONCE = 1_000_000_000
"""Rows. SQLite's driver takes the type of a column from the first rows that it hands over: from all of them."""


def read(url: str | None = None) -> dict[str, pa.Table]:
    """The whole register at one moment, from the database of ``url`` or else from Django's own. What others commit
    meanwhile is not seen, nor what is not yet committed."""
    with _snapshot(url) as rows:
        return {table.name: normal(table, rows(table)) for table in SCHEMA.tables}


def of_engine(engine: Backend) -> dict[str, pa.Table]:
    """The register that an engine holds."""
    return {table.name: normal(table, engine.fetch(f"SELECT * FROM {quoted(table.name)}")) for table in SCHEMA.tables}


def normal(table: Table, rows: pa.Table) -> pa.Table:
    """The columns of ``table`` in their order and types, rows in order of key (text by its bytes)."""
    cells = {column.name: _cast(rows.column(column.name), _kind(column)) for column in table.columns}
    return pa.table(cells).sort_by([(name, "ascending") for name in table.key])


@contextmanager
def written(tables: Mapping[str, pa.Table], folder: Path) -> Iterator[dict[str, str]]:
    """A register as a folder of CSV files that ``jili evaluate`` takes and only its owner may open; gives the SHA-256
    of each. The folder is there, whole, when the block ends well.

    Raises FileExistsError if there is a file of that name or the folder holds anything.
    """
    with new_folder(folder, PRIVATE) as aside:
        yield {f"{name}.csv": _write(rows, aside / f"{name}.csv") for name, rows in tables.items()}


def write_folder(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """A register as a folder of CSV files, there as a whole or not at all: see ``written``."""
    with written(tables, folder):
        pass


def content_hash(tables: Mapping[str, pa.Table]) -> str:
    """A register's name: the same for the same rows, in whatever order and pieces they stand.

    It is the SHA-256 of the lines that ``sha256sum *.csv`` prints in its folder.
    """
    nowhere = Path(os.devnull)
    return hash_of_files({f"{name}.csv": _write(normal(SCHEMA[name], rows), nowhere) for name, rows in tables.items()})


def hash_of_files(digests: Mapping[str, str]) -> str:
    """One hash of a folder from the SHA-256 of each of its files."""
    return sha256("".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()).hexdigest()


def _write(rows: pa.Table, path: Path) -> str:
    digest = sha256()
    with path.open("wb") as file:
        for piece in csv_text(rows):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _kind(column: Column) -> pa.DataType:
    if column.type == "decimal":
        return pa.decimal128(18, column.places)
    return {"text": pa.string(), "date": pa.date32(), "bool": pa.bool_(), "int": pa.int64()}[column.type]


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    """A column without a single value has whatever type its source makes of that."""
    if column.null_count == len(column):
        return pa.chunked_array([pa.nulls(len(column), kind)])
    return column.cast(kind)


@contextmanager
def _snapshot(url: str | None) -> Iterator[Callable[[Table], pa.Table]]:
    """Answers with the rows of tables, all in one transaction that sees one moment."""
    database = _database(url)
    local = str(database["ENGINE"]).endswith("sqlite3")
    with _sqlite(database) if local else _postgresql(database) as connection:

        def rows(table: Table) -> pa.Table:
            columns = ", ".join(f"{_cell(column, local)} AS {quoted(column.name)}" for column in table.columns)
            with connection.cursor() as cursor:
                if local:
                    cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _AT_ONCE})
                cursor.execute(f"SELECT {columns} FROM {quoted(table.name)}")
                return cursor.fetch_arrow_table()

        yield rows


def _cell(column: Column, local: bool) -> str:
    """SQL of a column as Arrow can cast it: decimals as text; empty text, which forms may leave, as nothing."""
    name = quoted(column.name)
    if column.type == "decimal":
        text = f"printf('%.{column.places}f', {name})" if local else f"CAST({name} AS text)"
        return f"CASE WHEN {name} IS NOT NULL THEN {text} END"
    return f"nullif({name}, '')" if column.type == "text" and column.optional else name


def _database(url: str | None) -> Mapping[str, Any]:
    import dj_database_url
    from django.db import connection

    return connection.settings_dict if url is None else dict(dj_database_url.parse(url))


@contextmanager
def _sqlite(database: Mapping[str, Any]) -> Iterator[Connection]:
    """Reads a copy: Arrow's driver brings an SQLite of its own, and two of them on one file in one process take away
    each other's locks, which kills the process or tears the file."""
    from adbc_driver_sqlite import dbapi

    file = Path(database["NAME"]).resolve()
    with TemporaryDirectory(prefix=".register-", dir=file.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        with (
            closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with dbapi.connect(f"file:{quote(str(copy))}?mode=ro") as connection:
            yield connection


def _postgresql(database: Mapping[str, Any]) -> Connection:
    from adbc_driver_postgresql import dbapi
    from psycopg.conninfo import make_conninfo

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: database[key] for name, key in names.items() if database[key]}
    connection: Connection = dbapi.connect(make_conninfo(**given, **database.get("OPTIONS", {})))
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(EVERYTHING_SQL)
    return connection
