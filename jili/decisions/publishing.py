"""Publishing: the decisions of one run become what the pages show."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from jili.access.actor import Actor
from jili.access.log import append
from jili.decisions import store
from jili.decisions.bulk import alone_with, refill
from jili.decisions.changes import changes, changes_keep
from jili.decisions.lineage import levels
from jili.decisions.models import Decision, Publication, Run
from jili.decisions.runs import run_decisions
from jili.engine.difference import KEYS

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATOR = ";"
"""Stands in no id."""


def run_publish(*, actor: Actor, run: Run) -> Publication:
    """Show the decisions of a run on the pages, instead of those of the run before. Raises Tampered.

    With it is kept what it changes (``DecisionChange``), unless the run before is no longer whole. Pages see all
    decisions of the one run or all of the other. A run that is shown already stays as it is.
    """
    latest = Publication.objects.first()
    if latest and latest.run_id == run.pk:
        return latest
    found, changed = rows(run), _changes(latest, run)
    with transaction.atomic():
        alone_with(Decision)
        before, latest = latest, Publication.objects.first()
        if latest and latest.run_id == run.pk:  # somebody else was quicker
            return latest
        if latest and latest != before:
            changed = _changes(latest, run)
        refill(Decision, found)
        publication = Publication.objects.create(run=run)
        if changed is not None:
            changes_keep(publication, changed)
        body = {"day": run.day.isoformat(), "count": run.count, "before": latest.run_id if latest else None}
        body["changes"] = None if changed is None else changed.num_rows
        append(actor=actor, kind="run.publish", subject=f"run:{run.pk}", body=body)
    return publication


def _changes(latest: Publication | None, run: Run) -> pa.Table | None:
    """What publishing a run changes; None if nothing was published or that can no longer be compared with."""
    try:
        return changes(latest.run, run) if latest else None
    except store.Tampered:
        return None


def rows(run: Run) -> pa.Table:
    """The decisions of a run with where their subjects belong and how secret they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = run_decisions(run).join(store.load(run.places), keys=["subject_kind", "subject"], join_type="left outer")
    for name in ("unit", "unit_path", "cadre"):
        at = found.column_names.index(name)
        found = found.set_column(at, name, pc.fill_null(found[name], ""))
    known = levels()
    classes = pa.table({
        "statement": [statement for statement, _ in known],
        "subject_kind": [kind for _, kind in known],
        "level": pa.array([int(level) for level in known.values()], pa.int64()),
    })  # fmt: skip
    found = found.join(classes, keys=["statement", "subject_kind"], join_type="left outer")
    about = pc.binary_join_element_wise(*(found[key] for key in KEYS), SEPARATOR).to_pylist()
    return found.append_column("id", pa.array(map(_number, about), pa.int64())).sort_by("id")


def _number(about: str) -> int:
    """63 bits of a hash: two of a million decisions are alike once in twenty million runs."""
    return int.from_bytes(sha256(about.encode()).digest()[:8], "big") >> 1
