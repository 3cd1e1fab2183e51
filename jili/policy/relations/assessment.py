"""What assessments lead to: bars with their spans, quotas, places."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import quotient
from jili.engine.relations import Relations, inline
from jili.policy import reading
from jili.policy.relations.common import (
    attach,
    first_by_day,
    freed_on,
    id_of,
    in_force,
    new_year,
    on_or_before,
    year_end,
)  # fmt: skip
from jili.policy.relations.people import rank_on


@inline
def latest_grades(r: Relations) -> ir.Table:
    """Each cadre's assessment of y0, as known."""
    grades = r.known.annual_assessments
    return grades.filter(grades.year == r.y0).select("cadre_id", "assessment_id", "grade")


def grade_bars(r: Relations) -> ir.Table:
    """Basic and incompetent assessments as written, with the span of their bar and the day they fell."""
    grades = r.annual_assessments
    low = grades.filter(grades.grade.isin(["basic", "incompetent"]))
    return low.mutate(freed_on=freed_on(low.decided_on))


def finding_bars(r: Relations) -> ir.Table:
    """Findings with each cadre responsible, as written, with the span of the bar."""
    findings = r.findings.join(r.finding_cadres, "finding_id")
    return findings.mutate(freed_on=freed_on(findings.decided_on))


def demotions(r: Relations) -> ir.Table:
    """Incompetent assessments as known: the rank then, and the appointment that carried out the demotion."""
    grades = r.known.annual_assessments
    low = grades.filter(grades.grade == "incompetent").mutate(day=grades.decided_on)
    low = attach(low, rank_on(r, low, "assessment_id"), "assessment_id")
    posts = r.known.appointments.select("appointment_id", "cadre_id", "kind", "rank", "start_on")
    later = low.select("assessment_id", "cadre_id", "decided_on", "rank_then").join(posts, "cadre_id")
    later = later.filter(
        later.kind == "regular", later.start_on >= later.decided_on, later["rank"] == later.rank_then - 1
    )
    started = later.select("appointment_id", "cadre_id", day=later.start_on).distinct()
    really = rank_on(r, started, "appointment_id").rename(rank_at_start="rank_then")
    later = later.join(really, "appointment_id")
    later = later.filter(later.rank_at_start == later["rank"])
    done = later.group_by("assessment_id").agg(done_key=first_by_day(later.start_on, later.appointment_id).min())
    return attach(low, done.mutate(demoted_by=id_of(done.done_key)), "assessment_id")


@inline
def team_grades(r: Relations) -> ir.Table:
    """Team assessments as known, since the Measures took effect."""
    grades = r.known.team_assessments
    return grades.rename(team_grade="grade", place="rank")


def counted_members(r: Relations) -> ir.Table:
    """For each year with a team assessment that 6.2 looks at: every member on 31 December, in one team
    (one of which chief first, then the smallest team_id), with the excellent assessment if there is one."""
    graded = r.team_grades.filter(r.team_grades.decided_on >= reading.effective_on())
    years = graded.select("year").distinct()
    posts = r.known.appointments
    posts = posts.filter(posts.kind == "regular", posts.team_id.notnull())
    posts = posts.select("cadre_id", "team_id", "chief", "start_on", "end_on")
    last_day = years.mutate(last_day=year_end(years.year))
    on_last = posts.cross_join(last_day)
    on_last = on_last.filter(in_force(on_last.start_on, on_last.end_on, on_last.last_day))
    chosen = on_last.group_by("cadre_id", "year").agg(
        first_team=(on_last.chief.ifelse("0", "1") + on_last.team_id).min()
    )
    chosen = chosen.mutate(team_id=chosen.first_team.substr(1)).drop("first_team")
    grades = r.known.annual_assessments
    excellent = grades.filter(grades.grade == "excellent").select("cadre_id", "year", "assessment_id")
    return attach(chosen, excellent, "cadre_id", "year")


def quotas(r: Relations) -> ir.Table:
    """Team assessments since the Measures took effect, with members counted, ratio (over
    ``ratio_whole``), and the excellent among the members."""
    members = r.counted_members
    counts = members.group_by("team_id", "year").agg(
        heads=members.count(),
        excellent_heads=members.assessment_id.count(),
        excellent_ids=members.assessment_id.collect(),
    )
    graded = r.team_grades.filter(r.team_grades.decided_on >= reading.effective_on())
    quotas = graded.join(counts, ["team_id", "year"])
    base = reading.ratio_base_on(quotas.decided_on)
    raised = ibis.greatest(base, reading.ratio_excellent_team_on(quotas.decided_on))
    quotas = quotas.mutate(ratio=(quotas.team_grade == "excellent").ifelse(raised, base))
    return quotas.mutate(places=quotient(quotas.heads * quotas.ratio, reading.ratio_whole()))


