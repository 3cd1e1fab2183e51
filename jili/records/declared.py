"""Model fields and constraints as ``jili.policy.facts`` declares them: its label, codes, bounds, order.

A model says ``title = _appointments.text("title")``; what a title is called, whether it may be empty and what it may
hold is said once, in the facts. ``tests/records/test_models.py`` holds the two column for column.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce

from jili.engine.schema import Column
from jili.policy.facts import RANKS, SCHEMA

ID_LENGTH, CODE_LENGTH = 200, 32
"""Characters."""


class Declared:
    """The fields of one table of the facts."""

    def __init__(self, table: str) -> None:
        self.table = SCHEMA[table]

    def key(self, name: str) -> models.CharField[str, str]:
        """The table's own id."""
        return models.CharField(self.table[name].label, primary_key=True, max_length=ID_LENGTH)

    def text(self, name: str) -> models.TextField[Any, Any]:
        return models.TextField(**self._given(name))

    def code(self, name: str) -> models.CharField[Any, Any]:
        choices = list((self.table[name].codes or {}).items())
        return models.CharField(max_length=CODE_LENGTH, choices=choices, **self._given(name))

    def id(self, name: str) -> models.CharField[Any, Any]:
        """An id of one of several tables, which the table's own checks resolve."""
        return models.CharField(max_length=ID_LENGTH + 4, db_index=True, **self._given(name))

    def date(self, name: str) -> models.DateField[Any, Any]:
        return models.DateField(**self._given(name))

    def flag(self, name: str) -> models.BooleanField[Any, Any]:
        return models.BooleanField(self.table[name].label)

    def number(self, name: str) -> models.IntegerField[Any, Any]:
        column = self.table[name]
        least, most = bounds(column)
        choices = list(RANKS.items()) if (least, most) == (min(RANKS), max(RANKS)) else None
        limits = [MinValueValidator(least), MaxValueValidator(most)]
        return models.IntegerField(validators=limits, choices=choices, **self._given(name))

    def decimal(self, name: str) -> models.DecimalField[Any, Any]:
        return models.DecimalField(max_digits=18, decimal_places=self.table[name].places, **self._given(name))

    def ref(self, name: str, to: str, *, related: str | None = None) -> models.ForeignKey[Any, Any]:
        """A reference to a record, which cannot be removed while it is referred to."""
        related_name = related or self.table.name
        return models.ForeignKey(
            to, on_delete=models.PROTECT, db_column=name, related_name=related_name, **self._given(name)
        )

    def _given(self, name: str) -> dict[str, Any]:
        column = self.table[name]
        return {"verbose_name": column.label, "null": column.optional, "blank": column.optional}

    def constraints(self) -> list[models.BaseConstraint]:
        """What the database can hold of the table's rules: codes, bounds, order of dates, sets that are unique."""
        found: list[models.BaseConstraint] = []
        for column in self.table.columns:
            if column.codes is not None:
                found.append(self._check(column.name, "code", models.Q(**{f"{column.name}__in": list(column.codes)})))
            if column.type == "int":
                found.append(self._check(column.name, "bounds", models.Q(**{f"{column.name}__range": bounds(column)})))
        for first, last in self.table.ordered:
            found.append(self._check(last, "order", models.Q(**{f"{last}__gte": models.F(first)})))
        own_key = self.table.has_id and self.table[self.table.key[0]].type == "text"
        sets = self.table.unique if own_key else (self.table.key, *self.table.unique)
        return found + [self._unique(columns) for columns in sets]

    def _check(self, name: str, kind: str, holds: models.Q) -> models.CheckConstraint:
        if self.table[name].optional:
            holds |= models.Q(**{f"{name}__isnull": True})
        return models.CheckConstraint(condition=holds, name=f"{self.table.name}_{name}_{kind}")

    def _unique(self, columns: tuple[str, ...]) -> models.UniqueConstraint:
        """Empty cells are equal."""
        name = f"{self.table.name}_unique"
        fields = [field_name(self.table[column]) for column in columns]
        if not any(self.table[column].optional for column in columns):
            return models.UniqueConstraint(fields=fields, name=name)
        parts = [
            Coalesce(field, models.Value("")) if self.table[column].optional else models.F(field)
            for field, column in zip(fields, columns, strict=True)
        ]
        return models.UniqueConstraint(*parts, name=name)


def bounds(column: Column) -> tuple[int, int]:
    """The least and greatest number that a column may hold."""
    return column.bounds or ((1900, 2200) if column.name == "year" else (-1_000_000_000, 1_000_000_000))


def field_name(column: Column) -> str:
    """The name of a column's model field: a reference ``cadre_id`` is the field ``cadre``."""
    return column.name.removesuffix("_id") if column.refers not in (None, "*") else column.name
