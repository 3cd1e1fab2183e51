"""What the subjects of decisions are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast, Concat

from jili.records.models import Cadre, Campaign, Proposal, Team, Unit, Vacancy

_PROPOSED = Concat("cadre__name", Value(" 拟任 "), "vacancy__title", output_field=CharField())
NAMED: Mapping[str, tuple[type[Model], Any]] = {
    "cadre": (Cadre, F("name")), "team": (Team, F("name")), "unit": (Unit, F("name")), "vacancy": (Vacancy, F("title")),
    "campaign": (Campaign, F("name")), "proposal": (Proposal, _PROPOSED),
}  # fmt: skip
"""Kind of subject → where it stands and what it is called: a proposal, who is proposed for what."""


def subject_names(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(Kind, id) → name, by one query. Those that are no longer there have none."""
    by_kind: dict[str, set[str]] = {}
    for kind, id in subjects:
        by_kind.setdefault(kind, set()).add(id)
    asked = [
        model._default_manager.filter(pk__in=by_kind[kind])
        .order_by()
        .annotate(told_kind=Cast(Value(kind), CharField()), told_name=Cast(name, CharField()))
        .values_list("told_kind", "pk", "told_name")
        for kind, (model, name) in NAMED.items()
        if kind in by_kind
    ]
    found = {("city", "city"): "全市"}
    if asked:
        rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
        found |= {(kind, pk): name for kind, pk, name in rows}
    return found
