"""What the conclusion (第八条 as a whole) reads: the reviews of a proposal together."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import as_of
from jili.engine.relations import Relations
from jili.policy import reading
from jili.policy.relations.common import attach

REVIEWS = {"8.1.1": "years_review", "8.1.2": "excellent_review", "8.1.3": "team_review", "8.3.3": "exception_review"}
SETTLED_REVIEWS = ["8.1.1", "8.1.2", "8.1.3"]
NONE = ibis.literal([], type="array<string>")


def settled(r: Relations) -> ir.Table:
    """The latest settlement of each row, as known: today, or for the reviews of 8.1 on the proposal's day."""
    known = r.known.settlements.mutate(item=r.known.settlements.item.fill_null(""))
    days = r.judged.select(subject="proposal_id", day="day")
    known = attach(known, days, "subject")
    review = (known.subject_kind == "proposal") & known.statement.isin(SETTLED_REVIEWS)
    known = known.filter(known.decided_on <= (review.ifelse(known.day, as_of())))
    keys = ["statement", "subject_kind", "subject", "item"]
    latest = known.group_by(keys).agg(settled_on=known.decided_on.max())
    latest = latest.rename({f"{key}__": key for key in keys})
    both = known.join(
        latest, [known[key] == latest[f"{key}__"] for key in keys] + [known.decided_on == latest.settled_on]
    )
    return both.select(*keys, "settlement_id", "settled_on")


def review_outcomes(r: Relations) -> ir.Table:
    """For each proposal the outcome and evidence of each of its reviews."""
    parts = [r.rows_of(statement) for statement in REVIEWS]
    rows = parts[0].union(*parts[1:]).rename(proposal_id="subject")
    columns = {}
    for statement, name in REVIEWS.items():
        columns[name] = rows.outcome.max(where=rows.statement == statement)
        columns[f"{name}_evidence"] = rows.evidence.max(where=rows.statement == statement)
    return rows.group_by("proposal_id").agg(**columns)


def settled_reviews(r: Relations) -> ir.Table:
    """For each proposal which of its reviews are settled."""
    done = r.settled
    done = done.filter(done.subject_kind == "proposal", done.item == "").rename(proposal_id="subject")
    return done.group_by("proposal_id").agg(
        **{f"{REVIEWS[statement]}_settled": (done.statement == statement).any() for statement in SETTLED_REVIEWS}
    )


def preferred(r: Relations) -> ir.Table:
    """Proposals that should come first: ``must`` where 8.3.2 or 8.3.5 says so, else 8.2.1 or 8.4.3."""
    rows = (
        r.rows_of("8.3.2")
        .union(r.rows_of("8.3.5"), r.rows_of("8.2.1/proposal"), r.rows_of("8.4.3"))
        .rename(proposal_id="subject")
    )
    return rows.group_by("proposal_id").agg(must=rows.statement.isin(["8.3.2", "8.3.5"]).any())


def reviewed(r: Relations) -> ir.Table:
    """Every judged proposal with the outcome of each of its reviews (settled ones as ``settled``), its
    bars and its preferences."""
    found = attach(attach(r.judged, r.review_outcomes, "proposal_id"), r.settled_reviews, "proposal_id")
    found = attach(attach(found, r.proposal_bars, "proposal_id"), r.preferred, "proposal_id")
    closed = {}
    for statement in SETTLED_REVIEWS:
        name = REVIEWS[statement]
        closes = found[f"{name}_settled"].fill_null(False) & found[name].isin(["manual", "justify"])
        closed[name] = closes.ifelse("settled", found[name])
    found = found.mutate(**closed)
    no_promotion = found.bar_assessment_ids.notnull() & (
        (found.action_then == "promote")
        | (found.action_then == "promote_nonlead") & (found.day < reading.nonlead_until())
    )
    no_reuse = found.bar_finding_ids.notnull() & found.action_then.isin(["promote", "important_move"])
    failed, barred = found.years_review == "fail", found.exception_review == "barred"
    references = ibis.array(
        [
            _references("annual_assessments", found.bar_assessment_ids, no_promotion),
            _references("findings", found.bar_finding_ids, no_reuse),
            _references("tasks", found.bar_task_ids, no_reuse),
            _listed(found.years_review_evidence, failed),
            _listed(found.exception_review_evidence, barred),
        ]
    )
    return found.mutate(
        preference=found.must.isnull().ifelse(2, found.must.ifelse(0, 1)),
        no_promotion=no_promotion,
        no_reuse=no_reuse,
        ranks_known=found.rank_then.notnull() & found.vacancy_rank.notnull()
        | ~found.action_then.isin(["promote", "move", "important_move"]),
        barring_references=references.flatten(),
    )


def _references(table: str, ids: ir.ArrayValue, when: ir.BooleanValue) -> ir.ArrayValue:
    """Ids as references, where something holds; else none."""
    return when.fill_null(False).ifelse(ids.map(lambda id: f"{table}:" + id), None).fill_null(NONE)


def _listed(evidence: ir.StringValue, when: ir.BooleanValue) -> ir.ArrayValue:
    """The references of a row's evidence, where something holds; else none."""
    return (when.fill_null(False) & (evidence != "").fill_null(False)).ifelse(evidence.split(";"), None).fill_null(NONE)


def choices(r: Relations) -> ir.Table:
    """Selected proposals that are placed, with the others of the vacancy that should have come before."""
    conclusions = r.rows_of("8/conclusion").select(proposal_id="subject", conclusion="outcome", place="rank")
    frontline = r.rows_of("8.3.5").select(proposal_id="subject").mutate(frontline_first=True)
    all_ = r.reviewed.select("proposal_id", "vacancy_id", "tier", "selected", "preference")
    all_ = attach(all_.join(conclusions, "proposal_id"), frontline, "proposal_id")
    all_ = all_.mutate(frontline_first=all_.frontline_first.fill_null(False))
    chosen = all_.filter(all_.selected, all_.place.notnull())
    others = all_.filter(~all_.selected).select(
        "vacancy_id",
        other_id="proposal_id",
        other_tier="tier",
        other_preference="preference",
        other_conclusion="conclusion",
        other_place="place",
        other_frontline="frontline_first",
    )
    pairs = chosen.join(others, "vacancy_id")
    tie_broken = (
        pairs.other_place.notnull() & (pairs.other_tier == pairs.tier) & (pairs.other_preference < pairs.preference)
    )
    frontline_passed = (
        pairs.other_frontline & ~pairs.frontline_first & pairs.other_conclusion.isin(["qualified", "justify"])
    )
    pairs = pairs.mutate(tie_broken=tie_broken.fill_null(False), frontline_passed=frontline_passed)
    counts = pairs.group_by("proposal_id").agg(
        tie_broken=pairs.tie_broken.any(),
        frontline_passed=pairs.frontline_passed.any(),
        other_ids=pairs.other_id.collect(where=pairs.tie_broken | pairs.frontline_passed),
    )
    return attach(chosen, counts, "proposal_id")
