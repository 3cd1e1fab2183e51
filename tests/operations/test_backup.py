"""What was backed up comes back, into an empty database and nowhere else."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction

from jili.access import log
from jili.access.accounts import account_create
from jili.access.actor import Actor
from jili.access.checkpoint import checkpoint_make, keys
from jili.access.models import Event, EventDetail
from jili.decisions.models import Decision
from jili.exchange import files
from jili.operations import archive, tables
from jili.operations.backup import Manifest, backup
from jili.operations.restore import NotEmpty, restore
from jili.records import models, register
from tests.access import cast
from tests.operations.conftest import Installation

WHO = Actor.system("试")
SENT = sha256(b"sent in").hexdigest()
ODD = '反斜\\杠\t制表\r\n换行\n\\.\n\\N "引号",逗号 𠮷㛃'


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """A small city with everything that is hard to carry; answers where its home is."""
    settings.HOME = tmp_path / "here"
    cast.city()
    for number, text in enumerate([ODD, "", "\\N", "\\"]):
        models.Unit.objects.create(unit_id=f"X{number}", name=text, kind="county", remote=True, path=f"X{number}/")
    models.Dossier.objects.create(
        cadre_id="AD-staff", resume=ODD, photo=bytes(range(256)), unknown_tags=[{"标签": ODD}, None]
    )
    models.Leave.objects.create(cadre_id="AD-staff", year=2025, taken_days="7.5")
    account_create(actor=WHO, username="zhang", name="张三")
    with transaction.atomic():
        log.append(actor=WHO, kind="cadre.change", subject="cadres:AD-staff", details={"name": ODD, "left_on": None})
    Decision.objects.create(
        id=2**62, statement="6.4", effect="restriction", subject_kind="cadre", subject="AD-staff", item="", outcome="x",
        evidence="", unit="AD", unit_path="", cadre="AD-staff", level=2, base="0.3333",
    )  # fmt: skip
    checkpoint_make()
    files.receive([b"sent in"])
    snapshot = settings.HOME / "snapshots" / "ab" / "abc.parquet"
    snapshot.parent.mkdir(parents=True)
    snapshot.write_bytes(b"snapshot")
    snapshot.with_name("half.part").write_bytes(b"half")
    return Path(settings.HOME)


def contents(file: Path) -> tuple[Manifest, dict[str, pa.Table], dict[str, bytes]]:
    """Manifest, tables and files of a backup."""
    held, kept = {}, {}
    with archive.opened(file) as tar:
        for member in tar.getmembers():
            content = tar.extractfile(member).read()  # type: ignore[union-attr]
            if member.name.endswith(".parquet") and "/" not in member.name:
                held[member.name.removesuffix(".parquet")] = pq.read_table(io.BytesIO(content))
            else:
                kept[member.name] = content
    return Manifest.read(kept.pop("manifest.json")), held, kept


def test_a_backup_comes_back_as_it_was(city: Path, bare: Installation, tmp_path: Path) -> None:
    made = backup(tmp_path / "one", actor=WHO)
    manifest, held, kept = contents(tmp_path / "one")
    assert manifest == made
    assert (made.register, made.log_size) == (register.content_hash(register.read()), 2)
    assert made.log_root == log.root(2).hex()
    assert kept == {
        "files/snapshots/ab/abc.parquet": b"snapshot",
        f"files/uploads/{SENT}": files.upload(SENT).read_bytes(),
    }
    done = bare.jili("restore", tmp_path / "one")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"登记册内容哈希 {made.register},相符\n日志根哈希     {made.log_root},相符\n" in done.stdout
    assert register.content_hash(register.read(bare.url)) == made.register
    assert (bare.home / "snapshots" / "ab" / "abc.parquet").read_bytes() == b"snapshot"
    assert (bare.home / "uploads" / SENT).read_bytes() == files.upload(SENT).read_bytes()

    again = bare.jili("backup", tmp_path / "two")
    assert (again.returncode, again.stderr) == (0, "")
    after, there, there_kept = contents(tmp_path / "two")
    own = {"access_event", "access_lastchange", "access_lognode"}
    assert {name: rows for name, rows in there.items() if name not in own} == {
        name: rows for name, rows in held.items() if name not in own
    }
    assert there["access_event"].slice(0, 2) == held["access_event"]
    assert there["access_event"]["kind"].to_pylist()[2:] == ["database.restore"]
    assert there["access_lastchange"]["seq"].to_pylist() == [2]
    assert there_kept == kept
    assert (after.register, after.checkpoint) == (made.register, made.checkpoint)
    assert after.keys == [after.keys[0], str(keys()[0])]
    verified = bare.jili("log", "verify")
    assert (verified.returncode, verified.stdout.splitlines()[0]) == (0, "日志 4 件,1 个检查点,全部相符。")
    added = bare.jili("user", "add", "li", "李四")
    assert (added.returncode, added.stderr) == (0, "")


def test_a_backup_of_one_flipped_bit_is_not_restored(city: Path, fresh: Installation, tmp_path: Path) -> None:
    backup(tmp_path / "b", actor=WHO)
    content = bytearray((tmp_path / "b").read_bytes())
    content[len(content) // 2] ^= 4
    (tmp_path / "b").write_bytes(content)
    done = fresh.jili("restore", tmp_path / "b")
    assert (done.returncode, done.stdout) == (2, "")
    assert "不是完整的备份:文件被截断或有改动,没有恢复。请换一份备份。" in done.stderr
    assert register.read(fresh.url)["cadres"].num_rows == 0


def test_a_database_that_holds_anything_is_not_restored_into(city: Path, tmp_path: Path) -> None:
    backup(tmp_path / "b", actor=WHO)
    before = log.size()
    with pytest.raises(NotEmpty, match="只能恢复到空库"):
        restore(tmp_path / "b", actor=WHO)
    assert log.size() == before


def changed_manifest(file: Path, to: Path, **values: Any) -> Path:
    """A backup that says something else of itself."""
    with archive.opened(file) as tar, archive.written(to) as writer:
        for member in tar.getmembers():
            content = tar.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "manifest.json":
                content = json.dumps({**json.loads(content), **values}).encode()
            writer.add_bytes(member.name, content)
    return to


def test_what_the_manifest_does_not_bear_out_is_not_restored(city: Path, fresh: Installation, tmp_path: Path) -> None:
    backup(tmp_path / "b", actor=WHO)
    for says, wrong in (
        ("恢复出的日志与备份所记的根哈希不符", {"log_root": "00" * 32}),
        ("units: 备份中的条数与其清单不符", {"rows": {"units": 3}}),
    ):
        done = fresh.jili("restore", changed_manifest(tmp_path / "b", tmp_path / says[:5], **wrong))
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr
        assert register.read(fresh.url)["units"].num_rows == 0


def test_a_backup_of_a_later_version_is_not_restored(city: Path, tmp_path: Path) -> None:
    backup(tmp_path / "b", actor=WHO)
    later = changed_manifest(tmp_path / "b", tmp_path / "c", migrations={"records": "9999_later"})
    with pytest.raises(archive.Broken, match=r"不认识的版本\(records 9999_later\)"):
        restore(later, actor=WHO)
    with pytest.raises(archive.Broken, match="格式不是本版本的"):
        restore(changed_manifest(tmp_path / "b", tmp_path / "d", format=2), actor=WHO)


def test_a_register_other_than_the_backups_is_said_to_be_of_no_use(
    city: Path, fresh: Installation, tmp_path: Path
) -> None:
    backup(tmp_path / "b", actor=WHO)
    with archive.opened(tmp_path / "b") as tar, archive.written(tmp_path / "c") as writer:
        for member in tar.getmembers():
            content = tar.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "units.parquet":
                rows = pq.read_table(io.BytesIO(content))
                names = pa.array(["改", *rows["name"].to_pylist()[1:]])
                out = io.BytesIO()
                pq.write_table(rows.set_column(rows.column_names.index("name"), "name", names), out)
                content = out.getvalue()
            writer.add_bytes(member.name, content)
    done = fresh.jili("restore", tmp_path / "c")
    assert done.returncode == 2
    assert "内容哈希不符:这个库不能使用。请清空后换一份备份。" in done.stderr


def test_a_backup_is_of_one_moment(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes when half of the tables are read, and does not have to wait."""
    batches, written = tables.batches, []

    def and_somebody_writes(model: Any) -> Iterator[pa.RecordBatch]:
        if model is models.Cadre:
            thread = threading.Thread(target=write)
            thread.start()
            thread.join(10)
        yield from batches(model)

    def write() -> None:
        with transaction.atomic():
            cast.cadre("LATE", "后来者", "AD")
            log.append(actor=WHO, kind="cadres.create", subject="cadres:LATE")
        written.append("LATE")
        connection.close()

    monkeypatch.setattr(tables, "batches", and_somebody_writes)
    before = register.content_hash(register.read())
    made = backup(tmp_path / "b", actor=WHO)
    assert written == ["LATE"]
    assert (made.register, made.log_size) == (before, 2)
    assert register.content_hash(register.read()) != before


