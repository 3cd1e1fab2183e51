"""The page of a leading team: members, posts and gaps, ages, grades, quota 6.2, structure 8.4.4, what is said of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.scope import access_record
from jili.decisions.models import published
from jili.decisions.seen import decisions
from jili.policy.facts import RANKS
from jili.records.models import Appointment
from jili.web import lines
from jili.web.sheets import sheets
from jili.web.units import figures


def team(request: Request, team_id: str) -> HttpResponse:
    access = request.access
    found = access_record(access, "teams", team_id)
    posts = Appointment.objects.filter(team=found)
    people = figures.people_on(access, posts, access.day)
    held = (
        access.posts()
        .filter(team=found, cadre__in=access.of("cadres"))
        .select_related("cadre")
        .order_by("-chief", "-rank", "pk")
    )
    ranked = access.sees("appointments", "rank")
    tables = ("team_assessments", "demonstrations", "vacancies", "findings", "merits")
    records = {name: access.of(name).filter(team=team_id) for name in tables}
    run = published()
    said = (
        list(decisions(access).filter(subject_kind="team", subject=team_id).order_by("statement", "item"))
        if run
        else []
    )
    lines.read(request, said, "班子页")
    context: dict[str, Any] = {
        "team": found, "run": run, "lines": lines.lines(access, said) if access.opens("decisions") else [],
        "members": [(post, RANKS[post.rank] if ranked else "") for post in held],
        "gaps": access.of("vacancies").filter(team=found).count() if access.columns("vacancies") else None,
        "charts": [chart for chart in (figures.ages(access, people), figures.grades(access, people)) if chart],
        "sheets": sheets(access, records, Level.INTERNAL),
    }  # fmt: skip
    return render(request, "units/team.html", context)
