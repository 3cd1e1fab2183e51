"""How many decisions of each kind of the published run somebody may see: counted once a scope and run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Lock
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

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

KEPT = 64
_lock = Lock()
_kept: OrderedDict[tuple[object, ...], Mapping[Any, int]] = OrderedDict()


def tally(access: Access, run: Run) -> Tally:
    """The decisions of ``run``, which is the published one, by statement and outcome."""
    return kept(access, run, "statement", lambda: _by(access, "statement"))


def tally_by_unit(access: Access, run: Run) -> ByUnit:
    """The same by the unit to which the subject belongs; empty for the city and campaigns."""
    return kept(access, run, "unit", lambda: _by(access, "unit"))


def tally_late(access: Access, run: Run) -> Mapping[tuple[str, str, int], int]:
    """What is overdue by unit, statement and how long it has been (the place in ``LATE``)."""
    return kept(access, run, "late", lambda: _late(access, run))


def _by(access: Access, by: str) -> Mapping[Any, int]:
    rows = decisions(access).order_by().values_list(by, "outcome").annotate(count=Count("id"))
    return {(value, outcome): count for value, outcome, count in rows}


def _late(access: Access, run: Run) -> Mapping[Any, int]:
    rows: QuerySet[Decision, Any] = decisions(access).filter(outcome__in=OVERDUE, ends_on__lt=run.day)
    whens = [
        When(ends_on__gte=run.day - timedelta(days=days), then=Value(at))
        for at, (_, days) in enumerate(LATE)
        if days is not None
    ]
    band = Case(*whens, default=Value(len(LATE) - 1), output_field=IntegerField())
    counted = rows.order_by().annotate(band=band).values_list("unit", "statement", "band").annotate(count=Count("id"))
    return {(unit, statement, at): count for unit, statement, at, count in counted}


def kept(access: Access, run: Run, name: str, count: Callable[[], Mapping[Any, int]]) -> Mapping[Any, int]:
    """What was counted of a run for somebody under a name. A process remembers the scopes that were asked last; what
    somebody may see is part of the key, so that a right withdrawn counts at once."""
    grants = tuple((grant.unit_id, grant.up_to_rank) for grant in access.grants)
    key = (name, run.pk, access.role, access.keeps_holds, grants, access.day, access.account.cadre_id)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = count()
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
