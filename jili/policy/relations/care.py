"""Talks, leave, checks, insurance, families in hardship."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import add_days, as_of
from jili.engine.relations import Relations, inline
from jili.policy import reading
from jili.policy.relations.common import (
    FAR,
    attach,
    covered_days,
    day_of,
    first_by_day,
    id_of,
    in_force,
    new_year,
    numbers,
    overlaps,
    this_year,
    year_end,
)  # fmt: skip


@inline
def talks_held(r: Relations) -> ir.Table:
    """Each talk that covers something: what it covers (``trigger``), when it was held."""
    return r.talk_covers.join(r.known.talks.select("talk_id", "held_on"), "talk_id")


def first_talks(r: Relations) -> ir.Table:
    """The earliest talk for each trigger."""
    talks = r.talks_held
    first = talks.group_by("trigger").agg(key=first_by_day(talks.held_on, talks.talk_id).min())
    return first.select("trigger", talked_on=day_of(first.key), talk_id=id_of(first.key))


def adjustments(r: Relations) -> ir.Table:
    """Appointments begun, of cadres who had one before, with the talk about it."""
    posts = r.known.appointments
    first = posts.group_by("cadre_id").agg(first_on=posts.start_on.min())
    begun = posts.join(first, "cadre_id").join(r.serving.select("cadre_id", "joined_on"), "cadre_id")
    begun = begun.select(
        "cadre_id", "appointment_id", "start_on", "first_on", "joined_on", trigger="appointment_id", arose_on="start_on"
    )
    begun = begun.mutate(due_on=add_days(begun.arose_on, reading.adjustment_days()))
    return attach(begun, r.first_talks, "trigger")


def endings(r: Relations) -> ir.Table:
    """Appointments ended, with whether another begins that day, and the talk about it."""
    posts = r.known.appointments
    begun = posts.select("cadre_id", end_on="start_on").distinct().mutate(moved_on=True)
    ended = posts.filter(posts.end_on.notnull()).select("cadre_id", "appointment_id", "end_on")
    ended = attach(ended, begun, "cadre_id", "end_on").join(r.serving.select("cadre_id", "joined_on"), "cadre_id")
    ended = ended.mutate(
        trigger=ended.appointment_id + "/end",
        arose_on=ended.end_on,
        moved_on=ended.moved_on.fill_null(False),
        due_on=add_days(ended.end_on, reading.adjustment_days()),
    )
    return attach(ended, r.first_talks, "trigger")


def triggers(r: Relations) -> ir.Table:
    """Setbacks, signs and requests, with their holds and the earliest talk since."""
    kinds = r.known.talk_triggers.mutate(trigger=r.known.talk_triggers.trigger_id)
    talks = kinds.select("trigger", "occurred_on").join(r.talks_held, "trigger")
    talks = talks.filter(talks.held_on >= talks.occurred_on)
    first = talks.group_by("trigger").agg(key=first_by_day(talks.held_on, talks.talk_id).min())
    first = first.select("trigger", talked_on=day_of(first.key), talk_id=id_of(first.key))
    days = kinds.kind.cases(
        ("setback", reading.setback_days()), ("sign", reading.sign_days()), ("request", reading.request_days())
    )
    asked = attach(kinds.mutate(days=days), first, "trigger")
    last = add_days(asked.occurred_on, asked.days)
    holds = (asked.hold_from <= last).fill_null(False)
    on_hold = holds & in_force(asked.hold_from, asked.hold_until, as_of())
    ended = holds & (asked.hold_until <= as_of()).fill_null(False)
    return asked.mutate(
        arose_on=asked.occurred_on,
        on_hold=on_hold,
        counted_from=ended.ifelse(asked.hold_until, asked.occurred_on),
        due_on=ended.ifelse(ibis.greatest(last, add_days(asked.hold_until, asked.days)), last),
    )


def leave_years(r: Relations) -> ir.Table:
    """Cadres in service on 1 January of each of the two years, days due, days taken, and payment."""
    years = r.serving.select("cadre_id", "work_start_on", "joined_on").cross_join(r.years_looked_at)
    years = years.filter(years.joined_on <= years.from_on)
    worked = years.year - years.work_start_on.year().cast("int64")
    years = years.mutate(days_due=reading.leave_days_after(worked))
    taken = r.leave.mutate(leave_ref=r.leave.cadre_id + "/" + r.leave.year.cast("string"))
    payments = r.known.payments
    paid = payments.filter(payments.kind == "leave")
    paid = paid.group_by("cadre_id", "year").agg(payment_ids=paid.payment_id.collect())
    return attach(attach(years, taken, "cadre_id", "year"), paid, "cadre_id", "year")


def care_spans(r: Relations) -> ir.Table:  # noqa: ARG001
    """The spans in which exposure is looked at: this year so far, last year, and the day itself."""
    spans = numbers(3, "place").mutate(day=as_of(), this=this_year())
    return spans.select(
        "place",
        year=spans.this - (spans.place == 1).cast("int64"),
        from_on=(spans.place == 2).ifelse(spans.day, new_year(spans.this - (spans.place == 1).cast("int64"))),
        to_on=(spans.place == 1).ifelse(ibis.date(spans.this - 1, 12, 31), spans.day),
    )


def harsh_spans(r: Relations) -> ir.Table:
    """Cadre and span in which a harsh post is held, and whether after ``harsh_days`` in such posts in all."""
    posts = r.known.appointments
    posts = posts.filter(posts.kind == "regular", posts.harsh.notnull())
    posts = posts.select("cadre_id", "start_on", "end_on").cross_join(r.care_spans)
    posts = posts.filter(posts.start_on <= posts.to_on)
    until = ibis.least(posts.end_on.fill_null(FAR), add_days(posts.to_on, 1))
    days = covered_days(posts.select("cadre_id", "place", "start_on", end_on=until), "cadre_id", "place")
    holding = posts.filter(overlaps(posts.start_on, posts.end_on, posts.from_on, posts.to_on))
    holding = holding.select("cadre_id", "place").distinct().join(days, ["cadre_id", "place"])
    return holding.select("cadre_id", "place", long=holding.days >= reading.harsh_days())


def exposing(r: Relations) -> ir.Table:
    """What exposes a cadre in a span: frontline services, listed posts, harsh posts held long; with its days."""
    services = r.known.campaign_service.filter(r.known.campaign_service.frontline)
    services = services.select("cadre_id", "start_on", "end_on", ground=ibis.literal("frontline"))
    posts = r.known.appointments
    listed = posts.filter(posts.harsh_listed).select("cadre_id", "start_on", "end_on", ground=ibis.literal("listed"))
    spans = services.union(listed).cross_join(r.care_spans)
    harsh = posts.filter(posts.kind == "regular", posts.harsh.notnull())
    harsh = harsh.select("cadre_id", "start_on", "end_on", ground=ibis.literal("harsh"))
    long_held = harsh.join(r.harsh_spans, "cadre_id").join(r.care_spans, "place")
    long_held = long_held.filter(long_held.long)
    columns = ["cadre_id", "place", "year", "from_on", "to_on", "start_on", "end_on", "ground"]
    both = spans.select(*columns).union(long_held.select(*columns))
    return both.filter(overlaps(both.start_on, both.end_on, both.from_on, both.to_on))


def exposures(r: Relations) -> ir.Table:
    """Cadres in service and each span, on which grounds they are exposed in it, and how many days of
    the year the grounds cover."""
    found = r.exposing
    grounds = found.group_by("cadre_id", "place").agg(
        frontline=(found.ground == "frontline").any(),
        listed=(found.ground == "listed").any(),
        harsh=(found.ground == "harsh").any(),
    )
    next_on = new_year(found.year + 1)
    clipped = found.filter(found.place < 2).select(
        "cadre_id",
        "place",
        start_on=ibis.greatest(found.start_on, found.from_on),
        end_on=ibis.least(found.end_on.fill_null(next_on), next_on),
    )
    days = covered_days(clipped, "cadre_id", "place")
    people = r.serving.select("cadre_id", "joined_on").cross_join(r.care_spans)
    people = attach(attach(people, grounds, "cadre_id", "place"), days, "cadre_id", "place")
    flags = {name: people[name].fill_null(False) for name in ("frontline", "listed", "harsh")}
    return people.mutate(
        **flags, days=people.days.fill_null(0), year_start=new_year(people.year), year_end=year_end(people.year)
    )


def check_years(r: Relations) -> ir.Table:
    """Exposure in each of the two years, with the checks held in it."""
    years = r.exposures.filter(r.exposures.place < 2)
    checks = r.known.health_checks.mutate(year=r.known.health_checks.checked_on.year().cast("int64"))
    checks = checks.group_by("cadre_id", "year").agg(check_ids=checks.check_id.collect())
    years = attach(years, checks, "cadre_id", "year")
    return years.filter(years.joined_on <= years.year_end)


def insured_today(r: Relations) -> ir.Table:
    """Exposure on the day, with the insurances in force."""
    policies = r.known.insurances
    policies = policies.filter(policies.end_on > as_of())
    policies = policies.group_by("cadre_id").agg(insurance_ids=policies.insurance_id.collect())
    return attach(r.exposures.filter(r.exposures.place == 2), policies, "cadre_id")


def hardship_years(r: Relations) -> ir.Table:
    """Hardships open today, for this year, and those open at the end of last year, for that year, with
    the visits made in it."""
    hardships = r.known.hardships.join(r.serving.select("cadre_id", "joined_on"), "cadre_id")
    years = hardships.cross_join(r.years_looked_at)
    now = years.closed_on.isnull() & (years.year == this_year())
    then = in_force(years.opened_on, years.closed_on, years.to_on) & (years.joined_on <= years.to_on)
    years = years.filter(now | then & (years.year < this_year()))
    visits = r.known.visits.mutate(year=r.known.visits.visited_on.year().cast("int64"))
    visits = visits.group_by("hardship_id", "year").agg(visit_ids=visits.visit_id.collect())
    years = attach(years, visits, "hardship_id", "year")
    return years.mutate(since=ibis.greatest(years.from_on, years.opened_on))


def requests(r: Relations) -> ir.Table:
    """Requests of families, with their cadre."""
    return r.known.hardship_requests.join(r.hardships.select("hardship_id", "cadre_id"), "hardship_id")
