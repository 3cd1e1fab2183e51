"""Changes are written in bulk, each with its history under the event that tells of them all, and taken back so.

The caller holds the transaction. Records are written first and their history after the event, for whoever writes an
event makes others wait who have one to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import connection, models
from django.utils import timezone

from jili.exchange import places
from jili.exchange.models import UploadRow
from jili.exchange.targets import Target, Values, chunks, targets
from jili.records.base import Record, under_event
from jili.records.models import Unit

MADE, CHANGED, REMOVED = "+", "~", "-"
BATCH = 500
Progress = Callable[[int, int, str], None]


class Stale(Exception):
    """A record is not as it was when the change was worked out; ``row`` tells which."""

    def __init__(self, row: UploadRow) -> None:
        super().__init__(f"{row.table} {row.pk_text}")
        self.row = row


class Needed(Exception):
    """A record that is to be removed is referred to by one that stays; ``label`` is the kind of that."""

    def __init__(self, row: UploadRow, label: str) -> None:
        super().__init__(f"{row.table} {row.pk_text}: {label}")
        self.row, self.label = row, label


@dataclass
class Written:
    """What was written, or will be removed, and awaits its history."""

    records: list[tuple[type[Record], str, list[Any]]] = field(default_factory=list)
    """Model, what was done, primary keys."""
    parts: list[tuple[Target, list[tuple[Any, Values]]]] = field(default_factory=list)

    def history(self, event: int) -> None:
        """Write the history of all, as that of ``event``, then what needs the event while it is written or removed."""
        for model, kind, pks in self.records:
            for chunk in chunks(pks, BATCH):
                _history(model, kind, chunk, event)
        with under_event(event):
            for target, changes in self.parts:
                target.write_parts(changes)
            for model, kind, pks in self.records:
                if kind == REMOVED:
                    _delete(model, pks)


def write(rows: models.QuerySet[UploadRow], progress: Progress) -> Written:
    """Make and change the records. Raises Stale, IntegrityError."""
    written, whole, done = Written(), rows.count(), 0
    for target in targets():
        own = rows.filter(table=target.table.name).order_by("pk")
        for chunk in chunks(own.iterator(BATCH), BATCH):
            made = [row for row in chunk if row.state == UploadRow.State.NEW]
            _make(target, made, written)
            _change(target, [row for row in chunk if row.state == UploadRow.State.CHANGED], written)
            _keep(chunk)
            done += len(chunk)
            progress(done, whole, f"写入{target.table.label}")
    _place(written)
    return written


def take_back(rows: models.QuerySet[UploadRow], progress: Progress) -> Written:
    """Put the records back as they were. Raises Stale, Needed."""
    written, whole, done = Written(), rows.count(), 0
    for state, take in ((UploadRow.State.CHANGED, _restore), (UploadRow.State.NEW, _remove)):
        for target in reversed(targets()):
            own = rows.filter(table=target.table.name, state=state).order_by("pk")
            for chunk in chunks(own.iterator(BATCH), BATCH):
                take(target, chunk, written)
                done += len(chunk)
                progress(done, whole, f"恢复{target.table.label}")
    _place(written)
    return written


def _make(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    records = [target.build(row.values, version=1) for row in rows]
    target.model._base_manager.bulk_create(records)
    for row, record in zip(rows, records, strict=True):
        row.pk_text, row.written = str(record.pk), 1
    written.records.append((target.model, MADE, [record.pk for record in records]))
    written.parts.append((target, [(record.pk, row.values) for row, record in zip(rows, records, strict=True)]))


def _change(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    standing = _standing(target, rows)
    for row in rows:
        found = standing.get(row.pk_text)
        if found is None or found.version != row.version:
            raise Stale(row)
        row.before, row.written = {name: found.values[name] for name in row.values}, found.version + 1
    _put(target, [(row, standing[row.pk_text].values | row.values, row.written or 0) for row in rows], written)
    written.parts.append((target, [(standing[row.pk_text].pk, row.values) for row in rows]))


def _restore(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    standing = _standing(target, rows)
    for row in rows:
        found = standing.get(row.pk_text)
        if found is None or found.version != row.written:
            raise Stale(row)
    changed = [(row, standing[row.pk_text].values | (row.before or {}), (row.written or 0) + 1) for row in rows]
    _put(target, changed, written)
    written.parts.append((target, [(standing[row.pk_text].pk, row.before or {}) for row in rows]))


def _standing(target: Target, rows: Sequence[UploadRow]) -> dict[str, Any]:
    """The records of rows as they stand, locked."""
    found = target.model._base_manager.select_for_update().filter(pk__in=_pks(rows))
    return {str(record.pk): record for record in target.read(found)} if rows else {}


def _put(target: Target, changed: Sequence[tuple[UploadRow, dict[str, Any], int]], written: Written) -> None:
    """Write records that are there. An insert that updates where there is one is many times quicker than an update of
    many rows."""
    records = [target.build(values, version, row.pk_text) for row, values, version in changed]
    if target.model is Unit:
        _keep_paths(records)
    names = [f.attname for f in target.model._meta.concrete_fields if not f.primary_key]
    if records:
        target.model._base_manager.bulk_create(
            records, update_conflicts=True, unique_fields=[target.model._meta.pk.attname], update_fields=names
        )
    written.records.append((target.model, CHANGED, [record.pk for record in records]))


def _keep_paths(units: Iterable[Any]) -> None:
    """Until all are placed anew."""
    standing = dict(Unit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "path"))
    for unit in units:
        unit.path = standing[unit.pk]


def _remove(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    """Have the records removed once their history says so."""
    manager = target.model._base_manager.select_for_update()
    versions = {str(pk): version for pk, version in manager.filter(pk__in=_pks(rows)).values_list("pk", "version")}
    for row in rows:
        if versions.get(row.pk_text) != row.written:
            raise Stale(row)
    _refuse_needed(target, rows, written)
    written.records.append((target.model, REMOVED, _pks(rows)))


def _refuse_needed(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    """Raises Needed if something that stays refers to the records."""
    by_pk = {row.pk_text: row for row in rows}
    for related in target.model._meta.related_objects:
        model, name = cast(type[models.Model], related.related_model), related.field.name
        if model in target.parts:
            continue
        going = {str(pk) for other, kind, pks in written.records if other is model and kind == REMOVED for pk in pks}
        referring = model._base_manager.filter(**{f"{name}__in": list(by_pk)}).values_list("pk", name)
        for pk, needed in referring.iterator(BATCH):
            if str(pk) not in going:
                raise Needed(by_pk[str(needed)], str(model._meta.verbose_name))


def _place(written: Written) -> None:
    """Give units their paths, if any were written."""
    units = {pk for model, _, pks in written.records if model is Unit for pk in pks}
    if units:
        moved = places.moved()
        Unit.objects.bulk_update(moved, ["path"], batch_size=BATCH)
        written.records.append((Unit, CHANGED, [unit.pk for unit in moved if unit.pk not in units]))


def _keep(rows: Sequence[UploadRow]) -> None:
    UploadRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["pk_text", "before", "written"]
    )


def _pks(rows: Sequence[UploadRow]) -> list[str]:
    return [row.pk_text for row in rows]


def _history(model: type[Record], kind: str, pks: Sequence[Any], event: int) -> None:
    """As django-simple-history writes it one by one, the database copying the rows from their table."""
    history = model.history.model
    quote, adapt = connection.ops.quote_name, connection.ops.adapt_datetimefield_value
    own = ", ".join(quote(field.column) for field in history.tracked_fields)
    places = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(history._meta.db_table)} ({own}, event, history_date, history_type)"
            f" SELECT {own}, %s, %s, %s FROM {quote(model._meta.db_table)}"
            f" WHERE {quote(str(model._meta.pk.column))} IN ({places})",
            [event, adapt(timezone.now()), kind, *pks],
        )


def _delete(model: type[Record], pks: Sequence[Any]) -> None:
    for target in targets():
        if target.model is model:
            target.remove_parts(pks)
    for chunk in chunks(pks, BATCH):
        rows = model._base_manager.filter(pk__in=chunk)
        rows._raw_delete(rows.db)
