"""``jili check`` says of each thing whether it is sound, and what to do if it is not."""

from __future__ import annotations

from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from jili.access import log
from jili.access.actor import Actor
from jili.access.checkpoint import checkpoint_make
from jili.access.models import Event, LastChange, LogNode
from jili.cli import main
from jili.decisions.models import Job
from jili.operations import health

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def sound(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with nothing wrong. The tests' own database is not what an installation should be: its
    application works as the owner in another role."""
    settings.HOME = tmp_path
    settings.ALLOWED_HOSTS = ["localhost"]
    (tmp_path / "keys").mkdir(mode=0o700)
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1 << 40, 0, 1 << 39))


def event() -> None:
    with transaction.atomic():
        log.append(actor=Actor.system("试"), kind="a.b", subject="c:1")


def wrong() -> list[str]:
    return [f"{line.about}:{line.says}" for line in health.check() if not line.sound]


@pytest.mark.django_db
def test_a_sound_installation(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    event()
    assert main(["check"]) == 0
    assert capsys.readouterr().out == (
        f"正常  配置:文件在 {settings.HOME},密钥只有本用户能读\n正常  磁盘:空间足够\n"
        f"正常  数据库:{connection.display_name},表和防护完整\n"
        "正常  姓名:笔画顺序和检索写法与登记册一致\n正常  时钟:与日志、数据库一致\n"
        "正常  日志:自上次签发以来的事件完好\n正常  队列:没有积压\n"
    )


@pytest.mark.django_db
def test_what_is_wrong_is_printed_and_ends_with_status_1(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.DEBUG = True
    assert main(["check"]) == 1
    assert "有误  配置:JILI_DEBUG=1 会把内部信息显示给用户。请去掉这个设置。\n" in capsys.readouterr().out


@pytest.mark.django_db
def test_settings_that_are_wrong(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["jili.example.cn"]
    key = settings.HOME / "keys" / "django"
    key.touch(0o640)
    monkeypatch.setattr(checks, "run_checks", lambda: [checks.Error("no row", id="access.E001"), checks.Info("…")])
    assert wrong() == [
        "配置:对外提供服务却没有用 HTTPS。请在前端服务器上启用,并设 JILI_HTTPS=1。",
        f"配置:{key} 别的用户也能读。请执行 chmod go= {key}",
        "配置:no row(access.E001)",
    ]


@pytest.mark.django_db
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1 << 40, 0, 1 << 30))
    assert wrong() == [f"磁盘:{settings.HOME} 所在磁盘只剩 1.0 GB,应不少于 2 GB。请清理或扩容。"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise OperationalError("connection refused\nmore")

    monkeypatch.setattr(health, "_queue", fail)
    assert wrong() == ["队列:查不了(connection refused)。请先排除这个故障再查一次。"]


@pytest.mark.django_db
def test_tables_that_are_behind_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: [1, 2])
    assert wrong() == ["数据库:还有 2 项表结构未更新。请执行 jili migrate"]


@pytest.mark.django_db
def test_a_wall_that_is_down(tampering: None) -> None:
    tables = ["access_checkpoint", "access_event", "access_eventdetail", "access_lognode"]
    assert [line for line in wrong() if "防护" in line] == [
        f"数据库:表 {table} 的防护不在。请执行 jili migrate" for table in tables
    ]


@pytest.mark.postgresql
@pytest.mark.django_db
def test_an_application_that_is_too_powerful_or_forgets() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET synchronous_commit = off")
        try:
            assert wrong() == [
                "数据库:应用所用的角色 jili_owner 权力过大(应不拥有任何表,也不是超级用户)。请让 DATABASE_URL 用 jili_app",
                "数据库:synchronous_commit 或 fsync 已关闭,断电会丢失已确认的更改。请在 PostgreSQL 中打开。",
            ]
        finally:
            cursor.execute("RESET synchronous_commit")
            cursor.execute("SET ROLE jili_app")


@pytest.mark.django_db
def test_a_clock_that_is_behind(tampering: None, monkeypatch: pytest.MonkeyPatch) -> None:
    event()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(hours=1))
    found = [line for line in wrong() if line.startswith("时钟")]
    assert found[0].startswith("时钟:系统时间早于最后一件事件(")
    assert len(found) == (2 if connection.vendor == "postgresql" else 1)


@pytest.mark.django_db
def test_a_log_that_was_changed_is_behind_or_unsigned(tampering: None) -> None:
    for _ in range(3):
        event()
    checkpoint_make()
    event()
    old = timezone.now() - timedelta(days=3)
    Event.objects.filter(seq=3).update(at=old)
    found = [line for line in wrong() if line.startswith("日志")]
    assert len(found) == 2 and found[0].startswith("日志:第 3 号事件")
    assert found[1] == "日志:有 1 件事件未签发检查点,最早的已过 2 天。请查每夜的定时任务是否在运行。"
    Event.objects.filter(seq__gte=2).delete()
    LogNode.objects.filter(level=1, index=1).delete()
    assert [line for line in wrong() if line.startswith("日志")] == [
        "日志:日志只有 2 件,检查点却已签到 3 件。请执行 jili log verify"
    ]


@pytest.mark.django_db
def test_a_last_change_that_is_not_the_logs() -> None:
    event()
    assert not [line for line in wrong() if "最后一次更改" in line]
    LastChange.objects.update(seq=F("seq") + 1)
    assert [line for line in wrong() if "最后一次更改" in line] == [
        "日志:记下的“最后一次更改”与日志不符,网页可能显示更改前的内容。请查明谁绕过程序写过数据库,再重启服务。"
    ]


@pytest.mark.django_db
def test_work_that_nobody_takes_up() -> None:
    job = Job.objects.create(kind="run.make", actor="zhang", role="leader")
    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    assert wrong() == ["队列:有 1 项工作等了超过 15 分钟。请检查 jili serve 或 jili worker 是否在运行。"]
