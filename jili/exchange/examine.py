"""A file that came in is read apart and held against records and rules; what it would do is kept to be looked at.

All that is wrong with it is found at once, with its place and what to do. Nothing of the register is changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from jili.access import log
from jili.access.scope import Access
from jili.exchange import files
from jili.exchange.bulk import Progress
from jili.exchange.changes import Change, changes_of, counts_of
from jili.exchange.checking import Broken, Edit, broken, in_words
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.matching.match import match
from jili.exchange.models import Upload, UploadProblem, UploadRow
from jili.exchange.parsing import Unreadable, apart
from jili.exchange.parsing.apart import Parsed, Said
from jili.exchange.sheets.annotated import write_annotated
from jili.exchange.sheets.offered import forms_for, sheets_for
from jili.exchange.targets import chunks
from jili.policy.facts import SCHEMA

MOST_PROBLEMS = 20_000
"""So many are kept; the rest are counted."""
_BATCH = 1_000


def upload_check(*, access: Access, upload: Upload, progress: Progress) -> None:
    """Work out what an upload would do, as whoever sent it sees the records now."""
    progress(0, 4, "读取文件")
    size = log.size()
    try:
        parsed = _parsed(access, upload)
    except Unreadable as refusal:
        _refuse(upload, [Said("", 0, "", "", refusal.message, refusal.remedy)])
        return
    whole = [said for said in parsed.problems if not said.sheet and not said.row]
    if whole and not parsed.parts:
        _refuse(upload, whole)
        return
    progress(1, 4, "对照登记的记录")
    remarks = Remarks()
    rows = match(access, parsed.parts, f"{upload.digest} {upload.pk}", remarks)
    changes, same = changes_of(access, rows, remarks)
    progress(2, 4, "核对各表之间的规则")
    _judge(changes, remarks)
    changes = [change for change in changes if not change.row.bad]
    progress(3, 4, "保存核对结果")
    problems = [*parsed.problems, *remarks.problems]
    _annotate(access, upload, parsed, problems)
    hidden = parsed.problems_in_all - len(parsed.problems)
    with transaction.atomic():
        _clear(upload)
        _keep_rows(upload, changes)
        _keep_problems(upload, problems)
        upload.counts, upload.notices = counts_of(changes, same), _notices(parsed, remarks)
        upload.problems_in_all, upload.log_size = len(problems) + hidden, size
        upload.checked_at = timezone.now()
        if upload.state != Upload.State.DRAFT:
            upload.state = Upload.State.CHECKED
        upload.save()


def _notices(parsed: Parsed, remarks: Remarks) -> list[list[Any]]:
    """Without what stood in the cells: it may be what is kept only enciphered."""
    return [told[:5] for told in (*parsed.notices, *remarks.notices)]


def _parsed(access: Access, upload: Upload) -> Parsed:
    with files.opened(upload.digest) as sent, files.unnamed() as found, files.aside() as folder:
        file, into = apart.place(sent), apart.place(found)
        held = (sent.fileno(), found.fileno())
        apart.parse(file, upload.name, forms_for(access), into, folder=folder, holding=held)
        return apart.read(into)


def _refuse(upload: Upload, problems: list[Said]) -> None:
    with transaction.atomic():
        _clear(upload)
        _keep_problems(upload, problems)
        upload.state, upload.counts, upload.notices = Upload.State.REFUSED, {}, []
        upload.problems_in_all, upload.checked_at = len(problems), timezone.now()
        upload.save()


def _judge(changes: list[Change], remarks: Remarks) -> None:
    """Problems for the rows that would break a rule between rows or tables."""
    asked = [change for change in changes if change.table in SCHEMA and not change.row.beside]
    edits = [Edit(change.table, change.key, change.values, change.row.record is None) for change in asked]
    for found in broken(edits) if edits else ():
        row, others = asked[found.edit or 0].row, None if found.other is None else asked[found.other].row
        if found.edit is None:
            said = f"会使登记的{SCHEMA[found.table].label}有问题:{_said(found, None)}"
            remarks.problem(_any_of(asked, found.table), "", said, "请核对这张表和它引用的各表")
            continue
        slot = next((slot for slot in row.part.slots if slot.partition(".")[0] == found.column.partition("/")[0]), "")
        said, _, remedy = _said(found, others).partition(";")
        remarks.problem(row, slot, said, remedy or "请改正这一行,或与它有关的那一行")


def _any_of(changes: list[Change], table: str) -> Incoming:
    return next((change.row for change in changes if change.table == table), changes[0].row)


def _said(found: Broken, other: Incoming | None) -> str:
    where = f"“{other.part.sheet}”第 {other.number} 行" if other else "已登记的一条记录"
    return in_words(found.message).replace("第 {other} 行", where)


def _annotate(access: Access, upload: Upload, parsed: Parsed, problems: list[Said]) -> None:
    """The file with its problems as notes, if it has any."""
    file = files.annotated(upload.pk)
    if not problems:
        file.unlink(missing_ok=True)
        return
    with files.aside() as folder:
        write_annotated(parsed.parts, problems, sheets_for(access), plain := folder / file.name)
        files.keep(plain, file)


def _clear(upload: Upload) -> None:
    upload.rows.all()._raw_delete(upload.rows.db)
    upload.problems.all()._raw_delete(upload.problems.db)


def _keep_rows(upload: Upload, changes: Iterable[Change]) -> None:
    rows = (
        UploadRow(
            upload=upload,
            table=change.table,
            state=change.state,
            sheet=change.row.part.sheet,
            row=change.row.number,
            pk_text="" if change.pk is None else str(change.pk),
            version=change.row.record.version if change.row.record else None,
            values=change.values,
            beside=change.row.beside,
        )
        for change in changes
    )
    for chunk in chunks(rows, _BATCH):
        UploadRow.objects.bulk_create(chunk)


def _keep_problems(upload: Upload, problems: list[Said]) -> None:
    kept = (_problem(upload, said) for said in problems[:MOST_PROBLEMS])
    for chunk in chunks(kept, _BATCH):
        UploadProblem.objects.bulk_create(chunk)


def _problem(upload: Upload, said: Said) -> UploadProblem:
    return UploadProblem(
        upload=upload,
        sheet=said.sheet[:255],
        row=said.row,
        column=said.column[:100],
        value=said.value,
        message=said.message,
        remedy=said.remedy,
    )
