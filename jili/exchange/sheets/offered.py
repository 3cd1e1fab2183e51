"""Which sheets whoever is signed in may fill in, and with which columns."""

from __future__ import annotations

from functools import cache

from jili.access.classes import shown
from jili.access.roles import Role
from jili.access.scope import Access
from jili.access.table import FILL_IN
from jili.exchange.sheets.hints import HINTS
from jili.exchange.sheets.sheet import Sheet, make_register_sheets, make_sheets
from jili.policy.facts import RANKS, SCHEMA

_STRUCTURE = {"units": (Role.CITY_CADRES, Role.COUNTY_OFFICE), "teams": (Role.CITY_CADRES, Role.COUNTY_OFFICE)}
_PEOPLE = (Role.CITY_CADRES, Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL)
_COMMON = frozenset(("assessment_rounds", "campaigns", "activities", "courses"))
"""Tables that are everybody's: only who sees the whole city fills them in."""
_ELSEWHERE = frozenset(("settlements",))
"""A settlement needs its reason and sometimes a second person: it has pages of its own."""


def may_fill(access: Access, table: str) -> bool:
    """Whether files may bring rows of a table, as far as the table is concerned."""
    if access.role not in FILL_IN or table in _ELSEWHERE:
        return False
    if table in _COMMON:
        return access.everywhere
    if table in _STRUCTURE:
        return access.role in _STRUCTURE[table]
    return access.role in _PEOPLE if table in ("cadres", "appointments", "dossiers") else True


def sheets_for(access: Access) -> list[Sheet]:
    """The sheets with Chinese headings."""
    return [sheet for sheet in _sheets(access.role, access.keeps_holds) if may_fill(access, sheet.table)]


@cache
def _sheets(role: Role | None, keeps_holds: bool) -> list[Sheet]:
    """Those of the tables of which a role sees what a record needs."""
    seen = shown(role, keeps_holds)
    return make_sheets(SCHEMA, lambda table, column: seen[table, column], RANKS, HINTS)


def forms_for(access: Access) -> list[Sheet]:
    """The sheets in all forms in which they may come in."""
    plain = make_register_sheets(SCHEMA, access.sees, RANKS)
    return [*sheets_for(access), *(sheet for sheet in plain if may_fill(access, sheet.table))]
