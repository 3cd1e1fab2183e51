"""Records in bulk: read to be changed, put back, placed, with their history. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from jili.exchange import places
from jili.exchange.models import UploadRow
from jili.exchange.targets import Found, Target, Values, chunks
from jili.records.base import Record
from jili.records.models import Unit

MADE, CHANGED, REMOVED = "+", "~", "-"
BATCH = 500
Progress = Callable[[int, int, str], None]


class Stale(Exception):
    """A record is not as it was when the change was worked out; ``row`` tells which."""

    def __init__(self, row: UploadRow) -> None:
        super().__init__(f"{row.table} {row.pk_text}")
        self.row = row


def standing(target: Target, rows: Sequence[UploadRow], version: Callable[[UploadRow], int | None]) -> dict[str, Found]:
    """The records of rows by primary key, locked. Raises Stale unless each is of the version it should be."""
    if not rows:
        return {}
    locked = target.model._base_manager.select_for_update().filter(pk__in=pks_of(rows))
    found = {str(record.pk): record for record in target.read(locked)}
    for row in rows:
        if row.pk_text not in found or found[row.pk_text].version != version(row):
            raise Stale(row)
    return found


def put(target: Target, changed: Sequence[tuple[str, Values, int]]) -> None:
    """Write records that are there: primary key, all values, version. An insert that updates where there is one is many
    times quicker than an update of many rows."""
    records = [target.build(values, version, pk) for pk, values, version in changed]
    if target.model is Unit:
        _keep_paths(records)
    names = [field.attname for field in target.model._meta.concrete_fields if not field.primary_key]
    if records:
        target.model._base_manager.bulk_create(
            records, update_conflicts=True, unique_fields=[target.model._meta.pk.attname], update_fields=names
        )


def _keep_paths(units: Iterable[Any]) -> None:
    """Until all are placed anew."""
    paths = dict(Unit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "path"))
    for unit in units:
        unit.path = paths[unit.pk]


def place_units() -> list[str]:
    """Give all units the paths that their superiors say; which had others."""
    moved = places.moved()
    Unit.objects.bulk_update(moved, ["path"], batch_size=BATCH)
    return [unit.pk for unit in moved]


def history(model: type[Record], kind: str, pks: Iterable[Any], event: int) -> None:
    """Write the history of records as django-simple-history does one by one: the database copies them."""
    past = model.history.model
    quote, adapt = connection.ops.quote_name, connection.ops.adapt_datetimefield_value
    own = ", ".join(quote(field.column) for field in past.tracked_fields)
    told = [event, adapt(timezone.now()), kind]
    with connection.cursor() as cursor:
        for chunk in chunks(pks, BATCH):
            cursor.execute(
                f"INSERT INTO {quote(past._meta.db_table)} ({own}, event, history_date, history_type)"
                f" SELECT {own}, %s, %s, %s FROM {quote(model._meta.db_table)}"
                f" WHERE {quote(str(model._meta.pk.column))} IN ({', '.join(['%s'] * len(chunk))})",
                [*told, *chunk],
            )


def pks_of(rows: Iterable[UploadRow]) -> list[str]:
    return [row.pk_text for row in rows]
