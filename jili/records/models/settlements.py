"""How a duty or finding was settled, by which document."""

from __future__ import annotations

from jili.records.base import Record
from jili.records.declared import Declared

_settlements = Declared("settlements")


class Settlement(Record):
    facts = "settlements"
    settlement_id = _settlements.key("settlement_id")
    statement = _settlements.text("statement")
    subject_kind = _settlements.code("subject_kind")
    subject = _settlements.id("subject")
    item = _settlements.text("item")
    kind = _settlements.code("kind")
    decided_on = _settlements.date("decided_on")
    document = _settlements.text("document")

    class Meta:
        db_table = "settlements"
        verbose_name = _settlements.table.label
        constraints = _settlements.constraints()
