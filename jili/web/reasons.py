"""Why something is said of what is no cadre (a unit, a team, somebody proposed, a vacancy, the city): the reasons of
the published run. Those of a cadre stand on the pages of the cadre."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.scope import Access, NotThere
from jili.decisions.explaining import explain
from jili.decisions.models import Decision, published
from jili.decisions.naming import subject_names
from jili.decisions.seen import access_subject
from jili.decisions.store import Tampered
from jili.policy.sentences import TITLES
from jili.web.parts import part

PAGES = {"cadre": "cadre", "unit": "unit", "team": "team"}
"""Kind of subject → the route of its page."""


def page_of(kind: str, subject: str, cadre: str | None) -> str:
    """The address of a subject's page; of what has none, that of the cadre whom it is about, if any."""
    if kind in PAGES:
        return reverse(PAGES[kind], args=[subject])
    return reverse("cadre", args=[cadre]) if cadre else ""


def reason_of(access: Access, row: Decision) -> str:
    """The address of why a decision is as it is; nothing for whoever may not ask."""
    of_cadre = row.subject_kind == "cadre"
    route, named = ("cadre-reason", [row.subject]) if of_cadre else ("reason", [row.subject_kind, row.subject])
    return f"{reverse(route, args=named)}?statement={row.statement}" if access.opens(route) else ""


def reason(request: Request, kind: str, subject_id: str) -> HttpResponse:
    """Of one statement, or of all."""
    access, about = request.access, (kind, subject_id)
    found = access_subject(access, *about)
    statement = request.GET.get("statement") or None
    if statement is not None and statement not in TITLES:
        raise NotThere
    context: dict[str, Any] = {
        "name": remembered(access, ("name", *about), lambda: subject_names([about])[about]),
        "title": TITLES[statement] if statement else "全部依据与理由",
        "back": page_of(kind, subject_id, getattr(found, "cadre_id", None)),
    }
    reasons = told(access, *about, statement)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(reasons)
    return render(request, "reason_page.html", {**context, "reasons": reasons})


def told(access: Access, kind: str, subject: str, statement: str | None) -> SafeString:
    """What the published run says of a subject that is in scope, and why: of one statement, or of all. In HTML."""
    run = published()
    if run is None:
        return render_to_string("reasons.html")
    try:
        return part(
            access, "reasons.html", ("reasons", kind, subject, statement),
            lambda: {"told": explain(access, run, kind, subject, statement).told()},
        )  # fmt: skip
    except (Refused, Tampered) as problem:
        return render_to_string("reasons.html", {"problem": str(problem)})


urlpatterns = [path("reasons/<str:kind>/<str:subject_id>/", reason, name="reason")]
