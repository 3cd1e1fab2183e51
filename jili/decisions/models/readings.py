"""Readings (口径) that the organisation department has changed, and what a change would do, seen beforehand."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jili.decisions.models.runs import Run


class Simulation(models.Model):
    """What a run would have said with another value of one reading. Made by ``jili.decisions.readings``."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, verbose_name="依据的运行")
    name = models.CharField("口径", max_length=64)
    value = models.JSONField("试改为")
    changes = models.JSONField("变化")
    """``{"statements": [{statement, change, before, after, count}], "units": [{unit, count}], "total": number}``."""
    made_by = models.CharField("试改人", max_length=64)
    made_at = models.DateTimeField("试改时间", auto_now_add=True)

    class Meta:
        verbose_name = "口径试改"
        ordering = ("-pk",)


class ReadingChange(models.Model):
    """A reading's value from a day on. A row is decided once and never changed after that."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准"
        DECLINED = "declined", "未批准"

    name = models.CharField("口径", max_length=64)
    value = models.JSONField("取值")
    from_on = models.DateField("从何日起")
    reason = models.TextField("理由")
    document = models.TextField("文号")
    simulation = models.ForeignKey(Simulation, on_delete=models.PROTECT, verbose_name="试改结果")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField("提出人", max_length=64)
    proposed_at = models.DateTimeField("提出时间", default=timezone.now)
    decided_by = models.CharField("批准人", max_length=64, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True)
    why_declined = models.TextField("不批准的理由", blank=True)

    class Meta:
        verbose_name = "口径变更"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("proposed_by")),
                name="reading_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.from_on} {self.state}"
