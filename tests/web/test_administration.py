"""The pages of the three administrators: usable, asking before harm, telling nothing of cadres."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from jili.access.actor import Actor
from jili.access.log import append_alone
from jili.access.models import Account, Event, Grant, SignInLink
from jili.access.roles import Role
from tests.access import cast
from tests.access.cast import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers() -> dict[str, Client]:
    cast.city()
    return {str(role): cast.client(account) for role, account in cast.people().items()}


@pytest.fixture
def system(browsers: dict[str, Client]) -> Client:
    return browsers["system_admin"]


@pytest.fixture
def security(browsers: dict[str, Client]) -> Client:
    return browsers["security_admin"]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def made(system: Client, **given: str) -> Account:
    answer = system.post("/accounts/new/", {"name": "王某", "username": "wang", **given}, follow=True)
    assert "账户已建立" in text(answer)
    return Account.objects.get(username="wang")


def test_an_account_is_made_gets_a_link_and_a_right(system: Client, security: Client) -> None:
    account = made(system)
    page = text(system.post(f"/accounts/{account.pk}/link/"))
    link = re.search(r'value="http://testserver(/first-use/[^"]+)"', page)
    assert link and Client().get(link[1]).status_code == 200
    given = {"role": "county_office", "unit": "A", "from_on": today(), "up_to_rank": "3", "why": "部务会"}
    answer = security.post(f"/accounts/{account.pk}/grant/", given, follow=True)
    assert "已授权" in text(answer) and "管到乡科级正职" in text(answer)
    grant = account.grants.get()
    assert (grant.role, grant.unit_id, grant.up_to_rank, grant.to_on) == ("county_office", "A", 3, None)


def test_an_account_of_a_cadre_is_found_by_name_and_unit(system: Client) -> None:
    answer = system.post("/accounts/new/", {"name": "柳AD长", "username": "liu", "unit": "甲县"})
    assert "没有对应到唯一的干部" in text(answer) and not Account.objects.filter(username="liu").exists()
    system.post("/accounts/new/", {"name": "柳AD长", "username": "liu", "unit": "甲县水利局"})
    assert Account.objects.get(username="liu").cadre_id == "AD-head"


@pytest.mark.parametrize(
    ("given", "said"),
    [({"username": "of-leader"}, "已有人使用"), ({"username": "Wang"}, "账号应为"), ({"name": ""}, "这个字段是必填项")],
)
def test_what_is_wrong_with_a_new_account_is_said_in_the_form(system: Client, given: dict[str, str], said: str) -> None:
    answer = system.post("/accounts/new/", {"name": "王某", "username": "wang", **given})
    assert answer.status_code == 200 and said in text(answer)


def test_closing_asks_first_and_needs_a_reason(system: Client) -> None:
    account = made(system)
    page = text(system.get(f"/accounts/{account.pk}/close/"))
    assert "停用后即刻不能登录" in page
    assert "必填" in text(system.post(f"/accounts/{account.pk}/close/", {"version": "1"}))
    assert Account.objects.get(pk=account.pk).is_active
    system.post(f"/accounts/{account.pk}/close/", {"version": "1", "why": "调离"})
    assert not Account.objects.get(pk=account.pk).is_active
    again = system.post(f"/accounts/{account.pk}/close/", {"version": "1", "why": "调离"})
    assert "已被他人更改" in text(again)
    system.post(f"/accounts/{account.pk}/open/", {"version": "2", "why": "调回"})
    assert Account.objects.get(pk=account.pk).is_active


def test_a_grant_is_taken_back_with_a_reason(security: Client) -> None:
    grant = Grant.objects.get(role=Role.LEADER)
    assert "of-leader" in text(security.get(f"/grants/{grant.pk}/end/"))
    assert "已收回" in text(security.post(f"/grants/{grant.pk}/end/", {"why": "调离"}, follow=True))
    grant.refresh_from_db()
    assert grant.to_on == today()
    assert Event.objects.get(kind="grant.end").why == "调离"


def test_roles_that_exclude_one_another_are_refused_in_the_form(security: Client) -> None:
    account = Account.objects.get(username="of-auditor")
    answer = security.post(f"/accounts/{account.pk}/grant/", {"role": "leader", "from_on": today(), "why": "x"})
    assert "不相容" in text(answer) and account.grants.count() == 1


def test_a_unit_that_is_none_is_refused_in_the_form(security: Client) -> None:
    account = Account.objects.get(username="of-leader")
    given = {"role": "unit_head", "unit": "nowhere", "from_on": today(), "why": "x"}
    assert "不在可用的选项中" in text(security.post(f"/accounts/{account.pk}/grant/", given))


def test_nobody_is_offered_to_deal_with_their_own_account(system: Client, security: Client) -> None:
    for browser, name in ((system, "of-system_admin"), (security, "of-security_admin")):
        page = text(browser.get(f"/accounts/{Account.objects.get(username=name).pk}/"))
        assert "须由另一名管理员办理" in page
        assert "/link/" not in page and "/grant/" not in page and "/close/" not in page


def test_unlocking_and_voiding_are_for_the_security_administrator(security: Client, system: Client) -> None:
    account = Account.objects.get(username="of-leader")
    security.post(f"/accounts/{account.pk}/revoke/", {"why": "遗失"})
    security.post(f"/accounts/{account.pk}/unlock/", {"why": "忘记"})
    assert set(Event.objects.values_list("kind", flat=True)) == {"account.revoke", "account.unlock"}
    assert system.post(f"/accounts/{account.pk}/link/").status_code == 200
    assert SignInLink.objects.filter(account=account).count() == 1


def test_accounts_are_found_by_a_part_of_their_name(system: Client) -> None:
    page = text(system.get("/accounts/", {"q": "LEAD"}))
    assert "of-leader" in page and "of-auditor" not in page
    assert "没有找到账户" in text(system.get("/accounts/", {"q": "zzz\0"}))


def test_the_log_shows_who_did_what_when_and_neither_reasons_nor_values(browsers: dict[str, Client]) -> None:
    append_alone(
        actor=Actor("li", "city_cadres", "目的内有姓名"), kind="leave.change", subject="leave:C1/2024",
        why="原因内有姓名", details={"taken_days": ["1", "77.7"]},
    )  # fmt: skip
    page = text(browsers["auditor"].get("/log/"))
    assert "leave.change" in page and "leave:C1/2024" in page
    assert "原因内有姓名" not in page and "目的内有姓名" not in page and "77.7" not in page


def test_the_log_is_searched_by_kind_account_object_and_days(browsers: dict[str, Client]) -> None:
    for number in range(3):
        append_alone(actor=Actor(f"a{number}", "x"), kind=f"k.{number}", subject=f"s:{number}")
    day = today().isoformat()

    def found(**asked: str) -> set[str]:
        return set(re.findall(r"k\.\d", text(browsers["auditor"].get("/log/", asked)).partition("<tbody>")[2]))

    assert found() == {"k.0", "k.1", "k.2"}
    assert found(kind="k.1") == found(actor="a1") == found(subject="s:1") == {"k.1"}
    assert found(from_on=day, to_on=day) == {"k.0", "k.1", "k.2"}
    assert found(to_on="2020-01-01") == set()
    assert found(from_on="2024年13月", page="-9") == found(kind="a\0b") == {"k.0", "k.1", "k.2"}
