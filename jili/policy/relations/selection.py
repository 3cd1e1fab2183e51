"""Proposals, each judged on a day of its own with what was known then.

Records are read as written and held against the proposal's day: decided by then, not annulled by
then, an end that lies ahead not yet there.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import as_of
from jili.engine.relations import Relations
from jili.policy import reading
from jili.policy.relations.common import (
    FAR,
    anniversary,
    attach,
    in_force,
    new_year,
    numbers,
    on_or_before,
)
from jili.policy.relations.people import rank_on

PASSED_OVER = ["probation", "leave", "study"]
"""Reasons for which a year without grade is passed over."""


def judged(r: Relations) -> ir.Table:
    """Proposals with their day, cadre, vacancy, ranks, action on the day, years needed and y0 then."""
    cadres = r.cadres.select("cadre_id", "work_start_on", "joined_on", "left_on", "category")
    units = r.units.select("unit_id", unit_kind="kind")
    teams = r.teams.select("team_id", "unit_id", team_kind="kind")
    teams = teams.join(r.units.select("unit_id", team_unit_kind="kind"), "unit_id").drop("unit_id")
    vacancies = r.vacancies.select("vacancy_id", "unit_id", "team_id", vacancy_rank="rank")
    vacancies = attach(vacancies.join(units, "unit_id"), teams, "team_id")
    proposals = r.proposals.join(vacancies, "vacancy_id").join(cadres, "cadre_id")
    proposals = proposals.mutate(day=on_or_before(proposals.decide_on, as_of()).ifelse(proposals.decide_on, as_of()))
    proposals = proposals.filter(
        proposals.day >= reading.effective_on(), in_force(proposals.joined_on, proposals.left_on, proposals.day)
    )
    proposals = attach(proposals, rank_on(r, proposals, "proposal_id"), "proposal_id")
    rises = (proposals.vacancy_rank > proposals.rank_then).fill_null(False)
    lateral = proposals.action.isin(["move", "important_move", "grade", "post", "select"])
    least = reading.required_years_min(proposals.rank_then, proposals.vacancy_rank).fill_null(0)
    proposals = proposals.mutate(
        action_then=(lateral & rises).ifelse("promote", proposals.action),
        years_needed=ibis.greatest(proposals.required_years, least),
        approved_by_then=on_or_before(proposals.approved_on, proposals.day),
        party_post=(proposals.category == "civil_servant") | ~proposals.unit_kind.isin(["enterprise", "institution"]),
        work_year=proposals.work_start_on.year().cast("int64"),
    )
    return attach(proposals, last_closed(r, proposals), "proposal_id")


def last_closed(r: Relations, proposals: ir.Table) -> ir.Table:
    """The latest year closed by each proposal's day, as ``closed_year``."""
    closed = proposals.select("proposal_id", "day").cross_join(r.assessment_rounds)
    closed = closed.filter(closed.closed_on <= closed.day)
    return closed.group_by("proposal_id").agg(closed_year=closed.year.max())


def promotions(r: Relations) -> ir.Table:
    """Proposals whose action on their day is to promote."""
    return r.judged.filter(r.judged.action_then == "promote")


def windows(r: Relations) -> ir.Table:
    """Each promotion's window of years (任职资格年限): how many years, what grades, which records."""
    asked = r.promotions.select("proposal_id", "cadre_id", "day", "closed_year", "work_year", "years_needed")
    span = (asked.closed_year - asked.work_year + 1).fill_null(0)
    years = asked.mutate(back=ibis.range(0, ibis.greatest(span, 0)).unnest().cast("int64"))
    years = years.mutate(year=years.closed_year - years.back)
    grades = r.annual_assessments.select(
        "cadre_id", "year", "assessment_id", "grade", "reason", "decided_on", "annulled_on"
    )
    wanted = grades.join(asked.select("proposal_id", "cadre_id", "day"), "cadre_id")
    wanted = wanted.filter(in_force(wanted.decided_on, wanted.annulled_on, wanted.day))
    graded = attach(
        years, wanted.select("proposal_id", "year", "assessment_id", "grade", "reason"), "proposal_id", "year"
    )
    without = (graded.grade == "none").fill_null(False)
    kept = graded.filter(~(without & graded.reason.isin(PASSED_OVER)))
    place = ibis.row_number().over(group_by="proposal_id", order_by=kept.year.desc())
    window = kept.mutate(place=place)
    window = window.filter(window.place < window.years_needed)
    low = window.grade.isin(["basic", "incompetent"]) | (window.grade == "none") & (window.reason == "discipline")
    open_ = window.grade.isnull() | (window.grade == "none") & window.reason.isin(["case_open", "other"])
    good = window.grade.isin(["excellent", "competent"])
    summed = window.group_by("proposal_id").agg(
        years_found=window.count(),
        low_years=low.fill_null(False).sum(),
        open_years=open_.sum(),
        good_years=good.fill_null(False).sum(),
        excellent_years=(window.grade == "excellent").fill_null(False).sum(),
        window_ids=window.assessment_id.collect(where=window.assessment_id.notnull()),
        excellent_ids=window.assessment_id.collect(where=(window.grade == "excellent").fill_null(False)),
        low_ids=window.assessment_id.collect(where=low.fill_null(False)),
        window_years=window.year.collect(),
        missing_years=window.year.collect(where=window.grade.isnull()),
    )
    found = attach(r.promotions, summed, "proposal_id")
    counts = ["years_found", "low_years", "open_years", "good_years", "excellent_years"]
    found = found.mutate(**{name: found[name].fill_null(0) for name in counts})
    return found.mutate(
        years_unclear=(found.years_found < found.years_needed) | (found.open_years > 0),
        short_years=ibis.greatest(found.years_needed - found.years_found, 0),
    )


