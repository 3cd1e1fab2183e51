"""How secret each column is, and how much of it each role may see.

A column belongs to an *area* (what it is about) and has a *level*. A role sees the columns of an area up to a level,
whatever the page, file or filter; areas that are not named for it, it does not see at all. Which *rows* it sees is
another question (``jili.access.scope``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import cache
from types import MappingProxyType

from jili.access.roles import Role


class Level(IntEnum):
    OPEN = 1
    INTERNAL = 2
    SENSITIVE = 3
    SECRET = 4


LEVELS = {Level.OPEN: "公开", Level.INTERNAL: "内部", Level.SENSITIVE: "敏感", Level.SECRET: "特别敏感"}


class Area(StrEnum):
    BASIC = "basic"
    DOSSIER = "dossier"
    ASSESSMENT = "assessment"
    TASKS = "tasks"
    HONOURS = "honours"
    TRAINING = "training"
    SELECTION = "selection"
    TEN = "ten"
    REVIEW = "review"
    TALKS = "talks"
    HOLDS = "holds"
    CASES = "cases"
    CARE = "care"
    HARDSHIP = "hardship"
    SETTLED = "settled"


AREAS = {
    Area.BASIC: "基本", Area.DOSSIER: "档案", Area.ASSESSMENT: "考核", Area.TASKS: "任务", Area.HONOURS: "攻坚荣誉",
    Area.TRAINING: "培训", Area.SELECTION: "选拔", Area.TEN: "十名", Area.REVIEW: "研判", Area.TALKS: "谈话",
    Area.HOLDS: "暂缓", Area.CASES: "立案", Area.CARE: "关爱", Area.HARDSHIP: "困难", Area.SETTLED: "办结",
}  # fmt: skip

Needs = Mapping[Area, Level]
"""What somebody must be allowed: of each area at least the level."""

_TABLES: dict[str, dict[tuple[Area, Level], str]] = {
    "units": {(Area.BASIC, Level.OPEN): "unit_id name parent_id kind remote"},
    "teams": {(Area.BASIC, Level.OPEN): "team_id unit_id name kind"},
    "cadres": {
        (Area.BASIC, Level.OPEN): "cadre_id name",
        (Area.BASIC, Level.INTERNAL): "gender birth_on work_start_on joined_on left_on category professional",
    },
    "appointments": {
        (Area.BASIC, Level.OPEN): "appointment_id cadre_id unit_id title team_id chief kind",
        (Area.BASIC, Level.INTERNAL): "rank exceptional start_on end_on harsh harsh_listed",
    },
    "assessment_rounds": {(Area.ASSESSMENT, Level.OPEN): "year closed_on"},
    "annual_assessments": {
        (Area.ASSESSMENT, Level.INTERNAL): "assessment_id cadre_id year grade decided_on annulled_on",
        (Area.CASES, Level.SECRET): "reason",
    },
    "usual_assessments": {(Area.ASSESSMENT, Level.INTERNAL): "assessment_id cadre_id period grade decided_on"},
    "team_assessments": {
        (Area.ASSESSMENT, Level.INTERNAL): "assessment_id team_id year grade decided_on",
        (Area.ASSESSMENT, Level.SENSITIVE): "group rank group_size",
    },
    "demonstrations": {(Area.HONOURS, Level.OPEN): "demonstration_id team_id level recognised_on annulled_on"},
    "campaigns": {(Area.HONOURS, Level.OPEN): "campaign_id name kind start_on end_on"},
    "campaign_service": {
        (Area.HONOURS, Level.INTERNAL): "service_id cadre_id campaign_id start_on end_on frontline outstanding_on"
        " recognised_on",
    },
    "activities": {(Area.HONOURS, Level.OPEN): "activity_id campaign_id held_on"},
    "merits": {
        (Area.HONOURS, Level.INTERNAL): "merit_id cadre_id team_id contribution critical recognised_on annulled_on",
    },
    "awards": {
        (Area.HONOURS, Level.INTERNAL): "award_id merit_id cadre_id team_id level authority decided_on annulled_on",
    },
    "payments": {(Area.HONOURS, Level.INTERNAL): "payment_id kind team_id cadre_id award_id year paid_on"},
    "tasks": {
        (Area.TASKS, Level.INTERNAL): "task_id unit_id year list category important due_on completed_on announced_on"
        " confidential",
    },
    "task_owners": {(Area.TASKS, Level.INTERNAL): "task_id cadre_id"},
    "unit_events": {(Area.TASKS, Level.OPEN): "event_id unit_id kind held_on"},
    "findings": {(Area.TASKS, Level.SENSITIVE): "finding_id kind task_id team_id decided_on annulled_on"},
    "finding_cadres": {(Area.TASKS, Level.SENSITIVE): "finding_id cadre_id excused_on"},
    "vacancies": {(Area.SELECTION, Level.INTERNAL): "vacancy_id unit_id team_id title rank chief"},
    "proposals": {
        (Area.SELECTION, Level.INTERNAL): "proposal_id vacancy_id cadre_id",
        (Area.SELECTION, Level.SENSITIVE): "action required_years exceptional special_need approved_on decide_on"
        " selected",
        (Area.REVIEW, Level.SENSITIVE): "tier",
    },
    "composite_scores": {(Area.TEN, Level.SENSITIVE): "cadre_id year target_score party_score work_score"},
    "ten_list": {(Area.TEN, Level.OPEN): "cadre_id year announced_on"},
    "talent_reviews": {
        (Area.REVIEW, Level.SENSITIVE): "review_id cadre_id reviewed_on quality potential performance recognition",
    },
    "expert_nominations": {(Area.TRAINING, Level.INTERNAL): "nomination_id cadre_id programme year"},
    "courses": {(Area.TRAINING, Level.OPEN): "course_id held_on"},
    "course_members": {(Area.TRAINING, Level.INTERNAL): "course_id cadre_id"},
    "talk_triggers": {
        (Area.TALKS, Level.SENSITIVE): "trigger_id cadre_id kind occurred_on",
        (Area.HOLDS, Level.SECRET): "hold_from hold_until",
    },
    "talks": {(Area.TALKS, Level.INTERNAL): "talk_id cadre_id held_on"},
    "talk_covers": {(Area.TALKS, Level.SENSITIVE): "talk_id trigger"},
    "leave": {(Area.CARE, Level.INTERNAL): "cadre_id year taken_days"},
    "health_checks": {(Area.CARE, Level.INTERNAL): "check_id cadre_id checked_on"},
    "insurances": {(Area.CARE, Level.INTERNAL): "insurance_id cadre_id start_on end_on"},
    "hardships": {(Area.HARDSHIP, Level.SENSITIVE): "hardship_id cadre_id opened_on closed_on"},
    "visits": {(Area.HARDSHIP, Level.SENSITIVE): "visit_id hardship_id visited_on"},
    "hardship_requests": {(Area.HARDSHIP, Level.SENSITIVE): "request_id hardship_id kind raised_on resolved_on"},
    "settlements": {
        (Area.SETTLED, Level.INTERNAL): "settlement_id statement subject_kind subject item kind decided_on document",
    },
    "dossiers": {
        (Area.DOSSIER, Level.INTERNAL): "cadre_id name gender born work_started ethnicity native_place birth_place"
        " party_joined professional_title speciality full_time_education full_time_degree full_time_school"
        " full_time_major in_service_education in_service_degree in_service_school in_service_major job_grade"
        " present_post resume reporting_unit age_counted_on filled_on filled_by retires_on age_limit_before"
        " format_version",
        (Area.DOSSIER, Level.SENSITIVE): "id_number_cipher id_number_digest health rewards_and_punishments photo style",
        (Area.ASSESSMENT, Level.INTERNAL): "assessments",
        # What a file held beyond the known names may be a proposed post as well.
        (Area.SELECTION, Level.SENSITIVE): "proposed_post relieved_post reason unknown_tags",
    },
    "family_members": {
        (Area.DOSSIER, Level.SENSITIVE): "dossier_id place relation name born political_status work unknown_tags"
        " style",
    },
}  # fmt: skip

COLUMNS: Mapping[tuple[str, str], tuple[Area, Level]] = MappingProxyType(
    {
        (table, column): place
        for table, places in _TABLES.items()
        for place, columns in places.items()
        for column in columns.split()
    }
)
"""Table and column → area and level."""

_USUAL = (Area.BASIC, Area.ASSESSMENT, Area.TASKS, Area.HONOURS, Area.TRAINING, Area.CARE)
_TO_INTERNAL = dict.fromkeys(_USUAL, Level.INTERNAL)
_TO_SENSITIVE = dict.fromkeys(Area, Level.SENSITIVE)

SEES: Mapping[Role, Needs] = MappingProxyType({
    Role.CITY_CADRES: dict.fromkeys(Area, Level.SECRET),
    Role.CITY_ASSESSMENT: {
        Area.BASIC: Level.INTERNAL, Area.ASSESSMENT: Level.SENSITIVE, Area.TASKS: Level.SENSITIVE,
        Area.HONOURS: Level.INTERNAL, Area.TEN: Level.SENSITIVE, Area.SETTLED: Level.INTERNAL,
    },
    Role.COUNTY_OFFICE: _TO_SENSITIVE,
    Role.UNIT_PERSONNEL: {
        **_TO_INTERNAL, Area.DOSSIER: Level.SENSITIVE, Area.HARDSHIP: Level.SENSITIVE, Area.TEN: Level.OPEN,
        Area.SETTLED: Level.INTERNAL,
    },
    Role.UNIT_HEAD: {
        **_TO_INTERNAL, Area.DOSSIER: Level.INTERNAL, Area.ASSESSMENT: Level.SENSITIVE, Area.TASKS: Level.SENSITIVE,
        Area.TALKS: Level.SENSITIVE, Area.HARDSHIP: Level.SENSITIVE, Area.TEN: Level.OPEN, Area.SETTLED: Level.INTERNAL,
    },
    Role.CADRE: {
        **_TO_INTERNAL, Area.DOSSIER: Level.SENSITIVE, Area.TALKS: Level.INTERNAL, Area.HARDSHIP: Level.SENSITIVE,
        Area.TEN: Level.OPEN, Area.SETTLED: Level.INTERNAL,
    },
    Role.LEADER: _TO_SENSITIVE,
    Role.DISCIPLINE: {Area.BASIC: Level.OPEN, Area.SELECTION: Level.INTERNAL},
    Role.SYSTEM_ADMIN: {},
    Role.SECURITY_ADMIN: {},
    Role.AUDITOR: {},
})  # fmt: skip
"""Role → area → the highest level it sees."""

KEEPS_HOLDS: Needs = MappingProxyType({Area.HOLDS: Level.SECRET})
"""What a grant over one's own unit adds when it says that its holder keeps the holds (``Grant.keeps_holds``)."""

