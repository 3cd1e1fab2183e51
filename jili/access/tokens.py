"""Tokens with which other systems come to the HTTP API, each for a service account.

系统管理员 makes a token, 安全管理员 releases it, either ends it: neither alone can let a system in, not even for an
account that is granted a role already. A token holds from its release to the day on which it expires. What it opens is
what the account is granted, asked anew at each request.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jili.access.accounts import Refused, digest_of, not_own, only, tell
from jili.access.actor import Actor
from jili.access.log import append_alone
from jili.access.models import Account, ServiceToken
from jili.access.roles import Role
from jili.access.scope import Access

LONGEST = timedelta(days=366)
"""So long a token may hold."""
SCHEME = "bearer"
_BEGINS = "jili_"
"""By which scanners of code and logs know a token that was left lying."""


@transaction.atomic
def token_make(*, actor: Actor, account: Account, name: str, expires_on: date) -> str:
    """A new token, which opens nothing before it is released; it is shown this once."""
    only(actor, Role.SYSTEM_ADMIN)
    today = timezone.localdate()
    if account.kind != Account.Kind.SERVICE:
        raise Refused("只有服务账户可以有令牌;请另建一个服务账户")
    if not account.is_active:
        raise Refused("账户已停用;请先启用")
    if not name.strip():
        raise Refused("请写明令牌给哪个系统用")
    if not today < expires_on <= today + LONGEST:
        raise Refused(f"到期日应在明天至 {today + LONGEST} 之间;到期当天不再有效")
    secret = _BEGINS + secrets.token_urlsafe(32)
    token = ServiceToken.objects.create(
        account=account, name=name.strip(), digest=digest_of(secret), expires_on=expires_on
    )
    tell(actor, "token.make", account, **_of(token))
    return secret


@transaction.atomic
def token_release(*, actor: Actor, token: ServiceToken, why: str) -> None:
    """Let a token in, from now on."""
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, token.account)
    held = _locked(token)
    if held.released_at or held.ended_at:
        raise Refused("令牌已放行或已停用;请刷新后再看")
    held.released_at = timezone.now()
    held.save(update_fields=["released_at"])
    tell(actor, "token.release", token.account, why, **_of(held))


@transaction.atomic
def token_end(*, actor: Actor, token: ServiceToken, why: str) -> None:
    """Let a token in no more, from the next request on."""
    only(actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    held = _locked(token)
    if held.ended_at:
        raise Refused("令牌已停用")
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    tell(actor, "token.end", token.account, why, **_of(held))


def access_by_token(header: str) -> Access | None:
    """What the token in an ``Authorization`` header opens; None if it is none, or holds no more.

    A token that was good once and is used still is an event; what never was one is not.
    """
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != SCHEME or not secret.startswith(_BEGINS):
        return None
    token = ServiceToken.objects.select_related("account").filter(digest=digest_of(secret)).first()
    if token is None:
        return None
    today = timezone.localdate()
    if not token.account.is_active or not token.released_at or token.ended_at or token.expires_on <= today:
        subject = f"account:{token.account.username}"
        append_alone(actor=Actor(token.account.username, ""), kind="token.refused", subject=subject, body=_of(token))
        return None
    if token.used_on != today:
        ServiceToken.objects.filter(pk=token.pk).update(used_on=today)
    return Access.for_account(token.account, today)


def _locked(token: ServiceToken) -> ServiceToken:
    """The token's row, held until the transaction ends."""
    return ServiceToken.objects.select_for_update().get(pk=token.pk)


def _of(token: ServiceToken) -> dict[str, Any]:
    return {"token": token.pk, "name": token.name, "expires": token.expires_on.isoformat()}
