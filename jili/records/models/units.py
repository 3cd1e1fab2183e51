"""Units and their leading teams."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_units = Declared("units")
_teams = Declared("teams")


class Unit(Record):
    facts = "units"
    unit_id = _units.key("unit_id")
    name = _units.text("name")
    parent = _units.ref("parent_id", "self", related="children")
    kind = _units.code("kind")
    remote = _units.flag("remote")
    path = models.CharField("层级", max_length=1000, editable=False, db_index=True)
    """The ids from the top down to the unit, each ended by ``/``; kept by ``jili.records.tree``."""

    class Meta:
        db_table = "units"
        verbose_name = _units.table.label
        constraints = _units.constraints()

    def __str__(self) -> str:
        return str(self.name)


class Team(Record):
    facts = "teams"
    team_id = _teams.key("team_id")
    unit = _teams.ref("unit_id", "records.Unit")
    name = _teams.text("name")
    kind = _teams.code("kind")

    class Meta:
        db_table = "teams"
        verbose_name = _teams.table.label
        constraints = _teams.constraints()

    def __str__(self) -> str:
        return str(self.name)
