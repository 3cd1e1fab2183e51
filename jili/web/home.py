"""工作台: what waits for whoever is signed in, first what must be done, then why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from jili.access.attendance import attend
from jili.access.gate import Request
from jili.access.paging import all_of
from jili.access.remembered import question_of, remembered, remembered_rows
from jili.access.roles import ADMINISTRATORS, Role
from jili.access.scope import Access
from jili.decisions.changes import changes_since
from jili.decisions.models import Decision, Run, published
from jili.decisions.seen import decisions, decisions_found, settlement_proposals
from jili.exchange.missing import missing
from jili.web import administrators, lines
from jili.web.boards import SOON, of_board
from jili.web.changed import turns
from jili.web.missing import listed as missing_listed
from jili.web.tones import Tone

SHOWN = 10
RESTRICTING = ("6.4", "6.5", "6.6")


def home(request: Request) -> HttpResponse:
    access, run = request.access, published()
    if access.role in ADMINISTRATORS:
        return administrators.home(request)
    if access.role == Role.CADRE and access.account.cadre_id:
        return redirect("mine")
    if run is None or not access.opens("cadre-reason"):
        return render(request, "home.html", {"run": run})
    rows = decisions(access)
    head = access.role == Role.UNIT_HEAD
    parts = [
        ("我该谈谁", "talks", "due", "没有该谈未谈的") if head else None,
        ("逾期", "overdue", "overdue", "没有逾期的事"),
        ("30 天内到期", "soon", "due", "30 天内没有到期的事"),
        ("受限台账", "restricted", "barred", "没有人受限"),
    ]
    firsts = [(part, _first(access, of_board(rows, run, part[1]), SHOWN + 1)) for part in parts if part]
    rows_of = {row.pk: row for row in decisions_found(id for _, ids in firsts for id in ids)}
    found = [(part, [rows_of[id] for id in ids if id in rows_of]) for part, ids in firsts]
    first = [row for _, own in found for row in own[:SHOWN]]
    lines.read(request, first, "工作台")
    said = {line.decision.pk: line for line in lines.lines(access, first)}
    shown = [_part(part, own, said) for part, own in found]
    new = _since(access)
    context = {
        "new": new,
        "run": run,
        "stats": _stats(access, rows, run),
        "parts": shown,
        "missing": missing_listed(request, run, missing(access, run), SHOWN) if access.opens("missing") else None,
    }
    return render(request, "home.html", context)


def _first(access: Access, rows: QuerySet[Decision], many: int) -> Sequence[int]:
    """The ids of the first of decisions that are in order and may be seen."""
    return remembered_rows(access, rows.values_list("pk", flat=True)[:many])


def _since(access: Access) -> dict[str, Any]:
    """What was published since the last visit: who is newly restricted, who is free, how much else."""
    before = attend(access, timezone.now())
    if before is None:
        return {}
    rows = changes_since(access, before)
    whole = all_of(access, rows)
    restricting = all_of(access, rows.filter(statement__in=RESTRICTING))[:SHOWN]
    url = f"{reverse('changed')}?since={timezone.localtime(before).date().isoformat()}"
    return {"since": before, "count": len(whole), "turns": turns(access, restricting), "url": url}


def _part(part: tuple[str, ...], rows: list[Decision], said: dict[int, lines.Line]) -> dict[str, Any]:
    title, key, tone, empty = part
    more = board_url(key) if len(rows) > SHOWN else ""
    own = [said[row.pk] for row in rows[:SHOWN]]
    return {"title": title, "lines": own, "tone": tone, "empty": empty, "more": more}


def _stats(access: Access, rows: QuerySet[Decision], run: Run) -> list[dict[str, Any]]:
    """The numbers at the head, in one query."""
    counted = remembered(access, ("stats", run.pk, question_of(rows)), lambda: _counted(rows, run))
    proposed = settlement_proposals(access)
    waiting = 0
    if access.opens("settlements"):
        waiting = remembered(access, ("waiting", question_of(proposed)), proposed.count)
    return [
        {"label": "逾期", "value": counted["overdue"], "tone": "overdue", "url": board_url("overdue")},
        {"label": "30 天内到期", "value": counted["month"], "tone": "due", "url": board_url("soon")},
        {"label": "受限的人", "value": counted["restricted"], "tone": "barred",
         "url": board_url("restricted"), "hint": f"30 天内解除 {counted['freed']} 项"},
        {"label": "须说明", "value": counted["justify"], "tone": "justify", "url": board_url("justify"),
         "hint": f"等另一人确认 {waiting} 件" if waiting else ""},
    ]  # fmt: skip


def _counted(rows: QuerySet[Decision], run: Run) -> dict[str, int]:
    return rows.aggregate(
        overdue=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.OVERDUE))),
        month=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.DUE), ends_on__lte=run.day + SOON)),
        restricted=Count("cadre", filter=Q(effect="restriction", ends_on__gt=run.day), distinct=True),
        freed=Count("id", filter=Q(effect="restriction", ends_on__gt=run.day, ends_on__lte=run.day + SOON)),
        justify=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.JUSTIFY))),
    )


def board_url(key: str) -> str:
    return f"{reverse('decisions')}?board={key}"


urlpatterns = [path("", home, name="home")]
