"""Assessments of cadres and teams (第六条)."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_assessment_rounds = Declared("assessment_rounds")
_annual_assessments = Declared("annual_assessments")
_usual_assessments = Declared("usual_assessments")
_team_assessments = Declared("team_assessments")


class AssessmentRound(Record):
    facts = "assessment_rounds"
    year = _assessment_rounds.number("year")
    closed_on = _assessment_rounds.date("closed_on")

    class Meta:
        db_table = "assessment_rounds"
        verbose_name = _assessment_rounds.table.label
        constraints = _assessment_rounds.constraints()


class AnnualAssessment(Record):
    facts = "annual_assessments"
    assessment_id = _annual_assessments.key("assessment_id")
    cadre = _annual_assessments.ref("cadre_id", "records.Cadre")
    year = _annual_assessments.number("year")
    grade = _annual_assessments.code("grade")
    reason = _annual_assessments.code("reason")
    decided_on = _annual_assessments.date("decided_on")
    annulled_on = _annual_assessments.date("annulled_on")

    class Meta:
        db_table = "annual_assessments"
        verbose_name = _annual_assessments.table.label
        indexes = (models.Index(fields=["year", "grade", "cadre"], name="annual_year_grade"),)
        constraints = [
            *_annual_assessments.constraints(),
            models.UniqueConstraint(
                fields=["cadre", "year"],
                condition=models.Q(annulled_on__isnull=True),
                name="annual_assessments_one_live",
                violation_error_message="同一干部同一年度的考核只能有一件有效",
            ),
        ]


class UsualAssessment(Record):
    facts = "usual_assessments"
    assessment_id = _usual_assessments.key("assessment_id")
    cadre = _usual_assessments.ref("cadre_id", "records.Cadre")
    period = _usual_assessments.text("period")
    grade = _usual_assessments.code("grade")
    decided_on = _usual_assessments.date("decided_on")

    class Meta:
        db_table = "usual_assessments"
        verbose_name = _usual_assessments.table.label
        constraints = _usual_assessments.constraints()


class TeamAssessment(Record):
    facts = "team_assessments"
    assessment_id = _team_assessments.key("assessment_id")
    team = _team_assessments.ref("team_id", "records.Team")
    year = _team_assessments.number("year")
    grade = _team_assessments.code("grade")
    group = _team_assessments.text("group")
    rank = _team_assessments.number("rank")
    group_size = _team_assessments.number("group_size")
    decided_on = _team_assessments.date("decided_on")

    class Meta:
        db_table = "team_assessments"
        verbose_name = _team_assessments.table.label
        constraints = _team_assessments.constraints()
