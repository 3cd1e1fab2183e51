"""The structure of county teams over the years (8.4.4): of the members, how many were ever 乡(镇、街道)党政正职.

The last column is the day of the published run, of which the statement itself speaks; those before it are the ends of
the years before, counted in the same way from what is registered now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from jili.access.scope import Access
from jili.decisions.lineage import seen_kinds
from jili.records.models import Appointment, Unit
from jili.web.charts import Chart, bars

YEARS = 6
TEAMS = ("party_committee", "government")


@dataclass(frozen=True)
class Member:
    """A post in such a team: who, from when to when (also of the person's service), first a township's chief when."""

    cadre: str
    start: date
    end: date | None
    joined: date
    left: date | None
    chief_since: date | None

    def on(self, day: date) -> bool:
        held = self.start <= day and (self.end is None or self.end > day)
        return held and self.joined <= day and (self.left is None or self.left > day)


def trend(access: Access, counties: QuerySet[Unit], day: date, about: str) -> Chart | None:
    """Of the teams of some counties; ``about`` is the kind of subject that they are together, unit or city."""
    if ("8.4.4", about) not in seen_kinds(access):
        return None
    members = list(_members(counties))
    days = [date(day.year - ago, 12, 31) for ago in range(YEARS - 1, 0, -1)] + [day]
    counted = [(on, *heads(members, on)) for on in days]
    counted = [one for one in counted if one[1]]
    if not counted:
        return None
    names = [f"{on.year}年末" if on != day else f"{on.year}-{on.month:02}-{on.day:02}" for on, _, _ in counted]
    series = {"有乡镇党政正职经历": [own for _, _, own in counted], "其余成员": [all - own for _, all, own in counted]}
    made = bars("structure", "县级党政班子的结构(8.4.4)", "日期", names, series, tones=("1", "5"))
    shares = [f"{100 * own / all:.1f}%" for _, all, own in counted]
    rows = tuple((*row, share) for row, share in zip(made.rows, shares, strict=True))
    return replace(made, headings=(*made.headings, "占比"), rows=rows)


def heads(members: Iterable[Member], day: date) -> tuple[int, int]:
    """The members on a day, and of them who had ever been such a chief."""
    there = [member for member in members if member.on(day)]
    chiefs = {member.cadre for member in there if member.chief_since and member.chief_since <= day}
    return len({member.cadre for member in there}), len(chiefs)


def _members(counties: QuerySet[Unit]) -> Iterable[Member]:
    regular = Appointment.objects.filter(kind="regular").order_by()
    chief: Any = regular.filter(
        cadre=OuterRef("cadre"), chief=True, team__kind__in=TEAMS, team__unit__kind="township"
    ).values("cadre")
    rows = regular.filter(team__kind__in=TEAMS, team__unit__in=counties.filter(kind="county"))
    told = rows.values_list(
        "cadre", "start_on", "end_on", "cadre__joined_on", "cadre__left_on",
        Subquery(chief.annotate(first=Min("start_on")).values("first")),
    )  # fmt: skip
    return (Member(*row) for row in told)
