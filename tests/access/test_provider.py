"""Signing in at another provider: it stands for the password of an existing account, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from django.test import Client
from oidc_provider_mock import User

from jili.access.models import Account, Event
from jili.access.roles import Role
from tests.access import cast

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:get_jwt_config")]
"""The provider of the tests is behind its own library."""

PEOPLE = (
    User(sub="1", claims={"preferred_username": "li"}),
    User(sub="2", claims={"preferred_username": "Nobody"}),
    User(sub="3", claims={"preferred_username": "li", "amr": ["pwd", "mfa"]}),
    User(sub="4", claims={"preferred_username": "oa"}),
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def account(settings: Any, address: str) -> Account:
    settings.OIDC_ISSUER = address
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = "jili", "secret"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT, settings.OIDC_OP_TOKEN_ENDPOINT = (
        f"{address}/oauth2/authorize",
        f"{address}/oauth2/token",
    )
    settings.OIDC_OP_USER_ENDPOINT, settings.OIDC_OP_JWKS_ENDPOINT = f"{address}/userinfo", f"{address}/jwks"
    settings.OIDC_VERIFY_KID = False
    cast.service("oa")
    return cast.account("li", Role.CITY_ASSESSMENT)


def back(browser: Client, sub: str) -> Any:
    """Where the browser is led after the provider has asked who it is."""
    to = browser.get("/sign-in/provider/")["Location"]
    led = requests.post(to, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    return browser.get(led.removeprefix("http://testserver"))


def told() -> list[tuple[str, str, Any]]:
    events = Event.objects.filter(kind__startswith="session.").order_by("seq")
    return [(event.kind, event.actor, json.loads(event.body).get("step")) for event in events]


def test_the_provider_stands_for_the_password_and_the_code_follows(account: Account) -> None:
    browser = Client()
    assert back(browser, "1")["Location"] == "/sign-in/code/"
    assert browser.get("/").status_code == 302
    assert browser.post("/sign-in/code/", {"code": cast.code(account)})["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert told() == [("session.start", "li", None)]


@pytest.mark.parametrize(("sub", "why"), [("2", "no such account"), ("4", "the account of a service")])
def test_no_account_is_made_for_an_identity(sub: str, why: str) -> None:
    browser, before = Client(), Account.objects.count()
    assert back(browser, sub)["Location"] == "/sign-in/"
    assert (Account.objects.count(), told()) == (before, [("session.refused", "?", "provider")])


def test_who_is_closed_stays_outside(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert back(Client(), "1")["Location"] == "/sign-in/"


def test_two_factors_at_the_provider_are_enough_only_if_the_settings_say_so(settings: Any) -> None:
    assert back(Client(), "3")["Location"] == "/sign-in/code/"
    settings.OIDC_TWO_FACTORS = "amr=mfa"
    assert back(Client(), "1")["Location"] == "/sign-in/code/"
    browser = Client()
    assert back(browser, "3")["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_who_is_locked_out_by_wrong_passwords_is_locked_out_here(account: Account) -> None:
    for _ in range(5):
        Client().post("/sign-in/", {"username": "li", "password": "wrong"})
    assert back(Client(), "1")["Location"] == "/sign-in/"
    assert told()[-1] == ("session.refused", "li", "provider")


def test_a_return_that_was_not_asked_for_opens_nothing() -> None:
    browser = Client()
    first = browser.get("/sign-in/provider/return/?code=x&state=y")
    assert (first.status_code, first["Refresh"]) == (200, "0; url=/sign-in/provider/return/?code=x&state=y&again=1")
    again = browser.get("/sign-in/provider/return/?code=x&state=y&again=1")
    assert again["Location"] == "/sign-in/"


@pytest.mark.parametrize("name", ["OIDC_ISSUER", "OIDC_RP_CLIENT_ID", "OIDC_OP_TOKEN_ENDPOINT"])
def test_a_token_of_another_provider_or_for_another_client_or_none_opens_nothing(settings: Any, name: str) -> None:
    browser = Client()
    to = browser.get("/sign-in/provider/")["Location"]
    led = requests.post(to, data={"sub": "1"}, allow_redirects=False, timeout=10).headers["Location"]
    setattr(settings, name, getattr(settings, name) + "x")
    assert browser.get(led.removeprefix("http://testserver"))["Location"] == "/sign-in/"
    assert told() == [("session.refused", "?", "provider")]


def test_a_code_opens_once() -> None:
    browser = Client()
    to = browser.get("/sign-in/provider/")["Location"]
    asked = parse_qs(urlsplit(to).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["nonce"] and asked["scope"] == ["openid profile"]
    led = requests.post(to, data={"sub": "1"}, allow_redirects=False, timeout=10).headers["Location"]
    there = led.removeprefix("http://testserver")
    assert [browser.get(there)["Location"] for _ in range(2)] == ["/sign-in/code/", "/sign-in/"]


def test_without_the_setting_there_is_no_such_address(settings: Any) -> None:
    assert "统一身份" in Client().get("/sign-in/").content.decode()
    settings.OIDC_ISSUER = ""
    assert "统一身份" not in Client().get("/sign-in/").content.decode()
    nothing = Client().get("/no/such/page/").content
    for address in ("/sign-in/provider/", "/sign-in/provider/return/?code=x&state=y"):
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (404, nothing)
