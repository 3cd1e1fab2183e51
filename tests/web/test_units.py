"""The pages of units, teams and the city: members, places, structure, how long what is overdue has been so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jili.access.editing import record_change
from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions.models import Decision, DecisionChange, Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.decisions.tally import LATE, OVERDUE, tally_late
from jili.records.models import AnnualAssessment, Appointment, Cadre, Team, Unit
from jili.web.lateness import late_by_place, late_by_sentence
from jili.web.person.life import age
from jili.web.units import figures, structure
from tests.access import cast
from tests.decisions.conftest import CLERK, city
from tests.web.conftest import person
from tests.web.test_pages import run, text, words

__all__ = ["city", "run"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def access(run: Run) -> Access:
    return Access.for_account(person("second"), timezone.localdate())


@pytest.fixture
def clerk(run: Run) -> Client:
    return cast.client(person("clerk"))


def counties() -> Mapping[str, Decision]:
    return {row.subject: row for row in Decision.objects.filter(statement="8.4.4")}


def test_the_structure_on_the_day_of_the_run_is_what_the_statement_says_of_each_county_and_the_city(
    access: Access, run: Run
) -> None:
    said = counties()
    assert set(said) > {"city"} and any(row.actual for row in said.values())
    for subject, row in said.items():
        of = Unit.objects.all() if subject == "city" else Unit.objects.filter(pk=subject)
        made = structure.trend(access, of, run.day, "city" if subject == "city" else "unit")
        assert made and row.base is not None and row.actual is not None
        day, own, others, share = made.rows[-1]
        assert (day, own, own + others) == (run.day.isoformat(), int(row.actual), int(row.base))
        assert share == f"{100 * int(row.actual) / int(row.base):.1f}%"


def test_a_member_counts_from_the_first_to_the_day_before_the_last_and_as_a_chief_from_when_they_were_one() -> None:
    begins, ends = date(2020, 1, 1), date(2021, 1, 1)
    member = structure.Member("C", begins, ends, date(2000, 1, 1), None, None)
    chief = structure.Member("D", begins, None, date(2000, 1, 1), date(2022, 5, 1), date(2020, 6, 1))
    twice = replace(chief, start=date(2020, 2, 1))
    members = [member, chief, twice]
    days = [date(2019, 12, 31), begins, date(2020, 6, 1), date(2020, 12, 31), ends, date(2022, 5, 1)]
    assert [structure.heads(members, day) for day in days] == [(0, 0), (2, 0), (2, 1), (2, 1), (1, 1), (0, 0)]


def test_who_may_not_see_the_statement_sees_no_trend(run: Run) -> None:
    discipline = Access.for_account(person("other", Role.DISCIPLINE), timezone.localdate())
    assert structure.trend(discipline, Unit.objects.all(), run.day, "city") is None


def test_ages_and_ranks_are_those_of_each_person(access: Access) -> None:
    people, made = figures.people_on(access), figures.make_up(access)
    assert made and made.heads == people.count()
    by_hand: dict[Any, int] = {}
    for one in people:
        posts = Appointment.objects.filter(cadre=one, kind="regular", start_on__lte=access.day).exclude(
            end_on__lte=access.day
        )
        years = age(one.birth_on, access.day)
        band = next(at for at, (_, most) in enumerate(figures.AGES) if years <= most)
        key = (one.gender, band, max(post.rank for post in posts))
        by_hand[key] = by_hand.get(key, 0) + 1
    assert made.counted == by_hand
    assert sum(sum(row[1:]) for row in made.ages().rows) == sum(sum(row[1:]) for row in made.ages_by_rank().rows)
    assert sum(n for _, n in made.by_rank) == made.heads


def test_the_grades_of_the_places_are_those_of_each_person_where_they_are_now(access: Access) -> None:
    tops = {unit.pk: unit.path.split("/")[1] if unit.path.count("/") > 1 else unit.pk for unit in Unit.objects.all()}
    made = figures.grades_by_place(access, tops)
    assert made is not None
    year = int(made.title[:4])
    by_hand: dict[tuple[str, str], int] = {}
    known = AnnualAssessment.objects.filter(year=year, decided_on__lte=access.day)
    for one in known.exclude(annulled_on__lte=access.day):
        held = [post.unit_id for post in access.posts().filter(cadre=one.cadre)]
        if held:
            key = (tops[min(held)], str(figures.CODES[one.grade]))
            by_hand[key] = by_hand.get(key, 0) + 1
    shown = {(row[0], word): n for row in made.rows for word, n in zip(made.headings[1:], row[1:], strict=True) if n}
    assert shown == by_hand and by_hand
    nobody = Access.for_account(cast.account("office", Role.DISCIPLINE), access.day)
    assert figures.grades_by_place(nobody, tops) is None


def test_of_everybody_it_is_counted_anew_when_a_post_changes(access: Access, run: Run) -> None:
    before = figures.make_up(access)
    post = access.posts().order_by("pk")[0]
    actor = access.actor()
    record_change(actor=actor, record=post, version=post.version, values={"end_on": post.start_on}, why="查实")
    after = figures.make_up(access)
    fresh = figures.made_up_of(access, figures.people_on(access))
    assert before and after and fresh and after == fresh != before


@pytest.mark.parametrize("ago", [0, 1])
def test_somebody_is_as_old_as_they_are_from_their_birthday_on(access: Access, ago: int) -> None:
    born = figures._years_before(access.day, 31) + timedelta(days=ago)
    one = Cadre.objects.order_by("pk")[0]
    Cadre.objects.filter(pk=one.pk).update(birth_on=born)
    made = figures.made_up_of(access, Cadre.objects.filter(pk=one.pk))
    assert made and [band for _, band, _ in made.counted] == [1 if ago == 0 else 0]


def test_of_29_february_the_day_before_counts_where_there_is_none() -> None:
    assert figures._years_before(date(2024, 2, 29), 31) == date(1993, 2, 28)


def test_how_long_it_is_overdue_adds_up_to_what_is_overdue(access: Access, run: Run) -> None:
    rows = list(Decision.objects.filter(outcome__in=OVERDUE))
    counted = tally_late(access, run)
    assert sum(counted.values()) == len(rows) > 0
    by_hand: dict[tuple[str, str, int], int] = {}
    for row in rows:
        assert row.ends_on
        days = (run.day - row.ends_on).days
        band = next(at for at, (_, most) in enumerate(LATE) if most is None or days <= most)
        key = (row.unit, row.statement, band)
        by_hand[key] = by_hand.get(key, 0) + 1
    assert counted == by_hand
    unit = max((row.unit for row in rows if row.unit), key=lambda pk: sum(row.unit == pk for row in rows))
    own, places = late_by_sentence(access, run, unit), late_by_place(access, run, lambda pk: pk or None)
    assert own and places
    assert sum(sum(row[1:]) for row in own.rows) == sum(row.unit == unit for row in rows)
    assert {row[0]: sum(row[1:]) for row in places.rows}[unit] == sum(row.unit == unit for row in rows)


def test_a_picture_counts_only_what_its_reader_may_see(run: Run) -> None:
    unit = Unit.objects.filter(kind="county").order_by("pk")[0]
    for role in (Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL):
        seen = Access.for_account(person(f"of-{role}", role, unit=unit), timezone.localdate())
        kinds = {statement for _, statement, _ in tally_late(seen, run)}
        assert ("11.4c" in kinds) is False and ("11.4a" in kinds) == (role == Role.COUNTY_OFFICE)
        paths = dict(Unit.objects.values_list("pk", "path"))
        assert all(paths[pk].startswith(unit.path) for pk, _, _ in tally_late(seen, run) if pk)


def test_a_team_shows_its_members_its_places_year_by_year_and_says_what_it_does_not_know(clerk: Client) -> None:
    quota = Decision.objects.filter(statement="6.2", subject_kind="team").order_by("pk")[0]
    team = Team.objects.get(pk=quota.subject)
    page = text(clerk.get(reverse("team", args=[team.pk])))
    said = words(clerk.get(reverse("team", args=[team.pk])))
    day = timezone.localdate()
    held = Appointment.objects.filter(team=team, kind="regular", start_on__lte=day).exclude(end_on__lte=day)
    assert [post.cadre.name for post in held.select_related("cadre") if post.cadre.name not in said] == []
    assert "登记册没有核定职数" in said and f"现配 {held.count()} 人" in said
    rows = Decision.objects.filter(statement="6.2", subject_kind="team", subject=team.pk).order_by("-item")
    part = page[page.index("“优秀”名额(6.2)") : page.index("成员按当年 12 月 31 日")]
    shown = re.findall(r'<th scope="row">(\d{4})</th><td>\S*</td>' + r'<td class="number">(\d+)</td>' * 3, part)
    assert shown == [(row.item, *(str(int(n or 0)) for n in (row.base, row.limit, row.actual))) for row in rows]


def test_the_records_of_a_unit_and_a_team_are_fetched_when_they_are_opened(clerk: Client) -> None:
    team = Team.objects.filter(team_assessments__isnull=False).order_by("pk")[0]
    unit = Unit.objects.filter(tasks__isnull=False).order_by("pk")[0]
    for kind, pk, table in (("team", team.pk, "team_assessments"), ("unit", unit.pk, "tasks")):
        address = reverse(f"{kind}-records", args=[pk])
        assert f"{address}?table={table}" in text(clerk.get(reverse(kind, args=[pk])))
        part = text(clerk.get(address, {"table": table}, headers={"HX-Request": "true"}))
        assert "<html" not in part and "<td" in part
        assert clerk.get(address, {"table": "cadres"}).status_code == 404


def test_the_city_shows_its_pool_and_its_pictures_each_with_a_table(clerk: Client) -> None:
    page = text(clerk.get("/city/"))
    pools = Decision.objects.filter(statement="6.2", subject_kind="city")
    assert [one.item for one in pools if f'<th scope="row">{one.item.removeprefix("pool/")}</th>' not in page] == []
    grades = re.search(r"<figcaption>(\d{4} 年度考核,各地各单位)</figcaption>", page)
    assert grades
    titles = ("逾期事项逾期多久", "县级党政班子的结构(8.4.4)", grades[1], "年龄和职务层次", "受限的人何月解除")
    assert [title for title in titles if f"<figcaption>{title}</figcaption>" not in page] == []
    assert page.count("data-chart=") == page.count("<summary>看数字</summary>") == len(titles)


def test_the_city_tells_what_the_last_publication_changed(clerk: Client, run: Run) -> None:
    assert "或者是第一次公布" in words(clerk.get("/city/"))
    later = run_make(actor=CLERK, day=run.day + timedelta(days=400))
    run_publish(actor=CLERK, run=later)
    page = text(clerk.get("/city/"))
    part = page[page.index("上次公布改变了什么</h2>") : page.index("各地各单位</h2>")]
    shown = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', part)]
    assert sum(shown) == DecisionChange.objects.count() > 0
    day = timezone.localdate()
    assert f'<a class="d-print-none" href="/changed/?since={day}">逐条看</a>' in part
