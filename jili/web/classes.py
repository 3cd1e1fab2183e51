"""权限: how secret each column is, up to which level each role sees; as the program asks it (``jili.access``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jili.access.classes import AREAS, COLUMNS, LEVELS, SEES, Area
from jili.access.gate import Request
from jili.access.reach import TABLES
from jili.access.roles import LABELS, Role


@dataclass(frozen=True)
class Class:
    """The columns of a table of one area and level, and who sees them."""

    table: str
    area: str
    level: str
    columns: str
    roles: str


def classes(request: Request) -> HttpResponse:
    seen = [(LABELS[role], [LEVELS[SEES[role][area]] if area in SEES[role] else "" for area in Area]) for role in Role]
    context = {"areas": AREAS.values(), "seen": seen, "classes": _classes()}
    return render(request, "administration/classes.html", context)


@cache
def _classes() -> list[Class]:
    return list(_made())


def _made() -> Iterator[Class]:
    for table, columns in groupby(COLUMNS.items(), key=lambda entry: entry[0][0]):
        words = {field.column: str(field.verbose_name) for field in TABLES[table]._meta.concrete_fields}
        for (area, level), own in groupby(columns, key=lambda entry: entry[1]):
            names = "、".join(words.get(column, column) for (_, column), _ in own)
            roles = "、".join(LABELS[role] for role in Role if SEES[role].get(area, 0) >= level)
            yield Class(str(TABLES[table]._meta.verbose_name), AREAS[area], LEVELS[level], names, roles)


urlpatterns = [path("classes/", classes, name="classes")]
