"""Task lists, their owners, findings of responsibility (第五条、第六条)."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_tasks = Declared("tasks")
_task_owners = Declared("task_owners")
_findings = Declared("findings")
_finding_cadres = Declared("finding_cadres")
_unit_events = Declared("unit_events")


class Task(Record):
    facts = "tasks"
    task_id = _tasks.key("task_id")
    unit = _tasks.ref("unit_id", "records.Unit")
    year = _tasks.number("year")
    list = _tasks.code("list")
    category = _tasks.code("category")
    important = _tasks.flag("important")
    due_on = _tasks.date("due_on")
    completed_on = _tasks.date("completed_on")
    announced_on = _tasks.date("announced_on")
    confidential = _tasks.flag("confidential")

    class Meta:
        db_table = "tasks"
        verbose_name = _tasks.table.label
        constraints = _tasks.constraints()

    def __str__(self) -> str:
        return f"{self.year}年{self.get_list_display()}{self.get_category_display() or ''},{self.due_on}到期"


class TaskOwner(Record):
    facts = "task_owners"
    task = _task_owners.ref("task_id", "records.Task")
    cadre = _task_owners.ref("cadre_id", "records.Cadre")

    class Meta:
        db_table = "task_owners"
        verbose_name = _task_owners.table.label
        constraints = _task_owners.constraints()


class Finding(Record):
    facts = "findings"
    finding_id = _findings.key("finding_id")
    kind = _findings.code("kind")
    task = _findings.ref("task_id", "records.Task")
    team = _findings.ref("team_id", "records.Team")
    decided_on = _findings.date("decided_on")
    annulled_on = _findings.date("annulled_on")

    class Meta:
        db_table = "findings"
        verbose_name = _findings.table.label
        constraints = [
            *_findings.constraints(),
            models.CheckConstraint(
                condition=models.Q(task__isnull=True) ^ models.Q(team__isnull=True), name="findings_task_or_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()},{self.decided_on}认定"


class FindingCadre(Record):
    facts = "finding_cadres"
    finding = _finding_cadres.ref("finding_id", "records.Finding")
    cadre = _finding_cadres.ref("cadre_id", "records.Cadre")
    excused_on = _finding_cadres.date("excused_on")

    class Meta:
        db_table = "finding_cadres"
        verbose_name = _finding_cadres.table.label
        constraints = _finding_cadres.constraints()


class UnitEvent(Record):
    facts = "unit_events"
    event_id = _unit_events.key("event_id")
    unit = _unit_events.ref("unit_id", "records.Unit")
    kind = _unit_events.code("kind")
    held_on = _unit_events.date("held_on")

    class Meta:
        db_table = "unit_events"
        verbose_name = _unit_events.table.label
        constraints = _unit_events.constraints()
