"""What the published run says of a cadre: restrictions first, then what is due, then what speaks for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from jili.access.scope import Access
from jili.decisions.models import Decision
from jili.decisions.naming import subject_names
from jili.decisions.seen import decisions_about
from jili.policy.outcomes import is_settleable
from jili.policy.sentences import TITLES
from jili.web.items import item_words
from jili.web.reasons import reason_of
from jili.web.tones import TONES, Tone

ORDER = (
    Tone.BARRED, Tone.OVERDUE, Tone.JUSTIFY, Tone.DUE, Tone.VERIFY, Tone.FAVOURED, Tone.CLEAR, Tone.DONE,
)  # fmt: skip
TITLE = {
    Tone.BARRED: "障碍与限制", Tone.OVERDUE: "逾期", Tone.JUSTIFY: "须说明", Tone.DUE: "待办", Tone.VERIFY: "待核",
    Tone.FAVOURED: "优先与人选", Tone.CLEAR: "符合、未见障碍", Tone.DONE: "已办",
}  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """A decision in words: where it says why, and whether somebody in this role could settle it."""

    decision: Decision
    title: str
    item: str
    about: str
    reason: str
    settles: bool


@dataclass(frozen=True)
class Group:
    tone: Tone
    title: str
    rows: list[Holding]


def holding(access: Access, cadre_id: str) -> list[Group]:
    """The decisions about a cadre (in scope) and his or her proposals, grouped by what they mean."""
    rows = decisions_about(access, "cadre", cadre_id)
    names = subject_names((row.subject_kind, row.subject) for row in rows if row.subject_kind != "cadre")
    may = access.opens("decision-settle")
    found = [
        Holding(
            row,
            TITLES[row.statement],
            item_words(row.item),
            names.get((row.subject_kind, row.subject), ""),
            reason_of(access, row),
            may and is_settleable(row.outcome, row.effect, row.item),
        )
        for row in rows
    ]
    return _grouped(found)


def _grouped(rows: Iterable[Holding]) -> list[Group]:
    def place(row: Holding) -> int:
        return ORDER.index(TONES[row.decision.outcome])

    ordered = sorted(rows, key=place)
    return [Group(ORDER[at], TITLE[ORDER[at]], list(same)) for at, same in groupby(ordered, key=place)]
