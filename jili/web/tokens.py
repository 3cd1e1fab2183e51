"""Pages of the administrators about the tokens of service accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from jili.access import tokens as services
from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.models import Account, ServiceToken
from jili.access.scope import NotThere
from jili.web.administration_forms import TokenForm
from jili.web.confirming import confirmed


def tokens(request: Request, account_id: int) -> HttpResponse:
    """The tokens of an account, the latest first."""
    account = _service(account_id)
    context = {"account": account, "tokens": account.tokens.order_by("-pk"), "today": timezone.localdate()}
    return render(request, "administration/tokens.html", context)


def token_make(request: Request, account_id: int) -> HttpResponse:
    """A new token, shown this once."""
    account = _service(account_id)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = services.token_make(actor=request.access.actor(), account=account, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "administration/token.html", {"account": account, "secret": secret})
    back = reverse("tokens", args=[account_id])
    says = "令牌由安全管理员放行后才有效。能看到什么,由账户被授予的角色和单位决定。"
    context = {"form": form, "title": f"生成令牌:{account}", "do": "生成", "back": back, "says": says}
    return render(request, "form_page.html", context)


def token_release(request: Request, token_id: int) -> HttpResponse:
    return _confirmed(request, token_id, services.token_release, "放行", "放行后即刻可以凭这个令牌调接口。")


def token_end(request: Request, token_id: int) -> HttpResponse:
    says = "下一次请求起不再有效,不能恢复;要再用,请另生成一个。"
    return _confirmed(request, token_id, services.token_end, "停用", says)


def _confirmed(request: Request, token_id: int, service: Any, do: str, says: str) -> HttpResponse:
    token = ServiceToken.objects.select_related("account").filter(pk=token_id).first()
    if token is None:
        raise NotThere
    return confirmed(
        request,
        lambda why: service(actor=request.access.actor(), token=token, why=why),
        title=f"{do}令牌:{token.name}",
        do=do,
        says=says,
        back=reverse("tokens", args=[token.account_id]),
    )


def _service(account_id: int) -> Account:
    found = Account.objects.filter(pk=account_id, kind=Account.Kind.SERVICE).first()
    if found is None:
        raise NotThere
    return found


urlpatterns = [
    path("accounts/<int:account_id>/tokens/", tokens, name="tokens"),
    path("accounts/<int:account_id>/tokens/new/", token_make, name="token-make"),
    path("tokens/<int:token_id>/release/", token_release, name="token-release"),
    path("tokens/<int:token_id>/end/", token_end, name="token-end"),
]
