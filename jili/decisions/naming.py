"""What the subjects of decisions are called."""

from __future__ import annotations

from collections.abc import Iterable

from jili.records.models import Cadre, Campaign, Proposal, Team, Unit, Vacancy

NAMED = {"cadre": (Cadre, "name"), "team": (Team, "name"), "unit": (Unit, "name"), "vacancy": (Vacancy, "title"),
         "campaign": (Campaign, "name")}  # fmt: skip


def subject_names(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(Kind, id) → name: of a proposal who is proposed for what. Those that are no longer there have none."""
    by_kind: dict[str, set[str]] = {}
    for kind, id in subjects:
        by_kind.setdefault(kind, set()).add(id)
    found = {("city", "city"): "全市"}
    for kind, (model, name) in NAMED.items():
        rows = model._default_manager.filter(pk__in=by_kind.get(kind, ())).values_list("pk", name)
        found.update(((kind, pk), str(word)) for pk, word in rows)
    proposals = Proposal.objects.filter(pk__in=by_kind.get("proposal", ()))
    for pk, who, what in proposals.values_list("pk", "cadre__name", "vacancy__title"):
        found["proposal", pk] = f"{who} 拟任 {what}"
    return found
