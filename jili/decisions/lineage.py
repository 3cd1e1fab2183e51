"""How secret what a statement says is: the classes of all columns that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from jili.access.classes import LOWERED, Area, Level, Needs, needs
from jili.policy.program import accounts, lineage

if TYPE_CHECKING:
    from jili.access.scope import Access

Kind = tuple[str, str]
"""What tells kinds of decisions apart: the statement (its number) and the kind of subject."""


@lru_cache(maxsize=1)
def statement_needs() -> Mapping[str, Needs]:
    """Statement (its name) → what somebody must be allowed to see its decisions and their explanation."""
    return {name: LOWERED.get(name, needs(places)) for name, places in lineage().items()}


@lru_cache(maxsize=1)
def kind_needs() -> Mapping[Kind, Needs]:
    """Kind of decision → what somebody must be allowed to see it: the most that a statement of this number needs."""
    found: dict[Kind, dict[Area, Level]] = {}
    for account in accounts():
        own = found.setdefault((account.sentence, account.about), {})
        for area, level in statement_needs()[account.name].items():
            own[area] = max(level, own.get(area, level))
    return found


@lru_cache(maxsize=1)
def kind_places() -> Mapping[Kind, frozenset[tuple[str, str]]]:
    """Kind of decision → the columns of the register (table, column) that it rests on."""
    found: dict[Kind, frozenset[tuple[str, str]]] = {}
    for account in accounts():
        kind = account.sentence, account.about
        found[kind] = found.get(kind, frozenset()) | lineage()[account.name]
    return found


def levels() -> Mapping[Kind, Level]:
    """Kind of decision → the highest level of what it rests on."""
    return {kind: max(own.values()) for kind, own in kind_needs().items()}


def seen_kinds(access: Access) -> list[Kind]:
    """The kinds of decisions that somebody may see."""
    return [kind for kind, own in kind_needs().items() if access.may(own)]


def seen_statements(access: Access) -> frozenset[str]:
    """The statements (by name) that somebody may see."""
    return frozenset(name for name, own in statement_needs().items() if access.may(own))


@lru_cache(maxsize=1)
def lowered_kinds() -> Mapping[Kind, Needs]:
    """Kinds that are shown to more people than may see all that they rest on → what these others lack. Of them only
    rows may be shown whose item is a record in sight (``jili.access.classes.LOWERED``)."""
    return {
        (account.sentence, account.about): needs(lineage()[account.name])
        for account in accounts()
        if account.name in LOWERED
    }
