"""The lines of a list of cadres: of each the cells of the columns asked for, gathered for all lines at once. Whoever
sees the same shares what is written of them, as long as no record changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jili.access.classes import COLUMNS, Level
from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.lineage import levels
from jili.decisions.models import Decision
from jili.decisions.seen import decisions
from jili.policy.facts import CATEGORIES, GENDERS, GRADES, RANKS
from jili.records.models import Appointment, Cadre
from jili.web.parts import Written
from jili.web.people.asking import CADRE, Filters, grades
from jili.web.people.columns import Column
from jili.web.templatetags.jili import badge, month
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


@dataclass(frozen=True)
class Table(Written):
    """Lines as rows of a table, and the decisions that stand in them."""

    decided: tuple[Decision, ...]


def table(access: Access, ids: Sequence[str], columns: Sequence[Column]) -> Table:
    """Cadres in scope by their ids, in order."""

    def written() -> Table:
        found = access.cadres().filter(pk__in=list(ids)).in_bulk()
        own = lines(access, [found[id] for id in ids if id in found], columns)
        decided = tuple(decision for line in own for decision in line.decided)
        return Table(format_html_join("", "{}", ((_row(line, columns),) for line in own)), decided)

    return remembered(access, ("cadres", *(column.name for column in columns), *ids), written)


def sensitive(filters: Filters, columns: Iterable[Column], decided: Iterable[Decision]) -> bool:
    """Whether a list says of its people what is more than internal: by a column, by a decision that stands in it, or by
    that by which they were found."""
    asked_for = str(filters.cleaned_data.get("decided") or "").split(":")[0]
    found = [COLUMNS[place][1] for column in columns for place in column.of]
    found += [Level(decision.level) for decision in decided]
    found += [levels()[asked_for, CADRE]] if asked_for else []
    return max(found, default=Level.OPEN) > Level.INTERNAL


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


def _row(line: Line, columns: Sequence[Column]) -> SafeString:
    """A row; its cells say what they are where the table's head is not to be seen."""
    cells = (
        (format_html(' data-label="{}"', column.label) if column.name != "posts" else _WIDE, _shown(value))
        for column, (_, value) in zip(columns, line.cells, strict=True)
    )
    return format_html(
        '<tr><th scope="row" class="keep"><a href="{}">{}</a></th>{}</tr>',
        reverse("cadre", args=[line.cadre.pk]),
        line.cadre.name,
        format_html_join("", "<td{}>{}</td>", cells),
    )


_WIDE = mark_safe(' class="wide"')


def _shown(value: Any) -> Any:
    """A cell in HTML: a day as its month, decisions as badges."""
    if isinstance(value, list):
        return format_html_join("", "{} ", ((badge(decision.outcome),) for decision in value))
    return month(value) if isinstance(value, date) else "" if value is None else value
