"""What the tests of files in and out share: somebody at a desk who downloads, changes and sends in workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from django.utils import timezone

from jili.access.models import Account
from jili.access.scope import Access
from jili.decisions.jobs import job_run
from jili.decisions.models import Job
from jili.exchange import exports, uploads
from jili.exchange.models import Upload
from jili.exchange.parsing import Unreadable
from jili.records.sight import everything

Edit = Callable[[Any], None]
"""Changes a workbook of openpyxl."""


class Desk:
    """One account at work. What it sends in is read and checked at once."""

    def __init__(self, account: Account, folder: Path) -> None:
        self.account, self.folder = account, folder
        self._files = 0

    @property
    def access(self) -> Access:
        return Access.for_account(self.account, timezone.localdate())

    def download(self, *tables: str, unit: Any = None) -> Path:
        """The workbook of what is registered."""
        export = exports.export_request(access=self.access, unit=unit, tables=tables, why="测试")
        self.work()
        export.refresh_from_db()
        assert export.digest, export.job and export.job.error
        into = self._file()
        with into.open("wb") as out:
            out.writelines(exports.export_read(export))
        return into

    def template(self, *tables: str) -> Path:
        file = self._file()
        exports.template_write(self.access, tables, file)
        return file

    def change(self, file: Path, *edits: Edit) -> Path:
        """A copy of a workbook with changes."""
        book = openpyxl.load_workbook(file)
        for edit in edits:
            edit(book)
        book.save(changed := self._file())
        return changed

    def fill(self, table: str, *rows: Mapping[str, Any], into: Path | None = None) -> Path:
        """A template (or ``into``) with rows added below what is there, cells by heading."""
        return self.change(into or self.template(table), lambda book: add(book, table, *rows))

    def send(self, file: Path, name: str = "") -> Upload:
        """Send in a file and wait until it is checked."""
        with file.open("rb") as stream:
            upload, _ = uploads.upload_receive(access=self.access, name=name or file.name, pieces=stream)
        self.work()
        upload.refresh_from_db()
        assert upload.job is not None and upload.job.state == Job.State.DONE, upload.job and upload.job.error
        return upload

    def refused(self, file: Path, name: str = "") -> tuple[str, str]:
        """The message and remedy with which a file is refused as a whole."""
        try:
            upload = self.send(file, name)
        except Unreadable as refusal:
            return refusal.message, refusal.remedy
        assert upload.state == Upload.State.REFUSED, problems(upload)
        (only,) = upload.problems.all()
        return only.message, only.remedy

    def confirm(self, upload: Upload, *, proposed: bool = False) -> Upload:
        return self._ask(upload, uploads.CONFIRM, proposed=proposed)

    def undo(self, upload: Upload) -> Upload:
        return self._ask(upload, uploads.UNDO)

    def check(self, upload: Upload) -> Upload:
        return self._ask(upload, uploads.CHECK)

    def _ask(self, upload: Upload, kind: str, **more: Any) -> Upload:
        uploads.request(access=self.access, upload=upload, kind=kind, why="测试", **more)
        self.work()
        upload.refresh_from_db()
        return upload

    def work(self) -> None:
        """What a worker does."""
        for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
            with everything():
                job_run(job)

    def _file(self) -> Path:
        self._files += 1
        return self.folder / f"{self.account.username}-{self._files}.xlsx"


def add(book: Any, table: str, *rows: Mapping[str, Any]) -> None:
    """Rows below those of a sheet, cells by heading."""
    from jili.policy.facts import SCHEMA

    page = book[SCHEMA[table].label]
    headings = [cell.value for cell in page[1]]
    for row in rows:
        assert row.keys() <= set(headings), row.keys() - set(headings)
        page.append([row.get(heading) for heading in headings])


def put(sheet: str, row: int, heading: str, value: Any) -> Edit:
    """Change one cell."""

    def edit(book: Any) -> None:
        place = [cell.value for cell in book[sheet][1]].index(heading) + 1
        book[sheet].cell(row, place).value = value

    return edit


def row_of(book: Any, sheet: str, **cells: Any) -> int:
    """The number of the row with these cells."""
    page = book[sheet]
    headings = [cell.value for cell in page[1]]
    (found,) = [
        row[0].row
        for row in page.iter_rows(min_row=3)
        if all(row[headings.index(heading)].value == value for heading, value in cells.items())
    ]
    return int(found)


def problems(upload: Upload) -> list[tuple[str, int, str, str, str, str]]:
    """All problems of an upload: sheet, row, column, value, message, remedy."""
    names = ("sheet", "row", "column", "value", "message", "remedy")
    return list(upload.problems.order_by("pk").values_list(*names))


def changes(upload: Upload) -> list[tuple[str, str, str, Mapping[str, Any]]]:
    """Table, state, primary key and values of what an upload would do."""
    return [(row.table, row.state, row.pk_text, row.values) for row in upload.rows.order_by("pk")]


def notices(upload: Upload) -> list[tuple[str, str, str, int]]:
    """Sheet, column, message and count."""
    return [(sheet, column, message, count) for sheet, column, message, count, *_ in upload.notices]
