"""How far the annual assessment of the last year has come: by place, who has a grade and of whom none is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Subquery

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.records.models import AssessmentRound, Unit
from jili.web.units.figures import home_of, last_grades, people_on
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
    return remembered(access, "last round", lambda: _last_round(access))


def _last_round(access: Access) -> Round | None:
    year, graded = last_grades(access)
    if year is None:
        return None
    units = {unit.pk: unit for unit in access.units()}
    place = (tops(units) if access.everywhere else units).get
    found: dict[str, Place] = {}

    def at(home: str) -> Place:
        unit = place(home)
        return found.setdefault(unit.pk, Place(unit)) if unit else Place(Unit())

    people = people_on(access).annotate(home=Subquery(home_of(access, "pk")))
    for home, n in people.order_by().values_list("home").annotate(n=Count("pk")):
        at(home).people += n
    for (home, grade), n in graded.items():
        at(home).graded += n
        at(home).excellent += n * (grade == "excellent")
    closed = AssessmentRound.objects.filter(year=year, closed_on__lte=access.day).values_list("closed_on", flat=True)
    return Round(year, closed.first(), sorted(found.values(), key=lambda one: (-one.unrecorded, one.unit.path)))
