"""The records about a cadre, table by table."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from jili.access.gate import Request
from jili.access.reach import REACH
from jili.access.scope import access_cadre
from jili.web import opened
from jili.web.sheets import of_cadres

TABLES = tuple(name for name in REACH if of_cadres(name))


def records(request: Request, cadre_id: str) -> HttpResponse:
    """The records of one table about a cadre."""
    access, cadre = request.access, access_cadre(request.access, cadre_id)
    rows = partial(access.of_cadre, cadre=cadre)
    back = reverse("cadre", args=[cadre.pk])
    return opened.answer(request, rows, TABLES, title=cadre.name, back=back)
