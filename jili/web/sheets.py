"""Some records of one table, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jili.access.classes import COLUMNS, Level
from jili.access.reach import TABLES
from jili.access.scope import Access
from jili.exchange.sheets.offered import may_fill
from jili.web.record_forms import fields_of, followed, shown

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


def sheet(access: Access, table: str, which: QuerySet[Any], most: Level) -> Sheet:
    """Some rows of a table, all of which may be seen, without its own key, up to a level."""
    columns = told(access, table, most)
    rows = which.select_related(*followed(columns))[:MOST] if columns else []
    label = str(TABLES[table]._meta.verbose_name)
    cells = [(row.pk, [shown(row, field) for field in columns]) for row in rows]
    return Sheet(table, label, [str(field.verbose_name) for field in columns], cells, may_fill(access, table))


def told(access: Access, table: str, most: Level) -> list[Any]:
    """The fields of a table that a sheet shows up to a level; where there are none, it shows no rows either."""
    own = {"cadre"} if table == "appointments" else {"cadre", "unit"}
    columns = [f for f in fields_of(access, table) if not f.primary_key and f.name not in own]
    return [field for field in columns if COLUMNS[table, field.column][1] <= most]


def of_cadres(table: str) -> bool:
    """Whether the rows of a table are a cadre's."""
    return any(field.name == "cadre" for field in TABLES[table]._meta.concrete_fields)
