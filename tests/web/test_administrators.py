"""The workbench of the three administrators: what waits for each, and how the log stands; nothing of cadres."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from jili.access import proof, waiting
from jili.access.actor import Actor
from jili.access.checkpoint import checkpoint_make
from jili.access.log import append_alone
from jili.access.models import Account, Event, ServiceToken
from jili.access.proof import Report
from jili.access.roles import Role
from jili.access.tokens import token_make
from jili.web.kinds import kind_words
from tests.access import cast
from tests.access.cast import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers(settings: Any, tmp_path: Any) -> dict[str, Client]:
    settings.HOME = tmp_path
    cast.city()
    return {str(role): cast.client(account) for role, account in cast.people().items()}


def panels(browser: Client) -> dict[str, tuple[int, str]]:
    """Title → the number beside it, and what is in it."""
    page = str(browser.get("/").content.decode())
    head = r'<h2 class="card-title">([^<]*?) <span class="count">(\d+)</span></h2>'
    found = re.findall(head + r"(.*?)</section>", page, re.S)
    return {title: (int(count), re.sub(r"<[^>]+>|\s+", " ", body)) for title, count, body in found}


def waiting_token() -> ServiceToken:
    cast.service("other-system", Role.LEADER)
    account = Account.objects.get(username="other-system")
    token_make(
        actor=Actor("of-system_admin", Role.SYSTEM_ADMIN),
        account=account,
        name="报表",
        expires_on=today() + timedelta(9),
    )
    return ServiceToken.objects.get(name="报表")


def test_the_system_administrator_sees_who_has_not_signed_in_yet(browsers: dict[str, Client]) -> None:
    account = Account.objects.create(username="wang", name="王某", password="!")
    count, body = panels(browsers["system_admin"])["等首次登录"]
    assert count >= 1 and "wang" in body and "没有有效的链接" in body
    browsers["system_admin"].post(f"/accounts/{account.pk}/link/")
    assert "有效至" in panels(browsers["system_admin"])["等首次登录"][1]


def test_a_token_waits_for_the_security_administrator_until_it_is_released(browsers: dict[str, Client]) -> None:
    token = waiting_token()
    assert panels(browsers["system_admin"])["等安全管理员放行的令牌"][0] == 1
    assert "报表" in panels(browsers["security_admin"])["等放行的令牌"][1]
    browsers["security_admin"].post(f"/tokens/{token.pk}/release/", {"why": "核过"})
    assert panels(browsers["security_admin"])["等放行的令牌"][0] == 0
    assert "报表" in panels(browsers["system_admin"])["30 天内到期的令牌"][1]


def test_who_has_no_role_waits_and_whose_right_ends_soon_is_told(browsers: dict[str, Client]) -> None:
    account = cast.account("idle")
    assert "idle" in panels(browsers["security_admin"])["等授权的账户"][1]
    cast.grant(account, Role.LEADER, to_on=today() + timedelta(days=30))
    shown = panels(browsers["security_admin"])
    assert "idle" not in shown["等授权的账户"][1] and "idle" in shown["30 天内到止日的授权"][1]


def test_a_locked_account_is_shown_and_a_name_that_is_none_is_not(browsers: dict[str, Client]) -> None:
    for name, times in (("of-leader", 5), ("我的口令123", 9), ("of-discipline", 4)):
        AccessAttempt.objects.create(
            username=name, failures_since_start=times, attempt_time=timezone.now(), ip_address="10.0.0.1"
        )
    count, body = panels(browsers["security_admin"])["输错锁住的账户"]
    assert count == 1 and "of-leader" in body
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    assert panels(browsers["security_admin"])["输错锁住的账户"][0] == 0


def test_accounts_are_narrowed_by_state_and_role(browsers: dict[str, Client]) -> None:
    def found(**asked: str) -> set[str]:
        page = str(browsers["security_admin"].get("/accounts/", asked).content.decode())
        return set(re.findall(r'<th scope="row"><a [^>]+>([^<]+)', page))

    cast.account("idle")
    Account.objects.filter(username="of-leader").update(is_active=False)
    assert found(state="closed") == {"of-leader"} and found(state="without") == {"idle"}
    assert found(role="auditor") == {"of-auditor"} and found(role="nobody") == found(state="x") == set()
    assert found(role="auditor", q="leader") == set()


def test_the_auditor_sees_how_the_log_stands(browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = browsers["auditor"]
    append_alone(actor=Actor("li", Role.LEADER), kind="k.v", subject="s:1")
    assert "还没有签过检查点" in str(auditor.get("/").content.decode())
    checkpoint_make()
    page = str(auditor.get("/").content.decode())
    assert "最近的检查点签到 1 件" in page and "已超过七天" not in page
    monkeypatch.setattr(waiting, "LATELY", timedelta(seconds=-1))
    assert "已超过七天" in str(auditor.get("/").content.decode())


def test_what_was_refused_lately_is_shown_to_the_auditor(browsers: dict[str, Client]) -> None:
    browsers["leader"].get("/accounts/")
    count, body = panels(browsers["auditor"])["七天内被拒的访问和登录"]
    assert count == 1 and "of-leader" in body and "GET /accounts/" in body and "领导" in body


def test_the_log_is_verified_and_that_is_an_event(browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    append_alone(actor=Actor("li", Role.LEADER), kind="k.v", subject="s:1")
    page = str(browsers["auditor"].post("/log/verify/").content.decode())
    assert "全部相符" in page and Event.objects.get(kind="log.verify").actor == "of-auditor"
    found = Report(1, bytes(32), ["第 0 号事件被改动过。"])
    monkeypatch.setattr(proof, "log_verify", lambda **_: found)
    page = str(browsers["auditor"].post("/log/verify/").content.decode())
    assert "不相符" in page and "第 0 号" in page


def test_none_of_them_sees_a_cadre(browsers: dict[str, Client]) -> None:
    for role in ("system_admin", "security_admin", "auditor"):
        for address in ("/", "/accounts/", "/log/"):
            assert "柳" not in str(browsers[role].get(address).content.decode())


def test_a_kind_of_event_is_said_in_words(browsers: dict[str, Client]) -> None:
    assert kind_words("leave.change") == "年休假·更改" and kind_words("grant.give") == "授权·授予"
    assert kind_words("export") == "导出" and kind_words("x.y") == "x·y"
