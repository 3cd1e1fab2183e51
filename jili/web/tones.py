"""How an outcome looks: a tone with its own colour, shape and word, so that grey print and colour-blind eyes tell them
apart. The four words of a conclusion are 障碍, 待核, 须说明, 未见本办法障碍; there is no 合格 and no score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jili.policy.outcomes import NAMES


class Tone(StrEnum):
    BARRED = "barred"
    VERIFY = "verify"
    JUSTIFY = "justify"
    CLEAR = "clear"
    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    FAVOURED = "favoured"


@dataclass(frozen=True)
class Look:
    """``icon`` of the sprite, ``word`` for who only hears the page."""

    icon: str
    word: str


LOOKS: Mapping[Tone, Look] = {
    Tone.BARRED: Look(icon="ban", word="障碍"),
    Tone.VERIFY: Look(icon="help-circle", word="待核"),
    Tone.JUSTIFY: Look(icon="message-exclamation", word="须说明"),
    Tone.CLEAR: Look(icon="circle-check", word="未见本办法障碍"),
    Tone.OVERDUE: Look(icon="alert-triangle", word="逾期"),
    Tone.DUE: Look(icon="clock", word="待办"),
    Tone.DONE: Look(icon="checks", word="已办"),
    Tone.FAVOURED: Look(icon="arrow-up-circle", word="优先"),
}

_OUTCOMES: Mapping[Tone, str] = {
    Tone.BARRED: "barred no_promotion no_promotion_no_reuse exceeded fail ultra_vires",
    Tone.VERIFY: "incomplete unknown unrecorded tied below_one suspect_rank_drop suspect_target_unmet incomparable"
    " list_incomplete no_basis no_annual unmarked mismatch",
    Tone.JUSTIFY: "justify explain explain_choice manual below candidate_restricted",
    Tone.CLEAR: "qualified pass within permitted reached nearly",
    Tone.OVERDUE: "overdue missed",
    Tone.DUE: "pending on_hold",
    Tone.DONE: "fulfilled late settled",
    Tone.FAVOURED: "favoured on_ties recommended_first frontline_first listed_first listed candidate",
}

TONES: Mapping[str, Tone] = {outcome: tone for tone, outcomes in _OUTCOMES.items() for outcome in outcomes.split()}
"""Outcome → tone; a test holds that every outcome has one."""


PRESSES = frozenset({Tone.BARRED, Tone.OVERDUE, Tone.JUSTIFY, Tone.DUE})
"""Tones of what still runs: of these it is said how many days are left."""


def spoken(outcome: str) -> str:
    """An outcome as people read it."""
    return NAMES.get(outcome, outcome)
