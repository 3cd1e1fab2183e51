"""Whether an installation is sound: its settings, clock, disk, database, log and queue. One line each, in Chinese."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jili.access import log
from jili.access.models import Checkpoint, Event, LastChange
from jili.access.proof import scan
from jili.access.walls import walls_missing
from jili.decisions.models import Job
from jili.records.names import names_wrong

FREE = 2 << 30
"""Bytes that must be left on the disk."""
APART = timedelta(seconds=5)
"""Clocks of the machine and the database."""
UNSIGNED = timedelta(days=2)
"""So old may a checkpoint be when there are events after it."""
WAITING = timedelta(minutes=15)
"""So long may a job wait for a worker."""


@dataclass(frozen=True)
class Line:
    sound: bool
    about: str
    says: str

    def __str__(self) -> str:
        return f"{'正常' if self.sound else '有误'}  {self.about}:{self.says}"


def check() -> Iterator[Line]:
    """Every line, the sound ones too. What cannot even be asked is a line as well."""
    kinds: list[tuple[str, Callable[[], Iterator[str]], str]] = [
        ("配置", _settings, f"文件在 {settings.HOME},密钥只有本用户能读"),
        ("磁盘", _disk, "空间足够"),
        ("数据库", _database, f"{connection.display_name},表和防护完整"),
        ("姓名", _names, "笔画顺序和检索写法与登记册一致"),
        ("时钟", _clock, "与日志、数据库一致"),
        ("日志", _log, "自上次签发以来的事件完好"),
        ("队列", _queue, "没有积压"),
    ]
    for about, ask, sound in kinds:
        try:
            wrong = list(ask())
        except (DatabaseError, OSError) as error:
            wrong = [f"查不了({str(error).strip().splitlines()[0]})。请先排除这个故障再查一次。"]
        yield from ([Line(False, about, says) for says in wrong] or [Line(True, about, sound)])


def _settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "JILI_DEBUG=1 会把内部信息显示给用户。请去掉这个设置。"
    if not settings.SECURE and set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
        yield "对外提供服务却没有用 HTTPS。请在前端服务器上启用,并设 JILI_HTTPS=1。"
    home = Path(settings.HOME)
    for file in (home / "keys", *sorted((home / "keys").glob("*"))):
        if file.exists() and file.stat().st_mode & 0o077:
            yield f"{file} 别的用户也能读。请执行 chmod go= {file}"
    for problem in checks.run_checks():
        if problem.is_serious():
            yield f"{problem.msg}({problem.id})"


def _disk() -> Iterator[str]:
    left = shutil.disk_usage(settings.HOME).free
    if left < FREE:
        yield f"{settings.HOME} 所在磁盘只剩 {left / 2**30:.1f} GB,应不少于 {FREE >> 30} GB。请清理或扩容。"


def _database() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield f"还有 {len(pending)} 项表结构未更新。请执行 jili migrate"
        return
    for table in walls_missing():
        yield f"表 {table} 的防护不在。请执行 jili migrate"
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _postgresql() -> Iterator[str]:
    role, powerful, owns, commit, fsync = _row(
        "SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole,"
        " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),"
        " current_setting('synchronous_commit'), current_setting('fsync')"
        " FROM pg_roles WHERE rolname = current_user"
    )
    if powerful or owns:
        yield f"应用所用的角色 {role} 权力过大(应不拥有任何表,也不是超级用户)。请让 DATABASE_URL 用 {settings.APP_ROLE}"
    if commit == "off" or fsync == "off":
        yield "synchronous_commit 或 fsync 已关闭,断电会丢失已确认的更改。请在 PostgreSQL 中打开。"


def _sqlite() -> Iterator[str]:
    (sound,) = _row("PRAGMA quick_check(1)")
    if sound != "ok":
        yield f"数据库文件已损坏({sound})。请用最近的备份恢复到新库。"
    if _row("PRAGMA journal_mode") != ("wal",):
        yield "数据库不在 WAL 方式,读写会互相等待。请把文件放在本机磁盘上。"


def _names() -> Iterator[str]:
    wrong = sum(1 for _ in names_wrong())
    if wrong:
        yield f"{wrong} 名干部的笔画顺序或检索写法与姓名不符,名单排序和查找会有误。请执行 jili migrate"


def _clock() -> Iterator[str]:
    now = timezone.now()
    last = Event.objects.order_by("-seq").values_list("at", flat=True).first()
    if last is not None and last - now > APART:
        yield f"系统时间早于最后一件事件({timezone.localtime(last):%Y-%m-%d %H:%M:%S})。请校准时钟。"
    if connection.vendor == "postgresql":
        there: datetime = _row("SELECT clock_timestamp()")[0]
        if abs(there - timezone.now()) > APART:
            yield "本机与数据库服务器的时钟相差超过 5 秒。请校准。"


def _log() -> Iterator[str]:
    size = log.size()
    last = Checkpoint.objects.order_by("-size").first()
    if last is not None and last.size > size:
        yield f"日志只有 {size} 件,检查点却已签到 {last.size} 件。请执行 jili log verify"
        return
    yield from islice(scan(last.size if last else 0, size), 20)
    change, kept = log.last_change(), LastChange.objects.first()
    if kept is not None and (change is None or (kept.seq, bytes(kept.leaf)) != (change.seq, bytes(change.leaf))):
        yield "记下的“最后一次更改”与日志不符,网页可能显示更改前的内容。请查明谁绕过程序写过数据库,再重启服务。"
    signed = last.size if last else 0
    if size > signed:
        oldest = Event.objects.filter(seq=signed).values_list("at", flat=True).first()
        if oldest is not None and timezone.now() - oldest > UNSIGNED:
            yield f"有 {size - signed} 件事件未签发检查点,最早的已过 {UNSIGNED.days} 天。请查每夜的定时任务是否在运行。"


def _queue() -> Iterator[str]:
    waiting = Job.objects.filter(state=Job.State.QUEUED, queued_at__lt=timezone.now() - WAITING).count()
    if waiting:
        yield f"有 {waiting} 项工作等了超过 {WAITING.seconds // 60} 分钟。请检查 jili serve 或 jili worker 是否在运行。"


def _row(sql: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())
