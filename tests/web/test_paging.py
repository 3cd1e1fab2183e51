"""Lists page by page: whoever asks, however narrowed and ordered, they are what plain Python makes of the records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jili.access.actor import Actor
from jili.access.editing import record_change
from jili.access.log import append_alone
from jili.access.remembered import memory
from jili.access.scope import Access
from jili.records.models import Appointment, Cadre, Unit
from jili.records.names import names_keep
from jili.records.spelling import normal
from jili.records.strokes import strokes_key
from jili.web.people import listing
from jili.web.people.columns import ORDERS
from tests.access import cast

ROLES = ("city_cadres", "county_office", "unit_personnel", "leader", "cadre")
FILTERS: tuple[dict[str, str], ...] = ({}, {"gender": "female"}, {"rank": "2"}, {"category": "civil_servant"})


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    cast.city()
    people = cast.people()
    for at, cadre in enumerate(Cadre.objects.order_by("-pk")):
        name = "王李张赵丁"[at % 5] + "一二三四五六七"[at % 7]
        Cadre.objects.filter(pk=cadre.pk).update(name=name)
    names_keep(Cadre.objects.values_list("pk", flat=True))
    return {str(role): account for role, account in people.items()}


def plain(account: Any, asked: dict[str, str], order: str) -> list[str]:
    """The list without any of the code that makes it: everybody, one by one."""
    day = cast.today()
    access = Access.for_account(account, day)
    posts = [
        post
        for post in Appointment.objects.select_related("unit")
        if post.kind == "regular" and post.start_on <= day and (post.end_on is None or post.end_on > day)
    ]
    tops = [grant.unit.path for grant in access.grants if grant.unit]
    found = []
    for cadre in Cadre.objects.all():
        own = [post for post in posts if post.cadre_id == cadre.pk]
        paths = [post.unit.path for post in own]
        here = (
            cadre.pk == account.cadre_id
            if access.role == "cadre"
            else not tops or any(path.startswith(top) for path in paths for top in tops)
        )
        gone = access.sees("cadres", "left_on") and cadre.left_on is not None and cadre.left_on <= day
        fits = all(
            {
                "gender": str(cadre.gender) == value, "category": str(cadre.category) == value,
                "rank": any(str(post.rank) == value for post in own),
            }[name]
            for name, value in asked.items()
            if access.sees({"rank": "appointments"}.get(name, "cadres"), name)
        )  # fmt: skip
        if here and fits and not gone and (order != "unit" or paths):
            key = strokes_key(normal(cadre.name)), cadre.pk
            place = {"strokes": key, "unit": (min(paths, default=""), *key), "birth": (cadre.birth_on, *key)}
            found.append(place[order])
    return [row[-1] for row in sorted(found)]


def pages(browser: Client, **asked: str) -> Iterator[str]:
    """The ids on all pages, in their order."""
    page: Any = None
    for number in range(1, 100):
        page = browser.get("/cadres/", {**asked, "page": str(number)}).context["page"]
        yield from page
        if not page.has_next():
            return


@pytest.mark.parametrize("role", ROLES)
def test_all_pages_together_are_the_list_that_plain_python_makes(
    world: dict[str, Any], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    browser, access = cast.client(world[role]), Access.for_account(world[role], cast.today())
    for asked, order in product(FILTERS, ORDERS):
        if order == "birth" and not access.sees("cadres", "birth_on"):
            continue
        assert list(pages(browser, **asked, order=order)) == plain(world[role], asked, order), (asked, order)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_remembered_until_something_is_changed_and_never_shows_who_has_left_the_scope() -> None:
    changed()
    people = {str(role): account for role, account in cast.people().items()}
    clerk, county = cast.client(people["city_cadres"]), cast.client(people["county_office"])
    before = list(pages(county))
    with CaptureQueriesContext(connection) as asked:
        assert before == list(pages(county)) == plain(people["county_office"], {}, "strokes")
    assert not any("cadre_names" in one["sql"] for one in asked)
    post = Appointment.objects.filter(cadre=before[0], kind="regular", end_on=None).order_by("pk").first()
    assert post is not None
    elsewhere = Unit.objects.exclude(path__startswith=county_path(people["county_office"])).order_by("pk")[0]
    assert before[0] in list(pages(clerk))
    record_change(
        actor=Access.for_account(people["city_cadres"], cast.today()).actor(), record=post, version=post.version,
        values={"unit_id": elsewhere.pk}, why="调动",
    )  # fmt: skip
    assert list(pages(county)) == plain(people["county_office"], {}, "strokes")
    assert before[0] not in list(pages(county)) and before[0] in list(pages(clerk))


def changed() -> None:
    """The city of the cast, with an event from which on is remembered."""
    memory.forget()
    cast.city()
    append_alone(actor=Actor.system("试验"), kind="cast.change", subject="city")


def county_path(account: Any) -> str:
    unit = Access.for_account(account, cast.today()).grants[0].unit
    assert unit is not None
    return str(unit.path)


@pytest.mark.django_db(transaction=True)
def test_two_who_see_different_things_never_share_an_answer() -> None:
    changed()
    people = {str(role): account for role, account in cast.people().items()}
    for role in (*ROLES, *reversed(ROLES)):
        assert list(pages(cast.client(people[role]))) == plain(people[role], {}, "strokes")
