"""The list of cadres in scope."""

from __future__ import annotations

import re
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.remembered import remembered_ids
from jili.web.people.asking import Filters, ordered, people
from jili.web.people.columns import chosen, offered
from jili.web.people.rows import sensitive, table

PER_PAGE = 50
PURPOSE = "干部名单"


def cadres(request: Request) -> HttpResponse:
    """Who is in scope and answers to what is asked."""
    access = request.access
    filters = Filters(access, request.GET)
    columns = chosen(access)
    context: dict[str, Any] = {
        "filters": filters,
        "columns": columns,
        "offered": [(column, column in columns) for column in offered(access)],
        "exports": access.opens("cadres-export", "POST"),
        "query": request.GET.urlencode(),
    }
    if filters.is_valid():
        question = ("cadres", *sorted(filters.cleaned_data.items()))
        ids = remembered_ids(access, question, lambda: ordered(filters, people(filters)))
        page = Paginator(cast(Any, ids), PER_PAGE).get_page(_number(request.GET.get("page", "")))
        shown = table(access, list(page), columns)
        context |= {"page": page, "table": shown}
        if shown and sensitive(filters, columns, shown.decided):
            body = {"count": len(page)}
            append_alone(actor=access.actor(PURPOSE), kind="decisions.read", subject="list:cadres", body=body)
    return render(request, "people/list.html", context)


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[1-9][0-9]{0,5}", text) else 1
