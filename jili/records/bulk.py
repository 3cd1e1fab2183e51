"""Many rows into a table at once, below the ORM: some hundred thousand in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from django.db import connection

from jili.engine.cells import quoted
from jili.engine.csv_text import csv_text

BATCH = 20_000
"""Rows that are Python values at a time."""
_COUNTED = """DO $$ BEGIN IF to_regprocedure('table_counted(text)') IS NOT NULL THEN PERFORM table_counted('{table}');
END IF; END $$"""
"""A function of ``jili.access.walls``, which is not there before they are up."""


def put(table: str, rows: pa.Table, *, never_null: Sequence[str] = ()) -> None:
    """Add ``rows`` to a table; columns as the database calls them. Must be called in a transaction.

    What is empty is NULL, but in the columns ``never_null`` empty text. PostgreSQL counts the table at once: by what it
    knew of it before, a query of much can take minutes.
    """
    columns = ", ".join(map(quoted, rows.column_names))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, table, columns, rows, never_null)
            cursor.execute(_COUNTED.format(table=table))
            return
        places = ", ".join(["%s"] * rows.num_columns)
        for batch in rows.to_batches(BATCH):
            cells = list(zip(*map(_storable, batch.columns), strict=True))
            cursor.executemany(f"INSERT INTO {quoted(table)} ({columns}) VALUES ({places})", cells)


def _copy(cursor: Any, table: str, columns: str, rows: pa.Table, never_null: Sequence[str]) -> None:
    """COPY goes through a table of its own, for it refuses one with row-level security."""
    empty = f", FORCE_NOT_NULL ({', '.join(map(quoted, never_null))})" if never_null else ""
    cursor.execute(
        f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {columns} FROM {quoted(table)} WITH NO DATA"
    )
    with cursor.copy(f"COPY staged ({columns}) FROM STDIN (FORMAT csv, HEADER{empty})") as copy:
        for piece in csv_text(rows):
            copy.write(piece)
    cursor.execute(f"INSERT INTO {quoted(table)} ({columns}) SELECT {columns} FROM staged")
    cursor.execute("DROP TABLE staged")


def _storable(column: pa.Array) -> list[Any]:
    """The values of a column as SQLite keeps them: days and decimals from text."""
    as_text = pa.types.is_date(column.type) or pa.types.is_decimal(column.type)
    values: list[Any] = (column.cast(pa.string()) if as_text else column).to_pylist()
    return values
