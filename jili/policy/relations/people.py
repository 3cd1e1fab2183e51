"""Who serves where: people, posts and teams on the day of evaluation."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jili.engine.function import add_days, as_of
from jili.engine.relations import Relations, inline
from jili.policy import reading
from jili.policy.relations.common import attach, in_force, new_year, numbers, overlaps, this_year, year_end


@inline
def serving(r: Relations) -> ir.Table:
    """Cadres in service: joined, and not left."""
    cadres = r.known.cadres
    return cadres.filter(cadres.joined_on <= as_of(), cadres.left_on.isnull())


@inline
def held(r: Relations) -> ir.Table:
    """Appointments held."""
    appointments = r.known.appointments
    return appointments.filter(appointments.end_on.isnull())


def members(r: Relations) -> ir.Table:
    """Who is a member of which team: cadre, team, whether its chief, since when."""
    held = r.held
    regular = held.filter(held.kind == "regular", held.team_id.notnull())
    return regular.group_by("cadre_id", "team_id").agg(chief=regular.chief.any(), since=regular.start_on.min())


def team_people(r: Relations) -> ir.Table:
    """Members of any team: cadre, since when in a team (the earliest post in one that is held)."""
    return r.members.group_by("cadre_id").agg(in_team_since=r.members.since.min())


def owned_tasks(r: Relations) -> ir.Table:
    """What each cadre owns of this year's tasks: which lists and columns, and the tasks."""
    owned = r.task_owners.join(r.tasks.filter(r.tasks.year == this_year()), "task_id")
    return owned.group_by("cadre_id").agg(
        has_annual=(owned["list"] == "annual").any(),
        has_key=(owned["list"] == "key").any(),
        has_deed=(owned.category == "deed").any(),
        has_problem=(owned.category == "problem").any(),
        has_highlight=(owned.category == "highlight").any(),
        task_ids=owned.task_id.collect(distinct=True),
    )


def rank_on(r: Relations, pairs: ir.Table, key: str) -> ir.Table:
    """The rank of ``cadre_id`` on ``day`` for each row of ``pairs``: its key and ``rank_then`` (rows
    without a rank are left out)."""
    regular = r.appointments.filter(r.appointments.kind == "regular").select("cadre_id", "rank", "start_on", "end_on")
    asked = pairs.select(key, "cadre_id", "day")
    joined = asked.join(regular, "cadre_id")
    joined = joined.filter(in_force(joined.start_on, joined.end_on, joined.day))
    return joined.group_by(key).agg(rank_then=joined["rank"].max())


def years_looked_at(r: Relations) -> ir.Table:  # noqa: ARG001
    """This year and the one before, with first and last day and the last day looked at."""
    years = numbers(2, "back")
    years = years.select(year=this_year() - years.back)
    spans = years.mutate(from_on=new_year(years.year), to_on=year_end(years.year))
    return spans.mutate(seen_to=ibis.least(spans.to_on, as_of()))


def task_lists(r: Relations) -> ir.Table:
    """Members of teams with what they own of this year's tasks, and by when their list is due."""
    people = attach(r.team_people, r.owned_tasks, "cadre_id")
    due = ibis.date(this_year(), reading.list_due_month(), reading.list_due_day())
    flags = [f"has_{name}" for name in ("annual", "key", "deed", "problem", "highlight")]
    return people.mutate(
        year=this_year(),
        from_on=new_year(this_year()),
        list_due_on=ibis.greatest(due, add_days(people.in_team_since, reading.list_grace_days())),
        **{flag: people[flag].fill_null(False) for flag in flags},
    )


def course_years(r: Relations) -> ir.Table:
    """The two years, with the courses held in each that have a member."""
    courses = r.known.courses.join(r.course_members.select("course_id").distinct(), "course_id")
    courses = courses.mutate(year=courses.held_on.year().cast("int64"))
    held = courses.group_by("year").agg(course_ids=courses.course_id.collect())
    return attach(r.years_looked_at, held, "year")


def training_grounds(r: Relations) -> ir.Table:
    """Cadres in service with what 4.2 asks: posts at the grassroots or far off, service this year, the
    last grade."""
    units = r.units.filter((r.units.kind == "township") | r.units.remote).select(
        "unit_id", "remote", township=r.units.kind == "township"
    )
    posts = r.held.filter(r.held.kind == "regular").join(units, "unit_id")
    posts = posts.group_by("cadre_id").agg(
        in_township=posts.township.any(),
        in_remote_unit=posts.remote.any(),
        appointment_ids=posts.appointment_id.collect(),
    )
    projects = r.known.campaigns.select(
        "campaign_id", project=r.known.campaigns.kind.isin(["major_project", "key_construction"])
    )
    service = attach(r.known.campaign_service, projects, "campaign_id")
    service = service.filter(
        service.frontline | service.project.fill_null(False),
        overlaps(service.start_on, service.end_on, new_year(this_year()), as_of()),
    )
    service = service.group_by("cadre_id").agg(
        at_frontline=service.frontline.any(),
        at_project=service.project.fill_null(False).any(),
        service_ids=service.service_id.collect(),
    )
    people = attach(attach(r.serving.select("cadre_id"), posts, "cadre_id"), service, "cadre_id")
    people = attach(people, r.latest_grades, "cadre_id")
    flags = ("in_township", "in_remote_unit", "at_frontline", "at_project")
    return people.mutate(
        this_year=this_year(), grade_year=r.y0, **{name: people[name].fill_null(False) for name in flags}
    )


def latest_reviews(r: Relations) -> ir.Table:
    """Cadres in service with their latest talent review, whether on secondment, whether barred by 6.6."""
    reviews = r.known.talent_reviews
    latest = ibis.row_number().over(
        group_by="cadre_id", order_by=[reviews.reviewed_on.desc(), reviews.review_id.desc()]
    )
    reviews = reviews.mutate(latest=latest)
    reviews = reviews.filter(reviews.latest == 0).drop("latest")
    away = r.held.filter(r.held.kind == "secondment").select("cadre_id").distinct().mutate(on_secondment=True)
    barred = r.restricted_today.filter(r.restricted_today.reuse_barred).select("cadre_id", "reuse_barred")
    people = attach(attach(r.serving.select("cadre_id"), reviews, "cadre_id"), away, "cadre_id")
    people = attach(people, barred, "cadre_id")
    return people.mutate(
        on_secondment=people.on_secondment.fill_null(False), reuse_barred=people.reuse_barred.fill_null(False)
    )


def nominations(r: Relations) -> ir.Table:
    """Nominations with whether the cadre is a professional, and outstanding frontline services."""
    services = r.known.campaign_service
    services = services.filter(services.frontline, services.outstanding_on.notnull())
    services = services.group_by("cadre_id").agg(service_ids=services.service_id.collect())
    people = r.expert_nominations.join(r.cadres.select("cadre_id", "professional"), "cadre_id")
    return attach(people, services, "cadre_id")
