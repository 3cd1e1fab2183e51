"""By which way the rows of each table belong to a scope: through a cadre, a unit, a team, or to everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Model, Q, QuerySet, Value

from jili.access.classes import SETTLED, Area, Level, Needs
from jili.access.roles import Role
from jili.records.models import Cadre, Proposal, TalkTrigger, TaskOwner, Team, Unit, Vacancy


class Scope(Protocol):
    """What ``jili.access.scope.Access`` says of the three nouns that everything belongs to."""

    @property
    def role(self) -> Role | None: ...
    @property
    def everywhere(self) -> bool: ...
    def units(self) -> QuerySet[Unit]: ...
    def teams(self) -> QuerySet[Team]: ...
    def cadres(self) -> QuerySet[Cadre]: ...
    def unit_ids(self) -> Any: ...
    def cadre_ids(self) -> Any: ...


Reach = Callable[[Scope], Q]


def cadre(path: str = "cadre") -> Reach:
    """Rows of cadres in scope; ``path`` leads to the cadre."""
    return lambda scope: Q(**{f"{path}__in": scope.cadre_ids()})


def unit(path: str = "unit") -> Reach:
    return lambda scope: Q(**{f"{path}__in": scope.unit_ids()})


def team(path: str = "team") -> Reach:
    return lambda scope: Q(**{f"{path}__in": scope.teams()})


def any_of(*ways: Reach) -> Reach:
    def reach(scope: Scope) -> Q:
        found = ways[0](scope)
        for way in ways[1:]:
            found |= way(scope)
        return found

    return reach


def all_of(*ways: Reach) -> Reach:
    def reach(scope: Scope) -> Q:
        found = Q()
        for way in ways:
            found &= way(scope)
        return found

    return reach


def everybody(_: Scope) -> Q:
    return Q()


def _tasks(scope: Scope) -> Q:
    """A unit's tasks; for oneself only one's own."""
    if scope.role != Role.CADRE:
        return unit()(scope)
    return Q(pk__in=TaskOwner.objects.filter(cadre__in=scope.cadre_ids()).values("task"))


def _settlements(scope: Scope) -> Q:
    """Settlements about a subject in scope; those about the city or a campaign for who sees the whole city."""
    subjects: dict[str, QuerySet[Any]] = {
        "cadre": scope.cadres(),
        "team": scope.teams(),
        "unit": scope.units(),
        "proposal": Proposal.objects.filter(REACH["proposals"](scope)),
        "vacancy": Vacancy.objects.filter(REACH["vacancies"](scope)),
    }
    found = Q(Value(scope.everywhere))
    for kind, rows in subjects.items():
        found |= Q(subject_kind=kind, subject__in=rows.values("pk"))
    return found


BY_CADRE = frozenset(
    ("appointments", "annual_assessments", "usual_assessments", "campaign_service", "merits", "awards", "payments",
     "task_owners", "finding_cadres", "expert_nominations", "composite_scores", "ten_list", "talent_reviews",
     "course_members", "talk_triggers", "talks", "leave", "health_checks", "insurances", "hardships", "dossiers")
)  # fmt: skip
"""Tables of whose rows those of a cadre in scope are in scope, whatever else they are about."""

REACH: Mapping[str, Reach] = {
    "appointments": cadre(),
    "assessment_rounds": everybody,
    "annual_assessments": cadre(),
    "usual_assessments": cadre(),
    "team_assessments": team(),
    "demonstrations": team(),
    "campaigns": everybody,
    "campaign_service": cadre(),
    "activities": everybody,
    "merits": any_of(cadre(), team()),
    "awards": any_of(cadre(), team()),
    "payments": any_of(cadre(), team(), cadre("award__cadre"), team("award__team")),
    "tasks": _tasks,
    "task_owners": cadre(),
    "unit_events": unit(),
    "findings": any_of(unit("task__unit"), team()),
    "finding_cadres": cadre(),
    "vacancies": unit(),
    "proposals": all_of(cadre(), unit("vacancy__unit")),
    "expert_nominations": cadre(),
    "composite_scores": cadre(),
    "ten_list": cadre(),
    "talent_reviews": cadre(),
    "courses": everybody,
    "course_members": cadre(),
    "talk_triggers": cadre(),
    "talks": cadre(),
    "talk_covers": cadre("talk__cadre"),
    "leave": cadre(),
    "health_checks": cadre(),
    "insurances": cadre(),
    "hardships": cadre(),
    "visits": cadre("hardship__cadre"),
    "hardship_requests": cadre("hardship__cadre"),
    "settlements": _settlements,
    "dossiers": cadre(),
    "family_members": cadre("dossier__cadre"),
}

TABLES: Mapping[str, type[Model]] = {
    model._meta.db_table: model
    for model in apps.get_app_config("records").get_models()
    if model._meta.db_table in {*REACH, "units", "teams", "cadres"}
}
"""Table → model: those of the facts, and the dossier's."""

_HIDDEN = Q(kind="sign") | Q(hold_from__isnull=False)
"""The triggers that only those may see who keep the holds."""


def unseen(table: str, levels: Needs, day: date) -> Q:
    """The rows of a table that ``levels`` hide even within the scope."""
    holds = levels.get(Area.HOLDS, 0) >= Level.SECRET
    if table == "ten_list" and levels.get(Area.TEN, 0) < Level.SENSITIVE:
        return Q(announced_on__gt=day)
    if table == "talk_triggers" and not holds:
        return _HIDDEN
    if table == "talk_covers" and not holds:
        return Q(trigger__in=TalkTrigger.objects.filter(_HIDDEN).values("pk"))
    if table == "settlements":
        named = [name for name, (area, level) in SETTLED.items() if levels.get(area, 0) >= level]
        hidden = ~Q(statement__in=named)
        return hidden if holds else hidden | Q(item__in=TalkTrigger.objects.filter(_HIDDEN).values("pk"))
    return Q()
