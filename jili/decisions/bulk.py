"""A table's rows swapped for others as a whole, below the ORM: some hundred thousand in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, models

from jili.engine.csv_text import csv_text

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
"""Rows that are Python values at a time."""


def alone_with(model: type[models.Model]) -> None:
    """Until the transaction ends nobody else changes the rows of ``model``; everybody may read them."""
    if connection.vendor == "postgresql":  # on SQLite there is one writer anyway
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN EXCLUSIVE MODE")


def refill(model: type[models.Model], rows: pa.Table) -> None:
    """Delete all rows of ``model`` and put ``rows`` in their place; columns as the database calls them. Must be called
    in a transaction; nothing may refer to the rows."""
    name = connection.ops.quote_name
    table, columns = name(model._meta.db_table), ", ".join(map(name, rows.column_names))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            texts = [
                field.column for field in model._meta.fields if not field.null and field.column in rows.column_names
            ]
            empty = f", FORCE_NOT_NULL ({', '.join(map(name, texts))})"
            # COPY goes into no table behind a wall
            cursor.execute(
                f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
            )
            with cursor.copy(f"COPY staged ({columns}) FROM STDIN (FORMAT csv, HEADER{empty})") as copy:
                for piece in csv_text(rows):
                    copy.write(piece)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM staged")
            cursor.execute("DROP TABLE staged")
            return
        places = ", ".join(["%s"] * rows.num_columns)
        for batch in rows.to_batches(BATCH):
            cells = list(zip(*map(_storable, batch.columns), strict=True))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", cells)


def _storable(column: pa.Array) -> list[Any]:
    """The values of a column as SQLite keeps them: days and decimals from text."""
    import pyarrow as pa

    as_text = pa.types.is_date(column.type) or pa.types.is_decimal(column.type)
    values: list[Any] = (column.cast(pa.string()) if as_text else column).to_pylist()
    return values
