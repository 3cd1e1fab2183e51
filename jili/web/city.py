"""领导: the city (or a county) on one A4: the kinds of measures, what changed, the units compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.changes import changes_counted
from jili.decisions.models import DecisionChange, Publication, Run, last_publication
from jili.decisions.seen import decisions
from jili.decisions.tally import tally, tally_by_unit
from jili.records.models import Unit
from jili.web.charts import Chart, bars
from jili.web.lateness import late_by_place
from jili.web.ledgers.ledgers import LEDGERS
from jili.web.tones import TONES, Tone
from jili.web.units import figures, structure
from jili.web.units.places import tops

SHOWN = (Tone.BARRED, Tone.OVERDUE, Tone.DUE, Tone.JUSTIFY, Tone.VERIFY, Tone.FAVOURED)
HEADINGS = {
    Tone.BARRED: "障碍、受限", Tone.OVERDUE: "逾期", Tone.DUE: "待办", Tone.JUSTIFY: "须说明", Tone.VERIFY: "待核",
    Tone.FAVOURED: "优先、人选",
}  # fmt: skip

CHANGES = tuple(DecisionChange.Change)


def city(request: Request) -> HttpResponse:
    access, publication = request.access, last_publication()
    context: dict[str, Any] = {
        "publication": publication,
        "headings": HEADINGS.values(),
        "turns": [one.label for one in CHANGES],
    }
    if publication is not None:
        context |= remembered(access, ("city", publication.pk), lambda: _figures(access, publication))
    return render(request, "city.html", context)


def _figures(access: Access, publication: Publication) -> dict[str, Any]:
    tops_of = tops({unit.pk: unit for unit in access.units()})
    run = publication.run
    return {
        "run": run,
        "kinds": _kinds(access, run),
        "changed": _changed(access, publication),
        "places": _places(access, run, tops_of),
        "pools": _pools(access),
        "charts": [chart for chart in _charts(access, run, tops_of) if chart],
    }


def _kinds(access: Access, run: Run) -> list[tuple[str, str, list[int]]]:
    """Each ledger: route, title, and its decisions by tone."""
    counted = tally(access, run)
    return [
        (one.route, one.title, _toned((outcome, n) for (own, outcome), n in counted.items() if own in one.statements))
        for one in LEDGERS
    ]


def _changed(access: Access, publication: Publication) -> list[tuple[str, str, list[int]]]:
    """Each ledger: route, title, and how many of its decisions the publication made appear, turn, vanish; those in
    which something changed."""
    counted = changes_counted(access, publication)
    rows = [
        (one.route, one.title, [sum(counted.get((own, kind), 0) for own in one.statements) for kind in CHANGES])
        for one in LEDGERS
    ]
    return [row for row in rows if any(row[2])]


def _places(access: Access, run: Run, tops_of: Mapping[str, Unit]) -> list[tuple[Unit, list[int]]]:
    """The counties with all below them; then what is not below a county, under the unit at its top."""
    counties = {top.pk: top for top in tops_of.values()}.values()
    found: dict[str, list[tuple[str, int]]] = {top.pk: [] for top in counties}
    for (unit, outcome), count in tally_by_unit(access, run).items():
        if unit in tops_of:
            found[tops_of[unit].pk].append((outcome, count))
    return [(top, _toned(found[top.pk])) for top in sorted(counties, key=lambda unit: unit.path)]


def _toned(counted: Iterable[tuple[str, int]]) -> list[int]:
    found = dict.fromkeys(SHOWN, 0)
    for outcome, count in counted:
        if TONES[outcome] in found:
            found[TONES[outcome]] += count
    return list(found.values())


def _charts(access: Access, run: Run, tops_of: Mapping[str, Unit]) -> Iterable[Chart | None]:
    """Overdue by place and time, structure over the years, ages by rank, who is free again when."""
    names = {unit: f"{top.name}(市直)" if top.kind == "municipality" else top.name for unit, top in tops_of.items()}

    yield late_by_place(access, run, names.get)
    yield structure.trend(access, access.units(), run.day, "city" if access.everywhere else "unit")
    yield figures.grades_by_place(access, names)
    make_up = figures.make_up(access)
    yield make_up.ages_by_rank() if make_up else None
    yield _ahead(access, run)


def _pools(access: Access) -> list[dict[str, Any]]:
    """The places for 优秀 of the excellent teams together (6.2), the last year first."""
    rows = decisions(access).filter(statement="6.2", subject_kind="city").order_by("-item")
    return [
        {"year": row.item.removeprefix("pool/"), "base": int(row.base or 0), "limit": int(row.limit or 0),
         "actual": int(row.actual or 0), "outcome": row.outcome}
        for row in rows
    ]  # fmt: skip


def _ahead(access: Access, run: Run) -> Chart | None:
    """The restricted by the month in which they are free again."""
    rows = decisions(access).filter(effect="restriction", ends_on__gt=run.day)
    months = (
        rows.annotate(month=TruncMonth("ends_on"))
        .values_list("month")
        .annotate(n=Count("cadre", distinct=True))
        .order_by("month")
    )
    counted = [(f"{month.year}-{month.month:02}", n) for month, n in months]
    if not counted:
        return None
    names, numbers = zip(*counted, strict=True)
    return bars("ahead", "受限的人何月解除", "月份", names, {"解除的人": numbers}, tones=("4",))


urlpatterns = [path("city/", city, name="city")]
