"""What changed: the decisions that publications made appear, vanish or turn, since a day or since the last visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from jili.access.gate import Request
from jili.access.paging import page_of
from jili.access.scope import Access
from jili.decisions.changes import changes_since, reasons
from jili.decisions.models import DecisionChange
from jili.decisions.naming import subject_names
from jili.policy.sentences import TITLES
from jili.records.models import Unit
from jili.web.causes import cause_words
from jili.web.fields import Choices, DayInput
from jili.web.items import item_words
from jili.web.reasons import page_of as page_of_subject

PER_PAGE = 50


@dataclass(frozen=True)
class Turn:
    """A change in words; ``because`` are the records that are its reason, as far as they may be seen."""

    change: DecisionChange
    said: str
    name: str
    url: str
    unit: str
    title: str
    item: str
    because: list[str]


class SinceForm(forms.Form):
    since = forms.DateField(label="从哪天起", widget=DayInput())
    statement = forms.ChoiceField(
        label="语句",
        required=False,
        widget=Choices,
        choices=[("", "全部"), *((id, f"{id} {title}") for id, title in TITLES.items())],
    )


def changed(request: Request) -> HttpResponse:
    """Since a day, by default since Monday."""
    today = timezone.localdate()
    form = SinceForm(request.GET if "since" in request.GET else {"since": today - timedelta(days=today.weekday())})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        rows = changes_since(request.access, midnight(form.cleaned_data["since"]))
        if form.cleaned_data["statement"]:
            rows = rows.filter(statement=form.cleaned_data["statement"])
        page = page_of(request.access, rows, PER_PAGE, request.GET.get("page"))
        context |= {"page": page, "turns": turns(request.access, page)}
    return render(request, "boards/changed.html", context)


def turns(access: Access, rows: Iterable[DecisionChange]) -> list[Turn]:
    rows = list(rows)
    names = subject_names((row.subject_kind, row.subject) for row in rows)
    units = dict(Unit.objects.filter(pk__in={row.unit for row in rows if row.unit}).values_list("pk", "name"))
    return [
        Turn(
            row,
            row.get_change_display(),
            names.get((row.subject_kind, row.subject), ""),
            page_of_subject(row.subject_kind, row.subject, row.cadre),
            units.get(row.unit, ""),
            TITLES[row.statement],
            item_words(row.item),
            [cause_words(cause) for cause in reasons(access, row)],
        )
        for row in rows
    ]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


urlpatterns = [path("changed/", changed, name="changed")]
