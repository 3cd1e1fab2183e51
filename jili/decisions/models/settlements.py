"""Settlements that a second person has yet to confirm."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jili.policy.facts import SETTLEMENT_KINDS


class SettlementProposal(models.Model):
    """A reason in writing for something that asks for one (须说明). It becomes a settlement when somebody else confirms
    it; made and changed only by ``jili.decisions.settlements``."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "未确认"

    statement = models.CharField("语句", max_length=16)
    subject_kind = models.CharField("对象类别", max_length=16)
    subject = models.CharField("对象", max_length=200)
    item = models.CharField("事项", max_length=250, blank=True)
    kind = models.CharField("办结方式", max_length=32, choices=list(SETTLEMENT_KINDS.items()))
    decided_on = models.DateField("办结日")
    document = models.TextField("文号")
    why = models.TextField("理由")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField("提出人", max_length=64)
    proposed_at = models.DateTimeField("提出时间", default=timezone.now)
    decided_by = models.CharField("确认人", max_length=64, blank=True)
    decided_at = models.DateTimeField("确认时间", null=True)
    why_declined = models.TextField("不确认的理由", blank=True)

    class Meta:
        verbose_name = "待确认的办结说明"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["statement", "subject_kind", "subject", "item"],
                condition=models.Q(state="proposed"),
                name="settlement_proposed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("proposed_by")),
                name="settlement_two_people",
            ),
        )
