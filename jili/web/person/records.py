"""The records about a cadre, table by table."""

from __future__ import annotations

from django.db.models import Q
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
    cadre = access_cadre(request.access, cadre_id)
    back = reverse("cadre", args=[cadre.pk])
    return opened.answer(request, Q(cadre=cadre), TABLES, title=cadre.name, back=back)
