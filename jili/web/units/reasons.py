"""Why something is said of a unit or of a team: the reasons of the published run."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.scope import NotThere, access_record, access_unit
from jili.decisions.explaining import explain
from jili.decisions.models import published
from jili.decisions.store import Tampered
from jili.policy.sentences import TITLES


def unit(request: Request, unit_id: str) -> HttpResponse:
    return _reasons(request, "unit", access_unit(request.access, unit_id))


def team(request: Request, team_id: str) -> HttpResponse:
    return _reasons(request, "team", access_record(request.access, "teams", team_id))


def _reasons(request: Request, kind: str, found: Any) -> HttpResponse:
    """Of one statement, or of all."""
    statement = request.GET.get("statement") or None
    if statement is not None and statement not in TITLES:
        raise NotThere
    title = TITLES[statement] if statement else "全部依据与理由"
    context: dict[str, Any] = {"name": found.name, "title": title, "back": reverse(kind, args=[found.pk])}
    run = published()
    try:
        context["told"] = explain(request.access, run, kind, found.pk, statement).told() if run else None
    except (Refused, Tampered) as problem:
        context["problem"] = str(problem)
    return render(request, "units/reason_page.html", context)
