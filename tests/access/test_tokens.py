"""Tokens of other systems: made by one administrator, released by another, ended by either, for a service account."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from jili.access.accounts import Refused, account_close, account_create, account_link, grant_end, grant_give
from jili.access.actor import Actor
from jili.access.models import Account, Event, Grant, ServiceToken
from jili.access.roles import Role
from jili.access.tokens import token_end, token_make, token_release
from tests.access import cast
from tests.access.cast import today

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY = Actor("sys", Role.SYSTEM_ADMIN), Actor("sec", Role.SECURITY_ADMIN)
MONTH = timedelta(days=30)


@pytest.fixture
def service() -> Account:
    cast.city()
    made = account_create(actor=SYSTEM, username="oa", name="办公系统", kind=Account.Kind.SERVICE)
    grant_give(actor=SECURITY, account=made, role=Role.COUNTY_OFFICE, unit=_unit("A"), from_on=today(), why="函1号")
    return made


def _unit(pk: str) -> Any:
    from jili.records.models import Unit

    return Unit.objects.get(pk=pk)


def made(account: Account) -> tuple[str, ServiceToken]:
    secret = token_make(actor=SYSTEM, account=account, name="取名册", expires_on=today() + MONTH)
    return secret, ServiceToken.objects.latest("pk")


def status(secret: str, address: str = "/api/v1/cadres") -> int:
    return int(cast.caller(secret).get(address).status_code)


def test_a_token_lets_in_once_it_is_released_and_until_it_is_ended(service: Account) -> None:
    secret, token = made(service)
    assert status(secret) == 401
    token_release(actor=SECURITY, token=token, why="函1号")
    assert status(secret) == 200
    token_end(actor=SYSTEM, token=token, why="系统下线")
    assert status(secret) == 401
    token.refresh_from_db()
    assert token.used_on == today()


def test_only_a_digest_is_kept_and_no_event_tells_the_secret(service: Account) -> None:
    secret, token = made(service)
    assert token.digest == sha256(secret.encode()).hexdigest()
    everything = [str(row) for row in Event.objects.values_list()]
    assert not any(secret in row or token.digest in row for row in everything)


def test_what_becomes_of_a_token_is_told(service: Account) -> None:
    secret, token = made(service)
    token_release(actor=SECURITY, token=token, why="函1号")
    token_end(actor=SECURITY, token=token, why="泄露")
    status(secret)
    told = [
        (event.kind, event.actor, event.subject, event.why, json.loads(event.body))
        for event in Event.objects.filter(kind__startswith="token.").order_by("seq")
    ]
    body = {"token": token.pk, "name": "取名册", "expires": (today() + MONTH).isoformat()}
    assert told == [
        ("token.make", "sys", "account:oa", "", body), ("token.release", "sec", "account:oa", "函1号", body),
        ("token.end", "sec", "account:oa", "泄露", body), ("token.refused", "oa", "account:oa", "", body),
    ]  # fmt: skip


def test_a_token_is_no_longer_good_on_the_day_it_expires(service: Account) -> None:
    secret, token = made(service)
    token_release(actor=SECURITY, token=token, why="函1号")
    ServiceToken.objects.update(expires_on=today() + timedelta(days=1))
    assert status(secret) == 200
    ServiceToken.objects.update(expires_on=today())
    assert status(secret) == 401


def test_a_grant_taken_back_and_an_account_closed_end_with_the_next_request(service: Account) -> None:
    secret, token = made(service)
    token_release(actor=SECURITY, token=token, why="函1号")
    assert status(secret, "/api/v1/cadres/AD-staff") == 200
    grant_end(actor=SECURITY, grant=Grant.objects.get(account=service), why="期满")
    assert status(secret, "/api/v1/cadres/AD-staff") == 404
    account_close(actor=SYSTEM, account=service, version=1, why="停用")
    assert status(secret, "/api/v1/cadres/AD-staff") == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer none", "Basic jili_x", "Bearer jili_none", "Bearer jili_\xe9"]
)
def test_what_is_no_token_lets_nobody_in_and_fills_no_log(service: Account, header: str) -> None:
    before = Event.objects.count()
    answer = Client(headers={"authorization": header}).get("/api/v1/units")
    assert (answer.status_code, answer["WWW-Authenticate"], Event.objects.count()) == (
        401,
        'Bearer realm="jili"',
        before,
    )


def test_a_token_opens_no_page_and_a_session_opens_no_api(service: Account) -> None:
    secret, token = made(service)
    token_release(actor=SECURITY, token=token, why="函1号")
    assert cast.caller(secret).get("/cadres/")["Location"] == "/sign-in/?next=%2Fcadres%2F"
    somebody = cast.account("clerk", Role.CITY_CADRES)
    assert cast.client(somebody).get("/api/v1/cadres").status_code == 401


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "请写明令牌给哪个系统用"),
        ({"expires_on": timedelta(0)}, "到期日应在明天至"),
        ({"expires_on": timedelta(days=367)}, "到期日应在明天至"),
        ({"actor": SECURITY}, "只有系统管理员可以这样做"),
    ],
)
def test_a_token_is_made_for_a_purpose_and_a_year_at_most(service: Account, given: dict[str, Any], says: str) -> None:
    lasts = given.get("expires_on", MONTH)
    asked = {"actor": SYSTEM, "account": service, "name": "取名册", **given, "expires_on": today() + lasts}
    with pytest.raises(Refused, match=says):
        token_make(**asked)


def test_a_token_is_released_once_by_the_other_administrator(service: Account) -> None:
    _, token = made(service)
    with pytest.raises(Refused, match="只有安全管理员可以这样做"):
        token_release(actor=SYSTEM, token=token, why="x")
    token_release(actor=SECURITY, token=token, why="x")
    with pytest.raises(Refused, match="令牌已放行或已停用"):
        token_release(actor=SECURITY, token=token, why="x")
    with pytest.raises(Refused, match="只有系统管理员、安全管理员可以这样做"):
        token_end(actor=Actor("audit", Role.AUDITOR), token=token, why="x")
    token_end(actor=SYSTEM, token=token, why="x")
    with pytest.raises(Refused, match="令牌已停用"):
        token_end(actor=SYSTEM, token=token, why="x")


def test_a_person_has_no_token_and_a_service_no_link_nor_a_cadre_of_its_own(service: Account) -> None:
    person = account_create(actor=SYSTEM, username="li", name="李")
    with pytest.raises(Refused, match="只有服务账户可以有令牌"):
        made(person)
    with pytest.raises(Refused, match="服务账户不能登录"):
        account_link(actor=SYSTEM, account=service)
    with pytest.raises(Refused, match="服务账户供别的系统使用"):
        cadre: Any = object()
        account_create(actor=SYSTEM, username="hr", name="x", cadre=cadre, kind=Account.Kind.SERVICE)
    account_close(actor=SYSTEM, account=service, version=1, why="停用")
    service.refresh_from_db()
    with pytest.raises(Refused, match="账户已停用"):
        made(service)


@pytest.mark.parametrize(
    ("role", "unit", "says"),
    [
        (Role.AUDITOR, None, "“审计员”只能由人担任,不能授予服务账户"),
        (Role.UNIT_PERSONNEL, "A", "一个服务账户同期只担任一个角色"),
    ],
)
def test_a_service_acts_in_one_role_that_is_no_administrators(
    service: Account, role: Role, unit: str | None, says: str
) -> None:
    Grant.objects.filter(account=service, role=Role.COUNTY_OFFICE).update(to_on=None if unit else today())
    with pytest.raises(Refused, match=says):
        given: Any = _unit(unit) if unit else None
        grant_give(actor=SECURITY, account=service, role=role, unit=given, from_on=today(), why="x")
