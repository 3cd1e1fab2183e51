"""What puts proposals first: favoured teams, the frontline, excellent grades of late (8.2.1, 8.3.2, 8.3.5)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import add_days, as_of
from jili.engine.relations import Relations
from jili.policy import reading
from jili.policy.relations.common import (
    FAR,
    attach,
    covered_days,
    freed_on,
    in_force,
    on_or_before,
    year_end,
)


def favoured(r: Relations) -> ir.Table:
    """Teams favoured on a day: today all teams, and the teams of proposed cadres on the proposals' days;
    three excellent years running, and demonstrations, as arrays (empty: not so)."""
    today = r.teams.select("team_id", day=as_of(), closed_year=r.y0)
    days = today.union(r.proposed_members.select("team_id", "day", "closed_year"), distinct=True)
    rounds = days.join(r.assessment_rounds, [])
    in_three = (rounds.year <= rounds.closed_year) & (rounds.year > rounds.closed_year - 3)
    rounds = rounds.filter(in_three, rounds.closed_on <= rounds.day).select("team_id", "day", "year")
    grades = r.team_assessments.filter(r.team_assessments.grade == "excellent")
    grades = grades.select("team_id", "year", "assessment_id", "decided_on")
    years = rounds.join(grades, ["team_id", "year"])
    years = years.filter(years.decided_on <= years.day)
    streaks = years.group_by("team_id", "day").agg(running=years.count(), streak_ids=years.assessment_id.collect())
    streaks = streaks.filter(streaks.running == 3).select("team_id", "day", "streak_ids")
    return attach(days, streaks, "team_id", "day")


def standing_demonstrations(r: Relations) -> ir.Table:
    """Demonstrations as written, with the first day after their favour."""
    shown = r.demonstrations
    return shown.mutate(freed_on=freed_on(shown.recognised_on, reading.demonstration_years()))


def favoured_today(r: Relations) -> ir.Table:
    """Every team with its streak and the demonstrations that favour it on the day of evaluation."""
    shown = r.standing_demonstrations
    now = shown.filter(in_force(shown.recognised_on, shown.annulled_on, as_of()), shown.freed_on > as_of())
    now = now.group_by("team_id").agg(demonstration_ids=now.demonstration_id.collect())
    today = r.favoured.filter(r.favoured.day == as_of()).select("team_id", "streak_ids").distinct(on="team_id")
    return attach(today, now, "team_id")


def proposed_members(r: Relations) -> ir.Table:
    """Promotions with each team that the cadre is a member of on the day."""
    asked = r.promotions.select("proposal_id", "cadre_id", "day", "closed_year")
    posts = r.appointments.filter(r.appointments.kind == "regular", r.appointments.team_id.notnull())
    member = posts.select("cadre_id", "team_id", "start_on", "end_on").join(asked, "cadre_id")
    member = member.filter(in_force(member.start_on, member.end_on, member.day))
    return member.select("proposal_id", "cadre_id", "day", "closed_year", "team_id").distinct()


def favoured_proposals(r: Relations) -> ir.Table:
    """Promotions with the favour of their teams that the cadre took part in."""
    member = r.proposed_members
    posts = r.appointments.filter(r.appointments.kind == "regular", r.appointments.team_id.notnull())
    posts = posts.select("cadre_id", "team_id", "start_on", "end_on")
    past = member.join(posts, ["cadre_id", "team_id"])
    past = past.filter(past.start_on <= past.day)
    past = past.mutate(until=on_or_before(past.end_on, past.day).ifelse(past.end_on, FAR))
    at_end = past.filter(in_force(past.start_on, past.until, year_end(past.closed_year)))
    at_end = at_end.select("proposal_id", "team_id", "day").distinct()
    streaks = at_end.join(r.favoured.filter(r.favoured.streak_ids.notnull()), ["team_id", "day"])
    streaks = streaks.select("proposal_id", assessment_id=streaks.streak_ids.unnest())
    streaks = streaks.group_by("proposal_id").agg(streak_ids=streaks.assessment_id.collect(distinct=True))
    shown = past.join(
        r.standing_demonstrations.select("team_id", "demonstration_id", "recognised_on", "annulled_on", "freed_on"),
        "team_id",
    )
    shown = shown.filter(
        in_force(shown.recognised_on, shown.annulled_on, shown.day),
        shown.freed_on > shown.day,
        in_force(shown.start_on, shown.until, shown.recognised_on),
    )
    shown = shown.group_by("proposal_id").agg(demonstration_ids=shown.demonstration_id.collect(distinct=True))
    return attach(attach(r.promotions.select("proposal_id"), streaks, "proposal_id"), shown, "proposal_id")


def frontline(r: Relations) -> ir.Table:
    """Proposals with the cadre's frontline services by the day: their days, the outstanding and recognised ones,
    and the excellent grades of the last years."""
    asked = r.judged.select("proposal_id", "cadre_id", "day", "closed_year")
    services = r.campaign_service.filter(r.campaign_service.frontline)
    services = services.select("service_id", "cadre_id", "start_on", "end_on", "outstanding_on", "recognised_on")
    served = services.join(asked, "cadre_id")
    served = served.filter(served.start_on <= served.day)
    until = ibis.least(served.end_on.fill_null(FAR), add_days(served.day, 1))
    days = covered_days(served.select("proposal_id", "start_on", end_on=until), "proposal_id")
    proven = on_or_before(served.outstanding_on, served.day) & on_or_before(served.recognised_on, served.day)
    ids = served.group_by("proposal_id").agg(
        service_ids=served.service_id.collect(), proven_ids=served.service_id.collect(where=proven)
    )
    grades = r.annual_assessments.filter(r.annual_assessments.grade == "excellent")
    grades = grades.select("cadre_id", "assessment_id", "year", "decided_on", "annulled_on").join(asked, "cadre_id")
    recent = (grades.year <= grades.closed_year) & (grades.year > grades.closed_year - reading.frontline_grade_years())
    grades = grades.filter(recent, in_force(grades.decided_on, grades.annulled_on, grades.day))
    grades = grades.group_by("proposal_id").agg(recent_excellent_ids=grades.assessment_id.collect())
    found = attach(attach(r.judged, days, "proposal_id"), ids, "proposal_id")
    found = attach(found, grades, "proposal_id")
    return found.mutate(days=found.days.fill_null(0))
