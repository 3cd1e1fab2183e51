"""Merits, awards, what was paid for them (第七条)."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_demonstrations = Declared("demonstrations")
_merits = Declared("merits")
_awards = Declared("awards")
_payments = Declared("payments")


class Demonstration(Record):
    facts = "demonstrations"
    demonstration_id = _demonstrations.key("demonstration_id")
    team = _demonstrations.ref("team_id", "records.Team")
    level = _demonstrations.code("level")
    recognised_on = _demonstrations.date("recognised_on")
    annulled_on = _demonstrations.date("annulled_on")

    class Meta:
        db_table = "demonstrations"
        verbose_name = _demonstrations.table.label
        constraints = _demonstrations.constraints()


class Merit(Record):
    facts = "merits"
    merit_id = _merits.key("merit_id")
    cadre = _merits.ref("cadre_id", "records.Cadre")
    team = _merits.ref("team_id", "records.Team")
    contribution = _merits.code("contribution")
    critical = _merits.flag("critical")
    recognised_on = _merits.date("recognised_on")
    annulled_on = _merits.date("annulled_on")

    class Meta:
        db_table = "merits"
        verbose_name = _merits.table.label
        constraints = [
            *_merits.constraints(),
            models.CheckConstraint(
                condition=models.Q(cadre__isnull=True) ^ models.Q(team__isnull=True), name="merits_cadre_or_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_contribution_display()},{self.recognised_on}"


class Award(Record):
    facts = "awards"
    award_id = _awards.key("award_id")
    merit = _awards.ref("merit_id", "records.Merit")
    cadre = _awards.ref("cadre_id", "records.Cadre")
    team = _awards.ref("team_id", "records.Team")
    level = _awards.code("level")
    authority = _awards.code("authority")
    decided_on = _awards.date("decided_on")
    annulled_on = _awards.date("annulled_on")

    class Meta:
        db_table = "awards"
        verbose_name = _awards.table.label
        constraints = [
            *_awards.constraints(),
            models.CheckConstraint(
                condition=models.Q(cadre__isnull=True) ^ models.Q(team__isnull=True), name="awards_cadre_or_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()},{self.decided_on}"


class Payment(Record):
    facts = "payments"
    payment_id = _payments.key("payment_id")
    kind = _payments.code("kind")
    team = _payments.ref("team_id", "records.Team")
    cadre = _payments.ref("cadre_id", "records.Cadre")
    award = _payments.ref("award_id", "records.Award")
    year = _payments.number("year")
    paid_on = _payments.date("paid_on")

    class Meta:
        db_table = "payments"
        verbose_name = _payments.table.label
        constraints = _payments.constraints()
