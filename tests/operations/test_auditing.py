"""``jili log`` as an auditor uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from jili.access import log
from jili.access.actor import Actor
from jili.access.checkpoint import keys
from jili.access.models import Event, EventDetail
from jili.access.notes import Signer
from jili.cli import main

Printed = pytest.CaptureFixture[str]


def write(events: int) -> None:
    for _ in range(events):
        with transaction.atomic():
            log.append(actor=Actor.system("试"), kind="a.b", subject="c:1", details={"name": "甲"})


@pytest.mark.django_db
def test_a_sound_log(capsys: Printed) -> None:
    write(3)
    EventDetail.objects.filter(event_id=1).delete()
    assert main(["log", "verify"]) == 0
    assert capsys.readouterr().out == (
        f"日志 3 件,0 个检查点,全部相符,1 处内容已依法移除。\n根哈希 {log.root().hex()}\n"
    )


@pytest.mark.django_db
def test_a_changed_log(tampering: None, capsys: Printed) -> None:
    write(60)
    Event.objects.update(why="改")
    assert main(["log", "verify", "--from", "3"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 51
    assert lines[0].startswith("第 0 号事件") and lines[0].endswith("被改动过:内容与写入时的哈希不符。")
    assert lines[-1] == "……共 60 处,只列出前 50 处。"


@pytest.mark.django_db
def test_a_checkpoint_kept_elsewhere(tmp_path: Path, capsys: Printed) -> None:
    write(3)
    out, key = tmp_path / "checkpoint", tmp_path / "key"
    assert main(["log", "checkpoint", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}:日志 3 件的检查点。请保存到运维人员改不到的地方。\n"
    assert main(["log", "key"]) == 0
    key.write_text(capsys.readouterr().out)
    write(2)
    assert main(["log", "verify", "--checkpoint", str(out), "--key", str(key)]) == 0
    assert capsys.readouterr().out.startswith("日志 5 件,2 个检查点,全部相符。\n")
    assert main(["log", "checkpoint", "--out", str(out)]) == 0
    assert out.read_text().splitlines()[:2] == ["jili", "5"]
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["checkpoint", "key"]


@pytest.mark.django_db
def test_a_checkpoint_is_printed_where_no_file_is_named(capsys: Printed) -> None:
    write(1)
    assert main(["log", "checkpoint"]) == 0
    assert capsys.readouterr().out.startswith("jili\n1\n")


@pytest.mark.django_db
def test_a_log_that_does_not_continue_the_checkpoint_kept_elsewhere_is_not_signed(
    tampering: None, tmp_path: Path, capsys: Printed
) -> None:
    write(3)
    out = tmp_path / "checkpoint"
    assert main(["log", "checkpoint", "--out", str(out)]) == 0
    kept = out.read_bytes()
    Event.objects.filter(seq=2).delete()
    assert main(["log", "checkpoint", "--out", str(out)]) == 2
    assert capsys.readouterr().err == "日志只有 2 件,检查点却已签到 3 件:末尾的事件被删,或数据库被换成了旧的备份。\n"
    assert out.read_bytes() == kept
    assert main(["log", "verify", "--checkpoint", str(out)]) == 1


@pytest.mark.django_db
def test_a_checkpoint_of_another_key_is_refused(tmp_path: Path, capsys: Printed) -> None:
    write(1)
    out, key = tmp_path / "checkpoint", tmp_path / "key"
    assert main(["log", "checkpoint", "--out", str(out)]) == 0
    key.write_text(f"{Signer.of('别的', 'ed25519', 'jili').key}\n")
    capsys.readouterr()
    assert main(["log", "verify", "--checkpoint", str(out), "--key", str(key)]) == 2
    assert capsys.readouterr().err == "不是由已知的密钥签发的\n"
    assert keys()


@pytest.mark.django_db
def test_an_empty_log_is_not_signed(capsys: Printed) -> None:
    assert main(["log", "checkpoint"]) == 2
    assert capsys.readouterr().err == "日志中还没有事件,没有可签的内容。\n"
