"""Every request is counted and written down as one line: its route, method, status, duration and the role in which it
was made. Never its address or query: they name people."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from jili.operations.metrics import REQUESTS, SECONDS

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "-"

log = structlog.get_logger("jili.requests")


class Observed:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        found = request.resolver_match
        route = (found.view_name if found else "") or NO_ROUTE
        method = request.method if request.method in METHODS else "OTHER"
        access = getattr(request, "access", None)
        role = str(access.role) if access and access.role else ""
        REQUESTS.labels(route, method, response.status_code).inc()
        SECONDS.labels(route, method).observe(seconds)
        status, took = response.status_code, round(seconds, 4)
        log.info("request", route=route, method=method, status=status, seconds=took, role=role)
        return response
