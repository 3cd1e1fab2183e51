"""Cadres in scope and what is kept about each, as far as the role sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Field
from ninja import Query, Router, Schema

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.paging import all_of
from jili.access.reach import REACH, TABLES
from jili.access.scope import Access, access_cadre, access_unit, starts_with
from jili.api.fields import Among, Asked, Purpose, Short, purpose_of
from jili.api.operation import read
from jili.api.pages import Page, page
from jili.exchange.preview import UNTOLD
from jili.records.models import Appointment, Cadre

router = Router(tags=["干部"])

KEPT = ("cadres", *(name for name in REACH if any(f.name == "cadre" for f in TABLES[name]._meta.concrete_fields)))
"""The tables whose rows are about one cadre."""
Kept = Annotated[str, Among(KEPT)]


class Post(Schema):
    unit_id: str
    unit: str
    title: str
    chief: bool


class OneCadre(Schema):
    cadre_id: str
    name: str
    posts: list[Post]
    """Those held today in scope."""


class CadresAsked(Asked):
    name: Short | None = None
    unit: Short | None = None


class RecordsAsked(Schema):
    table: Kept


class Heading(Schema):
    name: str
    label: str


class Records(Schema):
    """Rows of one table by column. ``more_with_purpose``: the role sees columns that are shown only for a purpose."""

    table: str
    label: str
    columns: list[Heading]
    rows: list[dict[str, bool | int | str | None]]
    more_with_purpose: bool


@read(router, "/cadres", "cadres", Page[OneCadre])
def cadres(request: Request, asked: Query[CadresAsked]) -> dict[str, Any]:
    """列出管理范围内的干部

    `name` 是姓名中的字;`unit` 是单位编号,只列现在在该单位及其下属单位任职的。
    """
    access = request.access
    rows = access.of("cadres").order_by("name", "pk")
    if asked.name:
        rows = rows.filter(name__icontains=asked.name)
    if asked.unit:
        below = access.units().filter(starts_with("path", access_unit(access, asked.unit)))
        rows = rows.filter(pk__in=access.posts().filter(unit__in=below).values("cadre"))
    return page(all_of(access, rows), asked, lambda found: _said(access, found))


@read(router, "/cadres/{str:cadre_id}", "cadre", OneCadre)
def cadre(request: Request, cadre_id: str) -> dict[str, Any]:
    """一名干部"""
    return _said(request.access, [access_cadre(request.access, cadre_id)])[0]


@read(router, "/cadres/{str:cadre_id}/records", "cadre-records", Records)
def cadre_records(
    request: Request, cadre_id: str, asked: Query[RecordsAsked], purpose: Purpose = None
) -> dict[str, Any]:
    """一名干部在一张表里的记录

    只有角色看得到的列。敏感的列要写明用途才给,并记入日志。日期、小数都写成文字。
    """
    access, about = request.access, access_cadre(request.access, cadre_id)
    columns = [field for field in TABLES[asked.table]._meta.concrete_fields if _may_be_told(access, field)]
    sensitive = [field for field in columns if _level(field) > Level.INTERNAL]
    if sensitive and purpose:
        told = {"table": asked.table}
        actor = access.actor(purpose_of(purpose))
        append_alone(actor=actor, kind="cadres.read", subject=f"cadres:{about.pk}", body=told)
    elif sensitive:
        columns = [field for field in columns if field not in sensitive]
    rows = access.of(asked.table).filter(**{"pk" if asked.table == "cadres" else "cadre": about.pk}).order_by("pk")
    return {
        "table": asked.table,
        "label": str(TABLES[asked.table]._meta.verbose_name),
        "columns": [{"name": field.column, "label": str(field.verbose_name)} for field in columns],
        "rows": [{f.column: _plain(getattr(row, f.attname)) for f in columns} for row in rows] if columns else [],
        "more_with_purpose": bool(sensitive) and not purpose,
    }


def _said(access: Access, rows: Sequence[Cadre]) -> list[dict[str, Any]]:
    held: dict[str, list[Appointment]] = {}
    posts = access.posts().filter(cadre__in=[row.pk for row in rows], unit__in=access.units())
    for post in posts.select_related("unit").order_by("pk"):
        held.setdefault(post.cadre_id, []).append(post)
    return [
        {
            "cadre_id": row.pk,
            "name": row.name,
            "posts": [
                {"unit_id": post.unit_id, "unit": post.unit.name, "title": post.title, "chief": post.chief}
                for post in held.get(row.pk, [])
            ],
        }
        for row in rows
    ]


def _may_be_told(access: Access, field: Field[Any, Any]) -> bool:
    """Whether a column is one of the role's and can be said in a word: ciphers and pictures cannot."""
    place = field.model._meta.db_table, str(field.column)
    return place in COLUMNS and field.column not in UNTOLD and access.sees(*place)


def _level(field: Field[Any, Any]) -> Level:
    return COLUMNS[field.model._meta.db_table, str(field.column)][1]


def _plain(value: Any) -> bool | int | str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
