"""The story of one workbook, told as JSON, on the database of the settings.

    python -m bench.workbook_story CITY ROWS

Asserts that it is true: what is shown, what is taken, what the register is before and after.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench.rewriting import Book
from bench.workbook_served import send

if TYPE_CHECKING:
    from jili.access.scope import Access
    from jili.exchange.models import Upload

TABLES = ("cadres", "usual_assessments")
CADRES, GRADES = "干部", "平时考核"
OUT, CHANGED, MENDED, NEW = "out.xlsx", "changed.xlsx", "mended.xlsx", "new.xlsx"
RIGHT, WRONG = 15, 5
PIECE = 64 << 10
_steps: dict[str, tuple[float, float, float, float]] = {}


@contextmanager
def measured(step: str) -> Iterator[None]:
    """Seconds, seconds of processor (children included), MB of this process at its peak in the block, and of its
    children at theirs."""
    Path("/proc/self/clear_refs").write_text("5")
    children = Children()
    children.start()
    begin, cpu = time.monotonic(), processor()
    yield
    seconds, cpu = time.monotonic() - begin, processor() - cpu
    children.over.set()
    children.join()
    _steps[step] = seconds, cpu, peak("self"), children.peak
    print(f"  {step}: {seconds:.1f} s, {cpu:.1f} s CPU", file=sys.stderr, flush=True)


def processor() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def peak(pid: str) -> float:
    """MB; 0 of a process that is gone."""
    try:
        return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


class Children(threading.Thread):
    """Looks at the children that read files, twenty times a second: what the kernel says of a child that has ended
    counts what it was before it became itself."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over, self.peak = threading.Event(), 0.0

    def run(self) -> None:
        while not self.over.wait(0.05):
            children = (pid for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text().split())
            self.peak = max([self.peak, *(peak(pid) for pid in children if self.reads(pid))])

    @staticmethod
    def reads(pid: str) -> bool:
        try:
            return b"parsing.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False


