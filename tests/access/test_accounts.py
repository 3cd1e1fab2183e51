"""Who makes accounts, who gives rights, and that nobody does both or either for themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from jili.access import accounts as services
from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.models import Account, Event, Grant, SignInLink
from jili.access.roles import ADMINISTRATORS, LABELS, Role, needs_unit
from jili.records.models import Cadre, Unit
from tests.access import cast
from tests.access.cast import SELF, today

pytestmark = pytest.mark.django_db
SYSTEM, SECURITY = Actor("sys", Role.SYSTEM_ADMIN), Actor("sec", Role.SECURITY_ADMIN)


def give(account: Account, role: Role, actor: Actor = SECURITY, **more: object) -> Grant:
    given = {"from_on": today(), "why": "部务会决定", **more}
    if needs_unit(role) and "unit" not in given:
        given["unit"] = Unit.objects.get(pk="AD")
    return services.grant_give(actor=actor, account=account, role=role, **given)  # type: ignore[arg-type]


@pytest.fixture
def account() -> Account:
    cast.city()
    return services.account_create(actor=SYSTEM, username="wang", name="王某", cadre=Cadre.objects.get(pk=SELF))


PAIRS = [
    (one, other)
    for one, other in combinations(Role, 2)
    if one in ADMINISTRATORS or other in ADMINISTRATORS
]  # fmt: skip


def test_the_pairs_that_exclude_one_another_are_all_with_an_administrator() -> None:
    assert len(PAIRS) == 3 + 3 * 8


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_an_administrator_is_nothing_else_in_whichever_order(account: Account, one: Role, other: Role) -> None:
    for first, second in ((one, other), (other, one)):
        kept = give(account, first)
        with pytest.raises(Refused, match=f"“{LABELS[second]}”与该账户同期的“{LABELS[first]}”不相容"):
            give(account, second)
        assert list(account.grants.all()) == [kept]
        kept.delete()


def test_pairs_exclude_one_another_only_on_the_same_days(account: Account) -> None:
    give(account, Role.AUDITOR, from_on=today() + timedelta(days=10))
    with pytest.raises(Refused, match="不相容"):
        give(account, Role.LEADER)
    give(account, Role.LEADER, to_on=today() + timedelta(days=10))
    assert account.grants.count() == 2


def test_other_roles_can_be_held_together(account: Account) -> None:
    for role in (Role.CITY_CADRES, Role.UNIT_HEAD, Role.CADRE):
        give(account, role)
    with pytest.raises(Refused, match="同一角色、同一单位"):
        give(account, Role.UNIT_HEAD)
    give(account, Role.UNIT_HEAD, unit=Unit.objects.get(pk="AT"))
    assert account.grants.count() == 4


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL, Role.UNIT_HEAD])
def test_a_role_over_a_unit_names_it(account: Account, role: Role) -> None:
    with pytest.raises(Refused, match="要指明单位"):
        give(account, role, unit=None)


@pytest.mark.parametrize(
    ("role", "more", "said"),
    [
        (Role.CADRE, {"unit": "AD"}, "不按单位授权"),
        (Role.AUDITOR, {"unit": "AD"}, "不按单位授权"),
        (Role.LEADER, {"to_on": today()}, "止日应晚于起日"),
        (Role.COUNTY_OFFICE, {"keeps_holds": True}, "只有“单位主要领导”可以掌握暂缓谈话"),
    ],
)
def test_what_makes_no_sense_is_refused(account: Account, role: Role, more: dict[str, Any], said: str) -> None:
    if "unit" in more:
        more = {**more, "unit": Unit.objects.get(pk=more["unit"])}
    with pytest.raises(Refused, match=said):
        give(account, role, **more)


def test_only_an_account_of_a_cadre_can_be_that_cadre(account: Account) -> None:
    with pytest.raises(Refused, match="没有对应的干部"):
        give(services.account_create(actor=SYSTEM, username="zhao", name="赵某"), Role.CADRE)
    assert give(account, Role.CADRE).unit is None


def test_each_administrator_does_only_what_is_theirs(account: Account) -> None:
    grant = give(account, Role.LEADER)
    system: list[Callable[[Actor], object]] = [
        lambda actor: services.account_create(actor=actor, username="new", name="新"),
        lambda actor: services.account_link(actor=actor, account=account),
        lambda actor: services.account_close(actor=actor, account=account, version=1, why="调离"),
        lambda actor: services.account_open(actor=actor, account=account, version=2, why="调回"),
    ]
    security: list[Callable[[Actor], object]] = [
        lambda actor: give(account, Role.UNIT_HEAD, actor),
        lambda actor: services.grant_end(actor=actor, grant=grant, why="调离"),
        lambda actor: services.account_unlock(actor=actor, account=account, why="忘记"),
        lambda actor: services.account_revoke(actor=actor, account=account, why="遗失"),
    ]
    before = Event.objects.count()
    for role in Role:
        own = {Role.SYSTEM_ADMIN: system, Role.SECURITY_ADMIN: security}.get(role, [])
        for act in (*system, *security):
            if act not in own:
                with pytest.raises(Refused, match="只有"):
                    act(Actor("somebody", role))
    assert Event.objects.count() == before
    for act in system:
        act(SYSTEM)
    for act in security:
        act(SECURITY)


def test_nobody_deals_with_their_own_account(account: Account) -> None:
    own_system, own_security = Actor("wang", Role.SYSTEM_ADMIN), Actor("wang", Role.SECURITY_ADMIN)
    grant = give(account, Role.LEADER)
    for act in (
        lambda: services.account_link(actor=own_system, account=account),
        lambda: services.account_close(actor=own_system, account=account, version=1, why="x"),
        lambda: services.account_open(actor=own_system, account=account, version=1, why="x"),
        lambda: give(account, Role.UNIT_HEAD, own_security),
        lambda: services.grant_end(actor=own_security, grant=grant, why="x"),
        lambda: services.account_unlock(actor=own_security, account=account, why="x"),
        lambda: services.account_revoke(actor=own_security, account=account, why="x"),
    ):
        with pytest.raises(Refused, match="不能处理自己的账户"):
            act()


def test_whoever_has_both_factors_gets_a_link_only_after_security_voided_them(account: Account) -> None:
    account.set_password("some long password")
    account.save()
    cast.device(account)
    with pytest.raises(Refused, match="请由安全管理员先作废"):
        services.account_link(actor=SYSTEM, account=account)
    services.account_revoke(actor=SECURITY, account=account, why="手机遗失")
    assert services.account_of_link(services.account_link(actor=SYSTEM, account=account)) == account


def test_a_closed_account_gets_no_link(account: Account) -> None:
    services.account_close(actor=SYSTEM, account=account, version=1, why="调离")
    with pytest.raises(Refused, match="已停用"):
        services.account_link(actor=SYSTEM, account=account)


def test_an_account_that_somebody_else_has_changed_is_looked_at_again(account: Account) -> None:
    services.account_close(actor=SYSTEM, account=account, version=1, why="调离")
    for version in (1, 2):
        with pytest.raises(Refused, match="已被他人更改"):
            services.account_close(actor=SYSTEM, account=account, version=version, why="调离")


@pytest.mark.parametrize(
    ("username", "name", "said"),
    [
        ("Wang", "王", "账号应为"), ("w", "王", "账号应为"), ("system", "王", "账号应为"), ("王某", "王", "账号应为"),
        ("-wang", "王", "账号应为"), ("w" * 65, "王", "账号应为"), ("wang", "王", "已有人使用"), ("zhao", " ", "姓名不能为空"),
    ],
)  # fmt: skip
def test_names_of_accounts_are_plain_and_their_own(account: Account, username: str, name: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        services.account_create(actor=SYSTEM, username=username, name=name)


def test_a_cadre_has_one_account(account: Account) -> None:
    with pytest.raises(Refused, match="已有账户"):
        services.account_create(actor=SYSTEM, username="second", name="王某", cadre=account.cadre)


def test_a_grant_taken_back_ends_today_and_once(account: Account) -> None:
    grant, later = give(account, Role.LEADER), give(account, Role.UNIT_HEAD, from_on=today() + timedelta(days=5))
    for each in (grant, later):
        services.grant_end(actor=SECURITY, grant=each, why="调离")
        with pytest.raises(Refused, match="已经结束"):
            services.grant_end(actor=SECURITY, grant=each, why="调离")
    assert not any(Grant.objects.filter(Grant.on(today() + timedelta(days=n))).exists() for n in range(9))


def test_everything_done_is_an_event_without_what_is_secret(account: Account) -> None:
    secret = services.account_link(actor=SYSTEM, account=account)
    grant = give(account, Role.COUNTY_OFFICE, unit=Unit.objects.get(pk="A"), up_to_rank=3)
    services.grant_end(actor=SECURITY, grant=grant, why="调离")
    events = Event.objects.order_by("seq")
    assert [(e.kind, e.subject, e.actor, e.role) for e in events] == [
        ("account.create", "account:wang", "sys", "system_admin"),
        ("account.link", "account:wang", "sys", "system_admin"),
        ("grant.give", "account:wang", "sec", "security_admin"),
        ("grant.end", "account:wang", "sec", "security_admin"),
    ]
    assert '"rank":3,"role":"county_office","to":null,"unit":"A"' in events[2].body
    assert not any(secret in f"{e.body}{e.why}{e.subject}" for e in events)


def test_the_first_start_makes_the_three_administrators_and_no_password() -> None:
    made = services.first_administrator()
    assert [(account.username, role) for account, role, _ in made] == [
        ("sysadmin", Role.SYSTEM_ADMIN), ("secadmin", Role.SECURITY_ADMIN), ("auditor", Role.AUDITOR),
    ]  # fmt: skip
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert [services.account_of_link(secret) for *_, secret in made] == [account for account, *_ in made]
    assert services.first_administrator() == []
    services.account_close(actor=Actor("other", Role.SYSTEM_ADMIN), account=made[0][0], version=1, why="离职")
    assert [(account.username, role) for account, role, _ in services.first_administrator()] == [
        ("sysadmin2", Role.SYSTEM_ADMIN)
    ]
    assert SignInLink.objects.count() == 4
