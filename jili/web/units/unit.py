"""Units: the tree that one may see, and the page of one of them."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.paging import Cut
from jili.access.scope import Access, access_unit
from jili.decisions.models import Run, published
from jili.decisions.seen import decisions, decisions_found
from jili.decisions.tally import tally_by_unit
from jili.records.models import Appointment, Team, Unit
from jili.web import lines
from jili.web.new_records import OF_UNIT, offered
from jili.web.sheets import sheets
from jili.web.tones import TONES, Tone
from jili.web.units import figures

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
    access, found = request.access, access_unit(request.access, unit_id)
    people = figures.people_on(access, Appointment.objects.filter(unit=found), access.day)
    run = published()
    tables = ("tasks", "unit_events", "vacancies")
    records = {name: access.of(name).filter(unit=unit_id) for name in tables}
    teams = list(access.of("teams").filter(unit=found))
    near = list(access.units().filter(Q(parent=unit_id) | Q(kind=found.kind)))
    context: dict[str, Any] = {
        "unit": found, "run": run, "people": len(people), "teams": teams,
        "below": sorted((one for one in near if one.parent_id == unit_id), key=attrgetter("name")),
        "charts": [chart for chart in (figures.ages(access, people), figures.grades(access, people)) if chart],
        "sheets": sheets(access, records, Level.INTERNAL, {(Team, one.pk): str(one) for one in teams}),
        "new": offered(access, OF_UNIT) if access.opens("unit-record-new") else [],
    }  # fmt: skip
    if run and access.opens("decisions"):
        rows = decisions(access).filter(unit=unit_id, outcome__in=lines.outcomes(*PRESSING))
        ids = rows.order_by(F("ends_on").asc(nulls_last=True), "id").values_list("pk", flat=True)[:SHOWN]
        shown = Cut(access, ids, decisions_found)[:SHOWN]
        lines.read(request, shown, "单位页")
        context |= {
            "pressing": lines.lines(access, shown, {found.pk: found.name}),
            "like": _like(access, run, found, near),
        }
    return render(request, "units/unit.html", context)


def _like(access: Access, run: Run, found: Unit, near: list[Unit]) -> list[dict[str, Any]]:
    """The units of the same kind with what is overdue and due in them, the fullest first; this one always."""
    counted: dict[str, dict[Tone, int]] = {}
    for (unit, outcome), count in tally_by_unit(access, run).items():
        own = counted.setdefault(unit, {})
        own[TONES[outcome]] = own.get(TONES[outcome], 0) + count
    kin = [(one.pk, one.name) for one in near if one.kind == found.kind]
    rows = [
        {
            "pk": pk,
            "name": name,
            "own": pk == found.pk,
            **{tone.value: counted.get(pk, {}).get(tone, 0) for tone in PRESSING},
        }
        for pk, name in kin
    ]
    rows.sort(key=lambda row: (-row["overdue"], -row["due"], row["name"]))
    return [row for at, row in enumerate(rows) if at < LIKE or row["own"]] if len(rows) > 1 else []