def main(city: Path, new: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jili.site.settings"
    django.setup()
    from jili.records.sight import everything

    with everything(), TemporaryDirectory() as folder:
        told = tell(city, new, Path(folder))
    print(json.dumps({"steps": _steps, **told}))


def tell(city: Path, new: int, folder: Path) -> dict[str, Any]:
    from jili.exchange import uploads
    from jili.exchange.models import Upload
    from jili.exchange.preview import lines

    desk = Desk(city)
    before = content()
    reach()
    desk.export(folder / OUT)
    with ProcessPoolExecutor(1, get_context("spawn")) as office:  # what it takes is not the service's
        rows, cells, wrong = office.submit(write_changed, folder, new).result()

    sent = desk.send(folder / CHANGED, "receive", "check")
    shown = {(problem.sheet, problem.row, problem.column) for problem in sent.problems.all()}
    assert shown == wrong, list(sent.problems.values_list())
    assert sent.rows.filter(state="changed").count() == sent.rows.count() == RIGHT, sent.counts
    assert "5 处问题" in desk.ask(sent, uploads.CONFIRM, "confirm_refused")
    assert content() == before

    mended = desk.send(folder / MENDED, "receive_mended", "check_mended")
    assert mended.problems_in_all == 0, list(mended.problems.values_list())
    changed = set(mended.rows.values_list("sheet", "row"))
    assert len(changed) == mended.rows.filter(state="changed").count() == RIGHT + WRONG
    with measured("preview"):
        assert len(lines(desk.access, list(mended.rows.all()))) == RIGHT + WRONG
    assert not desk.ask(mended, uploads.CONFIRM, "confirm")
    assert content() != before
    assert not desk.ask(mended, uploads.UNDO, "undo")
    assert content() == before

    many = desk.send(folder / NEW, "receive_new", "check_new")
    assert many.problems_in_all == 0, list(many.problems.values_list())[:5]
    assert many.counts == {"cadres": {"new": new, "changed": 0, "same": 0, "proposed": 0}}, many.counts
    assert not desk.ask(many, uploads.CONFIRM, "confirm_new")
    assert content() != before
    assert not desk.ask(many, uploads.UNDO, "undo_new")
    assert content() == before
    assert Upload.objects.get(pk=many.pk).state == Upload.State.UNDONE
    served = send(folder / NEW, desk.account)
    return {"rows": rows, "cells": cells, "bytes": (folder / OUT).stat().st_size, "new": new, "served": served}


def write_changed(folder: Path, new: int) -> tuple[int, int, set[tuple[str, int, str]]]:
    """From the workbook that went out those that come in; its rows and cells, and which places are wrong at first."""
    book = Book(folder / OUT)
    rows = {title: book.last(title) - 2 for title in (CADRES, GRADES)}
    cells = sum(count * len(book.headings(title)) for title, count in rows.items())
    wrong = change(book)
    book.save(folder / CHANGED)
    for (title, row, heading), value in wrong.items():
        book.put(title, row, heading, value)
    book.save(folder / MENDED)
    fill(book, new)
    book.save(folder / NEW)
    return sum(rows.values()), cells, set(wrong)


def change(book: Book) -> dict[tuple[str, int, str], Any]:
    """Change twenty places, five of them wrongly; the places of these, and what is right there."""
    last = book.last(CADRES)
    for number in range(RIGHT - 5):
        row = 3 + number * (last - 3) // 15
        book.put(CADRES, row, "参加工作时间", date(1999, 1, 2) + timedelta(days=number))
    for number in range(5):
        book.put(GRADES, 10 + 100 * number, "审定日", date(2024, 1, 2) + timedelta(days=number))
    row = last - 10
    other = "企业人员" if book.get(CADRES, row, "人员类别") != "企业人员" else "事业人员"
    book.put(CADRES, row, "人员类别", "公务员工")
    book.put(CADRES, row + 1, "进入本册", "2024-02-30")
    book.put(CADRES, row + 2, "姓名", None)
    book.put(CADRES, row + 3, "离开本册", date(1950, 1, 1))
    book.put(GRADES, 1_000, "季度", "2024年第一季度")
    return {
        (CADRES, row, "人员类别"): other,
        (CADRES, row + 1, "进入本册"): date(2016, 2, 29),
        (CADRES, row + 2, "姓名"): "改名者",
        (CADRES, row + 3, "离开本册"): date(2025, 12, 30),
        (GRADES, 1_000, "季度"): "1999Q1",
    }


def fill(book: Book, count: int) -> None:
    """Leave only rows of cadres, so many, each of somebody nobody knows."""
    book.cut(GRADES, 2)
    book.cut(CADRES, 2 + count)
    mark = book.headings(CADRES)[-1]
    for row in range(3, 3 + count):
        book.put(CADRES, row, "出生日期", date(1930, 1, 1) + timedelta(days=row % 9_000))
        book.put(CADRES, row, mark, None)


def reach() -> None:
    """The register from the database to the engine; a run of the whole city from its beginning to its end."""
    from jili.access.actor import Actor
    from jili.decisions.models import Run
    from jili.decisions.runs import run_make
    from jili.engine.backend import DuckDB
    from jili.policy.facts import SCHEMA
    from jili.records import register

    with measured("register"):
        DuckDB().hold(SCHEMA, register.read())
    known = set(Run.objects.values_list("day", flat=True))
    days = (day for ago in range(1_000) if (day := date.today() - timedelta(days=ago)) not in known)
    run_make(actor=Actor.system("测速"), day=next(days))  # compiles
    with measured("run"):
        run_make(actor=Actor.system("测速"), day=next(days))


def content() -> str:
    from jili.records import register

    return register.content_hash(register.read())


class Desk:
    """Who keeps the register of the city, and the worker that does what is asked for."""

    def __init__(self, city: Path) -> None:
        from jili.access.accounts import account_create, grant_give
        from jili.access.actor import Actor
        from jili.access.models import Account
        from jili.access.roles import Role
        from jili.exchange.door import register_import
        from jili.records.models import Cadre

        actor, today = Actor.system("测速"), date.today()
        if not Cadre.objects.exists():
            register_import(actor=actor, folder=city, why="测速", records_from=date(2017, 12, 15))
        account = Account.objects.filter(username="bench").first()
        if account is None:
            account = account_create(actor=actor, username="bench", name="测速", cadre=None)
            grant_give(actor=actor, account=account, role=Role.CITY_CADRES, unit=None, from_on=today, why="测速")
        self.account = account

    @property
    def access(self) -> Access:
        from django.utils import timezone

        from jili.access.scope import Access

        return Access.for_account(self.account, timezone.localdate())

    def export(self, file: Path) -> Path:
        from jili.exchange import exports

        export = exports.export_request(access=self.access, unit=None, tables=TABLES, why="测速")
        with measured("export"):
            self._work()
        export.refresh_from_db()
        with file.open("wb") as out:
            out.writelines(exports.export_read(export))
        return file

    def send(self, file: Path, received: str, checked: str) -> Upload:
        """Send a file in as the web process does, piece by piece, and have it checked."""
        from jili.exchange import uploads

        with file.open("rb") as stream, measured(received):
            upload, _ = uploads.upload_receive(
                access=self.access, name=file.name, pieces=iter(lambda: stream.read(PIECE), b"")
            )
        with measured(checked):
            self._work()
        upload.refresh_from_db()
        return upload

    def ask(self, upload: Upload, kind: str, step: str) -> str:
        """Have something done with an upload; why it was not done, if it was not."""
        from jili.exchange import uploads

        uploads.request(access=self.access, upload=upload, kind=kind, why="测速")
        with measured(step):
            self._work()
        upload.refresh_from_db()
        assert upload.job is not None
        return upload.job.error

    def _work(self) -> None:
        from jili.decisions.jobs import worker

        worker(once=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
