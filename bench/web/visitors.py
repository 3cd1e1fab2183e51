"""Somebody of each role, signed in without being asked: for a demonstration only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

NAME = "bench"


def grant_of(role: str) -> Any:
    """A grant of somebody who may sign in and holds the role today."""
    from django.utils import timezone

    from jili.access.models import Account, Grant

    held = Grant.objects.filter(Grant.on(timezone.localdate()), role=role, account__is_active=True)
    grant = held.filter(account__kind=Account.Kind.PERSON).select_related("account").first()
    if grant is None:
        raise RuntimeError(f"nobody holds the role {role} today: is this a demonstration?")
    return grant


def access_of(role: str) -> Any:
    from django.utils import timezone

    from jili.access.scope import Access

    return Access.for_account(grant_of(role).account, timezone.localdate(), role)


def headers(role: str, *, of_api: bool) -> Mapping[str, str]:
    """What shows who is asking: the cookie of a session, or at the API a token."""
    return {"Authorization": f"Bearer {_token(role)}"} if of_api else {"Cookie": f"session={_session(role)}"}


def _session(role: str) -> str:
    """The key of a session with both factors."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from jili.access.gate import BEGAN, ROLE, SEEN

    account = grant_of(role).account
    device, _ = TOTPDevice.objects.get_or_create(user=account, defaults={"name": NAME, "confirmed": True})
    now = int(timezone.now().timestamp())
    session = SessionStore()
    session.update({
        SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: account.get_session_auth_hash(), DEVICE_ID_SESSION_KEY: device.persistent_id,
        BEGAN: now, SEEN: now, ROLE: role,
    })  # fmt: skip
    session.save()
    return str(session.session_key)


def _token(role: str) -> str:
    """A token of a service that is granted what the person is."""
    import secrets

    from django.utils import timezone

    from jili.access.accounts import digest_of
    from jili.access.models import Account, Grant, ServiceToken

    now, own = timezone.now(), grant_of(role)
    names = {"username": f"{NAME}-{role}".replace("_", "-"), "name": NAME, "kind": Account.Kind.SERVICE}
    account, new = Account.objects.get_or_create(username=names["username"], defaults=names)
    if new:
        Grant.objects.create(account=account, role=role, unit=own.unit, from_on=own.from_on)
    secret = f"jili_{secrets.token_urlsafe(32)}"
    ends = timezone.localdate() + timedelta(days=2)
    ServiceToken.objects.create(account=account, name=NAME, digest=digest_of(secret), expires_on=ends, released_at=now)
    return secret