LOWERED: Mapping[str, Needs] = MappingProxyType({
    "11.4b": {Area.TALKS: Level.SENSITIVE},
    "11.4d": {Area.TALKS: Level.SENSITIVE},
})  # fmt: skip
"""Statements whose decisions need less than the columns they read, each with its reason.

11.4b, 11.4d: whoever has to talk must be told of talks that are not held. Only rows about a trigger that
``Access.of("talk_triggers")`` shows may be shown: it leaves out signs, and what is or was held."""

_SETTLED = {
    (Area.ASSESSMENT, Level.INTERNAL): "3.1 6.2 6.3 6.4 6.5",
    (Area.TRAINING, Level.INTERNAL): "4.2 8.3.4",
    (Area.TASKS, Level.INTERNAL): "5.1 5.2 5.3",
    (Area.TASKS, Level.SENSITIVE): "6.6",
    (Area.HONOURS, Level.INTERNAL): "7.1 7.3 7.5",
    (Area.CASES, Level.SECRET): "8 8.1.1 8.1.2",
    (Area.SELECTION, Level.SENSITIVE): "8.1.3 8.2.1 8.3.2 8.3.3 8.3.5 8.4.3",
    (Area.BASIC, Level.INTERNAL): "8.4.4",
    (Area.TEN, Level.SENSITIVE): "8.4.2",
    (Area.REVIEW, Level.SENSITIVE): "9.2 10.2",
    (Area.TALKS, Level.SENSITIVE): "11.4a 11.4b 11.4d",
    (Area.HOLDS, Level.SECRET): "11.4c",
    (Area.CARE, Level.INTERNAL): "11.5 11.6 11.7",
    (Area.HARDSHIP, Level.SENSITIVE): "11.8 11.9",
}
SETTLED = {statement: place for place, statements in _SETTLED.items() for statement in statements.split()}
"""Sentence → what a settlement of it betrays: whoever sees what is settled sees that it is, and nobody else does."""


