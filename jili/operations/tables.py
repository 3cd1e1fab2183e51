"""The tables that a backup holds, as Arrow: the same for either database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, ForeignKey, Model

if TYPE_CHECKING:
    import pyarrow as pa

LEFT_OUT = {"auth", "contenttypes", "sessions", "django_tasks_database"}
"""Apps whose tables are made anew: nobody stays signed in, and the queue's work is taken up again by the jobs."""
ROWS, ROWS_WITH_FILES = 20_000, 500
"""At a time; fewer where a cell may hold a photo."""


def models(*, made: bool = False) -> list[type[Model]]:
    """What a backup holds, by name of table; only those whose tables are ``made``, if so asked."""
    there = set(connection.introspection.table_names()) if made else None
    kept = (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in LEFT_OUT)
    found = (model for model in kept if model._meta.managed and (there is None or model._meta.db_table in there))
    return sorted(found, key=lambda model: model._meta.db_table)


def schema(model: type[Model]) -> pa.Schema:
    """The columns of a model's table."""
    import pyarrow as pa

    return pa.schema([(field.column, _kind(field)) for field in model._meta.concrete_fields])


def batches(model: type[Model]) -> Iterator[pa.RecordBatch]:
    """The rows of a model's table in order of key."""
    import pyarrow as pa

    fields, kinds = model._meta.concrete_fields, schema(model)
    documents = [at for at, field in enumerate(fields) if _internal(field) == "JSONField"]
    decimals = [
        at for at, kind in enumerate(kinds.types) if kind == pa.string() and _internal(fields[at]) == "DecimalField"
    ]
    at_once = ROWS_WITH_FILES if pa.binary() in kinds.types else ROWS
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields)).iterator(at_once)
    while piece := list(islice(rows, at_once)):
        columns: list[Sequence[Any]] = list(zip(*piece, strict=True))
        for at in documents:
            columns[at] = [_document(value, fields[at]) for value in columns[at]]
        for at in decimals:
            columns[at] = [None if value is None else f"{value:f}" for value in columns[at]]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds.types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=kinds)


def fill(table: str, rows: Iterator[pa.RecordBatch]) -> int:
    """Add rows to a table; how many. Must be called in a transaction."""
    done = 0
    name = connection.ops.quote_name
    for batch in rows:
        done += batch.num_rows
        columns = ", ".join(map(name, batch.schema.names))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {name(table)} ({columns}) FROM STDIN") as copy:
                    copy.write(_copy_text(batch))
            else:
                places = ", ".join(["%s"] * batch.num_columns)
                cells = zip(*map(_storable, batch.columns), strict=True)
                cursor.executemany(f"INSERT INTO {name(table)} ({columns}) VALUES ({places})", list(cells))
    return done


def number_on() -> None:
    """Let new rows be numbered after those that were filled in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models(made=True)):
            cursor.execute(statement)


def _internal(field: Field[Any, Any]) -> str:
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def _kind(field: Field[Any, Any]) -> pa.DataType:
    import pyarrow as pa

    kinds = {
        "BinaryField": pa.binary(), "BooleanField": pa.bool_(), "DateField": pa.date32(),
        "DateTimeField": pa.timestamp("us", "UTC"), "FloatField": pa.float64(),
        **dict.fromkeys(("CharField", "TextField", "JSONField", "DecimalField", "GenericIPAddressField"), pa.string()),
    }  # fmt: skip
    name = _internal(field)
    if name.endswith(("IntegerField", "AutoField")):
        return pa.int64()
    return kinds[name]


def _document(value: Any, field: Field[Any, Any]) -> str | None:
    return None if value is None and field.null else json.dumps(value, ensure_ascii=False)


def _copy_text(batch: pa.RecordBatch) -> bytes:
    """Rows in PostgreSQL's own text format, which tells nothing from empty text."""
    import pyarrow.compute as pc

    cells = [pc.fill_null(_escaped(column), r"\N") for column in batch.columns]
    lines = cells[0] if len(cells) == 1 else pc.binary_join_element_wise(*cells, "\t")
    return "".join(f"{line}\n" for line in lines.to_pylist()).encode()


def _escaped(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_binary(column.type):
        return pa.array([None if value is None else rf"\\x{value.hex()}" for value in column.to_pylist()], pa.string())
    if not pa.types.is_string(column.type):
        return column.cast(pa.string())
    for plain, escaped in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        column = pc.replace_substring(column, plain, escaped)
    return column


def _storable(column: pa.Array) -> list[Any]:
    """Values as Django writes them to SQLite: days and moments as text."""
    import pyarrow as pa

    if pa.types.is_date(column.type):
        return list(column.cast(pa.string()).to_pylist())
    values = column.to_pylist()
    if pa.types.is_timestamp(column.type):
        return [None if value is None else str(value.replace(tzinfo=None)) for value in values]
    return list(values)
