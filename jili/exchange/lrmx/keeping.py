"""What is kept of a form: its file's columns over those kept before, and, going out, the cadre's own over the form's.

A form says what it says: columns that its file has are the file's, empty ones too; what the file has no place for
stays. Relatives, and whatever an earlier file had beyond the columns, are never taken away by a file. 姓名, 性别,
出生年月 and 参加工作时间 are the cadre's; they go out as the form wrote them, as long as that means the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from jili.exchange.lrmx.columns import Columns
from jili.exchange.lrmx.months import read
from jili.exchange.lrmx.xmlform import piece_name
from jili.exchange.naming import key
from jili.policy.facts import GENDERS
from jili.records.models import Cadre

Sees = Callable[[str, str], bool]
"""Whether somebody may see (and so bring or take) a column of a table."""


def merged(columns: Columns, kept: Mapping[str, Any]) -> Columns:
    """The columns of a form as they will be beside those kept before (none of them: a new dossier)."""
    wanted = dict(columns)
    for name, merge in (("family", _family), ("unknown_tags", _unknown), ("style", _style)):
        if name in wanted and kept.get(name):
            wanted[name] = merge(wanted[name], kept[name])
    return wanted


def _style(new: Columns, before: Columns) -> Columns:
    return {**before, **new}


def _unknown(new: Columns, before: Columns) -> Columns:
    """What the file has beyond the columns, then what an earlier one of its kind had and this one lacks."""
    found = {**before}
    for form, pieces in new.items():
        present = {_place(piece) for piece in pieces}
        found[form] = [*pieces, *(piece for piece in before.get(form, ()) if _place(piece) not in present)]
    return found


def _place(piece: str) -> str:
    """What makes two pieces the same place: their element, their field of an .lrm, or all of it."""
    return piece_name(piece) or (piece.partition(":")[0] if piece[:1].isdigit() else piece)


def _family(new: Sequence[Columns], before: Sequence[Columns]) -> list[Columns]:
    """The relatives that the file has, then those kept before that it lacks."""
    left = list(before)
    for same in (_same_person, _same_name):
        for row in new:
            found = next((other for other in left if same(row, other)), None)
            if found:
                left.remove(found)
    return [*new, *left]


def _same_person(one: Columns, other: Columns) -> bool:
    return one["relation"] == other["relation"] and _same_name(one, other)


def _same_name(one: Columns, other: Columns) -> bool:
    return key(one["name"]) == key(other["name"])


def of_cadre(cadre: Cadre, written: Mapping[str, str]) -> dict[str, str]:
    """The four columns that are the cadre's, as a form writes them where that means the same."""
    mine = {
        "name": cadre.name, "gender": GENDERS[cadre.gender], "born": f"{cadre.birth_on:%Y%m}",
        "work_started": f"{cadre.work_start_on:%Y%m}",
    }  # fmt: skip
    differing = disagreeing(cadre, written)
    return {name: mine[name] if name in differing else written[name] for name in mine}


def disagreeing(cadre: Cadre, written: Mapping[str, str]) -> list[str]:
    """Which of the four a form writes otherwise than the register has them; what it leaves empty counts."""
    same = {
        "name": key(written.get("name", "")) == key(cadre.name),
        "gender": written.get("gender") == GENDERS[cadre.gender],
        "born": _is_month(written.get("born", ""), cadre.birth_on),
        "work_started": _is_month(written.get("work_started", ""), cadre.work_start_on),
    }
    return [name for name, holds in same.items() if not holds]


def _is_month(text: str, day: date) -> bool:
    written = read(text)
    return written is not None and (written.year, written.month) == (day.year, day.month)
