"""The page of a cadre. What is sensitive is shown only after its reader has said what for; that is an event."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.remembered import remembered
from jili.access.scope import Access, NotThere, access_cadre
from jili.decisions.models import published
from jili.records.models import Cadre
from jili.web import opened
from jili.web.fields import DayInput
from jili.web.new_records import OF_CADRE, offered
from jili.web.parts import Written
from jili.web.person import holds, life, reasons, records
from jili.web.person.moments import moments
from jili.web.person.portrait import portrait


class PurposeForm(forms.Form):
    purpose = forms.CharField(label="查看敏感内容的用途", max_length=200)


class DayForm(forms.Form):
    on = forms.DateField(label="看另一天", widget=DayInput())


@dataclass(frozen=True)
class Said(Written):
    """What is told of somebody; the posts held now; how many of the decisions are sensitive."""

    now: str
    sensitive: int


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
    said = remembered(access, ("cadre", found.pk, bool(purpose)), lambda: _said(access, found, bool(purpose)))
    if said.sensitive and access.account.cadre_id != found.pk:  # seeing them is an event, except one's own
        body = {"count": said.sensitive}
        append_alone(actor=access.actor("干部页"), kind="decisions.read", subject=f"cadres:{found.pk}", body=body)
    run, rows = published(), partial(access.of_cadre, cadre=found)
    context: dict[str, Any] = {
        "cadre": found, "said": said, "form": form,
        "headings": [] if purpose else opened.headings(access, ("cadre", found.pk), rows, records.TABLES),
        "sheets": opened.sheets(access, rows, records.TABLES, Level.SECRET) if purpose else [],
        "hides": not purpose and any(access.may({area: level}) for area, level in _sensitive()),
        "on": DayForm(initial={"on": run.day if run else timezone.localdate()}),
        "explains": access.opens("cadre-reason"),
        "new": offered(access, OF_CADRE) if access.opens("cadre-record-new") else [],
    }  # fmt: skip
    return render(request, "person/page.html", context)


def _said(access: Access, found: Cadre, with_portrait: bool) -> Said:
    groups, posts = holds.holding(access, found.pk), life.posts(access, found)
    context = {
        "cadre": found, "run": published(), "groups": groups, "why_not": reasons.choices(access, groups),
        "explains": access.opens("cadre-reason"), "basics": life.basics(access, found),
        "years": life.grades(access, found), "posts": posts, "moments": moments(access, found),
        "portrait": portrait(access, found) if with_portrait else "",
    }  # fmt: skip
    sensitive = sum(row.decision.level > Level.INTERNAL for group in groups for row in group.rows)
    return Said(render_to_string("person/said.html", context), life.held_now(posts), sensitive)


def _sensitive() -> set[tuple[Any, Level]]:
    """The classes that only who says a purpose is shown."""
    tables = {"cadres", *records.TABLES}
    return {place for (table, _), place in COLUMNS.items() if table in tables and place[1] > Level.INTERNAL}
