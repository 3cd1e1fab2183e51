"""The history of what is kept about a cadre: each field that changed, from what to what, who, when, why, by which file.

It begins with the event by which the register came in; a value of before stands in the next change of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Field
from django.http import HttpResponse
from django.shortcuts import render

from jili.access.classes import COLUMNS, Level
from jili.access.gate import Request
from jili.access.models import Event
from jili.access.reach import REACH, TABLES
from jili.access.remembered import remembered
from jili.access.roles import LABELS
from jili.access.scope import Access, access_cadre
from jili.exchange.models import Upload
from jili.records.models import Cadre
from jili.web.gathered import Asked, Row, Words, gather, referred, said
from jili.web.record_forms import fields_of
from jili.web.sheets import of_cadres

PER_PAGE = 50
OF_CHANGE = ("history_id", "history_type", "history_date", "event")
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
    access, found = request.access, access_cadre(request.access, cadre_id)

    def changes() -> list[Past]:
        return sorted(_changes(access, found), key=lambda past: past.at, reverse=True)

    pasts = remembered(access, ("history", found.pk), changes)
    page = Paginator(pasts, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(_told(page))
    return render(request, "person/history.html", {"cadre": found, "page": page, "rows": rows})


def _changes(access: Access, cadre: Cadre) -> Iterable[Past]:
    """The changes of all records of a cadre that are open or internal, each next to the version before it."""
    fields = {table: _fields(access, table) for table in ("cadres", *filter(of_cadres, REACH))}
    asked = {table: _asked(table, own, cadre) for table, own in fields.items() if own}
    found = gather(asked)
    words = referred(asked, found)
    for table, rows in found.items():
        model: Any = TABLES[table]
        key, label = model._meta.pk.name, str(model._meta.verbose_name)
        seen: dict[Any, Row] = {}
        for row in sorted(rows, key=lambda row: row["history_id"]):
            before = seen.get(row[key])
            seen[row[key]] = row
            cells = list(_cells(fields[table], before, row, words))
            if cells or row["history_type"] != "~":
                yield Past(label, DONE[row["history_type"]], cells, row["event"], row["history_date"])


def _fields(access: Access, table: str) -> list[Field[Any, Any]]:
    return [field for field in fields_of(access, table) if COLUMNS[table, field.column][1] <= Level.INTERNAL]


def _asked(table: str, fields: list[Field[Any, Any]], cadre: Cadre) -> Asked:
    model: Any = TABLES[table]
    history = model.history.model._meta
    names = dict.fromkeys((*OF_CHANGE, model._meta.pk.name, *(field.name for field in fields)))
    return Asked(model.history.filter(cadre_id=cadre.pk), [history.get_field(name) for name in names])


def _cells(fields: Iterable[Any], before: Row | None, after: Row, words: Words) -> Iterable[Cell]:
    """What differs; all that is there where nothing of before is kept."""
    for field in fields:
        now = said(after, field, words) if after["history_type"] != "-" else ""
        was = said(before, field, words) if before is not None else ""
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
