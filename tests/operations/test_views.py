"""What whoever watches an installation is told: parts, counts, lines; nothing of anybody."""

from __future__ import annotations

import json
import logging
import shutil
import sys
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from jili.access.models import Checkpoint
from jili.access.roles import Role
from jili.decisions import jobs
from jili.decisions.models import Job
from jili.operations import logs, views
from tests.access import cast
from tests.access.cast import SELF

Usage = namedtuple("Usage", "total used free")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose worker has just come round."""
    settings.HOME = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, 1 << 39))
    jobs._pulse().touch()


def health() -> tuple[int, dict[str, bool]]:
    answer = Client().get("/health/")
    return answer.status_code, answer.json()


ALL = {"database": True, "worker": True, "disk": True, "log": True}


def test_an_installation_that_is_well_says_so_to_anybody() -> None:
    assert health() == (200, {"ok": True, **ALL})


@pytest.mark.parametrize("part", ALL)
def test_a_part_that_does_not_work_is_named_and_no_more(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise OperationalError("secret")

    if part == "database":
        monkeypatch.setitem(views.PARTS, part, broken)
    elif part == "worker":
        (tmp_path / "run" / "worker").unlink()
    elif part == "disk":
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, 0))
    else:
        Checkpoint.objects.create(size=10, root=b"", note="")
    assert health() == (503, {"ok": False, **ALL, part: False})
    assert Client().get("/health/")["Retry-After"] == "30"


def test_a_worker_at_a_long_job_is_alive(tmp_path: Path) -> None:
    (tmp_path / "run" / "worker").unlink()
    Job.objects.create(kind="x", actor="x", role="", state="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert health()[0] == 200


def metrics(secret: str) -> Any:
    return Client(headers={"authorization": f"Bearer {secret}"}).get("/metrics")


def counted(settings: Any, name: str) -> float:
    lines = metrics(settings.METRICS_SECRET).content.decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def test_requests_are_counted_by_route_and_never_by_address(settings: Any) -> None:
    cast.city()
    browser = cast.client(cast.account("clerk", Role.CITY_CADRES))
    line = 'jili_requests_total{method="GET",route="cadre",status="200"}'
    before = counted(settings, line)
    browser.get(f"/cadres/{SELF}/")
    browser.get("/no/such/柳/")
    browser.generic("BREW", "/")
    assert counted(settings, line) == before + 1
    page = metrics(settings.METRICS_SECRET).content.decode()
    assert 'route="-",status="404"' in page and 'method="OTHER"' in page
    assert 'jili_request_seconds_bucket{le="0.01",method="GET",route="cadre"}' in page
    assert 'jili_jobs{state="queued"} 0.0' in page and 'jili_jobs{state="running"} 0.0' in page
    assert SELF not in page and "柳" not in page


def test_metrics_are_not_there_for_whoever_does_not_know_their_secret(settings: Any) -> None:
    nothing = Client().get("/no/such/page/")
    for secret in ("", "guess", settings.METRICS_SECRET + "x"):
        answer = metrics(secret)
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_a_request_is_one_line_without_address_query_or_name(caplog: pytest.LogCaptureFixture) -> None:
    cast.city()
    browser = cast.client(cast.account("clerk", Role.CITY_CADRES))
    with caplog.at_level(logging.INFO, "jili.requests"):
        browser.get(f"/cadres/{SELF}/?q=柳")
    (record,) = [record for record in caplog.records if record.name == "jili.requests"]
    line = json.loads(logs.formatter().format(record))
    assert line.keys() == {"event", "level", "timestamp", "route", "method", "status", "seconds", "role"}
    assert (line["event"], line["route"], line["method"], line["status"], line["role"]) == (
        "request", "cadre", "GET", 200, "city_cadres",
    )  # fmt: skip
    assert SELF not in str(line) and "柳" not in str(line) and "clerk" not in str(line)


def record(name: str, message: object, *values: object, error: bool = False) -> dict[str, Any]:
    info = None
    if error:
        try:
            views._works(lambda: bool({"松": 1}["柳"]))
        except KeyError:
            info = sys.exc_info()
    made = logging.LogRecord(name, logging.ERROR, "", 0, message, values, info)
    line: dict[str, Any] = json.loads(logs.formatter().format(made))
    line.pop("timestamp")
    return line


def test_others_messages_are_written_without_what_was_put_into_them() -> None:
    other = record("django.request", "Internal Server Error: %s", "/cadres/C1/", error=True)
    assert other.pop("at").startswith("views.py:")
    assert other == {
        "event": "Internal Server Error: %s",
        "level": "error",
        "logger": "django.request",
        "error": "KeyError",
    }
    assert record("django.security", ValueError("柳")) == {
        "event": "ValueError",
        "level": "error",
        "logger": "django.security",
    }
    own = {"event": "job 3: lease lost", "level": "error", "logger": "jili.jobs"}
    assert record("jili.jobs", "job %s: lease lost", 3) == own
