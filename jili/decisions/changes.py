"""What publications changed: kept with each, and told to whoever may see the decisions."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from jili.access.scope import Access
from jili.decisions import store
from jili.decisions.differences import runs_diff
from jili.decisions.models import DecisionChange, Publication, Run
from jili.decisions.seen import decision_changes
from jili.policy.facts import SCHEMA
from jili.records.bulk import put

if TYPE_CHECKING:
    import pyarrow as pa

SUBJECT = ["subject_kind", "subject"]
PLACE = ["unit", "unit_path", "cadre"]


def changes_since(access: Access, moment: datetime | None) -> QuerySet[DecisionChange]:
    """What was published after ``moment`` (None: ever) and changed decisions that somebody may see; the latest first.
    A decision that changed at several publications is in it as often."""
    found = decision_changes(access).select_related("publication")
    if moment is not None:
        found = found.filter(publication__at__gt=moment)
    return found.order_by("-publication_id", "statement", "subject_kind", "subject", "item")


def changes_counted(access: Access, publication: Publication) -> dict[tuple[str, str], int]:
    """Of what a publication changed and somebody may see: statement and kind of change → how many decisions."""
    rows = decision_changes(access).filter(publication=publication).order_by()
    counted = rows.values_list("statement", "change").annotate(n=Count("pk"))
    return {(statement, change): n for statement, change, n in counted}


def reasons(access: Access, change: DecisionChange) -> list[dict[str, str | None]]:
    """The changed records that are the reason of a change, as far as somebody sees their columns."""
    return [cause for cause in change.because if sees(access, cause)]


def sees(access: Access, cause: dict[str, Any]) -> bool:
    """Whether somebody sees the column that a cause speaks of; of a record that is new or gone, its key."""
    columns = [cause["column"]] if cause["column"] else SCHEMA[cause["table"]].key
    return all(access.sees(cause["table"], column) for column in columns)


def changes(before: Run, after: Run) -> pa.Table:
    """The difference of two runs as it is kept, with where each subject belongs. Raises Tampered."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = runs_diff(before, after).rows
    because = pa.array(
        [json.dumps(causes or [], ensure_ascii=False) for causes in rows["because"].to_pylist()], pa.string()
    )
    found = rows.select(["statement", *SUBJECT, "item", "change"]).append_column("because", because)
    for side in ("before", "after"):
        found = found.append_column(side, pc.fill_null(rows[f"{side}_outcome"], ""))
    for name, run in (("new", after), ("old", before)):
        places = store.load(run.places).select([*SUBJECT, *PLACE])
        places = places.rename_columns([*SUBJECT, *(f"{name}_{column}" for column in PLACE)])
        found = found.join(places, keys=SUBJECT, join_type="left outer")
    for column in PLACE:
        found = found.append_column(column, pc.coalesce(found[f"new_{column}"], found[f"old_{column}"], ""))
    kept = ["statement", *SUBJECT, "item", "change", "before", "after", *PLACE, "because"]
    return found.select(kept).sort_by([(name, "ascending") for name in kept[:4]])


def changes_keep(publication: Publication, found: pa.Table) -> None:
    """Keep what a publication changes, in its transaction."""
    import pyarrow as pa

    own = pa.array([publication.pk] * found.num_rows, pa.int64())
    texts = [name for name in found.column_names if name != "because"]
    put("decisions_decisionchange", found.append_column("publication_id", own), never_null=texts)
