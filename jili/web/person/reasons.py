"""Why: the reasons for a cadre, of the published run; and of all statements on another day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.scope import Access, NotThere, access_cadre
from jili.decisions.explaining import explain_on
from jili.decisions.lineage import seen_kinds
from jili.decisions.models import published
from jili.decisions.store import Tampered
from jili.policy.sentences import TITLES
from jili.web.fields import DayInput
from jili.web.person.holds import Group
from jili.web.reasons import told


class DayForm(forms.Form):
    on = forms.DateField(label="看另一天", widget=DayInput())


def choices(access: Access, groups: Iterable[Group]) -> list[tuple[str, str]]:
    """The statements about cadres that somebody may see and that say nothing of this one: number and title."""
    said = {row.decision.statement for group in groups for row in group.rows if row.decision.subject_kind == "cadre"}
    seen = {statement for statement, about in seen_kinds(access) if about == "cadre"}
    return [(statement, title) for statement, title in TITLES.items() if statement in seen - said]


def reason(request: Request, cadre_id: str) -> HttpResponse:
    """The reasons of one statement (or of all): a part of the page, or a page of its own where scripts are off."""
    found = access_cadre(request.access, cadre_id)
    statement = request.GET.get("statement") or None
    if statement is not None and statement not in TITLES:
        raise NotThere
    reasons = told(request.access, "cadre", cadre_id, statement)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(reasons)
    title = TITLES[statement] if statement else "全部依据与理由"
    return render(request, "person/reason_page.html", {"cadre": found, "title": title, "reasons": reasons})


def on_day(request: Request, cadre_id: str) -> HttpResponse:
    """What held on another day, by the records of the published run as they were known on that day; the page comes
    again while that is worked out."""
    found = access_cadre(request.access, cadre_id)
    form = DayForm(request.GET)
    run = published()
    context: dict[str, Any] = {"cadre": found, "form": form, "back": reverse("cadre", args=[cadre_id])}
    if form.is_valid() and run:
        try:
            reasons = explain_on(request.access, run, "cadre", cadre_id, form.cleaned_data["on"])
            context |= {"told": reasons.told()} if reasons else {"working": True}
        except (Refused, Tampered) as problem:
            context["problem"] = str(problem)
    answer = render(request, "person/day.html", context)
    if "working" in context:
        answer["Refresh"] = "2"
    return answer
