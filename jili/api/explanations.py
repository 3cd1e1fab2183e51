"""Why the published run says what it says of a subject."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.scope import NotThere
from jili.api.fields import NeededPurpose, Statement, SubjectKind, purpose_of
from jili.api.operation import read
from jili.decisions.explaining import explain
from jili.decisions.models import published
from jili.engine.explain import Explained, Row
from jili.policy.outcomes import NAMES

router = Router(tags=["结论"])


class ExplanationAsked(Schema):
    statement: Statement | None = None


class Condition(Schema):
    """``truth`` is null where the register does not tell."""

    name: str
    truth: bool | None


class ExplainedRow(Schema):
    """``outcome`` is null where there is no decision. ``evidence`` are records of ``records``."""

    item: str
    outcome: str | None
    said: str
    starts_on: date | None
    ends_on: date | None
    conditions: list[Condition]
    evidence: list[str]


class ExplainedStatement(Schema):
    statement: str
    text: str
    effect: str
    rows: list[ExplainedRow]


class Explanation(Schema):
    """``text`` is the whole for people; ``statements`` the same in parts; ``records`` each record in words."""

    run_id: str
    day: date
    text: str
    statements: list[ExplainedStatement]
    records: dict[str, str]


@read(router, "/explanations/{kind}/{str:subject_id}", "explanation", Explanation, 409)
def explanation(
    request: Request, kind: SubjectKind, subject_id: str, asked: Query[ExplanationAsked], purpose: NeededPurpose
) -> dict[str, Any]:
    """说明已公布的运行对一个对象为什么这样判断,为什么没有结论

    须写明用途,记入日志。运行里没有这个对象、语句不针对它、运行的文件不在时答 409。
    """
    run = published()
    if run is None:
        raise NotThere
    reasons = explain(request.access, run, kind, subject_id, asked.statement)
    actor = request.access.actor(purpose_of(purpose))
    append_alone(actor=actor, kind="decisions.read", subject=f"{kind}:{subject_id}"[:250], body={"run": run.pk})
    return {
        "run_id": run.pk,
        "day": run.day,
        "text": reasons.text(),
        "statements": [_statement(explained) for explained in reasons.explained],
        "records": reasons.records,
    }


def _statement(explained: Explained) -> dict[str, Any]:
    account = explained.account
    rows = [_row(row) for row in explained.rows]
    return {"statement": account.sentence, "text": account.text, "effect": account.effect, "rows": rows}


def _row(row: Row) -> dict[str, Any]:
    return {
        "item": row.item,
        "outcome": row.outcome,
        "said": NAMES[row.outcome] if row.outcome else "没有结论",
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "conditions": [{"name": each.name, "truth": each.truth} for each in row.conditions],
        "evidence": list(row.evidence),
    }