def pooled_quotas(r: Relations) -> ir.Table:
    """The excellent teams of each year together."""
    quotas = r.quotas.filter(r.quotas.team_grade == "excellent")
    pooled = quotas.group_by("year").agg(
        heads=quotas.heads.sum(),
        weighed=(quotas.heads * quotas.ratio).sum(),
        excellent_heads=quotas.excellent_heads.sum(),
        team_assessment_ids=quotas.assessment_id.collect(),
    )
    return pooled.mutate(places=quotient(pooled.weighed.cast("int64"), reading.ratio_whole()))


def team_bonuses(r: Relations) -> ir.Table:
    """Bonuses paid, by team and year."""
    payments = r.known.payments
    paid = payments.filter(payments.kind == "team_bonus")
    return paid.group_by("team_id", "year").agg(payment_ids=paid.payment_id.collect())


def place_changes(r: Relations) -> ir.Table:
    """Teams assessed in y0 and the year before, with places, sizes and groups of both, and whether a
    place finding of the team was made since the earlier one was decided."""
    later = r.team_grades.filter(r.team_grades.year == r.y0)
    earlier = r.team_grades.filter(r.team_grades.year == r.y0 - 1).select(
        "team_id",
        earlier_id="assessment_id",
        earlier_place="place",
        earlier_group="group",
        earlier_size="group_size",
        earlier_decided_on="decided_on",
    )
    pairs = later.join(earlier, "team_id")
    findings = r.known.findings
    found = findings.filter(findings.kind == "rank_drop", findings.team_id.notnull())
    found = found.group_by("team_id").agg(last_found_on=found.decided_on.max())
    pairs = attach(pairs, found, "team_id")
    drop, change = pairs.place - pairs.earlier_place, pairs.group_size - pairs.earlier_size
    tolerated, share = reading.rank_size_change, reading.rank_drop_share
    front, back = reading.rank_fall_from, reading.rank_fall_to
    return pairs.mutate(
        found_since=(pairs.last_found_on > pairs.earlier_decided_on).fill_null(False),
        places_known=pairs.place.notnull()
        & pairs.earlier_place.notnull()
        & pairs.group_size.notnull()
        & pairs.earlier_size.notnull()
        & pairs["group"].notnull()
        & pairs.earlier_group.notnull(),
        places_lost=drop,
        both_ids=ibis.array([pairs.assessment_id, pairs.earlier_id]),
        size_comparable=change.abs() * tolerated.denominator() <= pairs.earlier_size * tolerated.numerator(),
        drop_share_large=(drop * share.denominator() >= (pairs.group_size - 1) * share.numerator())
        & (pairs.group_size > 1),
        fell_to_the_back=(pairs.earlier_place * front.denominator() <= pairs.earlier_size * front.numerator())
        & (pairs.place * back.denominator() > pairs.group_size * back.numerator()),
    )


def unmet_targets(r: Relations) -> ir.Table:
    """Tasks with whether they were done in time and whether a finding was made."""
    findings = r.known.findings
    found = findings.filter(findings.kind == "target_unmet").select("task_id").distinct().mutate(found=True)
    tasks = attach(r.known.tasks, found, "task_id")
    return tasks.mutate(done_in_time=on_or_before(tasks.completed_on, tasks.due_on), found=tasks.found.fill_null(False))


@inline
def graded_with_span(r: Relations) -> ir.Table:
    """Annual assessments as known, with the first day after one year from their decision."""
    grades = r.known.annual_assessments
    return grades.mutate(freed_on=freed_on(grades.decided_on), incompetent_bars=reading.incompetent_bars())


def responsible_today(r: Relations) -> ir.Table:
    """Findings as known with each cadre responsible and the span of the bar."""
    excuses = r.known.finding_cadres
    findings = r.known.findings.join(excuses, "finding_id")
    findings = findings.rename(found_on="decided_on")
    return findings.mutate(freed_on=freed_on(findings.found_on))


def bonus_duties(r: Relations) -> ir.Table:
    """Team assessments as known with the bonuses paid for them."""
    return attach(r.team_grades, r.team_bonuses, "team_id", "year")


def assessment_bases(r: Relations) -> ir.Table:
    """Cadres in service and, of y0, whether they have each of the three kinds of results."""
    people = r.serving.select("cadre_id", "joined_on", "left_on").mutate(year=r.y0)
    people = people.filter(people.year.notnull())
    annual = r.latest_grades.select("cadre_id").distinct().mutate(annual=True)
    usual = r.known.usual_assessments
    usual = usual.filter(usual.period.substr(0, 4) == r.y0.cast("string")).select("cadre_id").distinct()
    service = r.known.campaign_service
    service = service.filter(service.outstanding_on.year() == r.y0).select("cadre_id").distinct()
    people = attach(attach(people, annual, "cadre_id"), usual.mutate(usual=True), "cadre_id")
    people = attach(people, service.mutate(campaign=True), "cadre_id")
    return people.mutate(
        whole_year=(people.joined_on <= new_year(people.year)) & people.left_on.isnull(),
        **{name: people[name].fill_null(False) for name in ("annual", "usual", "campaign")},
    )
