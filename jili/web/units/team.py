"""The page of a leading team: members, posts and gaps, ages, grades, its places for 优秀 (6.2), what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.scope import Access, access_record
from jili.decisions.models import Decision, Run, published
from jili.decisions.seen import decisions_about
from jili.policy.facts import RANKS
from jili.records.models import Team
from jili.web import lines, opened
from jili.web.parts import part
from jili.web.person.life import age
from jili.web.units import figures

TABLES = ("team_assessments", "demonstrations", "vacancies", "findings", "merits", "awards", "payments")


@dataclass(frozen=True)
class Member:
    """A member as far as may be seen; empty where not."""

    pk: str
    name: str
    title: str
    rank: str
    age: str
    since: str


@dataclass(frozen=True)
class Places:
    """The places for 优秀 of a year: of how many members, how many, how many were given; the team's own grade."""

    year: str
    grade: str
    base: int
    limit: int
    actual: int
    outcome: str


def team(request: Request, team_id: str) -> HttpResponse:
    access, found, run = request.access, access_record(request.access, "teams", team_id), published()
    said: list[Decision] = []
    if run and access.opens("decisions"):
        said = remembered(access, ("said", "team", team_id), lambda: decisions_about(access, "team", team_id))
        lines.read(request, lines.sensitive(said), "班子页")
    body = part(access, "units/team_body.html", team_id, lambda: _body(access, found, run, said))
    return render(request, "units/team.html", {"team": found, "body": body})


def _body(access: Access, found: Team, run: Run | None, said: list[Decision]) -> dict[str, Any]:
    team_id = found.pk
    make_up = figures.make_up(access, team=team_id)
    grades, others = _grades(access, found), [row for row in said if row.statement != "6.2"]
    charts = [make_up.ages() if make_up else None, figures.grades(access, team=team_id)]
    context: dict[str, Any] = {
        "team": found, "run": run, "members": _members(access, found),
        "said": others, "table": lines.table_of(lines.lines(access, others), run.day) if run else None,
        "make_up": make_up, "grades": sorted(grades.items(), reverse=True), "places": _places(said, grades),
        "charts": [chart for chart in charts if chart],
        "headings": opened.headings(access, ("team", team_id), partial(_records, access, team_id), TABLES),
        "counts_gaps": bool(access.columns("vacancies")),
    }  # fmt: skip
    context["gaps"] = next((one.count for one in context["headings"] if one.table == "vacancies"), 0)
    return context


def records(request: Request, team_id: str) -> HttpResponse:
    """The records of one table about a team."""
    found = access_record(request.access, "teams", team_id)
    back = reverse("team", args=[found.pk])
    return opened.answer(request, partial(_records, request.access, team_id), TABLES, title=found.name, back=back)


def _records(access: Access, team: str, table: str) -> QuerySet[Any]:
    return access.of(table).filter(team=team)


def _members(access: Access, team: Team) -> list[Member]:
    """Who holds a post in the team on the day, the chief first."""
    ranked, dated = access.sees("appointments", "rank"), access.sees("appointments", "start_on")
    aged = access.sees("cadres", "birth_on")
    held = access.posts().filter(team=team, cadre__in=access.of("cadres")).select_related("cadre")
    order = ("-chief", "-rank", "start_on", "pk") if ranked and dated else ("-chief", "pk")
    return [
        Member(
            post.cadre_id,
            post.cadre.name,
            post.title,
            RANKS[post.rank] if ranked else "",
            str(age(post.cadre.birth_on, access.day)) if aged else "",
            f"{post.start_on.year}年{post.start_on.month}月" if dated else "",
        )
        for post in held.order_by(*order)
    ]


def _grades(access: Access, team: Team) -> dict[int, str]:
    """Year → the team's grade, as known on the day."""
    if not access.sees("team_assessments", "grade"):
        return {}
    rows = access.of("team_assessments").filter(team=team, decided_on__lte=access.day).order_by("year")
    return {row.year: row.get_grade_display() for row in rows}


def _places(said: Iterable[Decision], grades: dict[int, str]) -> list[Places]:
    """The last year first."""
    found = [
        Places(row.item, grades.get(int(row.item), ""), int(row.base or 0), int(row.limit or 0), int(row.actual or 0),
               row.outcome)
        for row in said
        if row.statement == "6.2"
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.year, reverse=True)
