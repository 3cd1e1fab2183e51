"""The decisions of the published run, and the runs there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from ninja import Query, Router, Schema

from jili.access.classes import Level
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.paging import Cut
from jili.access.remembered import remembered_rows
from jili.access.scope import access_unit, starts_with
from jili.api.fields import Asked, Outcome, Purpose, Short, Statement, SubjectKind, purpose_of
from jili.api.operation import read
from jili.api.pages import Page, page
from jili.decisions.counting import counts
from jili.decisions.lineage import levels, seen_kinds
from jili.decisions.models import Decision, Run, published
from jili.decisions.naming import subject_names
from jili.decisions.seen import access_run, decisions_found
from jili.decisions.seen import decisions as decisions_seen
from jili.policy.outcomes import NAMES
from jili.policy.sentences import TITLES

router = Router(tags=["结论"])


class Subject(Schema):
    kind: str
    id: str
    name: str


class OneDecision(Schema):
    """``base``, ``limit`` and ``actual`` are decimals as text; ``unit_id``: where the subject belonged on the day."""

    statement: str
    title: str
    effect: str
    subject: Subject
    item: str
    outcome: str
    said: str
    starts_on: date | None
    ends_on: date | None
    base: str | None
    limit: str | None
    actual: str | None
    rank: int | None
    unit_id: str


class OneRun(Schema):
    """``register``, ``edition`` and ``engine`` are the hashes of what it was made of."""

    run_id: str
    day: date
    register_hash: str
    edition: str
    engine: str
    made_at: datetime
    published: bool


class Decisions(Page[OneDecision]):
    """``run`` is the published one, if there is any. ``more_with_purpose``: the role sees statements whose decisions
    are shown only for a purpose."""

    run: OneRun | None
    more_with_purpose: bool


class Count(Schema):
    statement: str
    title: str
    outcome: str
    said: str
    count: int


class RunWithCounts(OneRun):
    """``counts``: how many decisions in scope, by statement and outcome."""

    counts: list[Count]


class DecisionsAsked(Asked):
    statement: Statement | None = None
    outcome: Outcome | None = None
    unit: Short | None = None
    subject_kind: SubjectKind | None = None
    subject: Short | None = None


@read(router, "/decisions", "decisions", Decisions)
def decisions(request: Request, asked: Query[DecisionsAsked], purpose: Purpose = None) -> dict[str, Any]:
    """列出已公布运行的结论

    只有角色看得到的语句、管理范围内的对象。`unit` 是单位编号,连同其下属。依据敏感记录的结论要写明用途才给,并记入日志。
    """
    access, run = request.access, published()
    rows = decisions_seen(access).order_by("statement", "subject_kind", "subject", "item")
    for name in ("statement", "outcome", "subject_kind", "subject"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.unit:
        rows = rows.filter(starts_with("unit_path", access_unit(access, asked.unit)))
    if not purpose:
        rows = rows.filter(level__lte=Level.INTERNAL)
    cut = Cut(partial(remembered_rows, access, rows.values_list("pk", flat=True)), decisions_found)
    found = page(cut, asked, list)
    if purpose and (sensitive := sum(row.level > Level.INTERNAL for row in found["items"])):
        actor = access.actor(purpose_of(purpose))
        append_alone(actor=actor, kind="decisions.read", subject="decisions", body={"count": sensitive})
    secret = any(levels()[kind] > Level.INTERNAL for kind in seen_kinds(access))
    return {
        **found,
        "items": _said(found["items"]),
        "run": _run(run, run) if run else None,
        "more_with_purpose": secret and not purpose,
    }


@read(router, "/runs", "runs", Page[OneRun])
def runs(request: Request, asked: Query[Asked]) -> dict[str, Any]:  # noqa: ARG001  # as operations are called
    """列出历次运行,新的在前"""
    shown = published()
    return page(Run.objects.all(), asked, lambda found: [_run(run, shown) for run in found])


@read(router, "/runs/{str:run_id}", "run", RunWithCounts, 409)
def run(request: Request, run_id: str) -> dict[str, Any]:
    """一次运行,以及管理范围内各语句各结论的条数

    运行的文件不在或被改动时答 409。
    """
    shown = access_run(run_id)
    names = ("statement", "title", "outcome", "said", "count")
    found = [{name: getattr(count, name) for name in names} for count in counts(request.access, shown)]
    return {**_run(shown, published()), "counts": found}


def _run(run: Run, shown: Run | None) -> dict[str, Any]:
    names = ("day", "edition", "engine", "made_at")
    told = {name: getattr(run, name) for name in names}
    return {**told, "run_id": run.pk, "register_hash": run.register, "published": run == shown}


def _said(rows: Iterable[Decision]) -> list[dict[str, Any]]:
    rows = list(rows)
    names = subject_names((row.subject_kind, row.subject) for row in rows)
    own = ("statement", "effect", "item", "outcome", "starts_on", "ends_on", "rank")
    return [
        {
            **{name: getattr(row, name) for name in own},
            **{name: _decimal(getattr(row, name)) for name in ("base", "limit", "actual")},
            "title": TITLES[row.statement],
            "said": NAMES[row.outcome],
            "subject": {
                "kind": row.subject_kind,
                "id": row.subject,
                "name": names.get((row.subject_kind, row.subject), ""),
            },
            "unit_id": row.unit,
        }
        for row in rows
    ]


def _decimal(value: Decimal | None) -> str | None:
    """Without the zeros that a database adds."""
    return None if value is None else f"{value.normalize():f}"
