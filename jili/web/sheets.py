"""Some records of one table, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Field, QuerySet

from jili.access.classes import COLUMNS, Level
from jili.access.reach import TABLES
from jili.access.scope import Access
from jili.exchange.sheets.offered import may_fill
from jili.web.gathered import Asked, Row, Words, gather, referred, said
from jili.web.record_forms import fields_of

MOST = 500
"""Rows of one table on one page."""


@dataclass(frozen=True)
class Sheet:
    """Some records of one table, as a page shows them: key of each and its cells."""

    table: str
    label: str
    headings: list[str]
    rows: list[tuple[Any, list[str]]]
    editable: bool


def sheets(access: Access, rows: Mapping[str, QuerySet[Any]], most: Level, known: Words | None = None) -> list[Sheet]:
    """Of each table the rows given, of which somebody may see all; the columns up to a level, without the table's own
    key. Tables without rows are left out. One query, and one for each kind of record that is referred to."""
    columns = {table: _columns(access, table, most) for table in rows}
    asked = {table: Asked(rows[table], [_key(table), *own]) for table, own in columns.items() if own}
    found = gather(asked)
    words = referred({table: Asked(rows[table], columns[table]) for table in asked}, found, known)
    return [_sheet(access, table, columns[table], rows, words) for table, rows in found.items() if rows]


def _sheet(access: Access, table: str, columns: list[Field[Any, Any]], rows: list[Row], words: Words) -> Sheet:
    key = _key(table).name
    cells = [(row[key], [said(row, field, words) for field in columns]) for row in sorted(rows, key=itemgetter(key))]
    headings = [str(field.verbose_name) for field in columns]
    return Sheet(table, str(TABLES[table]._meta.verbose_name), headings, cells[:MOST], may_fill(access, table))


def _key(table: str) -> Field[Any, Any]:
    key: Field[Any, Any] = TABLES[table]._meta.pk
    return key


def _columns(access: Access, table: str, most: Level) -> list[Field[Any, Any]]:
    own = {"cadre"} if table == "appointments" else {"cadre", "unit"}
    columns = [f for f in fields_of(access, table) if not f.primary_key and f.name not in own]
    return [field for field in columns if COLUMNS[table, field.column][1] <= most]


def of_cadres(table: str) -> bool:
    """Whether the rows of a table are a cadre's."""
    return any(field.name == "cadre" for field in TABLES[table]._meta.concrete_fields)
