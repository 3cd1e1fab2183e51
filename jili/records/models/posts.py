"""Posts held."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.lookups import GreaterThan

from jili.records.base import Record
from jili.records.declared import Declared

_appointments = Declared("appointments")
_until = models.Func("end_on", template="COALESCE(%(expressions)s, '9999-12-31')", output_field=models.DateField())
"""The day on which a post ends, of those without end a day that never comes. The index ``appointments_held`` has this
very expression, so that nobody's earlier posts are read to find who serves now."""


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
            models.Index("unit", "kind", _until, "start_on", "cadre", "end_on", name="appointments_held"),
        )

    def __str__(self) -> str:
        return str(self.title)


def held_on(day: date) -> Q:
    """Posts that are held on a day: from the day on which they start, no longer on that on which they end."""
    return Q(GreaterThan(_until, day), start_on__lte=day)
