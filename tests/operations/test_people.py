"""``jili user``: accounts when there is nobody yet who could make them on a page."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from jili.access.accounts import account_of_link
from jili.access.models import Account, Event, Grant
from jili.cli import main
from jili.operations.people import first_links
from tests.access import cast

Printed = pytest.CaptureFixture[str]


def secret(printed: str) -> str:
    return printed.rstrip("\n").rstrip("/").rpartition("/")[2]


@pytest.mark.django_db
def test_an_account_with_its_link(capsys: Printed) -> None:
    assert main(["user", "add", "zhang", "张三"]) == 0
    printed = capsys.readouterr().out
    account = Account.objects.get()
    assert printed.startswith("张三(zhang) 的链接(只能用一次,24 小时内有效):\n  http://127.0.0.1:8000/first-use/")
    assert account_of_link(secret(printed)) == account
    assert main(["user", "link", "zhang"]) == 0
    assert account_of_link(secret(printed)) is None
    assert account_of_link(secret(capsys.readouterr().out)) == account
    assert set(Event.objects.values_list("actor", "role")) == {("system", "system")}


@pytest.mark.django_db
def test_the_account_of_a_cadre(capsys: Printed) -> None:
    cast.city()
    assert main(["user", "add", "li", "李四", "--cadre", "AD-staff"]) == 0
    assert Account.objects.get().cadre_id == "AD-staff"
    assert main(["user", "add", "wang", "王五", "--cadre", "C9"]) == 2
    assert capsys.readouterr().err == "没有干部 C9;编号见干部表\n"
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_a_role_given_and_taken_back(capsys: Printed) -> None:
    cast.city()
    main(["user", "add", "zhang", "张三"])
    give = ["user", "grant", "zhang", "单位主要领导", "--unit", "AD", "--why", "任命", "--keeps-holds"]
    capsys.readouterr()
    assert main([*give, "--from", "2025-01-01", "--to", "2099-01-01", "--up-to-rank", "3"]) == 0
    assert capsys.readouterr().out == "张三(zhang) 自 2025-01-01 起为单位主要领导。\n"
    grant = Grant.objects.get()
    assert (grant.role, grant.unit_id, grant.keeps_holds, grant.up_to_rank) == ("unit_head", "AD", True, 3)
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "张三(zhang)\t启用\t单位主要领导(AD 甲县水利局)\n"
    assert main(["user", "end", "zhang", "unit_head", "--unit", "AD", "--why", "离任"]) == 0
    assert capsys.readouterr().out == "张三(zhang) 不再是单位主要领导。\n"
    grant.refresh_from_db()
    assert grant.to_on == localdate()
    assert main(["user", "end", "zhang", "unit_head", "--unit", "AD", "--why", "离任"]) == 2
    assert capsys.readouterr().err == "张三(zhang) 没有这项授权;jili user list 列出现有的\n"
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "张三(zhang)\t启用\t没有角色\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["link", "li"], "没有账号 li;jili user list 列出现有的"),
        (["grant", "zhang", "局长", "--why", "因"], "没有角色 局长;可用:市委组织部干部科、考核办"),
        (["grant", "zhang", "领导", "--unit", "U9", "--why", "因"], "没有单位 U9;编号见单位表"),
        (["grant", "zhang", "单位人事科", "--why", "因"], "“单位人事科”要指明单位"),
        (["add", "zhang", "又一个"], "账号 zhang 已有人使用;请换一个"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], says: str, capsys: Printed) -> None:
    main(["user", "add", "zhang", "张三"])
    before = Event.objects.count()
    assert main(["user", *words]) == 2
    assert capsys.readouterr().err.startswith(says)
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_an_account_closed_opened_unlocked_and_revoked(capsys: Printed) -> None:
    main(["user", "add", "zhang", "张三"])
    capsys.readouterr()
    for what, says in (
        ("close", "已停用。"),
        ("open", "已启用。"),
        ("unlock", "的锁定已解除。"),
        ("revoke", "的密码和动态口令已作废;可用 jili user link 另给链接。"),
    ):
        assert main(["user", what, "zhang", "--why", "因"]) == 0
        assert capsys.readouterr().out == f"张三(zhang) {says}\n"
        assert Event.objects.latest("seq").kind == f"account.{what}"


@pytest.mark.django_db
def test_the_first_start_makes_the_administrators_once() -> None:
    lines = list(first_links())
    assert [line.partition(" ")[0] for line in lines] == [
        "系统管理员(sysadmin)",
        "安全管理员(secadmin)",
        "审计员(auditor)",
    ]
    assert all(account_of_link(secret(line)) for line in lines)
    assert list(first_links()) == []
