"""The history of what is kept about a cadre: each field that changed, from what to what, who, when, why, by which file.

It begins with the event by which the register came in; a value of before stands in the next change of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.models import Event
from jili.access.reach import REACH, TABLES
from jili.access.roles import LABELS
from jili.access.scope import Access, access_cadre
from jili.exchange.models import Upload
from jili.records.models import Cadre
from jili.web.record_forms import fields_of, shown
from jili.web.sheets import of_cadres

PER_PAGE = 50
DONE = {"+": "新增", "~": "更改", "-": "删去"}


@dataclass(frozen=True)
class Cell:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Past:
    """One change of one record."""

    table: str
    done: str
    cells: list[Cell]
    event: int | None
    at: datetime
    who: str = ""
    why: str = ""
    file: str = ""


def history(request: Request, cadre_id: str) -> HttpResponse:
    found = access_cadre(request.access, cadre_id)
    pasts = sorted(_changes(request.access, found), key=lambda past: past.at, reverse=True)
    page = Paginator(pasts, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(_told(page))
    return render(request, "person/history.html", {"cadre": found, "page": page, "rows": rows})


def _changes(access: Access, cadre: Cadre) -> Iterable[Past]:
    """The changes of all records of a cadre that are open or internal, each next to the version before it."""
    for table in ("cadres", *filter(of_cadres, REACH)):
        fields = [f for f in fields_of(access, table) if COLUMNS[table, f.column][1] <= Level.INTERNAL]
        if not fields:
            continue
        model: Any = TABLES[table]
        about = {"cadre_id": cadre.pk}
        key = model._meta.pk.attname
        seen: dict[Any, Any] = {}
        for row in model.history.filter(**about).order_by("history_id"):
            before = seen.get(getattr(row, key))
            seen[getattr(row, key)] = row
            cells = list(_cells(fields, before, row))
            if cells or row.history_type != "~":
                label = str(model._meta.verbose_name)
                yield Past(label, DONE[row.history_type], cells, row.event, row.history_date)


def _cells(fields: Iterable[Any], before: Any, after: Any) -> Iterable[Cell]:
    """What differs; all that is there where nothing of before is kept."""
    for field in fields:
        own = after._meta.get_field(field.name)
        now = shown(after, own) if after.history_type != "-" else ""
        was = shown(before, own) if before is not None else ""
        if now != was and not field.primary_key and field.name != "cadre":
            yield Cell(str(field.verbose_name), was, now)


def _told(pasts: Iterable[Past]) -> Iterable[Past]:
    """With who, why and by which file, from their events."""
    pasts = list(pasts)
    events = {event.seq: event for event in Event.objects.filter(seq__in={past.event for past in pasts})}
    numbers = {
        seq: event.subject.partition(":")[2] for seq, event in events.items() if event.subject.startswith("import:")
    }
    files = dict(Upload.objects.filter(pk__in=[n for n in numbers.values() if n.isdigit()]).values_list("pk", "name"))
    for past in pasts:
        event = events.get(-1 if past.event is None else past.event)
        if event is None:
            yield past
            continue
        role = dict(LABELS).get(event.role, event.role)  # type: ignore[call-overload]
        number = numbers.get(event.seq, "")
        file = files.get(int(number), "") if number.isdigit() else ""
        yield replace(past, who=f"{event.actor}({role})" if role else event.actor, why=event.why, file=file)
