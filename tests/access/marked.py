"""A record in every table about some cadres of the cast's city, with a mark of its own in every text that it holds.

A mark stands nowhere else in the world and says where it comes from: ``zq.<table>.<column>.<cadre>.``
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from jili.access.reach import TABLES
from jili.engine.schema import Column
from jili.policy.facts import SCHEMA
from jili.records.models import AnnualAssessment, Appointment, Cadre, Unit
from tests.access import cast

ABOUT = {"AD-staff": "AD", "BT-staff": "BT"}
"""Cadre → unit: their own (for 县 A, 单位 AD, 干部本人), and beside."""
HELD = ".held."
"""In the marks of what only those see who keep the holds."""


@dataclass(frozen=True)
class Mark:
    """Where a text stands."""

    text: str
    table: str
    column: str
    cadre: str

    @property
    def settles(self) -> str:
        """Of a settlement: which sentence."""
        return self.text.split(f".{self.cadre}.")[1].split("..")[0].rstrip(".") if self.table == "settlements" else ""

    @property
    def held(self) -> bool:
        return HELD in self.text


class Marks:
    """The records, made in the database; ``all`` are their marks."""

    def __init__(self) -> None:
        self.all: list[Mark] = []
        self.records: list[tuple[str, Any]] = []
        """Table and primary key of every record."""
        day = cast.today()
        self.year = day.year - 1
        self.make("assessment_rounds", "", year=self.year, closed_on=date(self.year + 1, 3, 31))
        for cadre, unit in ABOUT.items():
            self._person(cadre, unit, f"T-{unit}", day)

    def make(self, table: str, cadre: str, which: str = "", /, **given: Any) -> Any:
        """A record of a table; what is not given is filled in, texts by marks."""
        model = TABLES[table]
        values = {}
        for field in model._meta.concrete_fields:
            if field.attname in given:
                values[field.attname] = given[field.attname]
            elif isinstance(field, models.TextField) or (field.primary_key and isinstance(field, models.CharField)):
                if not isinstance(field, models.ForeignKey):
                    values[field.attname] = self.mark(table, field.column, cadre, which)
            elif not field.null and (column := _columns(table).get(field.column)):
                values[field.attname] = _usual(column, self.year)
        made = model._default_manager.create(**values)
        self.records.append((table, made.pk))
        return made

    def mark(self, table: str, column: str, cadre: str, which: str = "") -> str:
        text = f"zq.{table}.{column}.{cadre}.{which}" + ("." if which else "")
        self.all.append(Mark(text, table, column, cadre))
        return text

    def _person(self, c: str, u: str, t: str, day: date) -> None:
        year, long_ago, lately = self.year, day - timedelta(days=200), day - timedelta(days=20)
        post = Appointment.objects.filter(cadre=c).earliest("pk")
        Appointment.objects.filter(pk=post.pk).update(title=self.mark("appointments", "title", c))
        Appointment.objects.filter(pk=post.pk).update(team_id=t)
        self.records += [("appointments", post.pk), ("cadres", c)]
        AnnualAssessment.objects.filter(cadre=c).delete()
        self.make("annual_assessments", c, "now", cadre_id=c, year=year, grade="none", reason="case_open")
        for ago in (1, 2, 3):
            given = {"year": year - ago, "grade": "excellent", "reason": None, "decided_on": date(year - ago + 1, 3, 1)}
            self.make("annual_assessments", c, str(ago), cadre_id=c, **given)
        self.make("usual_assessments", c, cadre_id=c, period=f"{year}Q1")
        for ago, rank in ((0, 9), (1, 1)):
            given = {"year": year - ago, "rank": rank, "group_size": 10, "decided_on": date(year - ago + 1, 3, 1)}
            given["group"] = self.mark("team_assessments", "group", c, str(ago))
            self.make("team_assessments", c, str(ago), team_id=t, grade="average", **given)
        self.make("demonstrations", c, team_id=t)
        campaign = self.make("campaigns", c)
        self.make("campaign_service", c, cadre_id=c, campaign_id=campaign.pk, frontline=True, outstanding_on=lately)
        self.make("activities", c, campaign_id=campaign.pk)
        merit = self.make("merits", c, cadre_id=c, contribution="major")
        award = self.make("awards", c, cadre_id=c, merit_id=merit.pk)
        self.make("payments", c, award_id=award.pk, kind="award_bonus")
        task = self.make("tasks", c, unit_id=u, important=True, due_on=long_ago)
        self.make("task_owners", c, task_id=task.pk, cadre_id=c)
        self.make("unit_events", c, unit_id=u)
        finding = self.make("findings", c, task_id=task.pk, kind="target_unmet")
        self.make("finding_cadres", c, finding_id=finding.pk, cadre_id=c)
        vacancy = self.make("vacancies", c, unit_id=u, rank=3)
        proposal = {"vacancy_id": vacancy.pk, "cadre_id": c, "tier": 1, "required_years": 3, "selected": True}
        proposed = self.make("proposals", c, **proposal)
        self.make("composite_scores", c, cadre_id=c, year=year, target_score=Decimal("91.25"))
        self.make("ten_list", c, cadre_id=c, year=year, announced_on=day + timedelta(days=9))
        self.make("talent_reviews", c, cadre_id=c, quality=True, potential=True, performance=True, recognition=True)
        self.make("expert_nominations", c, cadre_id=c)
        course = self.make("courses", c)
        self.make("course_members", c, course_id=course.pk, cadre_id=c)
        self._talks(c, long_ago, lately)
        self.make("leave", c, cadre_id=c, year=year, taken_days=Decimal("1.5"))
        self.make("health_checks", c, cadre_id=c)
        self.make("insurances", c, cadre_id=c, start_on=long_ago, end_on=lately)
        hardship = self.make("hardships", c, cadre_id=c)
        self.make("visits", c, hardship_id=hardship.pk)
        self.make("hardship_requests", c, hardship_id=hardship.pk)
        self._settled("11.5", ("cadre", c), c, str(year), lately)
        self._settled("6.3", ("team", t), c, str(year), lately)
        self._settled("8.4.4", ("unit", u), c, "", lately)
        self._settled("8.1.1", ("proposal", proposed.pk), c, "", lately)
        self.make("dossiers", c, cadre_id=c, id_number_digest=self.mark("dossiers", "id_number_digest", c),
                  id_number_cipher=self.mark("dossiers", "id_number_cipher", c).encode(),
                  unknown_tags={"x": self.mark("dossiers", "unknown_tags", c)})  # fmt: skip
        self.make("family_members", c, dossier_id=c, place=1,
                  unknown_tags=[self.mark("family_members", "unknown_tags", c)])  # fmt: skip

    def _talks(self, c: str, long_ago: date, lately: date) -> None:
        trigger = self.make("talk_triggers", c, cadre_id=c, kind="setback", occurred_on=lately)
        self.make("talk_triggers", c, "open", cadre_id=c, kind="request", occurred_on=long_ago)
        held = self.make("talk_triggers", c, "held", cadre_id=c, kind="setback", occurred_on=long_ago, hold_from=lately)
        sign = self.make("talk_triggers", c, "sign" + HELD.rstrip("."), cadre_id=c, kind="sign", occurred_on=long_ago)
        talk = self.make("talks", c, cadre_id=c, held_on=lately)
        self.make("talk_covers", c, talk_id=talk.pk, trigger=trigger.pk)
        self.make("talk_covers", c, talk_id=talk.pk, trigger=held.pk)
        self._settled("11.4c", ("cadre", c), c, sign.pk, lately)
        self._settled("11.4b", ("cadre", c), c, held.pk, lately, HELD.strip("."))

    def _settled(self, statement: str, about: tuple[str, str], c: str, item: str, on: date, which: str = "") -> None:
        given = {"statement": statement, "subject_kind": about[0], "subject": about[1], "item": item or None}
        self.make("settlements", c, f"{statement}.{which}", decided_on=on, kind="justified", **given)


def _columns(table: str) -> dict[str, Column]:
    return {column.name: column for column in SCHEMA[table].columns} if table in SCHEMA else {}


def _usual(column: Column, year: int) -> Any:
    """A value for a column that is nobody's point."""
    if column.codes:
        return next(iter(column.codes))
    kinds = {"bool": False, "date": cast.today() - timedelta(days=200), "int": year if column.name == "year" else 1}
    return kinds.get(column.type, Decimal(1))


def named() -> list[Mark]:
    """The names of cadres and units, which are marks of their own."""
    people = [Mark(name, "cadres", "name", pk) for pk, name in Cadre.objects.values_list("pk", "name")]
    return people + [Mark(name, "units", "name", pk) for pk, name in Unit.objects.values_list("pk", "name")]
