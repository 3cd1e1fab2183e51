"""Files that came in are kept sealed, for their time, and then removed with what was read from them."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from jili.access.actor import Actor
from jili.access.models import Event
from jili.access.roles import Role
from jili.exchange import files, retention, uploads
from jili.exchange.models import Export, Upload
from jili.exchange.retention import EXPORTS_KEPT
from jili.records.identity import check_digit
from jili.records.models import Cadre, Course, Dossier
from tests.access import cast
from tests.exchange.desk import Desk, problems

NIGHT = Actor.system("每夜")
LATER = timedelta(days=91)
NUMBER = "41042319780305001"


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path, settings: Any) -> Desk:
    settings.HOME = tmp_path / "home"
    cast.city()
    return Desk(cast.account("clerk", Role.CITY_CADRES), tmp_path)


def course(desk: Desk, day: date = date(2024, 3, 5)) -> Path:
    return desk.fill("courses", {"举办日": day})


def age(upload: Upload, by: timedelta) -> None:
    """As if it had been sent in and checked so long ago."""
    then = timezone.now() - by
    Upload.objects.filter(pk=upload.pk).update(created_at=then, checked_at=then)


def held(home: str) -> list[str]:
    return sorted(path.name for path in files.folder(home).iterdir())


def test_what_was_taken_is_removed_after_its_time_with_an_event_and_the_records_stay(desk: Desk, settings: Any) -> None:
    sent = desk.confirm(desk.send(course(desk)))
    assert problems(sent) == []
    assert retention.files_remove(actor=NIGHT) == 0
    assert held(files.UPLOADS) == [sent.digest]

    settings.UPLOADS_KEPT = timedelta(0)
    assert retention.files_remove(actor=NIGHT) == 1
    sent.refresh_from_db()
    event = Event.objects.get(pk=sent.removed_event or 0)
    assert (event.kind, event.subject) == ("import.remove", f"import:{sent.pk}")
    assert json.loads(event.body) == {"import": sent.pk, "rows": 1, "sha256": sent.digest}
    assert (held(files.UPLOADS), sent.rows.count(), sent.state) == ([], 0, Upload.State.CONFIRMED)
    assert list(Course.objects.values_list("held_on", flat=True)) == [date(2024, 3, 5)]
    assert retention.files_remove(actor=NIGHT) == 0


def test_what_was_removed_cannot_be_taken_back_whole_and_is_not_stored_when_it_comes_again(
    desk: Desk, settings: Any
) -> None:
    sent = desk.confirm(desk.send(file := course(desk)))
    settings.UPLOADS_KEPT = timedelta(0)
    retention.files_remove(actor=NIGHT)
    refused = desk.undo(sent)
    assert refused.job is not None
    assert refused.job.error == "导入已久,原内容已按期移除,不能整批撤销。请逐条更正"
    with file.open("rb") as stream:
        assert uploads.upload_receive(access=desk.access, name=file.name, pieces=stream) == (sent, False)
    assert held(files.UPLOADS) == []


def test_what_nobody_went_on_with_is_thrown_away_and_a_draft_is_kept_longer(desk: Desk) -> None:
    waiting, draft = desk.send(course(desk)), desk.send(course(desk, date(2024, 3, 6)))
    uploads.upload_keep(upload=draft)
    for upload in (waiting, draft):
        age(upload, timedelta(days=31))
    assert retention.files_remove(actor=NIGHT) == 1
    assert (list(Upload.objects.all()), held(files.UPLOADS)) == ([draft], [draft.digest])
    age(draft, LATER)
    assert retention.files_remove(actor=NIGHT) == 1
    assert (list(Upload.objects.all()), held(files.UPLOADS)) == ([], [])


def test_exports_and_what_killed_work_left_are_removed(desk: Desk, settings: Any) -> None:
    desk.download("courses")
    halves = [files.folder(files.UPLOADS) / "x.part", files.folder(files.READING) / "y", settings.HOME / ".register-z"]
    for number, path in enumerate(halves):
        path.write_bytes(b"half") if number < 2 else path.mkdir()
    assert retention.files_remove(actor=NIGHT) == 0
    assert [path.exists() for path in halves] == [True, True, True]
    for path in halves:
        os.utime(path, (1, 1))
    Export.objects.update(created_at=timezone.now() - EXPORTS_KEPT)
    assert retention.files_remove(actor=NIGHT) == 4
    assert [path.exists() for path in halves] == [False, False, False]
    assert held(files.EXPORTS) == []


def test_an_id_number_stands_in_clear_in_no_file_and_no_row(desk: Desk, settings: Any) -> None:
    row = {"姓名": "丁一", "性别": "男", "出生日期": date(1978, 3, 5), "参加工作时间": date(2000, 1, 1),
           "进入本册": date(2020, 1, 1), "人员类别": "事业人员", "专业技术人才": "否"}  # fmt: skip
    file = desk.fill("cadres", row | {"身份证号": f" {valid()} "}, row | {"姓名": "丁二", "身份证号": int(NUMBER)})
    sent = desk.send(file)
    assert [(row, column, value) for _, row, column, value, *_ in problems(sent)] == [(4, "身份证号", "")]
    kept = b"".join(path.read_bytes() for path in settings.HOME.rglob("*") if path.is_file())
    told = repr([list(Upload.objects.values()), list(sent.rows.values()), list(sent.problems.values())])
    assert NUMBER[:14].encode() not in kept
    assert NUMBER[:14] not in told
    assert not Dossier.objects.filter(cadre__in=Cadre.objects.filter(name="丁一")).exists()


def valid() -> str:
    return NUMBER + check_digit(NUMBER)
