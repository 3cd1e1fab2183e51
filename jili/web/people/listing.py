"""The list of cadres in scope."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.gate import Request
from jili.records.models import Cadre
from jili.web.people.asking import Filters, counted, ordered, people
from jili.web.people.columns import chosen, offered
from jili.web.people.rows import lines

PER_PAGE = 50


class Ordered:
    """People in the order asked for, counted without ordering them."""

    def __init__(self, filters: Filters) -> None:
        self._filters, self._people = filters, people(filters)

    def count(self) -> int:
        return counted(self._filters, self._people)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, which: slice) -> list[Cadre]:
        return list(ordered(self._filters, self._people)[which])


def cadres(request: Request) -> HttpResponse:
    """Who is in scope and answers to what is asked."""
    access = request.access
    filters = Filters(access, request.GET)
    columns = chosen(access)
    page: Page[Cadre] | None = None
    if filters.is_valid():
        page = Paginator(cast(Any, Ordered(filters)), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "filters": filters,
        "page": page,
        "lines": lines(access, page, columns) if page else [],
        "columns": columns,
        "offered": [(column, column in columns) for column in offered(access)],
        "exports": access.opens("cadres-export"),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/list.html", context)
