"""Files in: sending one, what became of it, what it would change, taking it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpResponse
from ninja import Body, File, Query, Router, Schema, Status, UploadedFile

from jili.access.accounts import Refused
from jili.access.errors import answer
from jili.access.gate import Request
from jili.api.fields import Among, Asked, Given, Text
from jili.api.operation import read, write
from jili.api.pages import Page, page
from jili.exchange import uploads as services
from jili.exchange.models import Upload, UploadRow
from jili.exchange.parsing import Unreadable
from jili.exchange.preview import Line, lines
from jili.exchange.targets import targets

router = Router(tags=["导入"])
Table = Annotated[str, Among(tuple(target.table.name for target in targets()))]
Change = Annotated[str, Among(tuple(UploadRow.State.values))]
OPEN = (Upload.State.CHECKED, Upload.State.DRAFT)


class Counts(Schema):
    table: str
    new: int
    changed: int
    same: int
    proposed: int


class OneUpload(Schema):
    """``busy``: a worker is at it; ask again later. ``failed``: why what was asked for last was not done."""

    upload_id: int
    name: str
    sha256: str
    size: int
    state: str
    said: str
    busy: bool
    failed: str
    problems: int
    counts: list[Counts]
    sent_at: datetime
    checked_at: datetime | None


class OneProblem(Schema):
    sheet: str
    row: int
    column: str
    value: str
    message: str
    remedy: str


class Cell(Schema):
    label: str
    before: str
    after: str


class OneChange(Schema):
    """``gone``: the record is out of scope by now, and nothing of it is shown."""

    table: str
    state: str
    sheet: str
    row: int
    label: str
    gone: bool
    cells: list[Cell]


class ChangesAsked(Asked):
    table: Table | None = None
    state: Change | None = None


class Why(Given):
    why: Text


class Confirmed(Why):
    proposed: bool = False
    """Also take the rows that the program proposes from free text."""


@read(router, "/uploads", "uploads", Page[OneUpload])
def uploads(request: Request, asked: Query[Asked]) -> dict[str, Any]:
    """列出以同样权限上传的文件,新的在前"""
    return page(services.uploads(request.access), asked, lambda found: [_said(row) for row in found])


@write(router, "/uploads", "uploads", {200: OneUpload, 202: OneUpload})
def upload_receive(request: Request, file: File[UploadedFile]) -> Any:
    """上传一个工作簿、CSV、Parquet 或任免审批表文件

    收下即开始核对(202);同样的文件上传过,就答那一次的情况(200)。
    """
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        return answer(413, f"文件超过 {settings.UPLOAD_LIMIT >> 20} MB;请分成几个文件")
    try:
        found, is_new = services.upload_receive(access=request.access, name=file.name or "", pieces=file.chunks())
    except Unreadable as refusal:
        return answer(422, problems=[{"where": "body.file", "message": f"{refusal.message};{refusal.remedy}"}])
    return Status(202 if is_new else 200, _said(found))


@read(router, "/uploads/{int:upload_id}", "upload", OneUpload)
def upload(request: Request, upload_id: int) -> dict[str, Any]:
    """一个文件现在怎样了"""
    return _said(services.access_upload(request.access, upload_id))


@read(router, "/uploads/{int:upload_id}/problems", "upload-problems", Page[OneProblem])
def upload_problems(request: Request, upload_id: int, asked: Query[Asked]) -> dict[str, Any]:
    """文件里要先改好的问题:哪张表、哪一行、哪一列、怎么办"""
    shown = services.access_upload(request.access, upload_id)
    names = OneProblem.model_fields
    said = lambda found: [{name: getattr(row, name) for name in names} for row in found]
    return page(shown.problems.order_by("pk"), asked, said)


@read(router, "/uploads/{int:upload_id}/changes", "upload-changes", Page[OneChange])
def upload_changes(request: Request, upload_id: int, asked: Query[ChangesAsked]) -> dict[str, Any]:
    """导入会改变什么,或已经改变了什么:逐条逐列,从什么到什么"""
    rows = services.access_upload(request.access, upload_id).rows.order_by("pk")
    for name in ("table", "state"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    return page(rows, asked, lambda found: _changes(request, found))


@write(router, "/uploads/{int:upload_id}/check", "upload-check", {202: OneUpload}, 409)
def upload_check(request: Request, upload_id: int) -> Any:
    """重新核对:核对之后别人改过登记册时"""
    shown = services.access_upload(request.access, upload_id)
    return _ask(request, shown, services.CHECK, (*OPEN, Upload.State.REFUSED, Upload.State.UNDONE))


@write(router, "/uploads/{int:upload_id}/confirm", "upload-confirm", {202: OneUpload}, 409)
def upload_confirm(request: Request, upload_id: int, given: Body[Confirmed]) -> Any:
    """把文件里新增和变更的内容全部导入;有一条不行就一条也不导入"""
    shown = services.access_upload(request.access, upload_id)
    return _ask(request, shown, services.CONFIRM, OPEN, why=given.why, proposed=given.proposed)


@write(router, "/uploads/{int:upload_id}/undo", "upload-undo", {202: OneUpload}, 409)
def upload_undo(request: Request, upload_id: int, given: Body[Why]) -> Any:
    """把导入的内容全部恢复成导入之前的样子"""
    shown = services.access_upload(request.access, upload_id)
    return _ask(request, shown, services.UNDO, (Upload.State.CONFIRMED,), why=given.why)


def _ask(request: Request, shown: Upload, kind: str, states: Sequence[str], **given: Any) -> HttpResponse | Status[Any]:
    """Have something done by a worker. Raises Refused where there is nothing to be done."""
    if _is_busy(shown):
        raise Refused("正在处理;请稍候再试")
    if shown.state not in states:
        raise Refused(f"现在的状态是“{shown.get_state_display()}”,办不了")
    services.request(access=request.access, upload=shown, kind=kind, **given)
    return Status(202, _said(services.access_upload(request.access, shown.pk)))


def _is_busy(upload: Upload) -> bool:
    return upload.job is not None and not upload.job.is_over


def _said(row: Upload) -> dict[str, Any]:
    return {
        "upload_id": row.pk,
        "name": row.name,
        "sha256": row.digest,
        "size": row.size,
        "state": row.state,
        "said": row.get_state_display(),
        "busy": _is_busy(row),
        "failed": row.job.error if row.job and row.job.is_over else "",
        "problems": row.problems_in_all,
        "counts": [{"table": table, **counts} for table, counts in row.counts.items()],
        "sent_at": row.created_at,
        "checked_at": row.checked_at,
    }


def _changes(request: Request, rows: Sequence[UploadRow]) -> list[dict[str, Any]]:
    return [_change(line) for line in lines(request.access, rows)]


def _change(line: Line) -> dict[str, Any]:
    row = line.row
    return {
        "table": row.table,
        "state": row.state,
        "sheet": row.sheet,
        "row": row.row,
        "label": line.label,
        "gone": line.gone,
        "cells": [{"label": cell.label, "before": cell.before, "after": cell.after} for cell in line.cells],
    }