def test_a_backup_is_an_event_with_its_hash(city: Path, tmp_path: Path) -> None:
    backup(tmp_path / "b", actor=WHO)
    event = Event.objects.latest("seq")
    assert (event.kind, json.loads(event.body)["sha256"]) == ("database.backup", archive.sealed(tmp_path / "b"))


def test_a_file_that_is_there_is_not_written_over(city: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(FileExistsError, match="已有同名文件"):
        backup(tmp_path / "b", actor=WHO)
    assert log.size() == 2


@pytest.mark.django_db
def test_every_column_of_every_table_can_be_carried() -> None:
    for model in tables.models():
        assert len(tables.schema(model)) == len(model._meta.concrete_fields)
    names = {model._meta.db_table for model in tables.models()}
    assert {"cadres", "records_historicalcadre", "access_event", "otp_totp_totpdevice", "exchange_uploadrow"} <= names
    assert not {"django_session", "django_tasks_database_dbtaskresult"} & names


@pytest.mark.django_db
def test_rows_come_in_batches_in_order_of_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 3)
    for year in range(2008, 2000, -1):
        models.AssessmentRound.objects.create(year=year, closed_on=date(year + 1, 3, 31))
    found = list(tables.batches(models.AssessmentRound))
    assert [batch.num_rows for batch in found] == [3, 3, 2]
    assert [year for batch in found for year in batch["year"].to_pylist()] == list(range(2008, 2000, -1))


@pytest.mark.django_db
def test_moments_and_nothing_keep_their_meaning() -> None:
    with transaction.atomic():
        log.append(actor=WHO, kind="a.b", subject="c", details={"was": None})
    (batch,) = tables.batches(EventDetail)
    assert batch["value"].to_pylist() == ["null"]
    (event,) = tables.batches(Event)
    at = event["at"].to_pylist()[0]
    assert isinstance(at, datetime) and at.astimezone(UTC) == Event.objects.get().at
