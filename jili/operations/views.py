"""For whatever watches an installation: whether it works, and how much it does. Nothing of anybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from jili.access import log
from jili.access.models import Checkpoint
from jili.access.scope import NotThere
from jili.decisions.jobs import worker_alive
from jili.operations.health import FREE
from jili.operations.metrics import exposed

RETRY = 30
"""Seconds after which to ask an installation again that is not well."""


def health(_: HttpRequest) -> HttpResponse:
    """Whether each part works, for anybody; 503 if one does not. ``jili check`` says what is wrong."""
    parts = {name: _works(part) for name, part in PARTS.items()}
    well = all(parts.values())
    made = JsonResponse({"ok": well, **parts}, status=200 if well else 503)
    if not well:
        made.headers["Retry-After"] = str(RETRY)
    return made


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever shows the installation's secret for it (``JILI_HOME/keys/metrics``); for others there is no such
    address. Behind a front server everybody comes from this machine, so that it is not asked where from."""
    shown = request.headers.get("Authorization", "").encode()
    if not compare_digest(shown, f"Bearer {settings.METRICS_SECRET}".encode()):
        raise NotThere
    return HttpResponse(exposed(), content_type=CONTENT_TYPE_LATEST)


def _works(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (DatabaseError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _disk() -> bool:
    return shutil.disk_usage(settings.HOME).free >= FREE


def _log() -> bool:
    """Whether the log is at least as long as was last signed."""
    last = Checkpoint.objects.order_by("-size").first()
    return last is None or log.size() >= last.size


PARTS: dict[str, Callable[[], bool]] = {"database": _database, "worker": worker_alive, "disk": _disk, "log": _log}
