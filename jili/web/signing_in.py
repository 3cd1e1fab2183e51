"""Pages for signing in and out, for first use, and for acting in another role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.plugins.otp_totp.models import TOTPDevice

from jili.access import signing_in
from jili.access.accounts import Refused, account_first_use, account_of_link
from jili.access.gate import Request
from jili.access.models import Account

KEY = "first-use-key"
"""Where a session keeps the secret of the second factor that is being set up."""


class Code(forms.CharField):
    """The six digits of a second factor."""

    def __init__(self) -> None:
        box = forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"})
        super().__init__(label="动态口令(6 位数字)", max_length=12, widget=box)

    def to_python(self, value: Any) -> str:
        code = str(super().to_python(value) or "").replace(" ", "")
        if code and not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise ValidationError("动态口令应为 6 位数字")
        return code


class PasswordForm(forms.Form):
    username = forms.CharField(
        label="账号", max_length=64, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="密码", max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    code = Code()


class FirstUseForm(forms.Form):
    password = forms.CharField(
        label="新密码", max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="至少 10 位,不能全是数字,不要用常见密码",
    )  # fmt: skip
    again = forms.CharField(
        label="再输一遍", max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    code = Code()

    def __init__(self, account: Account, device: TOTPDevice, *args: Any) -> None:
        super().__init__(*args)
        self.account, self.device = account, device

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "两次输入的密码不一致")
        if not self.errors and not signing_in.code_fits(self.device, given["code"]):
            self.add_error("code", "动态口令不对;请核对手机时间,并输入最新的一个")
        return given


def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step."""
    form = PasswordForm(request.POST or None, initial={"next": request.GET.get("next", "")[:500]})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "username": form.cleaned_data["username"].lower()}
        onward = given["next"] if url_has_allowed_host_and_scheme(given["next"], None) else ""
        if signing_in.password_given(request, username=given["username"], password=given["password"], onward=onward):
            return redirect("second-factor")
        form.add_error(None, "账号或密码不对,或账户已停用;连续 5 次不对将锁定 30 分钟")
    return render(request, "signing_in/sign_in.html", {"form": form, "provider": bool(settings.OIDC_ISSUER)})


def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step."""
    account = signing_in.pending(request)
    if account is None:
        messages.warning(request, "请先输入账号和密码。")
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        onward = signing_in.code_given(request, account, form.cleaned_data["code"])
        if onward is not None:
            return redirect(onward or "home")
        form.add_error("code", "动态口令不对或已用过;请等下一个再输")
    return render(request, "signing_in/second_factor.html", {"form": form})


def first_use(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password and a second factor, by a link that works once."""
    account = account_of_link(secret)
    if account is None:
        return render(request, "signing_in/link_over.html", status=404)
    device = signing_in.new_device(account, request.session.get(KEY))
    request.session[KEY] = device.key
    form = FirstUseForm(account, device, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account_first_use(secret=secret, password=form.cleaned_data["password"], device=device)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.flush()
            messages.success(request, "密码和动态口令已设好,请登录。")
            return redirect("sign-in")
    shown = {"form": form, "account": account, "qr": signing_in.qr(device), "typed": signing_in.typed(device)}
    return render(request, "signing_in/first_use.html", shown)


def sign_out(request: Request) -> HttpResponse:
    signing_in.sign_out(request)
    messages.success(request, "已退出。")
    return redirect("sign-in")


def role_switch(request: Request) -> HttpResponse:
    if not signing_in.role_switch(request, request.POST.get("role", "")):
        messages.error(request, "您没有这个角色,或授权已收回。")
    return redirect("home")


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/code/", second_factor, name="second-factor"),
    path("first-use/<str:secret>/", first_use, name="first-use"),
    path("sign-out/", sign_out, name="sign-out"),
    path("role/", role_switch, name="role-switch"),
]
