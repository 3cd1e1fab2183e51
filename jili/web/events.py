"""The log, for the auditor: who did what when, never what it says of a person; and whether it is what it was."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from jili.access import checkpoint, log, proof
from jili.access.gate import Request
from jili.access.models import Event
from jili.web.administration_forms import EventsForm
from jili.web.kinds import kind_words, role_words

PER_PAGE = 100
OFTEN = ("", "access.refused", "session.refused", "session.start", "grant.give", "export", "import.confirm")
"""Kinds that are looked for often, as tabs."""
READ_AGAIN = 20_000
"""Events that a page reads again, the latest; the whole log is for ``jili log verify``."""


def events(request: Request) -> HttpResponse:
    """The log, the latest first."""
    form = EventsForm(request.GET)
    rows, kind = Event.objects.order_by("-seq"), ""
    if form.is_valid():
        given = form.cleaned_data
        kind = given["kind"]
        rows = rows.filter(**{name: given[name] for name in ("kind", "actor", "subject") if given[name]})
        if given["from_on"]:
            rows = rows.filter(at__gte=_midnight(given["from_on"]))
        if given["to_on"]:
            rows = rows.filter(at__lt=_midnight(given["to_on"] + timedelta(days=1)))
    page = Paginator(rows.defer("leaf", "why", "purpose"), PER_PAGE).get_page(request.GET.get("page"))
    shown = [(event, role_words(event.role), kind_words(event.kind)) for event in page]
    tabs = [(code, kind_words(code) if code else "全部") for code in OFTEN]
    context = {"form": form, "page": page, "rows": shown, "tabs": tabs, "kind": kind}
    return render(request, "administration/events.html", context)


def log_verify(request: Request) -> HttpResponse:
    """Read the latest events again and hold them, and all checkpoints, against what was signed. That is an event."""
    start = max(0, log.size() - READ_AGAIN)
    report = proof.log_verify(keys=checkpoint.keys(), start=start)
    body = {"start": start, "size": report.size, "problems": len(report.problems)}
    log.append_alone(actor=request.access.actor(), kind="log.verify", subject="log", body=body)
    return render(
        request, "administration/verified.html", {"report": report, "start": start, "root": report.root.hex()}
    )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


urlpatterns = [
    path("log/", events, name="events"),
    path("log/verify/", log_verify, name="log-verify"),
]
