"""A table's rows swapped for others as a whole, below the ORM: some hundred thousand in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, models

from jili.records.bulk import put

if TYPE_CHECKING:
    import pyarrow as pa


def alone_with(model: type[models.Model]) -> None:
    """Until the transaction ends nobody else changes the rows of ``model``; everybody may read them."""
    if connection.vendor == "postgresql":  # on SQLite there is one writer anyway
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN EXCLUSIVE MODE")


def refill(model: type[models.Model], rows: pa.Table) -> None:
    """Delete all rows of ``model`` and put ``rows`` in their place; columns as the database calls them. Must be called
    in a transaction; nothing may refer to the rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    texts = [field.column for field in model._meta.fields if not field.null and field.column in rows.column_names]
    put(table, rows, never_null=texts)
