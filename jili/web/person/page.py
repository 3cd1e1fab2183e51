"""The page of a cadre. What is sensitive is shown only after its reader has said what for; that is an event."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.scope import NotThere, access_cadre
from jili.decisions.models import published
from jili.records.models import Cadre
from jili.web import opened
from jili.web.fields import DayInput
from jili.web.new_records import OF_CADRE, offered
from jili.web.person import holds, life, reasons, records
from jili.web.person.moments import moments
from jili.web.person.portrait import portrait


class PurposeForm(forms.Form):
    purpose = forms.CharField(label="查看敏感内容的用途", max_length=200)


class DayForm(forms.Form):
    on = forms.DateField(label="看另一天", widget=DayInput())


def cadre(request: Request, cadre_id: str) -> HttpResponse:
    return _page(request, access_cadre(request.access, cadre_id))


def mine(request: Request) -> HttpResponse:
    """One's own page."""
    own = request.access.account.cadre_id
    if own is None:
        raise NotThere
    return _page(request, access_cadre(request.access, own))


def _page(request: Request, found: Cadre) -> HttpResponse:
    access = request.access
    form = PurposeForm(request.POST or None)
    purpose = form.cleaned_data["purpose"] if request.method == "POST" and form.is_valid() else ""
    if purpose:
        append_alone(actor=access.actor(purpose), kind="cadres.read", subject=f"cadres:{found.pk}")
    groups = holds.holding(access, found.pk)
    _read(request, found, groups)
    posts = life.posts(access, found)
    run, rows = published(), partial(access.of_cadre, cadre=found)
    context: dict[str, Any] = {
        "cadre": found, "posts": posts, "now": life.held_now(posts), "years": life.grades(access, found),
        "basics": life.basics(access, found), "groups": groups, "run": run, "form": form,
        "moments": moments(access, found), "portrait": portrait(access, found) if purpose else "",
        "headings": [] if purpose else opened.headings(access, ("cadre", found.pk), rows, records.TABLES),
        "sheets": opened.sheets(access, rows, records.TABLES, Level.SECRET) if purpose else [],
        "why_not": reasons.choices(access, groups),
        "hides": not purpose and any(access.may({area: level}) for area, level in _sensitive()),
        "on": DayForm(initial={"on": run.day if run else timezone.localdate()}),
        "explains": access.opens("cadre-reason"),
        "new": offered(access, OF_CADRE) if access.opens("cadre-record-new") else [],
    }  # fmt: skip
    return render(request, "person/page.html", context)


def _read(request: Request, found: Cadre, groups: list[holds.Group]) -> None:
    """Seeing decisions that rest on what is sensitive is an event, except one's own."""
    sensitive = sum(row.decision.level > Level.INTERNAL for group in groups for row in group.rows)
    if sensitive and request.access.account.cadre_id != found.pk:
        actor = request.access.actor("干部页")
        append_alone(actor=actor, kind="decisions.read", subject=f"cadres:{found.pk}", body={"count": sensitive})


def _sensitive() -> set[tuple[Any, Level]]:
    """The classes that only who says a purpose is shown."""
    tables = {"cadres", *records.TABLES}
    return {place for (table, _), place in COLUMNS.items() if table in tables and place[1] > Level.INTERNAL}
