"""Decisions as lines of a list: whom they are about, of which unit, what they say, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.scope import Access
from jili.decisions.models import Decision
from jili.decisions.naming import subject_names
from jili.policy.outcomes import SETTLEABLE
from jili.policy.sentences import TITLES
from jili.web.items import item_words
from jili.web.reasons import page_of, reason_of
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
                reverse("decision-settle", args=[row.pk]) if settles and row.outcome in SETTLEABLE else "",
            )
        )
    return found


def read(request: Request, rows: Iterable[Decision], purpose: str) -> None:
    """Seeing decisions that rest on what is sensitive is an event."""
    rows = [row for row in rows if row.level > Level.INTERNAL]
    if rows:
        subject = f"decision:{rows[0].pk}" if len(rows) == 1 else "decisions"
        actor = request.access.actor(purpose)
        append_alone(actor=actor, kind="decisions.read", subject=subject, body={"count": len(rows)})
