"""The changes of an upload are written, each with its history under the event that tells of them all.

The caller holds the transaction. Records are written first and their history after the event, for whoever writes an
event makes others wait who have one to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from jili.exchange.bulk import BATCH, CHANGED, MADE, Progress, history, pks_of, place_units, put, standing
from jili.exchange.models import UploadRow
from jili.exchange.targets import Target, Values, chunks, targets
from jili.records.base import Record, under_event
from jili.records.models import Cadre, Unit
from jili.records.names import names_keep


@dataclass
class Written:
    """What was written and awaits its history."""

    records: list[tuple[type[Record], str, list[Any]]] = field(default_factory=list)
    """Model, what was done, primary keys."""
    parts: list[tuple[Target, list[tuple[Any, Values]]]] = field(default_factory=list)

    def history(self, event: int) -> None:
        """Write the history of all, as that of ``event``, then what needs the event while it is written."""
        for model, kind, pks in self.records:
            history(model, kind, pks, event)
        with under_event(event):
            for target, changes in self.parts:
                target.write_parts(changes)


def write(rows: models.QuerySet[UploadRow], progress: Progress) -> Written:
    """Make and change the records. Raises Stale, IntegrityError.

    Of each table what changes comes first: a grade is annulled before its successor stands.
    """
    written, whole, done = Written(), rows.count(), 0
    for target in targets():
        for state, take in ((UploadRow.State.CHANGED, _change), (UploadRow.State.NEW, _make)):
            own = rows.filter(table=target.table.name, state=state).order_by("pk")
            for chunk in chunks(own.iterator(BATCH), BATCH):
                take(target, chunk, written)
                if target.model is Cadre:
                    names_keep(pks_of(chunk))
                _keep(chunk)
                done += len(chunk)
                progress(done, whole, f"写入{target.table.label}")
    units = {pk for model, _, pks in written.records if model is Unit for pk in pks}
    if units:
        written.records.append((Unit, CHANGED, [pk for pk in place_units() if pk not in units]))
    return written


def _make(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    records = [target.build(row.values, version=1) for row in rows]
    target.model._base_manager.bulk_create(records)
    for row, record in zip(rows, records, strict=True):
        row.pk_text, row.written = str(record.pk), 1
    written.records.append((target.model, MADE, [record.pk for record in records]))
    written.parts.append((target, [(record.pk, row.values) for row, record in zip(rows, records, strict=True)]))


def _change(target: Target, rows: Sequence[UploadRow], written: Written) -> None:
    found = standing(target, rows, lambda row: row.version)
    for row in rows:
        record = found[row.pk_text]
        row.before, row.written = {name: record.values[name] for name in row.values}, record.version + 1
    put(target, [(row.pk_text, found[row.pk_text].values | row.values, row.written or 0) for row in rows])
    written.records.append((target.model, CHANGED, [row.pk_text for row in rows]))
    written.parts.append((target, [(found[row.pk_text].pk, row.values) for row in rows]))


def _keep(rows: Sequence[UploadRow]) -> None:
    UploadRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["pk_text", "before", "written"]
    )
