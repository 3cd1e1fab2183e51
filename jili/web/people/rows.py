"""The lines of a list of cadres: of each the cells of the columns asked for, gathered for all lines at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jili.access.scope import Access
from jili.decisions.models import Decision
from jili.decisions.seen import decisions
from jili.policy.facts import CATEGORIES, GENDERS, GRADES, RANKS
from jili.records.models import Appointment, Cadre
from jili.web.people.asking import CADRE, grades
from jili.web.people.columns import Column
from jili.web.tones import TONES, Tone

HEEDED = [outcome for outcome, tone in TONES.items() if tone in (Tone.BARRED, Tone.VERIFY, Tone.JUSTIFY, Tone.OVERDUE)]
"""Outcomes that somebody has to look at."""


@dataclass
class Line:
    cadre: Cadre
    posts: list[Appointment] = field(default_factory=list)
    grade: str = ""
    decided: list[Decision] = field(default_factory=list)
    cells: list[tuple[str, Any]] = field(default_factory=list)
    """Name of the column, and what stands there: a text, a day, for ``decided`` a list of decisions."""


def lines(access: Access, cadres: Iterable[Cadre], columns: Sequence[Column]) -> list[Line]:
    """A line of each cadre, in their order."""
    found = {cadre.pk: Line(cadre) for cadre in cadres}
    names = {column.name for column in columns}
    if names & {"posts", "rank", "since"}:
        for post in _posts(access, found):
            found[post.cadre_id].posts.append(post)
    if "grade" in names:
        for cadre, year, grade in grades(access).filter(cadre__in=list(found)).values_list("cadre", "year", "grade"):
            found[cadre].grade = f"{year}年 {GRADES[grade]}"
    if "decided" in names:
        for decision in _decided(access, found):
            found[decision.subject].decided.append(decision)
    for line in found.values():
        line.cells = [(column.name, _cell(line, column.name)) for column in columns]
    return list(found.values())


def _posts(access: Access, ids: Iterable[str]) -> Iterable[Appointment]:
    """The posts held, the chief one and the highest first."""
    held = access.posts().filter(cadre__in=list(ids)).select_related("unit")
    return held.order_by("-chief", "-rank", "start_on", "pk")


def _decided(access: Access, ids: Iterable[str]) -> Iterable[Decision]:
    heeded = decisions(access).filter(subject_kind=CADRE, cadre__in=list(ids), outcome__in=HEEDED)
    seen: dict[tuple[str, str, str], Decision] = defaultdict()
    for decision in heeded.order_by("statement", "item").defer("evidence"):
        seen.setdefault((decision.subject, decision.statement, decision.outcome), decision)
    return seen.values()


def _cell(line: Line, name: str) -> Any:
    if name == "posts":
        return "、".join(f"{post.unit.name} {post.title}" for post in line.posts)
    if name == "rank":
        return RANKS.get(max((post.rank or 0 for post in line.posts), default=0), "")
    if name == "since":
        return min((post.start_on for post in line.posts), default=None)
    if name == "grade":
        return line.grade
    if name == "decided":
        return line.decided
    value = getattr(line.cadre, name)
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, date):
        return value
    return {**GENDERS, **CATEGORIES}.get(value, value)
