"""Units: the tree that one may see, and the page of one of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.scope import Access, access_unit
from jili.decisions.models import Run, published
from jili.decisions.seen import decisions
from jili.decisions.tally import tally_by_unit
from jili.records.models import Unit
from jili.web import lines, opened
from jili.web.charts import Chart
from jili.web.lateness import late_by_sentence
from jili.web.new_records import OF_UNIT, offered
from jili.web.parts import part
from jili.web.tones import TONES, Tone
from jili.web.units import figures, structure

TABLES = ("tasks", "unit_events", "vacancies")
PER_PAGE = 60
SHOWN = 10
PRESSING = (Tone.OVERDUE, Tone.DUE, Tone.JUSTIFY, Tone.VERIFY)
LIKE = 15
"""How many units of the same kind are compared."""


def units(request: Request) -> HttpResponse:
    """The units in scope, found by name; without a name those at the top."""
    asked = request.GET.get("q", "").replace("\0", "")[:100]
    rows = request.access.units().annotate(below=Count("children"))
    if asked:
        rows = rows.filter(name__icontains=asked)
    page = Paginator(rows.order_by("path"), PER_PAGE).get_page(request.GET.get("page"))
    above = dict(request.access.units().filter(pk__in={unit.parent_id for unit in page}).values_list("pk", "name"))
    rows_said = [(unit, above.get(unit.parent_id or "", "")) for unit in page]
    return render(request, "units/units.html", {"page": page, "rows": rows_said, "q": asked})


def unit(request: Request, unit_id: str) -> HttpResponse:
    """A unit: who is there, what is pressing, how it stands among its like, and its records."""
    access, found, run = request.access, access_unit(request.access, unit_id), published()
    pressing = None
    if run and access.opens("decisions"):
        pressing = remembered(access, ("pressing", unit_id), lambda: _pressing(access, run, unit_id))
        lines.read(request, pressing.sensitive, "单位页")
    body = part(access, "units/unit_body.html", unit_id, lambda: _body(access, found, run, pressing))
    return render(request, "units/unit.html", {"unit": found, "body": body})


def _body(access: Access, found: Unit, run: Run | None, pressing: lines.Table | None) -> dict[str, Any]:
    unit_id = found.pk
    make_up = figures.make_up(access, unit=unit_id)
    near = list(access.units().filter(Q(parent=unit_id) | Q(kind=found.kind)).order_by("name", "pk"))
    charts = [figures.grades(access, unit=unit_id)]
    if make_up:
        charts = [make_up.ages(), make_up.ages_by_rank(), *charts]
    headings = opened.headings(access, ("unit", unit_id), partial(_records, access, unit_id), TABLES)
    context: dict[str, Any] = {
        "unit": found, "run": run, "make_up": make_up,
        "people": make_up.heads if make_up else figures.people_on(access, unit=unit_id).count(),
        "teams": access.of("teams").filter(unit=found), "below": [each for each in near if each.parent_id == unit_id],
        "headings": headings, "counts_gaps": bool(access.columns("vacancies")),
        "gaps": next((one.count for one in headings if one.table == "vacancies"), 0),
        "new": offered(access, OF_UNIT) if access.opens("unit-record-new") else [],
    }  # fmt: skip
    if run and pressing is not None:
        kin = [each for each in near if each.kind == found.kind]
        context |= {"pressing": pressing, "like": _like(access, run, found, kin)}
        charts.append(late_by_sentence(access, run, unit_id))
        if found.kind == "county":
            charts.append(_trend(access, run, unit_id))
    return {**context, "charts": [chart for chart in charts if chart]}


def _pressing(access: Access, run: Run, unit: str) -> lines.Table:
    rows = decisions(access).filter(unit=unit, outcome__in=lines.outcomes(*PRESSING))
    return lines.table_of(lines.lines(access, rows.order_by(F("ends_on").asc(nulls_last=True), "id")[:SHOWN]), run.day)


def records(request: Request, unit_id: str) -> HttpResponse:
    """The records of one table about a unit."""
    found = access_unit(request.access, unit_id)
    back = reverse("unit", args=[found.pk])
    return opened.answer(request, partial(_records, request.access, unit_id), TABLES, title=found.name, back=back)


def _records(access: Access, unit: str, table: str) -> QuerySet[Any]:
    return access.of(table).filter(unit=unit)


def _trend(access: Access, run: Run, county: str) -> Chart | None:
    return structure.trend(access, Unit.objects.filter(pk=county), run.day, "unit")


def _like(access: Access, run: Run, found: Unit, kin: Iterable[Unit]) -> list[dict[str, Any]]:
    """The units of the same kind with what is overdue and due in them, the fullest first; this one always."""
    counted: dict[str, dict[Tone, int]] = {}
    for (unit, outcome), count in tally_by_unit(access, run).items():
        own = counted.setdefault(unit, {})
        own[TONES[outcome]] = own.get(TONES[outcome], 0) + count
    rows: list[dict[str, Any]] = [
        {
            "pk": each.pk,
            "name": each.name,
            "own": each.pk == found.pk,
            **{tone.value: counted.get(each.pk, {}).get(tone, 0) for tone in PRESSING},
        }
        for each in kin
    ]
    rows.sort(key=lambda row: (-row["overdue"], -row["due"], row["name"]))
    return [row for at, row in enumerate(rows) if at < LIKE or row["own"]] if len(rows) > 1 else []
