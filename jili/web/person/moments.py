"""What a cadre did and was given, out of many tables by one query: campaigns, honours, training, talks, care.

Each table gives rows of the same shape, and only if all that is told of it may be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, DateField, DecimalField, F, IntegerField, Value
from django.db.models.functions import Cast

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.policy.facts import AUTHORITIES, AWARD_LEVELS, CONTRIBUTIONS
from jili.records.models import Cadre
from jili.web.templatetags.jili import month


class Row(NamedTuple):
    """A record of any of the tables; what a table does not have is None."""

    table: str
    on: date | None
    until: date | None
    outstanding: date | None
    recognised: date | None
    what: str | None
    by: str | None
    year: int | None
    days: Decimal | None
    marked: bool | None


_KINDS: Mapping[str, Any] = {
    "on": DateField(), "until": DateField(), "outstanding": DateField(), "recognised": DateField(),
    "what": CharField(), "by": CharField(), "year": IntegerField(),
    "days": DecimalField(max_digits=6, decimal_places=1), "marked": BooleanField(),
}  # fmt: skip
_TABLES: Mapping[str, Mapping[str, str]] = {
    "campaign_service": {"on": "start_on", "until": "end_on", "outstanding": "outstanding_on",
                         "recognised": "recognised_on", "what": "campaign__name", "marked": "frontline"},
    "merits": {"on": "recognised_on", "until": "annulled_on", "what": "contribution", "marked": "critical"},
    "awards": {"on": "decided_on", "until": "annulled_on", "what": "level", "by": "authority"},
    "ten_list": {"on": "announced_on", "year": "year"},
    "course_members": {"on": "course__held_on"},
    "talks": {"on": "held_on"},
    "leave": {"year": "year", "days": "taken_days"},
    "health_checks": {"on": "checked_on"},
    "insurances": {"on": "start_on", "until": "end_on"},
}  # fmt: skip
"""Table → what stands where in a row of it."""
_ELSEWHERE = {"campaign__name": ("campaigns", "name"), "course__held_on": ("courses", "held_on")}


@dataclass(frozen=True)
class Moment:
    """Something on a day or from a month to a month; ``now`` if it goes on."""

    when: str
    title: str
    note: str
    now: bool


@dataclass(frozen=True)
class CareYear:
    """What is recorded of a year's care; empty where nothing is."""

    year: int
    leave: str
    checked: str
    insured: str


@dataclass(frozen=True)
class Moments:
    deeds: list[Moment]
    talks: list[date]
    care: list[CareYear]


def moments(access: Access, cadre: Cadre) -> Moments:
    """As they are known on the day, the last first."""
    return remembered(access, ("moments", cadre.pk), lambda: _moments(access, cadre))


def _moments(access: Access, cadre: Cadre) -> Moments:
    rows = sorted(_rows(access, cadre), key=lambda row: row.on or date.min, reverse=True)
    deeds = [moment for row in rows if (moment := _deed(row, access.day))]
    talks = [row.on for row in rows if row.table == "talks" and row.on]
    return Moments(deeds, talks, _care(rows))


def _rows(access: Access, cadre: Cadre) -> Iterable[Row]:
    """The records of all tables that are told; those dated later than the day are not known yet."""
    shaped = [
        _shaped(access.of_cadre(table, cadre), table, columns)
        for table, columns in _TABLES.items()
        if all(access.sees(*_ELSEWHERE.get(column, (table, column))) for column in columns.values())
    ]
    if not shaped:
        return []
    found = shaped[0].union(*shaped[1:], all=True) if len(shaped) > 1 else shaped[0]
    rows = (Row(*row) for row in found)
    return [row for row in rows if row.on is None or row.on <= access.day]


def _shaped(rows: Any, table: str, columns: Mapping[str, str]) -> Any:
    given = {
        f"told_{name}": Cast(F(columns[name]) if name in columns else Value(None), kind)
        for name, kind in _KINDS.items()
    }
    told_of = Cast(Value(table), CharField())
    return rows.order_by().annotate(told_of=told_of, **given).values_list("told_of", *given)


def _deed(row: Row, day: date) -> Moment | None:
    """A campaign, an honour, a list or a course."""
    gone = row.until is not None and row.until <= day
    match row.table:
        case "campaign_service":
            notes = ["一线"] if row.marked else []
            notes += [f"{month(row.outstanding)}认定实绩突出"] if row.outstanding and row.outstanding <= day else []
            notes += [f"{month(row.recognised)}认定群众公认"] if row.recognised and row.recognised <= day else []
            when = f"{month(row.on)}—{month(row.until) if gone else '今'}"
            return Moment(when, f"参加{row.what}", "、".join(notes), now=not gone)
        case "merits" if not gone:
            return Moment(month(row.on), f"功绩:{CONTRIBUTIONS[row.what or '']}",
                          "关键时刻、急难险重" if row.marked else "", now=False)  # fmt: skip
        case "awards" if not gone:
            return Moment(month(row.on), AWARD_LEVELS[row.what or ""], f"{AUTHORITIES[row.by or '']}审批", now=False)
        case "ten_list":
            return Moment(month(row.on), f"列入{row.year}年度十名名单", "", now=False)
        case "course_members":
            return Moment(month(row.on), "参加专题培训", "", now=False)
    return None


def _care(rows: Iterable[Row]) -> list[CareYear]:
    """Leave, check-ups and insurance by year, the last year first."""
    by_year: dict[int, dict[str, list[str]]] = {}
    for row in rows:
        if row.table == "leave" and row.year is not None:
            by_year.setdefault(row.year, {}).setdefault("leave", []).append(f"{row.days:f}".removesuffix(".0") + "天")
        elif row.table == "health_checks" and row.on:
            by_year.setdefault(row.on.year, {}).setdefault("checked", []).append(month(row.on))
        elif row.table == "insurances" and row.on:
            by_year.setdefault(row.on.year, {}).setdefault("insured", []).append(f"{month(row.on)}—{month(row.until)}")
    names = ("leave", "checked", "insured")
    return [
        CareYear(year, *("、".join(by_year[year].get(name, ())) for name in names))
        for year in sorted(by_year, reverse=True)
    ]
