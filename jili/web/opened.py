"""Records about something, table by table: how many there are by one query, the rows when a table is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.reach import TABLES
from jili.access.remembered import remembered
from jili.access.scope import Access, NotThere
from jili.web.sheets import Sheet, sheet, told

Rows = Callable[[str], QuerySet[Any]]
"""Table → those of its rows that are about something and may be seen."""


@dataclass(frozen=True)
class Heading:
    table: str
    label: str
    count: int


def headings(access: Access, about: tuple[str, str], rows: Rows, tables: Iterable[str]) -> list[Heading]:
    """The tables that hold something that may be seen without a purpose, and how much; ``about`` is the kind and id of
    what the rows are about."""
    return remembered(access, ("headings", about), lambda: _headings(access, rows, tables))


def _headings(access: Access, rows: Rows, tables: Iterable[str]) -> list[Heading]:
    shown = [name for name in tables if told(access, name, Level.INTERNAL)]
    named = [
        rows(name).order_by().annotate(told_of=Cast(Value(name), CharField())).values_list("told_of", flat=True)
        for name in shown
    ]
    if not named:
        return []
    every = named[0].union(*named[1:], all=True) if len(named) > 1 else named[0]
    found = Counter(every)
    return [Heading(name, label(name), found[name]) for name in shown if found[name]]


def sheets(access: Access, rows: Rows, tables: Iterable[str], most: Level) -> list[Sheet]:
    """The rows of some tables, up to a level; tables without any are left out."""
    found = (sheet(access, name, rows(name), most) for name in tables)
    return [one for one in found if one.rows]


def answer(request: Request, rows: Rows, tables: Iterable[str], *, title: str, back: str) -> HttpResponse:
    """The records of the table asked for: a part of the page ``back``, or a page of its own where scripts are off."""
    table = request.GET.get("table", "")
    if table and table not in tables:
        raise NotThere
    found = sheets(request.access, rows, [table] if table else (), Level.INTERNAL)
    named = label(table) if table else "记录"
    context = {"sheet": found[0] if found else None, "label": named, "title": title, "back": back}
    template = "records/opened.html" if request.htmx else "records/opened_page.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def label(table: str) -> str:
    return str(TABLES[table]._meta.verbose_name)
