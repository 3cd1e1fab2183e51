"""``jili user``: accounts and grants from the command line, for the first ones and for when nobody can sign in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from jili.operations.start import answered, ready

if TYPE_CHECKING:
    from jili.access.actor import Actor
    from jili.access.models import Account
    from jili.access.roles import Role
    from jili.records.models import Cadre, Unit


@answered
def user_add(arguments: argparse.Namespace) -> int:
    with ready():
        from django.db import transaction

        from jili.access.accounts import account_create, account_link

        with transaction.atomic():
            cadre = _cadre(arguments.cadre) if arguments.cadre else None
            made = account_create(actor=_actor(), username=arguments.username, name=arguments.name, cadre=cadre)
            print(_link(made, account_link(actor=_actor(), account=made)))
    return 0


@answered
def user_link(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.accounts import account_link

        account = _account(arguments.username)
        print(_link(account, account_link(actor=_actor(), account=account)))
    return 0


@answered
def user_grant(arguments: argparse.Namespace) -> int:
    with ready():
        from django.utils.timezone import localdate

        from jili.access.accounts import grant_give

        account = _account(arguments.username)
        made = grant_give(
            actor=_actor(),
            account=account,
            role=_role(arguments.role),
            unit=_unit(arguments.unit),
            from_on=arguments.from_on or localdate(),
            to_on=arguments.to_on,
            up_to_rank=arguments.up_to_rank,
            keeps_holds=arguments.keeps_holds,
            why=arguments.why,
        )
        print(f"{account} 自 {made.from_on} 起为{made.get_role_display()}。")
    return 0


@answered
def user_end(arguments: argparse.Namespace) -> int:
    with ready():
        from django.db.models import Q
        from django.utils.timezone import localdate

        from jili.access.accounts import Refused, grant_end

        account = _account(arguments.username)
        held = account.grants.filter(Q(to_on=None) | Q(to_on__gt=localdate()), role=_role(arguments.role))
        grants = list(held.filter(unit=_unit(arguments.unit)))
        if not grants:
            raise Refused(f"{account} 没有这项授权;jili user list 列出现有的")
        for grant in grants:
            grant_end(actor=_actor(), grant=grant, why=arguments.why)
            print(f"{account} 不再是{grant.get_role_display()}。")
    return 0


@answered
def user_list(_: argparse.Namespace) -> int:
    with ready():
        from django.utils.timezone import localdate

        from jili.access.models import Account, active

        for account in Account.objects.order_by("username"):
            roles = [
                grant.get_role_display() + (f"({grant.unit_id} {grant.unit})" if grant.unit else "")
                for grant in active(account, localdate())
            ]
            print(f"{account}\t{'启用' if account.is_active else '停用'}\t{'、'.join(roles) or '没有角色'}")
    return 0


@answered
def user_close(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.accounts import account_close

        account = _account(arguments.username)
        account_close(actor=_actor(), account=account, version=account.version, why=arguments.why)
        print(f"{account} 已停用。")
    return 0


@answered
def user_open(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.accounts import account_open

        account = _account(arguments.username)
        account_open(actor=_actor(), account=account, version=account.version, why=arguments.why)
        print(f"{account} 已启用。")
    return 0


@answered
def user_unlock(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.accounts import account_unlock

        return _done(account_unlock, arguments, "的锁定已解除。")


@answered
def user_revoke(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.accounts import account_revoke

        return _done(account_revoke, arguments, "的密码和动态口令已作废;可用 jili user link 另给链接。")


def first_links() -> Iterator[str]:
    """An account and its link for each of the three administrators that nobody is yet."""
    from jili.access.accounts import first_administrator

    for account, _, secret in first_administrator():
        yield _link(account, secret)


def _done(service: Callable[..., None], arguments: argparse.Namespace, says: str) -> int:
    account = _account(arguments.username)
    service(actor=_actor(), account=account, why=arguments.why)
    print(f"{account} {says}")
    return 0


def _actor() -> Actor:
    from jili.access.actor import Actor

    return Actor.system("命令行")


def _link(account: Account, secret: str) -> str:
    from django.conf import settings
    from django.urls import reverse

    return f"{account} 的链接(只能用一次,24 小时内有效):\n  {settings.ADDRESS}{reverse('first-use', args=[secret])}"


def _account(username: str) -> Account:
    from jili.access.accounts import Refused
    from jili.access.models import Account

    found = Account.objects.filter(username=username).first()
    if found is None:
        raise Refused(f"没有账号 {username};jili user list 列出现有的")
    return found


def _role(text: str) -> Role:
    from jili.access.accounts import Refused
    from jili.access.roles import LABELS, Role

    named = {**{role.value: role for role in Role}, **{label: role for role, label in LABELS.items()}}
    if text not in named:
        raise Refused(f"没有角色 {text};可用:{'、'.join(LABELS.values())}")
    return named[text]


def _unit(unit_id: str | None) -> Unit | None:
    from jili.access.accounts import Refused
    from jili.records.models import Unit

    found = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    if unit_id and found is None:
        raise Refused(f"没有单位 {unit_id};编号见单位表")
    return found


def _cadre(cadre_id: str) -> Cadre:
    from jili.access.accounts import Refused
    from jili.records.models import Cadre

    found = Cadre.objects.filter(pk=cadre_id).first()
    if found is None:
        raise Refused(f"没有干部 {cadre_id};编号见干部表")
    return found
