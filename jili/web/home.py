"""工作台: what waits for whoever is signed in, first what must be done, then why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from jili.access.attendance import attend
from jili.access.gate import Request
from jili.access.paging import all_of
from jili.access.remembered import remembered
from jili.access.roles import ADMINISTRATORS, Role
from jili.access.scope import Access
from jili.decisions.changes import changes_since
from jili.decisions.models import Decision, Run, published
from jili.decisions.seen import decisions, settlement_proposals
from jili.exchange.missing import missing
from jili.policy.program import articles
from jili.web import administrators, lines
from jili.web.boards import SOON, UNTIL, of_board
from jili.web.changed import turns
from jili.web.ledgers.ledgers import ASSESSMENT
from jili.web.ledgers.views import counts
from jili.web.missing import listed as missing_listed
from jili.web.rounds import last_round
from jili.web.tones import Tone

SHOWN = 10
RESTRICTING = ("6.4", "6.5", "6.6")
ASSESSED = ("6.2", "6.3", "6.6")
"""What follows from a round: quotas, places, what is suspected and found."""

PARTS: Mapping[str, tuple[str, str, str]] = {
    "talks": ("我该谈谁", "due", "没有该谈未谈的"),
    "overdue": ("逾期", "overdue", "没有逾期的事"),
    "soon": ("30 天内到期", "due", "30 天内没有到期的事"),
    "restricted": ("受限台账", "barred", "没有人受限"),
    "suspected": ("疑似,等研判认定", "verify", "没有疑似的"),
    "justify": ("须写明理由的事项", "justify", "没有须写明理由的"),
}
"""Lists of the first screen: title, tone, what is said where there is nothing."""
SCREENS: Mapping[Role, tuple[str, ...]] = {
    Role.CITY_CADRES: ("restricted", "overdue", "soon"),
    Role.COUNTY_OFFICE: ("restricted", "overdue", "soon"),
    Role.CITY_ASSESSMENT: ("suspected", "overdue"),
    Role.UNIT_PERSONNEL: ("overdue",),
    Role.UNIT_HEAD: ("talks", "overdue", "soon", "restricted"),
    Role.LEADER: ("justify",),
}
"""Role → its lists, what is first to be done first."""
NUMBERS = ("overdue", "soon", "restricted", "justify")
MONTHLY = ("justify", "overdue", "soon")
"""本月三件事: what is to be settled, what is late, what expires."""


@dataclass(frozen=True)
class Part:
    """A list of the first screen: its first rows as a table, or with the words of their sentences to weigh them by."""

    title: str
    tone: str
    empty: str
    more: str
    until: str
    table: lines.Table
    weighed: list[tuple[lines.Line, str]]


def home(request: Request) -> HttpResponse:
    access, run = request.access, published()
    if access.role in ADMINISTRATORS:
        return administrators.home(request)
    if access.role == Role.CADRE and access.account.cadre_id:
        return redirect("mine")
    if run is None or not access.opens("cadre-reason"):
        return render(request, "home.html", {"run": run})
    parts = remembered(access, ("parts", run.pk), lambda: _parts(access, run))
    lines.read(request, [id for part in parts for id in part.table.sensitive], "工作台")
    stats = _stats(access, run)
    monthly = access.role in (Role.CITY_CADRES, Role.COUNTY_OFFICE)
    context: dict[str, Any] = {
        "new": _since(access),
        "run": run,
        "monthly": monthly,
        "stats": [stats[key] for key in (MONTHLY if monthly else NUMBERS)],
        "parts": parts,
    }
    return render(request, "home.html", context | _beside(request, run))


def _beside(request: Request, run: Run) -> dict[str, Any]:
    """What the first screen of one role has besides lists."""
    access = request.access
    match access.role:
        case Role.UNIT_PERSONNEL:
            return {"missing": missing_listed(request, run, missing(access, run), SHOWN)}
        case Role.CITY_ASSESSMENT:
            progress = last_round(access)
            return {"round": progress, "places": progress.places[:SHOWN] if progress else (),
                    "all_places": reverse(ASSESSMENT), "counts": counts(access, ASSESSED)}  # fmt: skip
        case Role.UNIT_HEAD:
            return {"teams": list(access.teams().order_by("unit__path", "pk")[:SHOWN])}
    return {}


def _parts(access: Access, run: Run) -> list[Part]:
    """The lists of a role: the first rows of each, of all together in one question for what they are called."""
    screen = SCREENS.get(access.role, ()) if access.role else ()
    first = {key: list(of_board(decisions(access), run, key)[: SHOWN + 1]) for key in screen}
    said = {line.decision.pk: line for line in lines.lines(access, [row for own in first.values() for row in own])}
    return [_part(key, [said[row.pk] for row in own], run) for key, own in first.items()]


def _part(key: str, own: list[lines.Line], run: Run) -> Part:
    title, tone, empty = PARTS[key]
    more, own = board_url(key) if len(own) > SHOWN else "", own[:SHOWN]
    table = lines.table_of(own, run.day)
    weighed = [(line, _words()[line.decision.statement]) for line in own] if key == "justify" else []
    return Part(title, tone, empty, more, UNTIL if key == "restricted" else "", table, weighed)


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


@cache
def _words() -> dict[str, str]:
    """Sentence → its words."""
    return {one.id: one.text for _, _, own in articles() for one in own}


def _stats(access: Access, run: Run) -> dict[str, dict[str, Any]]:
    """The numbers at the head, in one query, by list."""
    counted = remembered(access, ("stats", run.pk), lambda: _counted(decisions(access), run))
    waiting = 0
    if access.opens("settlements"):
        waiting = remembered(access, "waiting", lambda: settlement_proposals(access).count())
    told = {
        "overdue": ("逾期", "overdue", ""),
        "soon": ("30 天内到期", "due", ""),
        "restricted": ("受限的人", "barred", f"30 天内解除 {counted['freed']} 项"),
        "justify": ("须说明", "justify", f"等另一人确认 {waiting} 件" if waiting else ""),
    }
    return {
        key: {"label": label, "value": counted[key], "tone": tone, "url": board_url(key), "hint": hint}
        for key, (label, tone, hint) in told.items()
    }


def _counted(rows: QuerySet[Decision], run: Run) -> dict[str, int]:
    return rows.aggregate(
        overdue=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.OVERDUE))),
        soon=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.DUE), ends_on__lte=run.day + SOON)),
        restricted=Count("cadre", filter=Q(effect="restriction", ends_on__gt=run.day), distinct=True),
        freed=Count("id", filter=Q(effect="restriction", ends_on__gt=run.day, ends_on__lte=run.day + SOON)),
        justify=Count("id", filter=Q(outcome__in=lines.outcomes(Tone.JUSTIFY))),
    )


def board_url(key: str) -> str:
    return f"{reverse('decisions')}?board={key}"


urlpatterns = [path("", home, name="home")]
