"""How far the annual assessment of the last year has come: by place, who has a grade and of whom none is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.records.models import Appointment, AssessmentRound, Unit
from jili.web.units.figures import known_grades, people_on
from jili.web.units.places import tops


@dataclass
class Place:
    """A county, or a unit: how many serve there, of how many a grade is recorded, how many of these are 优秀."""

    unit: Unit
    people: int = 0
    graded: int = 0
    excellent: int = 0

    @property
    def unrecorded(self) -> int:
        return self.people - self.graded


@dataclass(frozen=True)
class Round:
    """``closed_on``: the day on which the results were settled, None if they are not; ``places``: those with most
    unrecorded first."""

    year: int
    closed_on: date | None
    places: list[Place]

    @property
    def whole(self) -> Place:
        """All places together."""
        every = self.places
        return Place(Unit(name="合计"), sum(one.people for one in every), sum(one.graded for one in every),
                     sum(one.excellent for one in every))  # fmt: skip


def last_round(access: Access) -> Round | None:
    """Of the last year of which any grade is known: county by county in the city, else unit by unit."""
    if not access.sees("annual_assessments", "grade"):
        return None
    return remembered(access, "last round", lambda: _last_round(access))


def _last_round(access: Access) -> Round | None:
    year = known_grades(access).order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return None
    units = {unit.pk: unit for unit in access.units()}
    place = (tops(units) if access.everywhere else units).get
    closed = AssessmentRound.objects.filter(year=year, closed_on__lte=access.day).values_list("closed_on", flat=True)
    return Round(year, closed.first(), _counted(access, year, place))


def _counted(access: Access, year: int, place: Callable[[str], Unit | None]) -> list[Place]:
    own = access.posts().filter(cadre=OuterRef("pk")).order_by("unit").values("unit")[:1]
    grade = known_grades(access).filter(cadre=OuterRef("pk"), year=year).order_by().values("grade")[:1]
    people = people_on(access, Appointment.objects.all(), access.day).order_by()
    rows = people.annotate(home=Subquery(own), given=Subquery(grade)).values_list("home", "given")
    found: dict[str, Place] = {}
    for home, given, n in rows.annotate(n=Count("pk")):
        unit = place(home)
        if unit is None:
            continue
        one = found.setdefault(unit.pk, Place(unit))
        one.people += n
        one.graded += n * (given is not None)
        one.excellent += n * (given == "excellent")
    return sorted(found.values(), key=lambda one: (-one.unrecorded, one.unit.path))
