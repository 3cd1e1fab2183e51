"""How many decisions of each kind of the published run somebody may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from jili.access.remembered import question_of, remembered
from jili.access.scope import Access
from jili.decisions.models import Run
from jili.decisions.seen import decisions

Tally = Mapping[tuple[str, str], int]
"""Statement and outcome → how many."""
ByUnit = Mapping[tuple[str, str], int]
"""Unit and outcome → how many."""


def tally(access: Access, run: Run) -> Tally:
    """The decisions of ``run``, which is the published one, by statement and outcome."""
    return _counted(access, run, "statement")


def tally_by_unit(access: Access, run: Run) -> ByUnit:
    """The same by the unit to which the subject belongs; empty for the city and campaigns."""
    return _counted(access, run, "unit")


def _counted(access: Access, run: Run, by: str) -> Mapping[tuple[str, str], int]:
    rows = decisions(access).order_by().values_list(by, "outcome").annotate(count=Count("id"))

    def counted() -> Mapping[tuple[str, str], int]:
        return {(value, outcome): count for value, outcome, count in rows}

    return remembered(access, (run.pk, question_of(rows)), counted)
