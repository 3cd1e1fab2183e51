"""Accounts and what they are granted, done by two who are never one: 系统管理员 makes and closes accounts,
安全管理员 gives and ends grants, unlocks, and voids passwords. Nobody acts on their own account.

An account comes with a link that works once, for a day: with it its owner sets a password and a second factor. Whoever
has both gets another link only after 安全管理员 has voided them, so that neither administrator alone can become
somebody else.
"""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from hashlib import sha256

from axes.utils import reset as reset_failures
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from jili.access.actor import SYSTEM, Actor
from jili.access.log import append
from jili.access.models import Account, Grant, SignInLink
from jili.access.roles import ADMINISTRATORS, LABELS, SERVICES, Role, clashes, needs_unit
from jili.records.models import Appointment, Cadre, Unit, held_on

LINK_LASTS = timedelta(hours=24)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class Refused(ValueError):
    """Something that may not be done; says why and what to do, in Chinese."""


@transaction.atomic
def account_create(
    *, actor: Actor, username: str, name: str, cadre: Cadre | None = None, kind: str = Account.Kind.PERSON
) -> Account:
    """A new account, which nobody can use before a link is made for it (for a service: a token). ``cadre``: whose own
    records it may show."""
    only(actor, Role.SYSTEM_ADMIN)
    if not USERNAME.fullmatch(username) or username == SYSTEM:
        raise Refused("账号应为 2 至 64 位小写字母、数字、点、横线或下划线,以字母或数字开头,且不得为 system")
    if not name.strip():
        raise Refused("姓名不能为空")
    if Account.objects.filter(username=username).exists():
        raise Refused(f"账号 {username} 已有人使用;请换一个")
    if cadre is not None and Account.objects.filter(cadre=cadre).exists():
        raise Refused("这名干部已有账户;请在账户列表中查找")
    if cadre is not None and kind == Account.Kind.SERVICE:
        raise Refused("服务账户供别的系统使用,不能对应某名干部;请将单位留空")
    account = Account(username=username, name=name.strip(), cadre=cadre, kind=kind)
    account.set_unusable_password()
    account.save()
    tell(actor, "account.create", account)
    return account


@transaction.atomic
def account_close(*, actor: Actor, account: Account, version: int, why: str) -> None:
    """Nobody can sign in to the account any longer; whoever is, is out at the next request."""
    _switch(actor, account, version, False, why)


@transaction.atomic
def account_open(*, actor: Actor, account: Account, version: int, why: str) -> None:
    _switch(actor, account, version, True, why)


@transaction.atomic
def account_link(*, actor: Actor, account: Account) -> str:
    """The secret of a new link for the account; older links end. Only its digest is kept."""
    only(actor, Role.SYSTEM_ADMIN)
    not_own(actor, account)
    locked = _locked(account)
    if not locked.is_active:
        raise Refused("账户已停用;请先启用")
    if locked.kind == Account.Kind.SERVICE:
        raise Refused("服务账户不能登录;请为它生成令牌")
    if in_use(locked):
        raise Refused("这个账户已设好密码和动态口令;如需重设,请由安全管理员先作废原有的")
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.filter(account=account, used_at=None).delete()
    SignInLink.objects.create(account=account, digest=digest_of(secret), expires_at=timezone.now() + LINK_LASTS)
    tell(actor, "account.link", account)
    return secret


def account_of_link(secret: str) -> Account | None:
    """Whose link this is, if it can still be used."""
    links = SignInLink.objects.filter(digest=digest_of(secret), used_at=None, expires_at__gt=timezone.now())
    link = links.select_related("account").filter(account__is_active=True).first()
    return link.account if link else None


@transaction.atomic
def account_first_use(*, secret: str, password: str, device: TOTPDevice) -> Account:
    """Set the password and the second factor of a link's account. The link is then used up."""
    account = account_of_link(secret)
    used = SignInLink.objects.filter(digest=digest_of(secret), used_at=None).update(used_at=timezone.now())
    if account is None or not used:
        raise Refused("链接已用过或已过期;请向系统管理员另要一个")
    account.set_password(password)
    account.save(update_fields=["password"])
    TOTPDevice.objects.filter(user=account).delete()
    device.user, device.confirmed = account, True
    device.save()
    tell(Actor(account.username, ""), "account.first_use", account)
    return account


