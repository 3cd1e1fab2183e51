"""Merits, awards, activities and tasks of units."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import add_days, as_of
from jili.engine.relations import Relations
from jili.policy import reading
from jili.policy.relations.common import (
    attach,
    first_by_day,
    id_of,
    new_year,
    numbers,
    overlaps,
    this_year,
)  # fmt: skip

LADDER = {"notable": "commendation", "larger": "third", "major": "second", "outstanding": "first"}
"""Reading ``award_ladder``: contribution → level."""
NEEDED = {"commendation": 1, "third": 1, "second": 2, "first": 3}
"""Reading ``award_ladder``: level → least authority (1 county … 4 nation)."""
AUTHORITY = {"county": 1, "municipal": 2, "province": 3, "nation": 4}


def merit_awards(r: Relations) -> ir.Table:
    """Merits as known, with the award to look at: the earliest of right level and sufficient authority,
    else the earliest; for a merit of staff of institutions or enterprises the earliest of all."""
    merits = r.known.merits
    people = r.cadres.select("cadre_id", "category")
    merits = attach(merits, people, "cadre_id")
    merits = merits.mutate(
        ladder_applies=~merits.category.isin(["institution_staff", "enterprise_staff"]).fill_null(False),
        right_level=merits.contribution.cases(*LADDER.items()),
    )
    awards = r.known.awards.select("award_id", "merit_id", "level", "authority", awarded_on="decided_on")
    given = merits.select("merit_id", "ladder_applies", "right_level").join(awards, "merit_id")
    given = given.mutate(
        level_right=given.level == given.right_level,
        authority_enough=given.authority.cases(*AUTHORITY.items()) >= given.level.cases(*NEEDED.items()),
    )
    preferred = given.level_right & given.authority_enough | ~given.ladder_applies
    chosen = given.group_by("merit_id").agg(
        key=(preferred.ifelse("0", "1") + first_by_day(given.awarded_on, given.award_id)).min()
    )
    chosen = chosen.select("merit_id", award_id=id_of(chosen.key.substr(1)))
    merits = merits.mutate(due_on=add_days(merits.recognised_on, reading.award_days()))
    looked_at = chosen.join(given.drop("merit_id", "ladder_applies", "right_level"), "award_id")
    return attach(merits, looked_at, "merit_id")


def award_bonuses(r: Relations) -> ir.Table:
    """Awards of cadres as known, with the bonuses paid for them."""
    payments = r.known.payments
    paid = payments.filter(payments.kind == "award_bonus")
    paid = paid.group_by("award_id").agg(payment_ids=paid.payment_id.collect())
    awards = r.known.awards
    return attach(awards.filter(awards.cadre_id.notnull()), paid, "award_id")


def campaign_years(r: Relations) -> ir.Table:
    """Battles with each of the two years in which they run, and the activities held in it."""
    campaigns, years = r.known.campaigns, r.years_looked_at
    ran = campaigns.cross_join(years)
    ran = ran.filter(ran.kind == "battle", overlaps(ran.start_on, ran.end_on, ran.from_on, ran.to_on))
    held = r.known.activities
    held = held.mutate(year=held.held_on.year().cast("int64"))
    held = held.group_by("campaign_id", "year").agg(activity_ids=held.activity_id.collect())
    return attach(ran.select("campaign_id", "year", "from_on", "to_on"), held, "campaign_id", "year")


def unit_lists(r: Relations) -> ir.Table:
    """Units with tasks of this year that are not confidential, and those of them not announced."""
    tasks = r.known.tasks
    tasks = tasks.filter(tasks.year == this_year(), ~tasks.confidential)
    silent = tasks.announced_on.isnull()
    lists = tasks.group_by("unit_id").agg(unannounced=silent.sum(), unannounced_ids=tasks.task_id.collect(where=silent))
    return lists.mutate(from_on=new_year(this_year()))


def half_years(r: Relations) -> ir.Table:  # noqa: ARG001
    """The half-year of the day of evaluation and the one before: name, first and last day."""
    now = this_year() * 2 + (as_of().month() > 6).cast("int64")
    halves = numbers(2, "back")
    halves = halves.select(half=now - halves.back)
    year, second = (halves.half / 2).floor().cast("int64"), halves.half % 2 == 1
    return halves.select(
        half=year.cast("string") + second.ifelse("H2", "H1"),
        from_on=ibis.date(year, second.ifelse(7, 1), 1),
        to_on=ibis.date(year, second.ifelse(12, 6), second.ifelse(31, 30)),
    )


def unit_halves(r: Relations) -> ir.Table:
    """Units with a team, the two half-years, and the observations and comments held in each by the
    unit, its parent or its parent's parent."""
    units = r.units.select("unit_id", "parent_id")
    above = attach(units, units.select(parent_id="unit_id", grandparent_id="parent_id"), "parent_id")
    itself = units.select("unit_id", holder_id="unit_id")
    holders = itself.union(above.select("unit_id", holder_id="parent_id"))
    holders = holders.union(above.select("unit_id", holder_id="grandparent_id"))
    events = r.known.unit_events.select("event_id", "held_on", holder_id="unit_id")
    held = holders.join(events, "holder_id").join(r.half_years, [])
    held = held.filter(held.held_on >= held.from_on, held.held_on <= held.to_on)
    held = held.group_by("unit_id", "half").agg(event_ids=held.event_id.collect())
    with_team = r.teams.select("unit_id").distinct().cross_join(r.half_years)
    return attach(with_team, held, "unit_id", "half")
