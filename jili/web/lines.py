"""Decisions as lines of a list: whom they are about, of which unit, what they say, until when. Whoever sees the same
shares what is written of them, as long as no record changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.models import Decision, Run
from jili.decisions.naming import subject_names
from jili.decisions.seen import decisions_found
from jili.policy.outcomes import is_settleable
from jili.policy.sentences import TITLES
from jili.web.items import item_words
from jili.web.parts import Written
from jili.web.reasons import page_of, reason_of
from jili.web.templatetags.jili import badge, left_of
from jili.web.tones import TONES, Tone


@dataclass(frozen=True)
class Line:
    """A decision in words: ``url`` leads to its subject, ``reason`` to why, ``settle`` to its settlement."""

    decision: Decision
    name: str
    url: str
    unit: str
    title: str
    item: str
    reason: str
    settle: str


@dataclass(frozen=True)
class Table(Written):
    """Lines as the rows of ``parts/lines.html``; ``sensitive``: the decisions among them that it is an event to see."""

    sensitive: tuple[int, ...]


def outcomes(*tones: Tone) -> list[str]:
    """The outcomes of these tones."""
    return [outcome for outcome, tone in TONES.items() if tone in tones]


def lines(access: Access, rows: Iterable[Decision]) -> list[Line]:
    """Decisions (which the reader may see) as lines; one query for the names of subjects and of units."""
    rows = list(rows)
    units = {("unit", row.unit) for row in rows if row.unit}
    names = subject_names(units | {(row.subject_kind, row.subject) for row in rows})
    settles = access.opens("decision-settle")
    found = []
    for row in rows:
        found.append(
            Line(
                row,
                names.get((row.subject_kind, row.subject), ""),
                page_of(row.subject_kind, row.subject, row.cadre),
                names.get(("unit", row.unit), ""),
                TITLES[row.statement],
                item_words(row.item),
                reason_of(access, row),
                reverse("decision-settle", args=[row.pk]) if settles and _settleable(row) else "",
            )
        )
    return found


def _settleable(row: Decision) -> bool:
    return is_settleable(row.outcome, row.effect, row.item)


def table(access: Access, run: Run, ids: Sequence[int]) -> Table:
    """Decisions of a published run, which the reader may see, by their ids in order."""

    def written() -> Table:
        found = decisions_found(ids).in_bulk()
        return table_of(lines(access, [found[id] for id in ids if id in found]), run.day)

    return remembered(access, ("lines", run.pk, *ids), written)


def table_of(own: Sequence[Line], day: date) -> Table:
    """Lines, with how many days are left of them on a day."""
    return Table(mark_safe("".join(_row(line, day) for line in own)), sensitive(line.decision for line in own))


def sensitive(rows: Iterable[Decision]) -> tuple[int, ...]:
    """The decisions that rest on what is sensitive."""
    return tuple(row.pk for row in rows if row.level > Level.INTERNAL)


def read(request: Request, sensitive: Sequence[int], purpose: str) -> None:
    """Seeing decisions that rest on what is sensitive is an event."""
    if sensitive:
        subject = f"decision:{sensitive[0]}" if len(sensitive) == 1 else "decisions"
        actor = request.access.actor(purpose)
        append_alone(actor=actor, kind="decisions.read", subject=subject, body={"count": len(sensitive)})


def _row(line: Line, day: date) -> SafeString:
    own = line.decision
    return format_html(
        '<tr><th scope="row">{}</th><td>{}</td><td class="wide">{} {}{}</td><td>{}</td><td class="keep from">{}</td>'
        '<td class="keep until">{} {}</td><td class="keep d-print-none">{}{}</td></tr>',
        _linked(line.url, line.name) if line.url else line.name,
        line.unit,
        own.statement,
        line.title,
        f",{line.item}" if line.item else "",
        badge(own.outcome),
        _dated(own.starts_on),
        _dated(own.ends_on),
        left_of(own, day),
        format_html("{} ", _linked(line.reason, "理由")) if line.reason else "",
        _linked(line.settle, "办结") if line.settle else "",
    )


def _dated(day: date | None) -> SafeString | str:
    """A date that is not broken at its hyphens."""
    return format_html("<time>{}</time>", day) if day else ""


def _linked(url: str, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)