@transaction.atomic
def account_revoke(*, actor: Actor, account: Account, why: str) -> None:
    """Void the password and second factor of an account, whose sessions end. A new link can then be made for it."""
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, account)
    locked = _locked(account)
    locked.set_unusable_password()
    locked.save(update_fields=["password"])
    TOTPDevice.objects.filter(user=account).delete()
    SignInLink.objects.filter(account=account, used_at=None).delete()
    tell(actor, "account.revoke", account, why)


@transaction.atomic
def account_unlock(*, actor: Actor, account: Account, why: str) -> None:
    """Forget the failed attempts that have locked the account."""
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, account)
    reset_failures(username=account.username)
    for device in TOTPDevice.objects.filter(user=account):
        device.throttle_reset()
    tell(actor, "account.unlock", account, why)


@transaction.atomic
def grant_give(
    *,
    actor: Actor,
    account: Account,
    role: Role,
    from_on: date,
    to_on: date | None = None,
    unit: Unit | None = None,
    up_to_rank: int | None = None,
    keeps_holds: bool = False,
    why: str,
) -> Grant:
    """Give an account a role over a unit (none: the city, or oneself) for the days ``[from_on, to_on)``."""
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, account)
    _locked(account)
    if to_on is not None and to_on <= from_on:
        raise Refused("止日应晚于起日;止日当天已不再有效")
    if needs_unit(role) and unit is None:
        raise Refused(f"“{LABELS[role]}”要指明单位")
    if unit is not None and (role in ADMINISTRATORS or role == Role.CADRE):
        raise Refused(f"“{LABELS[role]}”不按单位授权;请将单位留空")
    if role == Role.CADRE and account.cadre is None:
        raise Refused("账户没有对应的干部,不能授予“干部本人”;请由系统管理员为这名干部另建账户")
    if keeps_holds and role != Role.UNIT_HEAD:
        raise Refused("只有“单位主要领导”可以掌握暂缓谈话")
    overlapping = account.grants.filter(Q(to_on=None) | Q(to_on__gt=from_on))
    if to_on is not None:
        overlapping = overlapping.filter(from_on__lt=to_on)
    held = frozenset(Role(code) for code in overlapping.values_list("role", flat=True))
    if account.kind == Account.Kind.SERVICE:
        _of_service(role, held)
    if (other := clashes(role, held)) is not None:
        raise Refused(f"“{LABELS[role]}”与该账户同期的“{LABELS[other]}”不相容,不能由一人兼任;请先收回后者,或授予他人")
    if overlapping.filter(role=role, unit=unit).exists():
        raise Refused("该账户同期已有同一角色、同一单位的授权;请先收回原有的")
    grant = Grant.objects.create(
        account=account, role=role, unit=unit, from_on=from_on, to_on=to_on, up_to_rank=up_to_rank,
        keeps_holds=keeps_holds,
    )  # fmt: skip
    tell(actor, "grant.give", account, why, **_of_grant(grant))
    return grant


@transaction.atomic
def grant_end(*, actor: Actor, grant: Grant, why: str) -> None:
    """Take a grant back: from today it holds no longer."""
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, grant.account)
    _locked(grant.account)
    today = timezone.localdate()
    grant.refresh_from_db()
    if grant.to_on is not None and grant.to_on <= max(today, grant.from_on):
        raise Refused("这项授权已经结束")
    grant.to_on = max(today, grant.from_on)
    grant.save(update_fields=["to_on"])
    tell(actor, "grant.end", grant.account, why, **_of_grant(grant))


def first_administrator() -> list[tuple[Account, Role, str]]:
    """Make an account for each of the three administrators that nobody is: account, role, secret of its link."""
    names = {Role.SYSTEM_ADMIN: "sysadmin", Role.SECURITY_ADMIN: "secadmin", Role.AUDITOR: "auditor"}
    return [_administrator(role, name) for role, name in names.items() if not _anybody(role)]


