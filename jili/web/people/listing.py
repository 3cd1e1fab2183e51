"""The list of cadres in scope."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.gate import Request
from jili.access.paging import Cut
from jili.access.remembered import remembered_ids
from jili.records.models import Cadre
from jili.web.people.asking import Filters, ordered, people
from jili.web.people.columns import chosen, offered
from jili.web.people.rows import lines

PER_PAGE = 50


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[1-9][0-9]{0,5}", text) else 1


def cadres(request: Request) -> HttpResponse:
    """Who is in scope and answers to what is asked."""
    access = request.access
    filters = Filters(access, request.GET)
    columns = chosen(access)
    page: Page[Cadre] | None = None
    if filters.is_valid():
        number = _number(request.GET.get("page", ""))
        question = ("cadres", *sorted(filters.cleaned_data.items()))
        ids = partial(remembered_ids, access, question, lambda: ordered(filters, people(filters)))
        cut = Cut(ids, lambda wanted: access.cadres().filter(pk__in=wanted))
        page = Paginator(cast(Any, cut), PER_PAGE).get_page(number)
    context: dict[str, Any] = {
        "filters": filters,
        "page": page,
        "lines": lines(access, page, columns) if page else [],
        "columns": columns,
        "offered": [(column, column in columns) for column in offered(access)],
        "exports": access.opens("cadres-export", "POST"),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/list.html", context)
