"""How many decisions of each kind of the published run somebody may see: counted once a scope and run."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from django.db.models import Count

from jili.access.scope import Access
from jili.decisions.models import Run
from jili.decisions.seen import decisions

Tally = Mapping[tuple[str, str], int]
"""Statement and outcome → how many."""
ByUnit = Mapping[tuple[str, str], int]
"""Unit and outcome → how many."""

KEPT = 64
_lock = Lock()
_kept: OrderedDict[tuple[object, ...], Tally] = OrderedDict()


def tally(access: Access, run: Run) -> Tally:
    """The decisions of ``run``, which is the published one, by statement and outcome."""
    return _counted(access, run, "statement")


def tally_by_unit(access: Access, run: Run) -> ByUnit:
    """The same by the unit to which the subject belongs; empty for the city and campaigns."""
    return _counted(access, run, "unit")


def _counted(access: Access, run: Run, by: str) -> Mapping[tuple[str, str], int]:
    """A process remembers the scopes that were asked last; what somebody may see is part of the key, so that a right
    withdrawn counts at once."""
    grants = tuple((grant.unit_id, grant.up_to_rank) for grant in access.grants)
    key = (by, run.pk, access.role, access.keeps_holds, grants, access.day, access.account.cadre_id)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    rows = decisions(access).order_by().values_list(by, "outcome").annotate(count=Count("id"))
    found = {(value, outcome): count for value, outcome, count in rows}
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
