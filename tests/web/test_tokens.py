"""The administrators' pages about tokens of other systems."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jili.access.models import Account, Event, ServiceToken
from jili.access.roles import Role
from tests.access import cast
from tests.access.cast import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers() -> dict[str, Client]:
    return {str(role): cast.client(account) for role, account in _administrators().items()}


def _administrators() -> dict[Role, Account]:
    return {role: cast.account(f"of-{role}", role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_token_is_made_shown_once_released_and_ended_on_the_pages(browsers: dict[str, Client]) -> None:
    system, security = browsers["system_admin"], browsers["security_admin"]
    there = system.post("/accounts/new/", {"name": "办公系统", "username": "oa", "service": "on"})["Location"]
    account = Account.objects.get(username="oa")
    assert (there, account.kind) == (f"/accounts/{account.pk}/", "service")
    page = text(system.get(there))
    assert "服务账户" in page and f"/accounts/{account.pk}/tokens/" in page and "生成一次性链接" not in page
    given = {"name": "取名册", "expires_on": (today() + timedelta(days=30)).isoformat()}
    shown = text(system.post(f"/accounts/{account.pk}/tokens/new/", given))
    (secret,) = re.findall(r'value="(jili_[^"]+)"', shown)
    token = ServiceToken.objects.get()
    listed = text(security.get(f"/accounts/{account.pk}/tokens/"))
    assert "取名册" in listed and "待放行" in listed and secret not in listed
    back = f"/accounts/{account.pk}/tokens/"
    assert security.post(f"/tokens/{token.pk}/release/", {"why": "函1号"})["Location"] == back
    assert "有效" in text(security.get(back)) and cast.caller(secret).get("/api/v1/openapi.json").status_code == 200
    assert system.post(f"/tokens/{token.pk}/end/", {"why": "下线"})["Location"] == back
    assert "已停用" in text(system.get(back)) and cast.caller(secret).get("/api/v1/openapi.json").status_code == 401
    assert list(Event.objects.filter(kind__startswith="token").order_by("seq").values_list("kind", "why")) == [
        ("token.make", ""), ("token.release", "函1号"), ("token.end", "下线"), ("token.refused", ""),
    ]  # fmt: skip


def test_what_is_refused_is_said_on_the_form(browsers: dict[str, Client]) -> None:
    system, security = browsers["system_admin"], browsers["security_admin"]
    cast.service("oa")
    account, token = Account.objects.get(username="oa"), ServiceToken.objects.get()
    given = {"name": "取名册", "expires_on": today().isoformat()}
    assert "到期日应在明天至" in text(system.post(f"/accounts/{account.pk}/tokens/new/", given))
    assert "令牌已放行或已停用" in text(security.post(f"/tokens/{token.pk}/release/", {"why": "x"}))
    given = {"name": "李", "username": "li", "service": "on", "unit": "平顶山市"}
    assert "按姓名和单位没有对应到唯一的干部" in text(system.post("/accounts/new/", given))
