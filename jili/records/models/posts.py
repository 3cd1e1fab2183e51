"""Posts held."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_appointments = Declared("appointments")


class Appointment(Record):
    facts = "appointments"
    appointment_id = _appointments.key("appointment_id")
    cadre = _appointments.ref("cadre_id", "records.Cadre")
    unit = _appointments.ref("unit_id", "records.Unit")
    title = _appointments.text("title")
    rank = _appointments.number("rank")
    team = _appointments.ref("team_id", "records.Team")
    chief = _appointments.flag("chief")
    kind = _appointments.code("kind")
    exceptional = _appointments.flag("exceptional")
    start_on = _appointments.date("start_on")
    end_on = _appointments.date("end_on")
    harsh = _appointments.code("harsh")
    harsh_listed = _appointments.flag("harsh_listed")

    class Meta:
        db_table = "appointments"
        verbose_name = _appointments.table.label
        constraints = _appointments.constraints()
        indexes = (
            # who serves in a unit on a day is read from it alone
            models.Index(fields=["unit", "kind", "end_on", "start_on", "cadre"], name="appointments_held"),
        )

    def __str__(self) -> str:
        return str(self.title)