def allowed(role: Role | None, keeps_holds: bool = False) -> Needs:
    """What a role sees: area → highest level."""
    own = SEES[role] if role else {}
    return {**own, **KEEPS_HOLDS} if keeps_holds and own else own


@cache
def shown(role: Role | None, keeps_holds: bool = False) -> Mapping[tuple[str, str], bool]:
    """Column (table, column) → whether a role sees it."""
    has = allowed(role, keeps_holds)
    return {place: has.get(area, 0) >= level for place, (area, level) in COLUMNS.items()}


@cache
def columns_of(table: str, role: Role | None, keeps_holds: bool = False) -> tuple[str, ...]:
    """The columns of a table that a role sees."""
    return tuple(column for (known, column), seen in shown(role, keeps_holds).items() if known == table and seen)


def covers(has: Needs, needs: Needs) -> bool:
    """Whether ``has`` reaches every level of ``needs``."""
    return all(has.get(area, 0) >= level for area, level in needs.items())


def needs(columns: Iterable[tuple[str, str]]) -> dict[Area, Level]:
    """What somebody must be allowed to see all of ``columns`` (table, column): of each area the highest level."""
    found: dict[Area, Level] = {}
    for column in columns:
        area, level = COLUMNS[column]
        found[area] = max(level, found.get(area, Level.OPEN))
    return found


def highest(columns: Iterable[tuple[str, str]]) -> Level:
    """The highest level of any of ``columns`` (table, column)."""
    return max((COLUMNS[column][1] for column in columns), default=Level.OPEN)
