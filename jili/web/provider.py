"""To the provider of identities and back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from jili.access.provider import DONE, REFUSED, STATES, returned
from jili.access.scope import NotThere

AGAIN = "again"


def provider(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    if not settings.OIDC_ISSUER:
        raise NotThere
    answer: HttpResponse = OIDCAuthenticationRequestView.as_view()(request)
    return answer


def provider_return(request: HttpRequest) -> HttpResponse:
    """Back from the provider. A browser sends no strict cookie where another site leads it: a page of ours leads it to
    the same address once more."""
    if not settings.OIDC_ISSUER:
        raise NotThere
    if STATES not in request.session and AGAIN not in request.GET:
        answer = render(request, "signing_in/provider_return.html")
        answer.headers["Refresh"] = f"0; url={request.get_full_path()}&{AGAIN}=1"
        return answer
    came = returned(request)
    if came == REFUSED:
        messages.error(request, "统一身份登录没有成功:身份没有对应到启用的账户,或已锁定,或超时。请再试,或用密码登录。")
        return redirect("sign-in")
    return redirect("home" if came == DONE else "second-factor")


urlpatterns = [
    path("sign-in/provider/", provider, name="provider"),
    path("sign-in/provider/return/", provider_return, name="provider-return"),
]
