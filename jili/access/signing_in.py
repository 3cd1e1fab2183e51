"""Signing in, in two steps: a password, then the code of a second factor. Failures of either are counted together."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate, login, logout, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from jili.access.actor import Actor
from jili.access.gate import BEGAN, ROLE, SEEN, VOUCHED
from jili.access.log import append_alone
from jili.access.models import Account

PENDING = "pending"
PENDING_SECONDS = 300
"""How long the second step may follow the first."""


def password_given(request: HttpRequest, *, username: str, password: str, onward: str) -> bool:
    """The first step: whether the password is right. Nobody is signed in yet."""
    account = authenticate(request, username=username, password=password)
    if not isinstance(account, Account):
        failed(request, Account.objects.filter(username=username).first(), "password")
        return False
    second_step_follows(request, account, onward)
    return True


def second_step_follows(request: HttpRequest, account: Account, onward: str) -> None:
    """The first step is done, by a password or by another provider."""
    request.session[PENDING] = {"account": account.pk, "at": _now(), "onward": onward}


def pending(request: HttpRequest) -> Account | None:
    """Who has given the password and not yet the code."""
    waiting: dict[str, Any] = request.session.get(PENDING) or {}
    if _now() - waiting.get("at", 0) > PENDING_SECONDS:
        return None
    return Account.objects.filter(pk=waiting["account"], is_active=True).first()


def code_given(request: HttpRequest, account: Account, code: str) -> str | None:
    """The second step: sign in, under a new session, and say where to; None if the code is wrong."""
    credentials = {"username": account.username}
    allowed = AxesProxyHandler.is_allowed(request, credentials)
    device = match_token(account, code) if allowed else None
    if device is None:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        failed(request, account, "code")
        return None
    onward = request.session.pop(PENDING)["onward"]
    account.otp_device = device  # type: ignore[attr-defined]  # which django_otp then keeps in the session
    _start(request, account)
    return str(onward)


def signed_in_by_provider(request: HttpRequest, account: Account) -> None:
    """Sign in somebody of whom a provider has asked both factors."""
    _start(request, account)
    request.session[VOUCHED] = True


def _start(request: HttpRequest, account: Account) -> None:
    """A session of its own."""
    login(request, account, backend="jili.access.known.Accounts")
    request.session[BEGAN] = request.session[SEEN] = _now()
    append_alone(actor=Actor(account.username, ""), kind="session.start", subject=f"account:{account.username}")


def sign_out(request: Any) -> None:
    """End the session."""
    append_alone(actor=request.access.actor(), kind="session.end", subject=f"account:{request.access.account.username}")
    logout(request)


def role_switch(request: Any, role: str) -> bool:
    """Act in another of one's roles from now on; whether the account holds it."""
    if role not in request.access.roles:
        return False
    request.session[ROLE] = role
    return True


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The answer when there were too many failures, for an account that exists and for one that does not."""
    del response, credentials
    return render(request, "signing_in/locked.html", status=429)


def new_device(account: Account, key: str | None = None) -> TOTPDevice:
    """A second factor that is not yet kept."""
    given = {"key": key} if key else {}
    return TOTPDevice(user=account, name=account.username, confirmed=False, **given)


def code_fits(device: TOTPDevice, code: str) -> bool:
    """Whether a device that is not yet kept shows this code; it will not be taken again."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    fits = bool(totp.verify(int(code), device.tolerance))
    device.last_t = totp.t()
    return fits


def qr(device: TOTPDevice) -> str:
    """The device's secret as a picture for an authenticator: SVG in a ``data:`` address."""
    return str(segno.make(device.config_url, error="m").svg_data_uri(scale=4, dark="#000", light="#fff"))


def typed(device: TOTPDevice) -> str:
    """The device's secret to be typed in, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def failed(request: HttpRequest, account: Account | None, step: str) -> None:
    """Tell of a failure. Of a name that is no account's, not even the name: it may be a password typed too early."""
    name = account.username if account else "?"
    locked = bool(getattr(request, "axes_locked_out", False))
    append_alone(
        actor=Actor(name, ""), kind="session.refused", subject=f"account:{name}", body={"step": step, "locked": locked}
    )


def _now() -> int:
    return int(timezone.now().timestamp())
