"""平顶山市激励干部干事创业实施办法, assembled: articles, relations, and what holds for every row."""

from __future__ import annotations

from importlib import import_module

import ibis
import ibis.expr.types as ir

from jili.engine.function import as_of
from jili.engine.policy import Policy
from jili.engine.relations import Relations
from jili.engine.statement import Effect
from jili.policy import reading
from jili.policy.facts import SCHEMA
from jili.policy.outcomes import SETTLEABLE, UNRECORDABLE
from jili.policy.relations import DERIVATIONS, SCALARS

ARTICLES = tuple(import_module(f"jili.policy.articles.article_{number:02}").ARTICLE for number in range(1, 14))


def finish(rows: ir.Table, r: Relations) -> ir.Table:
    """The general words of the Measures and the readings on every row: nothing before the Measures took
    effect; about cadres only while in service; a gap before the records began is ``unrecorded``; a
    settlement that is known closes what it may close (a duty only from its first day on)."""
    serving = r.serving.select(serving_id="cadre_id")
    rows = rows.left_join(serving, (rows.subject_kind == "cadre") & (rows.subject == serving.serving_id))
    rows = rows.filter(as_of() >= reading.effective_on(), (rows.subject_kind != "cadre") | rows.serving_id.notnull())
    before = (
        rows.effect.isin([Effect.DUTY]) & rows.outcome.isin(UNRECORDABLE) & (rows.starts_on < reading.records_from())
    )
    rows = rows.mutate(outcome=before.fill_null(False).ifelse("unrecorded", rows.outcome))
    keys = ["statement", "subject_kind", "subject", "item"]
    settled = r.settled.rename({f"{key}__": key for key in keys})
    rows = rows.left_join(settled, [rows[key] == settled[f"{key}__"] for key in keys])
    closed = (
        rows.settlement_id.notnull()
        & rows.effect.isin([Effect.DUTY, Effect.FINDING, Effect.REVIEW])
        & rows.outcome.isin(SETTLEABLE)
        & (rows.item != "conclusion")
        & ((rows.effect != Effect.DUTY) | (rows.settled_on >= rows.starts_on))
    ).fill_null(False)
    return rows.mutate(
        outcome=closed.ifelse("settled", rows.outcome), evidence=closed.ifelse(_with_settlement(rows), rows.evidence)
    )


def _with_settlement(rows: ir.Table) -> ir.StringValue:
    """The evidence with the settlement in its place by code point."""
    reference = "settlements:" + rows.settlement_id
    both = rows.evidence.split(";").concat(ibis.array([reference])).sort().join(";")
    return (rows.evidence == "").ifelse(reference, both)


MEASURES = Policy(SCHEMA, ARTICLES, DERIVATIONS, SCALARS, finish)
