"""Cadres."""

from __future__ import annotations

from django.db import models

from jili.records.base import Record
from jili.records.declared import Declared

_cadres = Declared("cadres")


class Cadre(Record):
    facts = "cadres"
    cadre_id = _cadres.key("cadre_id")
    name = _cadres.text("name")
    gender = _cadres.code("gender")
    birth_on = _cadres.date("birth_on")
    work_start_on = _cadres.date("work_start_on")
    joined_on = _cadres.date("joined_on")
    left_on = _cadres.date("left_on")
    category = _cadres.code("category")
    professional = _cadres.flag("professional")

    class Meta:
        db_table = "cadres"
        verbose_name = _cadres.table.label
        constraints = _cadres.constraints()
        indexes = (models.Index(fields=["name"], name="cadres_name"),)

    def __str__(self) -> str:
        return str(self.name)
