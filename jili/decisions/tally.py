"""How many decisions of the published run somebody sees: by statement, by unit, by how long they are overdue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.models import Decision, Run
from jili.decisions.seen import decisions

Tally = Mapping[tuple[str, str], int]
"""Statement and outcome → how many."""
ByUnit = Mapping[tuple[str, str], int]
"""Unit and outcome → how many."""

LATE = (("30 天内", 30), ("31—90 天", 90), ("91—365 天", 365), ("一年以上", None))
"""How long something is overdue: what it is called, and up to how many days."""
OVERDUE = ("overdue", "missed")


def tally(access: Access, run: Run) -> Tally:
    """The decisions of ``run``, which is the published one, by statement and outcome."""
    return _counted(access, run, "outcomes", lambda: decisions(access).values_list("statement", "outcome"))


def tally_by_unit(access: Access, run: Run) -> ByUnit:
    """The same by the unit to which the subject belongs; empty for the city and campaigns."""
    return _counted(access, run, "units", lambda: decisions(access).values_list("unit", "outcome"))


def tally_late(access: Access, run: Run) -> Mapping[tuple[str, str, int], int]:
    """What is overdue by unit, statement and how long it has been (the place in ``LATE``)."""
    return _counted(access, run, "late", lambda: _late(access, run))


def _late(access: Access, run: Run) -> QuerySet[Decision, Any]:
    rows: QuerySet[Decision, Any] = decisions(access).filter(outcome__in=OVERDUE, ends_on__lt=run.day)
    whens = [
        When(ends_on__gte=run.day - timedelta(days=days), then=Value(at))
        for at, (_, days) in enumerate(LATE)
        if days is not None
    ]
    band = Case(*whens, default=Value(len(LATE) - 1), output_field=IntegerField())
    return rows.annotate(band=band).values_list("unit", "statement", "band")


def _counted(access: Access, run: Run, by: str, rows: Callable[[], QuerySet[Decision, Any]]) -> Mapping[Any, int]:
    """Counted once for all who see the same; by name, for putting the question together takes longer than the answer
    does once it is remembered."""

    def counted() -> Mapping[Any, int]:
        return {tuple(key): count for *key, count in rows().order_by().annotate(count=Count("id"))}

    return remembered(access, ("tally", by, run.pk), counted)
