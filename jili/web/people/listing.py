"""The list of cadres in scope."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.gate import Request
from jili.records.models import Cadre
from jili.web.people.asking import Filters, counted, ordered, people
from jili.web.people.columns import chosen, offered
from jili.web.people.rows import lines

PER_PAGE = 50


class Ordered:
    """People in the order asked for, of whom the page of this number is wanted.

    Of the whole city the database walks along an index to a page, and counts by itself. Of a part of it, all have to be
    found for any page: then they are counted on the way.
    """

    def __init__(self, filters: Filters, number: int) -> None:
        self._filters, self._people = filters, people(filters)
        self._of_a_part = not filters.access.everywhere
        self._wanted = slice((number - 1) * PER_PAGE, number * PER_PAGE)

    def count(self) -> int:
        if self._of_a_part and self._page:
            return int(self._page[0].whole)
        return counted(self._filters, self._people)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, which: slice) -> list[Any]:
        if self._of_a_part and which.start == self._wanted.start:
            return self._page
        return list(ordered(self._filters, self._people)[which])

    @cached_property
    def _page(self) -> list[Any]:
        return list(ordered(self._filters, self._people).annotate(whole=Window(Count("*")))[self._wanted])


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
        page = Paginator(cast(Any, Ordered(filters, number)), PER_PAGE).get_page(number)
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
