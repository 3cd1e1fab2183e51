"""The ten (8.4.2), the list in force, and the structure of county teams (8.4.4)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import quotient
from jili.engine.relations import Relations
from jili.policy import reading
from jili.policy.relations.common import attach, in_force, year_end

PARTY_TEAMS = ["party_committee", "government"]


def restricted_today(r: Relations) -> ir.Table:
    """Cadres with a restriction in force, and whether it is one of 6.6."""
    low = r.rows_of("6.4").select("subject").union(r.rows_of("6.5/bar").select("subject"))
    low = low.select(cadre_id="subject", reuse=ibis.literal(False))
    found = r.rows_of("6.6").select(cadre_id="subject", reuse=ibis.literal(True))
    both = low.union(found)
    return both.group_by("cadre_id").agg(reuse_barred=both.reuse.any())


def ten_candidates(r: Relations) -> ir.Table:
    """Township chiefs and heads of county departments at the end of y0, in service and not restricted,
    with the grade of y0; scored and placed where all three scores are there.

    ``score`` is exact: hundredths times the sum of the weights."""
    last = year_end(r.y0)
    posts = r.known.appointments.filter(r.known.appointments.kind == "regular", r.known.appointments.chief)
    posts = posts.filter(in_force(posts.start_on, posts.end_on, last))
    posts = posts.select("cadre_id", "unit_id", "team_id")
    posts = attach(posts.join(r.units.select("unit_id", unit_kind="kind"), "unit_id"), _townships(r), "team_id")
    posts = posts.filter(posts.of_township.fill_null(False) | (posts.unit_kind == "county_dept"))
    people = posts.select("cadre_id").distinct().join(r.serving.select("cadre_id"), "cadre_id")
    people = attach(people, r.latest_grades, "cadre_id")
    people = attach(people, r.restricted_today, "cadre_id")
    scores = r.composite_scores.filter(r.composite_scores.year == r.y0)
    scores = scores.mutate(
        score_ref=scores.cadre_id + "/" + scores.year.cast("string"),
        score=_hundredths(scores.target_score) * reading.weight_target()
        + _hundredths(scores.party_score) * reading.weight_party()
        + _hundredths(scores.work_score) * reading.weight_work(),
    ).drop("year")
    people = attach(people, scores, "cadre_id")
    eligible = people.grade.isin(["excellent", "competent"]) & people.reuse_barred.isnull() & people.score.notnull()
    people = people.mutate(placed=eligible.fill_null(False))
    best_first = ibis.window(group_by="placed", order_by=people.score.desc())
    same = ibis.window(group_by=["placed", "score"])
    people = people.mutate(
        place=people.placed.ifelse(ibis.rank().over(best_first) + 1, None),
        sharing=people.cadre_id.count().over(same),
    )
    tens = people.score * 200 + reading.weights_whole()
    return people.mutate(
        closed_year=r.y0,
        last_place=people.place + people.sharing - 1,
        score_shown=quotient(tens, reading.weights_whole() * 2).cast("decimal(18, 4)") / 10000,
    )


def _townships(r: Relations) -> ir.Table:
    """Party and government teams of townships."""
    teams = r.teams.filter(r.teams.kind.isin(PARTY_TEAMS)).select("team_id", "unit_id")
    units = r.units.filter(r.units.kind == "township").select("unit_id")
    return teams.join(units, "unit_id").select("team_id").mutate(of_township=True)


def _hundredths(score: ir.DecimalValue) -> ir.IntegerValue:
    return (score * 100).cast("int64")


def ten_duty(r: Relations) -> ir.Table:
    """The closing of y0, and the list of ten of that year as announced."""
    rounds = r.known.assessment_rounds
    rounds = rounds.filter(rounds.year == r.y0)
    listed = r.known.ten_list.mutate(list_ref=r.known.ten_list.cadre_id + "/" + r.known.ten_list.year.cast("string"))
    listed = listed.group_by("year").agg(announced_on=listed.announced_on.min(), list_refs=listed.list_ref.collect())
    return attach(rounds, listed, "year").mutate(due_on=year_end(rounds.year + 1))


def listed_proposals(r: Relations) -> ir.Table:
    """Promotions with the cadre's place on the latest list announced by the day."""
    asked = r.promotions.select("proposal_id", "cadre_id", "day")
    lists = r.ten_list.select("year", "announced_on").distinct()
    seen = asked.cross_join(lists)
    seen = seen.filter(seen.announced_on <= seen.day)
    latest = seen.group_by("proposal_id", "cadre_id").agg(year=seen.year.max())
    listed = latest.join(r.ten_list.select("cadre_id", "year"), ["cadre_id", "year"])
    listed = listed.select("proposal_id", list_ref=listed.cadre_id + "/" + listed.year.cast("string"))
    return attach(attach(r.promotions, listed, "proposal_id"), r.proposal_bars, "proposal_id")


def county_members(r: Relations) -> ir.Table:
    """Members, in service, of the party and government teams of counties: unit, cadre, and whether
    ever a chief of a township."""
    units = r.units.filter(r.units.kind == "county").select("unit_id")
    teams = r.teams.filter(r.teams.kind.isin(PARTY_TEAMS)).select("team_id", "unit_id").join(units, "unit_id")
    members = r.members.join(teams, "team_id").select("unit_id", "cadre_id").distinct()
    members = members.join(r.serving.select("cadre_id"), "cadre_id")
    posts = r.known.appointments.filter(r.known.appointments.kind == "regular", r.known.appointments.chief)
    chiefs = posts.join(_townships(r), "team_id").select("cadre_id").distinct().mutate(was_chief=True)
    members = attach(members, chiefs, "cadre_id")
    return members.mutate(was_chief=members.was_chief.fill_null(False))


def township_shares(r: Relations) -> ir.Table:
    """For each county with such members and for the city: heads, those who were township chiefs."""
    by_unit = r.county_members
    everyone = by_unit.select("cadre_id", "was_chief").distinct().mutate(unit_id=ibis.literal("city"), city=True)
    both = by_unit.select("cadre_id", "was_chief", "unit_id", city=ibis.literal(False)).union(
        everyone.select("cadre_id", "was_chief", "unit_id", "city")
    )
    shares = both.group_by("unit_id", "city").agg(
        heads=both.count(),
        chief_heads=both.was_chief.sum(),
        chief_ids=both.cadre_id.collect(where=both.was_chief),
    )
    target, tolerance = reading.township_target, reading.township_tolerance
    floor = target.numerator() * tolerance.denominator() - tolerance.numerator() * target.denominator()
    return shares.mutate(
        reached=shares.chief_heads * target.denominator() >= shares.heads * target.numerator(),
        nearly=shares.chief_heads * target.denominator() * tolerance.denominator() >= shares.heads * floor,
        target=target.numerator().cast("decimal(18, 4)") / target.denominator(),
    )
