"""Pages of the administrators: accounts and what they are granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from jili.access import accounts as services
from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.models import Account, Grant
from jili.access.roles import Role
from jili.access.scope import NotThere
from jili.access.waiting import accounts_in
from jili.web.administration_forms import AccountForm, AccountsForm, GrantForm, WhyForm

Made = TypeVar("Made")


def accounts(request: Request) -> HttpResponse:
    """All accounts, with what they hold; by name, state and role."""
    form = AccountsForm(request.GET)
    sound, given = form.is_valid(), form.cleaned_data
    rows = accounts_in(given.get("state", "")) if sound else Account.objects.none()
    rows = rows.order_by("username").prefetch_related("grants__unit")
    if asked := given.get("q"):
        rows = rows.filter(Q(username__icontains=asked) | Q(name__icontains=asked))
    if role := given.get("role"):
        held = Grant.objects.filter(Grant.on(timezone.localdate()), role=role, account=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    shown = [(row, [grant for grant in row.grants.all() if _lasts(grant)]) for row in page]
    return render(request, "administration/accounts.html", {"page": page, "rows": shown, "form": form})


def account(request: Request, account_id: int) -> HttpResponse:
    shown = _account(account_id)
    grants = shown.grants.select_related("unit").order_by("-from_on", "pk")
    context = {
        "account": shown,
        "grants": [(grant, _lasts(grant)) for grant in grants],
        "in_use": services.in_use(shown),
        "own": shown == request.access.account,
    }
    return render(request, "administration/account.html", context)


def account_create(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None)
    made = _done(request, form, lambda: services.account_create(
        actor=request.access.actor(), username=form.cleaned_data["username"], name=form.cleaned_data["name"],
        cadre=form.cadre(), kind=form.kind(),
    ))  # fmt: skip
    if made is None:
        return _page(request, form, "新建账户", "建立", reverse("accounts"))
    given = "一次性链接交给本人" if made.kind == Account.Kind.PERSON else "令牌"
    messages.success(request, f"账户已建立。请生成{given},并请安全管理员授权。")
    return redirect("account", made.pk)


def account_link(request: Request, account_id: int) -> HttpResponse:
    """A new link, shown this once."""
    shown = _account(account_id)
    try:
        secret = services.account_link(actor=request.access.actor(), account=shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("account", account_id)
    link = request.build_absolute_uri(reverse("first-use", args=[secret]))
    return render(request, "administration/link.html", {"account": shown, "link": link})


def account_close(request: Request, account_id: int) -> HttpResponse:
    says = "停用后即刻不能登录,已登录的也随即退出。记录和日志都保留。"
    return _confirmed(request, account_id, services.account_close, "停用", says)


def account_open(request: Request, account_id: int) -> HttpResponse:
    return _confirmed(request, account_id, services.account_open, "启用", "启用后可以用原来的密码和动态口令登录。")


def account_revoke(request: Request, account_id: int) -> HttpResponse:
    says = "作废后原密码和动态口令即刻失效,已登录的也随即退出;本人凭系统管理员另发的一次性链接重设。"
    return _confirmed(request, account_id, services.account_revoke, "作废密码和动态口令", says)


def account_unlock(request: Request, account_id: int) -> HttpResponse:
    return _confirmed(request, account_id, services.account_unlock, "解锁", "清除登录失败的次数,账户随即可以再试。")


def grant_give(request: Request, account_id: int) -> HttpResponse:
    shown = _account(account_id)
    form = GrantForm(request.POST or None, initial={"from_on": timezone.localdate(), "role": Role.UNIT_PERSONNEL})
    actor = request.access.actor()
    made = _done(request, form, lambda: services.grant_give(actor=actor, account=shown, **form.cleaned_data))
    if made is None:
        return _page(request, form, f"授权:{shown}", "授权", reverse("account", args=[account_id]))
    messages.success(request, "已授权,即刻生效。")
    return redirect("account", account_id)


def grant_end(request: Request, grant_id: int) -> HttpResponse:
    grant = Grant.objects.select_related("account", "unit").filter(pk=grant_id).first()
    if grant is None:
        raise NotThere
    form = WhyForm(request.POST or None)
    actor = request.access.actor()
    back = reverse("account", args=[grant.account_id])
    if _done(request, form, lambda: services.grant_end(actor=actor, grant=grant, why=form.cleaned_data["why"]) or True):
        messages.success(request, "已收回,下一次请求起不再有效。")
        return redirect(back)
    says = f"收回 {grant.account} 的“{grant.get_role_display()}”({grant.unit or '全市或本人'})。"
    return _page(request, form, "收回授权", "收回", back, says)


def _account(account_id: int) -> Account:
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise NotThere
    return found


def _lasts(grant: Grant) -> bool:
    return grant.to_on is None or grant.to_on > timezone.localdate()


def _confirmed(request: Request, account_id: int, service: Any, do: str, says: str) -> HttpResponse:
    """Ask for the reason, then do what a service does with an account."""
    shown = _account(account_id)
    versioned = service in (services.account_close, services.account_open)
    form = WhyForm(request.POST or None, initial={"version": shown.version})

    def done() -> bool:
        version = {"version": form.cleaned_data["version"] or 0} if versioned else {}
        service(actor=request.access.actor(), account=shown, why=form.cleaned_data["why"], **version)
        return True

    back = reverse("account", args=[account_id])
    if _done(request, form, done) is None:
        return _page(request, form, f"{do}:{shown}", do, back, says)
    messages.success(request, f"已{do}。")
    return redirect(back)


def _done(request: Request, form: forms.Form, do: Callable[[], Made]) -> Made | None:
    """What ``do`` returns, if the form was sent and is right; a refusal goes into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return do()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _page(request: Request, form: forms.Form, title: str, do: str, back: str, says: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "do": do, "back": back, "says": says}
    return render(request, "form_page.html", context)


urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/new/", account_create, name="account-create"),
    path("accounts/<int:account_id>/", account, name="account"),
    path("accounts/<int:account_id>/link/", account_link, name="account-link"),
    path("accounts/<int:account_id>/close/", account_close, name="account-close"),
    path("accounts/<int:account_id>/open/", account_open, name="account-open"),
    path("accounts/<int:account_id>/revoke/", account_revoke, name="account-revoke"),
    path("accounts/<int:account_id>/unlock/", account_unlock, name="account-unlock"),
    path("accounts/<int:account_id>/grant/", grant_give, name="grant-give"),
    path("grants/<int:grant_id>/end/", grant_end, name="grant-end"),
]
