"""Talks: that they took place and what they settle, never what was said (第十一条)."""

from __future__ import annotations

from jili.records.base import Record, whose
from jili.records.declared import Declared

_talk_triggers = Declared("talk_triggers")
_talks = Declared("talks")
_talk_covers = Declared("talk_covers")


class TalkTrigger(Record):
    facts = "talk_triggers"
    trigger_id = _talk_triggers.key("trigger_id")
    cadre = _talk_triggers.ref("cadre_id", "records.Cadre")
    kind = _talk_triggers.code("kind")
    occurred_on = _talk_triggers.date("occurred_on")
    hold_from = _talk_triggers.date("hold_from")
    hold_until = _talk_triggers.date("hold_until")

    class Meta:
        db_table = "talk_triggers"
        verbose_name = _talk_triggers.table.label
        constraints = _talk_triggers.constraints()


class Talk(Record):
    facts = "talks"
    talk_id = _talks.key("talk_id")
    cadre = _talks.ref("cadre_id", "records.Cadre")
    held_on = _talks.date("held_on")

    class Meta:
        db_table = "talks"
        verbose_name = _talks.table.label
        constraints = _talks.constraints()

    def __str__(self) -> str:
        return f"{whose(self)}谈心谈话,{self.held_on}"


class TalkCover(Record):
    facts = "talk_covers"
    talk = _talk_covers.ref("talk_id", "records.Talk")
    trigger = _talk_covers.id("trigger")

    class Meta:
        db_table = "talk_covers"
        verbose_name = _talk_covers.table.label
        constraints = _talk_covers.constraints()
