"""What the gate does beside asking the table: it looks anew each time, tells of refusals, and is cheap."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jili.access.accounts import grant_end
from jili.access.actor import Actor
from jili.access.models import Account, Event, Grant
from jili.access.roles import Role
from jili.records.models import Appointment, Unit
from tests.access import cast
from tests.access.cast import SELF, today
from tests.access.matrix import THINGS, World
from tests.access.permitted import ANYBODY, OWN, PERMITTED, ROLES, SIGNED_IN

pytestmark = pytest.mark.django_db
SECURITY = Actor("sec", Role.SECURITY_ADMIN)


@pytest.fixture
def head() -> Account:
    cast.city()
    return cast.account("head", Role.UNIT_HEAD, unit="AD")


def status(browser: Client, address: str) -> int:
    return browser.get(address).status_code


def test_a_right_taken_back_ends_with_the_next_request(head: Account) -> None:
    browser = cast.client(head)
    assert status(browser, f"/cadres/{SELF}/") == 200
    grant_end(actor=SECURITY, grant=Grant.objects.get(), why="调离")
    assert status(browser, f"/cadres/{SELF}/") == 404
    assert "您还没有角色" in browser.get("/").content.decode()


def test_a_right_that_begins_later_is_none_yet(head: Account) -> None:
    Grant.objects.update(from_on=today() + timedelta(days=1))
    assert status(cast.client(head), f"/cadres/{SELF}/") == 404


def test_a_cadre_or_unit_that_moves_away_is_gone_with_the_next_request(head: Account) -> None:
    browser = cast.client(head)
    Appointment.objects.filter(cadre=SELF).update(unit="AT")
    assert status(browser, f"/cadres/{SELF}/") == 404
    assert status(browser, "/units/AS/") == 200
    Unit.objects.filter(pk="AS").update(parent="B", path="M/B/AS/")
    assert status(browser, "/units/AS/") == 404


def test_a_refusal_is_an_event_and_an_unknown_address_is_none(head: Account) -> None:
    browser = cast.client(head)
    for address in ("/cadres/BT-head/", "/accounts/", "/no/such/page/", f"/cadres/{SELF}/"):
        browser.get(address)
    told = [(e.kind, e.actor, e.role, e.subject, json.loads(e.body)) for e in Event.objects.order_by("seq")]
    assert told == [
        ("access.refused", "head", "unit_head", f"route:{route}", {"method": "GET", "address": address})
        for route, address in (("cadre", "/cadres/BT-head/"), ("accounts", "/accounts/"))
    ]


def test_strange_addresses_are_refused_like_others(head: Account) -> None:
    cast.grant(head, Role.UNIT_PERSONNEL, "AD")
    browser = cast.client(head, Role.UNIT_PERSONNEL)
    body = browser.get("/no/such/page/").content
    strange = ("%00", "a%00b", "%ED%A0%80", "x" * 3000, "..%2f..", "'%20OR%201=1--", "%F0%A0%AE%B7", "9" * 50)
    for part in strange:
        for address in (f"/cadres/{part}/", f"/units/{part}/", f"/records/leave/{part}/", f"/records/{part}/1/"):
            answer = browser.get(address)
            assert (answer.status_code, answer.content) == (404, body), address


def test_the_gate_itself_asks_the_database_little(head: Account) -> None:
    """Session, account, second factor, grants; and on PostgreSQL the wall's settings before and after."""
    browser = cast.client(head)
    browser.get("/style/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/style/")
    own = [query["sql"] for query in asked if "set_config" not in query["sql"]]
    assert len(own) == 4
    assert sum("access_grant" in sql for sql in own) == 1


def test_nobody_without_the_second_factor_is_let_in(head: Account) -> None:
    browser = Client()
    browser.force_login(head, backend="jili.access.known.Accounts")
    assert browser.get("/")["Location"] == "/sign-in/"


def test_every_post_without_the_pages_token_is_refused() -> None:
    """At the API, where sessions are not asked, like that of somebody who is nobody."""
    world = World()
    posts = {name: route for name, route in PERMITTED.items() if route.post}
    assert len(posts) > 10
    for name, route in posts.items():
        role = sorted(ROLES if route.post in (ANYBODY, SIGNED_IN) else route.post)[0]
        parts: Any = THINGS[route.what](world, role, OWN) if route.what else {}
        browser = cast.client(world.accounts[role], enforce_csrf_checks=True)
        answer = browser.post(reverse(name, kwargs=parts))
        assert (name, answer.status_code) == (name, 401 if name.startswith("api:") else 403)


def test_the_three_administrators_find_nothing_of_a_cadre_on_any_page() -> None:
    """Also the pages of the matrix are searched for names; here for what is in the search box and the menu."""
    world = World()
    menus = {
        "system_admin": ["/accounts/"], "security_admin": ["/accounts/", "/classes/"], "auditor": ["/log/"],
    }  # fmt: skip
    for role, menu in menus.items():
        shown = cast.client(world.accounts[role]).get("/").context["request"].access.menu
        assert [item["url"] for item in shown] == menu
