"""The gate that every request passes: who it is, whether session or token still holds, whether the table permits it.

Whatever the table does not permit, and whatever is out of scope, answers like an address that does not exist. What
was withdrawn ends at once: with the next request.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from jili.access import errors, table
from jili.access.log import append_alone
from jili.access.remembered import remembering
from jili.access.scope import Access, NotThere, access_cadre, access_record, access_unit
from jili.access.tokens import access_by_token
from jili.access.walls import entered

READS = ("GET", "HEAD")
BEGAN, SEEN, ROLE, VOUCHED = "began", "seen", "role", "vouched"
"""Keys of a session: when it began, when it was last used, the role acted in, whether another provider vouches for the
second factor."""


class Request(HttpRequest):
    """A request of somebody signed in, as views behind the gate get it."""

    access: Access


class Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with remembering() if request.method in READS else nullcontext():
            request.access = self._enter(request)
            with entered(request.access):
                response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: Any, _view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        row = table.find(request.resolver_match.view_name, request.method)
        if row is not None and row.who is table.OPEN:
            return None
        if request.access is None:
            return errors.answer(401) if errors.is_api(request) else _to_sign_in(request)
        try:
            _check(request.access, row, kwargs)
        except NotThere:
            _refused(request)
            raise
        return None

    def process_exception(self, request: Any, exception: Exception) -> None:
        if isinstance(exception, NotThere) and request.access is not None:
            _refused(request)

    def _enter(self, request: Any) -> Access | None:
        """Who is signed in, if somebody is and their session has not ended; at the API, whose token it is."""
        if errors.is_api(request):
            return access_by_token(request.headers.get("Authorization", ""))
        account = request.user
        if not account.is_authenticated or not (account.is_verified() or request.session.get(VOUCHED)):
            return None
        now = int(timezone.now().timestamp())
        began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
        if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
            messages.warning(request, "登录已到时限,请重新登录。刚才提交的内容没有保存。")
            return None
        if now - seen > settings.SESSION_IDLE_SECONDS // 30:  # not at every request: a session is a row to write
            request.session[SEEN] = now
        return Access.for_account(account, timezone.localdate(), request.session.get(ROLE))


def _check(access: Access, row: table.Row | None, kwargs: dict[str, Any]) -> None:
    """Raise NotThere unless the row permits and what the address names is in scope."""
    if row is None or not row.permits(access.role, access.keeps_holds):
        raise NotThere
    if row.scope == "unit":
        access_unit(access, kwargs["unit_id"])
    elif row.scope == "cadre":
        access_cadre(access, kwargs["cadre_id"])
    elif row.scope == "record":
        access_record(access, kwargs["table"], kwargs["pk"])


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there to where they were going, if that was a page."""
    onward = f"?{urlencode({'next': request.path})}" if request.method == "GET" and request.path != "/" else ""
    return HttpResponseRedirect(reverse(settings.LOGIN_URL) + onward)


def _refused(request: Any) -> None:
    append_alone(
        actor=request.access.actor(),
        kind="access.refused",
        subject=f"route:{request.resolver_match.view_name}",
        body={"method": request.method, "address": request.path[:200]},
    )
