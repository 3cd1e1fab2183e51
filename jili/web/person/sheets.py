"""The records about a cadre, table by table: how many there are by one query, the rows when a table is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.reach import REACH, TABLES
from jili.access.scope import Access, NotThere, access_cadre
from jili.records.models import Cadre
from jili.web.sheets import Sheet, of_cadres, sheet, told

OF_CADRES = tuple(name for name in REACH if of_cadres(name))


@dataclass(frozen=True)
class Heading:
    table: str
    label: str
    count: int


def headings(access: Access, cadre: Cadre) -> list[Heading]:
    """The tables that hold something about a cadre that may be seen without a purpose, and how much."""
    shown = [name for name in OF_CADRES if told(access, name, Level.INTERNAL)]
    named = [
        access.of(name)
        .filter(cadre=cadre)
        .order_by()
        .annotate(told_of=Cast(Value(name), CharField()))
        .values_list("told_of", flat=True)
        for name in shown
    ]
    if not named:
        return []
    found = Counter(named[0].union(*named[1:], all=True) if len(named) > 1 else named[0])
    return [Heading(name, str(TABLES[name]._meta.verbose_name), found[name]) for name in shown if found[name]]


def sheets(access: Access, cadre: Cadre, tables: Iterable[str], most: Level) -> list[Sheet]:
    """The rows of some tables, up to a level; tables without any are left out."""
    found = (sheet(access, name, Q(cadre=cadre), most) for name in tables)
    return [one for one in found if one.rows]


def records(request: Request, cadre_id: str) -> HttpResponse:
    """The records of one table about a cadre: a part of the page, or a page of its own where scripts are off."""
    cadre = access_cadre(request.access, cadre_id)
    table = request.GET.get("table", "")
    if table not in OF_CADRES:
        raise NotThere
    found = sheets(request.access, cadre, [table], Level.INTERNAL)
    context = {"cadre": cadre, "sheet": found[0] if found else None, "label": TABLES[table]._meta.verbose_name}
    template = "person/records.html" if request.htmx else "person/records_page.html"  # type: ignore[attr-defined]
    return render(request, template, context)
