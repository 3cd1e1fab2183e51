"""Units in scope."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema

from jili.access.gate import Request
from jili.access.scope import access_unit
from jili.api.fields import Asked, Short
from jili.api.operation import read
from jili.api.pages import Page, page
from jili.records.models import Unit

router = Router(tags=["单位"])


class OneUnit(Schema):
    unit_id: str
    name: str
    parent_id: str | None
    """None as well where the unit above is out of scope."""
    kind: str
    remote: bool


class UnitsAsked(Asked):
    name: Short | None = None


@read(router, "/units", "units", Page[OneUnit])
def units(request: Request, asked: Query[UnitsAsked]) -> dict[str, Any]:
    """列出管理范围内的单位

    按层级顺序;`name` 是名称中的字。
    """
    rows = request.access.of("units").order_by("path")
    if asked.name:
        rows = rows.filter(name__icontains=asked.name)
    return page(rows, asked, lambda found: [_said(request, row) for row in found])


@read(router, "/units/{str:unit_id}", "unit", OneUnit)
def unit(request: Request, unit_id: str) -> dict[str, Any]:
    """一个单位"""
    return _said(request, access_unit(request.access, unit_id))


def _said(request: Request, row: Unit) -> dict[str, Any]:
    names = ("unit_id", "name", "parent_id", "kind", "remote")
    told = {name: getattr(row, name) for name in names}
    tops = {grant.unit_id for grant in request.access.grants}
    return {**told, "parent_id": None} if row.pk in tops else told
