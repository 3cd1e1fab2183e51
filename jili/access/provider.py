"""Signing in at another provider of identities (OpenID Connect), where an installation says so in its settings.

An identity is that of an existing account by one claim; none is ever made. The provider stands for the password only:
the local second factor follows, unless the settings name a claim by which the provider shows that it asked two factors.
Failures are told like those of a password, and who is locked out there is locked out here.
"""

from __future__ import annotations

from typing import Any

import jwt
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from requests import RequestException

from jili.access.models import Account
from jili.access.signing_in import failed, second_step_follows, signed_in_by_provider

STATES = "oidc_states"
"""Where a session keeps what was asked of the provider (mozilla_django_oidc)."""
DONE, SECOND, REFUSED = "done", "second", "refused"


class Provider(OIDCAuthenticationBackend):  # type: ignore[misc]
    """The provider, asked who somebody is."""

    payload: dict[str, Any]

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The library leaves out for whom a token is and from whom."""
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        meant_for = payload.get("aud", [])
        audience = [meant_for] if isinstance(meant_for, str) else meant_for
        if self.OIDC_RP_CLIENT_ID not in audience or payload.get("iss") != settings.OIDC_ISSUER or "exp" not in payload:
            raise SuspiciousOperation("the token is another's")
        return payload

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Account | None:
        told = self.get_userinfo(access_token, id_token, payload)
        if not isinstance(told, dict) or told.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("the identity is another's")
        self.payload = payload
        name = str({**told, **payload}.get(settings.OIDC_CLAIM, "")).lower()
        return Account.objects.filter(username=name, kind=Account.Kind.PERSON, is_active=True).first()

    def two_factors(self) -> bool:
        """Whether the provider shows that it asked for two factors."""
        claim, _, wanted = settings.OIDC_TWO_FACTORS.partition("=")
        shown = self.payload.get(claim) if claim else None
        return wanted in shown if isinstance(shown, list) else shown == wanted and bool(wanted)


def returned(request: HttpRequest) -> str:
    """What comes of a return from the provider: ``DONE``, ``SECOND`` (the code is asked for) or ``REFUSED``."""
    known = request.session.get(STATES, {}).pop(request.GET.get("state", ""), None)
    request.session.modified = True
    if known is None:
        return REFUSED
    provider = Provider()
    try:
        account = provider.authenticate(request, nonce=known["nonce"], code_verifier=known["code_verifier"])
    except (RequestException, SuspiciousOperation, jwt.PyJWTError, KeyError, ValueError):
        account = None
    if account is None or not AxesProxyHandler.is_allowed(request, {"username": account.username}):
        failed(request, account, "provider")
        return REFUSED
    onward = request.session.pop("oidc_login_next", "") or ""
    if provider.two_factors():
        signed_in_by_provider(request, account)
        return DONE
    second_step_follows(request, account, onward)
    return SECOND
