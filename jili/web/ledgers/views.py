"""The page of a ledger: its numbers by sentence and conclusion, its list, and the records of one of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Field, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.reach import TABLES
from jili.access.remembered import remembered_ids
from jili.access.scope import Access
from jili.decisions.lineage import seen_kinds
from jili.decisions.models import published
from jili.decisions.seen import decisions
from jili.decisions.tally import tally
from jili.exchange.sheets.offered import may_fill, sheets_for
from jili.policy.sentences import TITLES
from jili.web.boards import BoardForm, listed, of_board
from jili.web.data_forms import PasteForm
from jili.web.ledgers.ledgers import ASSESSMENT, LEDGERS, Ledger
from jili.web.parts import part
from jili.web.record_forms import fields_of, followed, shown
from jili.web.rounds import last_round

PER_PAGE = 50
ORDERS = {"year": "-year", "period": "-period"}
"""Columns by which the newest come first, else those of a table's dates."""


def ledger(request: Request, ledger: Ledger) -> HttpResponse:
    """The list of decisions, or with ``?table=`` the records of a table."""
    access = request.access
    tables = [(table, str(TABLES[table]._meta.verbose_name)) for table in ledger.tables if access.columns(table)]
    table = request.GET.get("table", "")
    context: dict[str, Any] = {
        "ledger": ledger, "tables": tables, "table": table, "run": published(),
        "fills": [name for name, _ in tables if may_fill(access, name)] if access.opens("data") else [],
    }  # fmt: skip
    if table in dict(tables):
        context |= _records(request, table)
        if table in {sheet.table for sheet in sheets_for(access)}:
            context["paste"] = PasteForm(access, table=table)
        return render(request, "ledgers/records.html", context)
    seen = {statement for statement, _ in seen_kinds(access)}
    statements = tuple(statement for statement in ledger.statements if statement in seen)
    form = BoardForm(statements, request.GET, ("open", "overdue", "all"))
    form.is_valid()
    context |= {"form": form, "counts": counts(access, statements)}
    if ledger.route == ASSESSMENT:
        context["round"] = last_round(access)
    if (run := context["run"]) is not None:
        board = form.cleaned_data.get("board") or ("all" if form.cleaned_data.get("outcome") else "open")
        context |= listed(request, run, form, (board, statements),
                          lambda: of_board(decisions(access).filter(statement__in=statements), run, board))  # fmt: skip
    return render(request, "ledgers/ledger.html", context)


def counts(access: Access, statements: Iterable[str]) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Each statement, its title, and its outcomes with how many."""
    run = published()
    counted = tally(access, run) if run else {}
    return [
        (one, TITLES[one], sorted((outcome, count) for (own, outcome), count in counted.items() if own == one))
        for one in statements
    ]


def _records(request: Request, table: str) -> dict[str, Any]:
    """A page of a table's records in scope, found by name or year; those that are sensitive to read are an event."""
    access = request.access
    fields = [field for field in fields_of(access, table) if not (field.primary_key and field.name.endswith("_id"))]
    asked = request.GET.get("q", "").replace("\0", "")[:100]
    year = request.GET.get("year", "")

    def found() -> QuerySet[Any, Any]:
        rows = access.of(table).filter(_found(access, table, asked))
        if year.isdigit() and len(year) == 4 and _has(table, "year"):
            rows = rows.filter(year=int(year))
        return rows.order_by(*_order(fields), "pk").values_list("pk", flat=True)

    ids = remembered_ids(access, ("records", table, asked, year), found)
    page = Paginator(cast(Any, ids), PER_PAGE).get_page(request.GET.get("page"))
    if any(COLUMNS[table, field.column][1] > Level.INTERNAL for field in fields) and page.object_list:
        append_alone(actor=access.actor("台账"), kind=f"{table}.read", subject=table, body={"count": len(page)})
    on_page = tuple(page)
    return {
        "page": page, "q": asked, "year": year, "dated": _has(table, "year"),
        "headings": [str(field.verbose_name) for field in fields],
        "rows": part(access, "ledgers/rows.html", (table, on_page), lambda: _rows(access, table, fields, on_page)),
    }  # fmt: skip


def _rows(access: Access, table: str, fields: list[Field[Any, Any]], ids: Sequence[Any]) -> dict[str, Any]:
    """The records of these ids, in order: what stands in their cells, and where they are changed."""
    found = access.of(table).select_related(*followed(fields)).in_bulk(ids)
    edits = may_fill(access, table)
    return {
        "rows": [
            ([shown(found[id], field) for field in fields], reverse("record", args=[table, id]) if edits else "")
            for id in ids
            if id in found
        ]
    }


def _found(access: Access, table: str, asked: str) -> Q:
    """Of people, units or teams whose name has these words."""
    if not asked:
        return Q()
    found = Q(pk__in=())
    nouns = {"cadre": access.of("cadres"), "unit": access.units(), "team": access.teams(),
             "campaign": access.of("campaigns")}  # fmt: skip
    for name, rows in nouns.items():
        if any(field.name == name for field in TABLES[table]._meta.concrete_fields):
            found |= Q(**{f"{name}__in": rows.filter(name__icontains=asked)})
    if _has(table, "name"):
        found |= Q(name__icontains=asked)
    return found


def _has(table: str, column: str) -> bool:
    return (table, column) in COLUMNS


def _order(fields: list[Field[Any, Any]]) -> list[str]:
    """The newest first, by the first year, period or date that may be seen."""
    for field in fields:
        if field.column in ORDERS or field.get_internal_type() == "DateField":
            return [ORDERS.get(field.column, f"-{field.column}")]
    return []


urlpatterns = [
    path(f"ledgers/{one.route.removeprefix('ledger-')}/", partial(ledger, ledger=one), name=one.route)
    for one in LEDGERS
]
