"""What the server answers when nobody else could: a page, or to programs what the API answers."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from jili.access.errors import answer, is_api


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return answer(413 if isinstance(exception, RequestDataTooBig) else 400)
    return defaults.bad_request(request, exception)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(404) if is_api(request) else defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    return answer(500) if is_api(request) else defaults.server_error(request)
