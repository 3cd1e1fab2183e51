"""Choosing the columns of the list."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jili.access.gate import Request
from jili.access.preferences import preference_keep
from jili.web.people.columns import PREFERENCE, offered


def columns(request: Request) -> HttpResponse:
    """Keep the columns chosen, and back to the list as it was asked for."""
    named = {column.name for column in offered(request.access)}
    kept = [name for name in request.POST.getlist("column") if name in named]
    preference_keep(account=request.access.account, name=PREFERENCE, value=kept)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('cadres')}{'?' if query else ''}{query}")
