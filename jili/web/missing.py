"""待填清单: who lacks which record, one click from the person and from where it is filled in; the workbook for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header

from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.scope import Access
from jili.decisions.models import Run, published
from jili.exchange.missing import Gap, missing, missing_write, needs_of
from jili.policy.facts import SCHEMA
from jili.policy.sentences import TITLES
from jili.web import lines

PER_PAGE = 50
TITLE = "待填清单"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """A gap: ``fill`` leads to where it is entered, ``reason`` to why it is asked for."""

    gap: Gap
    title: str
    fill: str
    reason: str


@dataclass
class Person:
    name: str
    url: str
    unit: str
    lines: list[Line] = field(default_factory=list)


class MissingForm(forms.Form):
    table = forms.ChoiceField(label="缺的记录", required=False)
    q = forms.CharField(label="姓名或单位", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))

    def __init__(self, access: Access, data: Any) -> None:
        super().__init__(data)
        tables = dict.fromkeys(need.table for need in needs_of(access))
        self.fields["table"].choices = [("", "全部"), *((name, SCHEMA[name].label) for name in tables)]  # type: ignore[attr-defined]


def missing_list(request: Request) -> HttpResponse:
    """All gaps of the scope, narrowed by what is asked."""
    run, form = published(), MissingForm(request.access, request.GET)
    context: dict[str, Any] = {"run": run, "form": form, "missing": None}
    if run is not None:
        context["missing"] = listed(request, run, _narrowed(missing(request.access, run), form))
    return render(request, "missing/missing.html", context)


def listed(request: Request, run: Run, gaps: Sequence[Gap], most: int = PER_PAGE) -> dict[str, Any]:
    """A page of the people of these gaps, for ``missing/list.html``; what is sensitive of it is an event."""
    people: dict[str, list[Gap]] = {}
    for gap in gaps:
        people.setdefault(gap.cadre.pk, []).append(gap)
    page = Paginator(list(people.values()), most).get_page(request.GET.get("page"))
    lines.read(request, lines.sensitive(gap.decision for own in page for gap in own), TITLE)
    return {"page": page, "people": [_person(own) for own in page], "gaps": len(gaps), "day": run.day}


def missing_workbook(request: Request) -> HttpResponse:
    """The workbook for all gaps of the scope. It names people: that is an event."""
    run = published()
    gaps = missing(request.access, run) if run else []
    if not gaps:
        messages.info(request, "没有缺的记录,不必填表。")
        return redirect("missing")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "missing.xlsx"
        counts = missing_write(request.access, gaps, file)
        content = file.read_bytes()
    append_alone(
        actor=request.access.actor(TITLE), kind="missing.export", subject="list:missing", body={"counts": counts}
    )
    answer = HttpResponse(content, content_type=TYPE)
    name = f"{TITLE}{request.access.day:%Y%m%d}.xlsx"
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer


def _narrowed(gaps: Sequence[Gap], form: MissingForm) -> list[Gap]:
    if not form.is_valid():
        return []
    table, text = form.cleaned_data["table"], form.cleaned_data["q"]
    return [
        gap
        for gap in gaps
        if (not table or gap.table == table) and (not text or text in gap.cadre.name or text in gap.unit)
    ]


def _person(gaps: Sequence[Gap]) -> Person:
    cadre = gaps[0].cadre
    found = Person(cadre.name, reverse("cadre", args=[cadre.pk]), gaps[0].unit)
    for gap in gaps:
        year = f"?year={gap.year}" if "year" in (column.name for column in SCHEMA[gap.table].columns) else ""
        fill = reverse("cadre-record-new", args=[cadre.pk, gap.table]) + year
        statement = gap.decision.statement
        reason = f"{reverse('cadre-reason', args=[cadre.pk])}?statement={statement}"
        found.lines.append(Line(gap, TITLES[statement], fill, reason))
    return found


urlpatterns = [
    path("missing/", missing_list, name="missing"),
    path("missing/workbook/", missing_workbook, name="missing-workbook"),
]
