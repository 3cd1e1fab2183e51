"""The roles of the product and which of them exclude one another."""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations


class Role(StrEnum):
    CITY_CADRES = "city_cadres"
    CITY_ASSESSMENT = "city_assessment"
    COUNTY_OFFICE = "county_office"
    UNIT_PERSONNEL = "unit_personnel"
    UNIT_HEAD = "unit_head"
    CADRE = "cadre"
    LEADER = "leader"
    DISCIPLINE = "discipline"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


LABELS = {
    Role.CITY_CADRES: "市委组织部干部科",
    Role.CITY_ASSESSMENT: "考核办",
    Role.COUNTY_OFFICE: "县委组织部",
    Role.UNIT_PERSONNEL: "单位人事科",
    Role.UNIT_HEAD: "单位主要领导",
    Role.CADRE: "干部本人",
    Role.LEADER: "领导",
    Role.DISCIPLINE: "纪检会签",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""三员: they see accounts, rights and the log, never personnel content."""

CITY_WIDE = frozenset({Role.CITY_CADRES, Role.CITY_ASSESSMENT, Role.LEADER, Role.DISCIPLINE})
"""Roles over the whole city unless a grant names a unit."""

SERVICES = frozenset(Role) - ADMINISTRATORS - {Role.CADRE}
"""Roles in which another system may act for an office."""

EXCLUSIVE = frozenset(
    {frozenset(pair) for pair in combinations(sorted(ADMINISTRATORS), 2)}
    | {frozenset({admin, other}) for admin in ADMINISTRATORS for other in Role if other not in ADMINISTRATORS}
)
"""Pairs that one account may never hold together."""


def needs_unit(role: Role) -> bool:
    """Whether a grant of the role must name the unit at the top of its scope."""
    return role in {Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL, Role.UNIT_HEAD}


def clashes(role: Role, held: frozenset[Role]) -> Role | None:
    """A role already held that excludes ``role``."""
    return next((other for other in sorted(held) if frozenset({role, other}) in EXCLUSIVE), None)