@transaction.atomic
def _administrator(role: Role, name: str) -> tuple[Account, Role, str]:
    actor, day = Actor.system("首次启用"), timezone.localdate()
    taken = set(Account.objects.filter(username__startswith=name).values_list("username", flat=True))
    username = next(free for free in (name, *(f"{name}{n}" for n in range(2, 1000))) if free not in taken)
    account = account_create(actor=actor, username=username, name=LABELS[role])
    grant_give(actor=actor, account=account, role=role, from_on=day, why="首次启用")
    return account, role, account_link(actor=actor, account=account)


def _anybody(role: Role) -> bool:
    """Whether an account that is open holds the role today."""
    return Grant.objects.filter(Grant.on(timezone.localdate()), role=role, account__is_active=True).exists()


def cadre_named(name: str, unit: str) -> Cadre:
    """The one cadre of this name who holds a post in the unit of that name, for an account of their own."""
    there = Appointment.objects.filter(held_on(timezone.localdate()), unit__name=unit)
    found = list(Cadre.objects.filter(pk__in=there.values("cadre"), name=name)[:2])
    if len(found) != 1:
        raise Refused("按姓名和单位没有对应到唯一的干部;请核对单位全称,或请组织部门协助")
    return found[0]


def units_by_name() -> list[tuple[str, str]]:
    """Every unit to grant a role over, with the names of those above it: many counties have a bureau of one name."""
    names = dict(Unit.objects.values_list("pk", "name"))
    paths = Unit.objects.order_by("path").values_list("pk", "path")
    return [(pk, " › ".join(names[step] for step in path.split("/") if step in names)) for pk, path in paths]


def unit_of_grant(unit_id: str) -> Unit | None:
    return Unit.objects.filter(pk=unit_id).first() if unit_id else None


def in_use(account: Account) -> bool:
    """Whether the account has a password and a second factor."""
    return account.has_usable_password() or TOTPDevice.objects.filter(user=account).exists()


def only(actor: Actor, *roles: Role) -> None:
    """Raises Refused unless somebody acts in one of the roles."""
    if actor.role not in (*roles, SYSTEM):
        raise Refused(f"只有{'、'.join(LABELS[role] for role in roles)}可以这样做")


def not_own(actor: Actor, account: Account) -> None:
    if actor.account == account.username:
        raise Refused("不能处理自己的账户;请由另一名管理员办理")


def _of_service(role: Role, held: frozenset[Role]) -> None:
    """A service acts for an office, in one role: which, must be plain without asking it."""
    if role not in SERVICES:
        raise Refused(f"“{LABELS[role]}”只能由人担任,不能授予服务账户")
    if held - {role}:
        raise Refused("一个服务账户同期只担任一个角色;另一个角色请由系统管理员另建服务账户")


def _locked(account: Account) -> Account:
    """The account's row, held until the transaction ends."""
    return Account.objects.select_for_update().get(pk=account.pk)


def _switch(actor: Actor, account: Account, version: int, to: bool, why: str) -> None:
    only(actor, Role.SYSTEM_ADMIN)
    not_own(actor, account)
    here = Account.objects.filter(pk=account.pk, version=version, is_active=not to)
    if not here.update(is_active=to, version=F("version") + 1):
        raise Refused("账户在此期间已被他人更改;请刷新后再看")
    tell(actor, "account.open" if to else "account.close", account, why)


def _of_grant(grant: Grant) -> dict[str, object]:
    return {
        "role": str(grant.role), "unit": grant.unit_id, "from": grant.from_on.isoformat(),
        "to": grant.to_on.isoformat() if grant.to_on else None, "rank": grant.up_to_rank, "holds": grant.keeps_holds,
    }  # fmt: skip


def tell(actor: Actor, kind: str, account: Account, why: str = "", **body: object) -> None:
    append(actor=actor, kind=kind, subject=f"account:{account.username}", why=why, body=body)


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
