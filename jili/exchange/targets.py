"""The tables into which files bring rows: how their records are read, compared and written.

A value is JSON: text, whole number, true/false, a day as ``2024-03-05``, a decimal as text, None. Every table of the
facts is a ``Target`` as it is; ``dossiers`` adds what a 任免审批表 holds.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any, cast

from django.db import models
from django.db.models import QuerySet

from jili.access.classes import COLUMNS
from jili.access.reach import TABLES
from jili.access.scope import Access
from jili.engine.schema import Column, Table
from jili.exchange.parsing.cells import exact
from jili.policy.facts import SCHEMA
from jili.records.base import Record
from jili.records.models import Dossier, FamilyMember

CHUNK = 5_000
"""Keys in one query."""
Values = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A record as it stands: its version and the values of its columns."""

    pk: Any
    version: int
    values: Values


@dataclass(frozen=True)
class Target:
    """A table and its model."""

    table: Table
    model: type[Record]
    parts: tuple[type[models.Model], ...] = ()
    """Models of what belongs to the records and goes with them."""

    @cached_property
    def own_id(self) -> str:
        """The column that is the primary key; empty where the database numbers the rows."""
        column = str(self.model._meta.pk.column)
        return column if column in self.columns else ""

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.name: column for column in self.table.columns}

    def sees(self, access: Access, column: str) -> bool:
        """Whether a column may be brought, compared and shown."""
        return (self.table.name, column) in COLUMNS and access.sees(self.table.name, column)

    def changes(self, values: Values, found: Found) -> Values:
        """What values would change of a record."""
        return {name: value for name, value in values.items() if value != found.values.get(name)}

    def read(self, rows: QuerySet[Any], columns: Iterable[str] | None = None) -> Iterator[Found]:
        """The records of a query, with some columns or all."""
        names = list(self.columns if columns is None else columns)
        ways = [_to_json(self.columns[name]) for name in names]
        for pk, version, *cells in rows.values_list("pk", "version", *names).iterator(CHUNK):
            values = {name: to_json(cell) for name, cell, to_json in zip(names, cells, ways, strict=True)}
            yield Found(pk, version, values)

    def build(self, values: Values, version: int, pk: Any = None) -> Record:
        """A record to be written; ``pk`` where its values do not hold it."""
        cells = {name: _from_json(self.columns[name], value) for name, value in values.items()}
        return self.model(version=version, **cells, **({} if pk is None or self.own_id else {"pk": pk}))

    def write_parts(self, changes: Iterable[tuple[Any, Values]]) -> None:
        """What belongs to records that were written but stands in tables of its own: primary key, values."""

    def remove_parts(self, pks: Sequence[Any]) -> None:
        """What belongs to records that will be removed."""


def _to_json(column: Column) -> Callable[[Any], Any]:
    if column.type == "date":
        return lambda cell: cell and cell.isoformat()
    if column.type == "decimal":
        return lambda cell: None if cell is None else exact(cell, column.places)
    if column.name in BINARY:
        return lambda cell: None if cell is None else base64.b64encode(bytes(cell)).decode()
    return lambda cell: None if cell == "" else cell


def _from_json(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(value)
    if column.type == "decimal":
        return Decimal(value)
    return base64.b64decode(value) if column.name in BINARY else value


class Dossiers(Target):
    """任免审批表, with the family as one value: a list of rows."""

    def sees(self, access: Access, column: str) -> bool:
        return access.sees("family_members", "name") if column == FAMILY else super().sees(access, column)

    def changes(self, values: Values, found: Found) -> Values:
        """What a form has goes beside what is kept; the same ID number is enciphered differently each time."""
        from jili.exchange.lrmx.keeping import merged

        changed = super().changes(merged(values, found.values), found)
        if "id_number_digest" not in changed:
            changed.pop("id_number_cipher", None)
        return changed

    def read(self, rows: QuerySet[Any], columns: Iterable[str] | None = None) -> Iterator[Found]:
        names = list(self.columns if columns is None else columns)
        own = [name for name in names if name != FAMILY]
        for found in super().read(rows, own):
            if FAMILY in names:
                members = FamilyMember.objects.filter(dossier=found.pk).values(*MEMBER)
                found.values[FAMILY] = [dict(member) for member in members]
            yield found

    def build(self, values: Values, version: int, pk: Any = None) -> Record:
        own = {name: "" if value is None and name in EMPTY_TEXTS else value for name, value in values.items()}
        own.pop(FAMILY, None)
        return super().build(own, version, pk)

    def write_parts(self, changes: Iterable[tuple[Any, Values]]) -> None:
        for pk, values in changes:
            if FAMILY in values:
                self._write_family(pk, values[FAMILY] or [])

    def remove_parts(self, pks: Sequence[Any]) -> None:
        for member in FamilyMember.objects.filter(dossier__in=pks):
            member.delete()

    def _write_family(self, pk: Any, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Row by row, as there are a few for a person; each keeps its history."""
        standing = {member.place: member for member in FamilyMember.objects.filter(dossier=pk)}
        for place, row in enumerate(wanted, 1):
            member = standing.pop(place, None) or FamilyMember(dossier_id=pk, place=place, version=0)
            if member.version and all(getattr(member, name) == row[name] for name in MEMBER):
                continue
            for name in MEMBER:
                setattr(member, name, row[name])
            member.version += 1
            member.save()
        for member in standing.values():
            member.delete()


BINARY = frozenset(("id_number_cipher", "photo"))
FAMILY = "family"
MEMBER = ("relation", "name", "born", "political_status", "work", "unknown_tags", "style")
EMPTY_TEXTS = frozenset(field.column for field in Dossier._meta.concrete_fields if field.default == "")
"""Columns that hold empty text where there is nothing."""


def _dossiers() -> Dossiers:
    fields = (field for field in Dossier._meta.concrete_fields if field.name != "version")
    columns = [_described(field) for field in fields] + [Column(FAMILY, "家庭成员", optional=True)]
    return Dossiers(
        Table("dossiers", str(Dossier._meta.verbose_name), tuple(columns), ("cadre_id",)), Dossier, (FamilyMember,)
    )


def _described(field: models.Field[Any, Any]) -> Column:
    refers = "cadres" if field.is_relation else None
    return Column(field.column, str(field.verbose_name), "text", not field.is_relation, refers=refers)


_TARGETS = {table.name: Target(table, cast(type[Record], TABLES[table.name])) for table in SCHEMA.tables}
_TARGETS["dossiers"] = _dossiers()


def target(table: str) -> Target:
    """Raises KeyError for a table into which files bring nothing."""
    return _TARGETS[table]


def targets() -> Sequence[Target]:
    """All, each after those that it refers to."""
    return list(_TARGETS.values())


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