def chief_posts(r: Relations) -> ir.Table:
    """Promotions of chiefs: the teams that the cadre leads on the day, of units that are not
    enterprises or institutions."""
    asked = r.promotions.select("proposal_id", "cadre_id", "day", "closed_year")
    units = r.units.select("unit_id", "kind")
    units = units.filter(~units.kind.isin(["enterprise", "institution"])).select("unit_id")
    teams = r.teams.select("team_id", "unit_id").join(units, "unit_id").select("team_id")
    posts = r.appointments.filter(r.appointments.kind == "regular", r.appointments.chief)
    led = posts.select("cadre_id", "team_id", "start_on", "end_on").join(teams, "team_id").join(asked, "cadre_id")
    led = led.filter(in_force(led.start_on, led.end_on, led.day))
    return led.select("proposal_id", "cadre_id", "day", "closed_year", "team_id").distinct()


def chief_years(r: Relations) -> ir.Table:
    """Promotions of chiefs with the three years of their teams: the record follows the person."""
    chiefs = r.chief_posts.select("proposal_id", "cadre_id", "day", "closed_year").distinct()
    years = chiefs.cross_join(numbers(3, "back"))
    years = years.mutate(year=years.closed_year - years.back)
    years = years.mutate(from_on=new_year(years.year), next_on=new_year(years.year + 1))
    posts = r.appointments.filter(r.appointments.kind == "regular", r.appointments.team_id.notnull())
    posts = posts.select("cadre_id", "team_id", "start_on", "end_on")
    served = years.join(posts, "cadre_id")
    served = served.filter(served.start_on <= served.day)
    until = on_or_before(served.end_on, served.day).ifelse(served.end_on, FAR)
    served = served.mutate(
        first=ibis.greatest(served.start_on, served.from_on), until=ibis.least(until, served.next_on)
    )
    served = served.filter(served.first < served.until)
    served = served.mutate(on_last_day=served.until == served.next_on)
    summed = served.group_by("proposal_id", "year", "team_id").agg(
        days=served.until.delta(served.first, unit="day").sum(), on_last_day=served.on_last_day.any()
    )
    best = ibis.row_number().over(
        group_by=["proposal_id", "year"],
        order_by=[summed.days.desc(), summed.on_last_day.desc(), summed.team_id.asc()],
    )
    first = summed.mutate(best=best)
    first = first.filter(first.best == 0).select("proposal_id", "year", "team_id")
    served_years = first.select("proposal_id", "year").distinct().mutate(served=True)
    rest = attach(years.select("proposal_id", "year"), served_years, "proposal_id", "year")
    rest = rest.filter(rest.served.isnull()).join(r.chief_posts.select("proposal_id", "team_id"), "proposal_id")
    teams = first.union(rest.select("proposal_id", "year", "team_id"))
    rounds = r.assessment_rounds
    grades = r.team_assessments.select("team_id", "year", "assessment_id", team_grade="grade", decided_on="decided_on")
    graded = teams.join(grades, ["team_id", "year"]).join(chiefs.select("proposal_id", "day"), "proposal_id")
    graded = graded.join(rounds, "year")
    graded = graded.filter(graded.decided_on <= graded.day, graded.closed_on <= graded.day)
    excellent = graded.team_grade == "excellent"
    by_year = graded.group_by("proposal_id", "year").agg(
        excellent=excellent.any(), ids=graded.assessment_id.collect(distinct=True)
    )
    summed_up = by_year.group_by("proposal_id").agg(
        assessed_years=by_year.count(), excellent_team_years=by_year.excellent.sum()
    )
    ids = graded.group_by("proposal_id").agg(team_assessment_ids=graded.assessment_id.collect(distinct=True))
    found = attach(chiefs.select("proposal_id"), summed_up, "proposal_id")
    found = attach(found, ids, "proposal_id").join(r.judged, "proposal_id")
    return found.mutate(
        assessed_years=found.assessed_years.fill_null(0),
        excellent_team_years=found.excellent_team_years.fill_null(0),
    )


