"""An import is taken back whole: what it made is removed, what it changed is as before, with the history of both.

The caller holds the transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from django.db import models

from jili.exchange.bulk import BATCH, CHANGED, REMOVED, Progress, history, pks_of, place_units, put, standing
from jili.exchange.models import UploadRow
from jili.exchange.targets import Target, chunks, targets
from jili.records.base import under_event
from jili.records.models import Cadre, Unit
from jili.records.names import names_drop, names_keep

Rows = models.QuerySet[UploadRow]
Leaving = dict[tuple[str, str], set[str]]
"""Table and column → primary keys of the records that refer to something in it now, and will not any more."""
WHOLE = ""


class Needed(Exception):
    """A record that is to be removed is referred to by one that stays; ``label`` is the kind of that."""

    def __init__(self, row: UploadRow, label: str) -> None:
        super().__init__(f"{row.table} {row.pk_text}: {label}")
        self.row, self.label = row, label


def refuse_used(rows: Rows) -> None:
    """Raises Stale if a record was changed since, Needed if something that stays refers to one that was new."""
    leaving: Leaving = defaultdict(set)
    for table, state, pk, before in rows.values_list("table", "state", "pk_text", "before").iterator(BATCH):
        for column in before or () if state == UploadRow.State.CHANGED else (WHOLE,):
            leaving[table, column].add(pk)
    for target in targets():
        own = rows.filter(table=target.table.name).order_by("pk")
        for chunk in chunks(own.iterator(BATCH), BATCH):
            standing(target, chunk, lambda row: row.written)
            _refuse_needed(target, [row for row in chunk if row.state == UploadRow.State.NEW], leaving)


def _refuse_needed(target: Target, rows: Sequence[UploadRow], leaving: Leaving) -> None:
    by_pk = {row.pk_text: row for row in rows}
    for related in target.model._meta.related_objects:
        model, field = cast(type[models.Model], related.related_model), related.field
        if model in target.parts or related.on_delete is models.CASCADE or not rows:
            continue
        table = model._meta.db_table
        going = leaving[table, WHOLE] | leaving[table, str(field.column)]
        referring = model._base_manager.filter(**{f"{field.name}__in": list(by_pk)}).values_list("pk", field.name)
        for pk, needed in referring.iterator(BATCH):
            if str(pk) not in going:
                raise Needed(by_pk[str(needed)], str(model._meta.verbose_name))


def take_back(rows: Rows, event: int, progress: Progress) -> None:
    """Put the records back as they were, as ``event`` tells. What was new goes first: it may stand where something
    was before."""
    whole, done = rows.count(), 0
    with under_event(event):
        for state, take in ((UploadRow.State.NEW, _remove), (UploadRow.State.CHANGED, _restore)):
            for target in reversed(targets()):
                own = rows.filter(table=target.table.name, state=state).order_by("pk")
                for chunk in chunks(own.iterator(BATCH), BATCH):
                    take(target, chunk, event)
                    done += len(chunk)
                    progress(done, whole, f"恢复{target.table.label}")
        if rows.filter(table="units").exists():
            history(Unit, CHANGED, place_units(), event)


def _remove(target: Target, rows: Sequence[UploadRow], event: int) -> None:
    pks = pks_of(rows)
    history(target.model, REMOVED, pks, event)
    target.remove_parts(pks)
    if target.model is Cadre:
        names_drop(pks)
    records = target.model._base_manager.filter(pk__in=pks)
    records._raw_delete(records.db)


def _restore(target: Target, rows: Sequence[UploadRow], event: int) -> None:
    found = standing(target, rows, lambda row: row.written)
    put(target, [(r.pk_text, found[r.pk_text].values | (r.before or {}), (r.written or 0) + 1) for r in rows])
    if target.model is Cadre:
        names_keep(pks_of(rows))
    history(target.model, CHANGED, pks_of(rows), event)
    target.write_parts((found[row.pk_text].pk, row.before or {}) for row in rows)
