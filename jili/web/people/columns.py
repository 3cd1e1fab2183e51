"""The columns that the list of cadres can show, each for whoever sees what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jili.access.preferences import preference
from jili.access.scope import Access
from jili.policy.facts import SCHEMA

PREFERENCE = "cadres.columns"


@dataclass(frozen=True)
class Column:
    """``of``: the columns of the register (table, column) that it is made of; ``decided``: it shows decisions."""

    name: str
    label: str
    of: tuple[tuple[str, str], ...]
    wide: int = 12
    decided: bool = False

    def seen_by(self, access: Access) -> bool:
        return all(access.sees(table, column) for table, column in self.of) and (
            not self.decided or bool(access.levels)
        )


def _own(name: str, wide: int = 12) -> Column:
    return Column(name, SCHEMA["cadres"][name].label, (("cadres", name),), wide)


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("posts", "单位及职务", (("appointments", "unit_id"), ("appointments", "title")), 40),
        Column("rank", "职务层次", (("appointments", "rank"),)),
        Column("since", "任现职", (("appointments", "start_on"),)),
        _own("gender", 6),
        _own("birth_on"),
        _own("work_start_on"),
        _own("category", 16),
        _own("professional", 10),
        Column("grade", "最近年度等次", (("annual_assessments", "grade"), ("annual_assessments", "year")), 16),
        Column("decided", "须留意的结论", (), 40, decided=True),
    )
}
USUAL = ("posts", "rank", "gender", "birth_on", "grade")
"""Shown to who has not chosen."""


def offered(access: Access) -> list[Column]:
    """The columns that somebody may choose of."""
    return [column for column in COLUMNS.values() if column.seen_by(access)]


def chosen(access: Access) -> list[Column]:
    """The columns that somebody has chosen, of those that the role sees today."""
    kept = preference(access.account, PREFERENCE, USUAL)
    return [column for column in offered(access) if column.name in kept]


ORDERS: Mapping[str, tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "strokes": ("按姓氏笔画", ("listed__strokes", "pk"), ()),
    "unit": ("按单位", ("unit__path", "cadre__listed__strokes", "cadre_id"), ()),
    "birth": ("按出生日期", ("birth_on", "listed__strokes", "pk"), (("cadres", "birth_on"),)),
}
"""Name → label, order of the query (by unit it is one of posts), the columns that somebody must see to ask for it."""


def orders(access: Access) -> list[tuple[str, str]]:
    """The orders that somebody may ask for: name and label."""
    return [(name, label) for name, (label, _, of) in ORDERS.items() if all(access.sees(*place) for place in of)]