def rank_reached(r: Relations) -> ir.Table:
    """Promotions with the day the rank was reached: the start of the run of touching appointments at it."""
    asked = r.promotions.filter(r.promotions.rank_then.notnull()).select("proposal_id", "cadre_id", "day", "rank_then")
    posts = r.appointments.filter(r.appointments.kind == "regular")
    posts = posts.select("appointment_id", "cadre_id", "rank", "start_on", "end_on", "exceptional")
    posts = posts.rename(earlier_exceptional="exceptional")
    run = asked.join(posts, "cadre_id")
    run = run.filter(run["rank"] == run.rank_then, run.start_on <= run.day)
    run = run.mutate(until=on_or_before(run.end_on, run.day).ifelse(run.end_on, FAR))
    order = ["start_on", "until", "appointment_id"]
    earlier = ibis.window(group_by="proposal_id", order_by=order, preceding=(None, 1))
    run = run.mutate(covered_to=run.until.max().over(earlier))
    run = run.mutate(begins=(run.covered_to.isnull() | (run.start_on > run.covered_to)))
    beginnings = run.filter(run.begins)
    last = beginnings.group_by("proposal_id").agg(reached_on=beginnings.start_on.max())
    first = run.join(last, "proposal_id")
    first = first.filter(first.start_on == first.reached_on)
    chosen = first.group_by("proposal_id").agg(reached_by=first.appointment_id.min())
    chosen = chosen.join(
        posts.select("appointment_id", "earlier_exceptional", "start_on"), chosen.reached_by == posts.appointment_id
    )
    return chosen.select("proposal_id", "reached_by", "earlier_exceptional", reached_on="start_on")


def exceptions(r: Relations) -> ir.Table:
    """Promotions with what an exceptional one needs: grounds, the run at the rank, gaps of rank and years."""
    merits = r.merits.filter(
        r.merits.cadre_id.notnull(), r.merits.critical, r.merits.contribution.isin(["major", "outstanding"])
    ).select("merit_id", "cadre_id", "recognised_on", "annulled_on")
    asked = r.promotions.select("proposal_id", "cadre_id", "day")
    grounds = merits.join(asked, "cadre_id")
    grounds = grounds.filter(in_force(grounds.recognised_on, grounds.annulled_on, grounds.day))
    grounds = grounds.group_by("proposal_id").agg(merit_ids=grounds.merit_id.collect())
    found = attach(attach(r.promotions, r.rank_reached, "proposal_id"), grounds, "proposal_id")
    return found.mutate(
        levels=found.vacancy_rank - found.rank_then,
        year_done_on=anniversary(found.reached_on, reading.exceptional_years()),
        years_done_on=anniversary(found.reached_on, found.years_needed),
        ground_ids=found.exceptional.notnull().ifelse(found.merit_ids, None),
    )


def proposal_bars(r: Relations) -> ir.Table:
    """Restrictions that hold on a proposal's day: against promotion (6.4, 6.5) and reuse (6.6)."""
    asked = r.judged.select("proposal_id", "cadre_id", "day")
    grades = r.grade_bars.select("cadre_id", "assessment_id", "grade", "decided_on", "annulled_on", "freed_on")
    low = grades.join(asked, "cadre_id")
    low = low.filter(
        in_force(low.decided_on, low.annulled_on, low.day),
        low.freed_on > low.day,
        (low.grade == "basic") | reading.incompetent_bars(),
    )
    low = low.group_by("proposal_id").agg(bar_assessment_ids=low.assessment_id.collect())
    findings = r.finding_bars.select(
        "cadre_id", "finding_id", "task_id", "decided_on", "annulled_on", "excused_on", "freed_on"
    )
    found = findings.join(asked, "cadre_id")
    found = found.filter(
        found.decided_on >= reading.effective_on(),
        in_force(found.decided_on, found.annulled_on, found.day),
        found.excused_on.isnull() | (found.excused_on > found.day),
        found.freed_on > found.day,
    )
    found = found.group_by("proposal_id").agg(
        bar_finding_ids=found.finding_id.collect(),
        bar_task_ids=found.task_id.collect(distinct=True, where=found.task_id.notnull()),
    )
    return attach(attach(asked.select("proposal_id"), low, "proposal_id"), found, "proposal_id")
