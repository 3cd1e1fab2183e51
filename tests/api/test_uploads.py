"""A program sends a file in, sees what it would change, has it taken and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jili.access.models import Account, Event
from jili.access.roles import Role
from jili.decisions.jobs import job_run
from jili.decisions.models import Job
from jili.exchange.models import Upload
from jili.records.models import Leave
from jili.records.sight import everything
from tests.access import cast
from tests.access.cast import SELF
from tests.api.conftest import Caller
from tests.exchange.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(callers: dict[str, Caller], settings: Any, tmp_path: Path) -> Caller:
    settings.HOME = tmp_path
    return callers["unit_personnel"]


@pytest.fixture
def leave(office: Caller, tmp_path: Path) -> bytes:
    """A sheet with the leave that somebody took."""
    desk = Desk(Account.objects.get(username="for-unit_personnel"), tmp_path)
    row = {"干部": SELF, "姓名": "柳AD员", "年度": 2024, "已休天数": 5}
    return desk.fill("leave", {name: row[name] for name in row if name in _headings(desk)}).read_bytes()


def _headings(desk: Desk) -> set[str]:
    import openpyxl

    book = openpyxl.load_workbook(desk.template("leave"))
    return {cell.value for sheet in book for cell in sheet[1]}


def send(caller: Caller, content: bytes, name: str = "休假.xlsx") -> tuple[int, Any]:
    answer = caller.client.post("/api/v1/uploads", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.json()


def work() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
        with everything():
            job_run(job)


def test_a_file_is_received_checked_taken_and_taken_back(office: Caller, leave: bytes) -> None:
    status, sent = send(office, leave)
    assert (status, sent["state"], sent["busy"], sent["name"]) == (202, "received", True, "休假.xlsx")
    number = sent["upload_id"]
    busy = {"code": "conflict", "message": "正在处理;请稍候再试", "problems": []}
    assert office.post(f"uploads/{number}/confirm", {"why": "报送"}) == (409, busy)
    work()
    status, checked = office.get(f"uploads/{number}")
    counts = [{"table": "leave", "new": 1, "changed": 0, "same": 0, "proposed": 0}]
    assert (status, checked["state"], checked["busy"], checked["counts"]) == (200, "checked", False, counts)
    assert office.get(f"uploads/{number}/problems")[1]["items"] == []
    _, changes = office.get(f"uploads/{number}/changes", {"table": "leave", "state": "new"})
    (line,) = changes["items"]
    assert (line["table"], line["state"], line["label"], line["gone"]) == ("leave", "new", "柳AD员 2024", False)
    assert {"label": "已休天数", "before": "", "after": "5.0"} in line["cells"]
    status, taken = office.post(f"uploads/{number}/confirm", {"why": "报送"})
    assert (status, taken["busy"]) == (202, True)
    work()
    assert (office.get(f"uploads/{number}")[1]["state"], Leave.objects.get().taken_days) == ("confirmed", 5)
    event = Event.objects.latest("seq")
    assert (event.kind, event.actor, event.why) == ("import.confirm", "for-unit_personnel", "报送")
    assert office.post(f"uploads/{number}/undo", {"why": "报错了"})[0] == 202
    work()
    assert (office.get(f"uploads/{number}")[1]["state"], Leave.objects.count()) == ("undone", 0)


def test_the_same_file_comes_in_once(office: Caller, leave: bytes) -> None:
    first = send(office, leave)
    again = send(office, leave, "又一次.xlsx")
    assert (first[0], again) == (202, (200, first[1]))
    assert office.get("uploads")[1]["total"] == Upload.objects.count() == 1


def test_what_is_wrong_in_a_file_is_told_with_its_place(office: Caller, leave: bytes, tmp_path: Path) -> None:
    desk = Desk(Account.objects.get(username="for-unit_personnel"), tmp_path)
    headings = _headings(desk)
    row = {"干部": SELF, "姓名": "柳AD员", "年度": "去年", "已休天数": 5}
    bad = desk.fill("leave", {name: row[name] for name in row if name in headings}).read_bytes()
    number = send(office, bad)[1]["upload_id"]
    work()
    _, found = office.get(f"uploads/{number}/problems")
    (problem,) = found["items"]
    shown = (problem["sheet"], problem["column"], problem["value"])
    assert shown == ("年休假", "年度", "去年") and problem["message"] and problem["remedy"]
    assert office.post(f"uploads/{number}/check")[0] == 202
    work()
    office.post(f"uploads/{number}/confirm", {"why": "报送"})
    work()
    assert "还有 1 处问题没有改好" in office.get(f"uploads/{number}")[1]["failed"]


def test_what_cannot_be_done_now_is_said(office: Caller, leave: bytes) -> None:
    number = send(office, leave)[1]["upload_id"]
    work()
    says = {"code": "conflict", "message": "现在的状态是“待确认”,办不了", "problems": []}
    assert office.post(f"uploads/{number}/undo", {"why": "x"}) == (409, says)


def test_a_file_of_a_kind_that_is_not_read_is_refused(office: Caller) -> None:
    status, found = send(office, b"MZ", "程序.exe")
    assert (status, found["problems"][0]["where"], Upload.objects.count()) == (422, "body.file", 0)


def test_a_file_that_is_too_large_is_refused(office: Caller, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1
    assert send(office, b"xx")[0] == 413


def test_another_offices_file_is_not_there(office: Caller, callers: dict[str, Caller], leave: bytes) -> None:
    number = send(office, leave)[1]["upload_id"]
    nothing = callers["county_office"].get("no/such/address")
    assert callers["county_office"].get(f"uploads/{number}") == nothing
    assert callers["county_office"].get(f"uploads/{10**30}") == nothing
    assert callers["county_office"].post(f"uploads/{number}/confirm", {"why": "x"}) == nothing


def test_a_person_in_the_same_office_sees_what_its_system_sent(office: Caller, leave: bytes) -> None:
    number = send(office, leave)[1]["upload_id"]
    person = cast.account("li", Role.UNIT_PERSONNEL, unit="AD")
    assert "休假.xlsx" in cast.client(person).get(f"/data/uploads/{number}/").content.decode()
