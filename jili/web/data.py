"""Pages of files in and out: templates, sending in, what a file would change, taking it, taking it back, exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.exchange import exports, files, uploads
from jili.exchange.models import Upload, UploadRow
from jili.exchange.parsing import PARSERS, Unreadable
from jili.exchange.preview import lines
from jili.exchange.sheets.offered import sheets_for
from jili.exchange.targets import target
from jili.web.data_forms import ConfirmForm, ExportForm, PasteForm, UploadForm, WhyForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 20
_PAGE = 50
_PASTED = 4 << 20
"""Bytes of a request with a pasted block."""


def data(request: Request) -> HttpResponse:
    """What can be downloaded, sent in, and what has been."""
    context = {
        "sheets": sheets_for(request.access),
        "form": UploadForm(),
        "paste": PasteForm(request.access),
        "kinds": "、".join(PARSERS),
        "page": Paginator(uploads.uploads(request.access), 20).get_page(request.GET.get("page")),
        "exports": exports.exports(request.access)[:_SHOWN],
    }
    return render(request, "data/data.html", context)


def template(request: Request) -> HttpResponse:
    """An empty workbook of the tables asked for."""
    tables = request.GET.getlist("tables")
    if not tables:
        messages.error(request, "请至少选一张表。")
        return redirect("data")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.xlsx"
        exports.template_write(request.access, tables, file)
        return _workbook(file.read_bytes(), "模板.xlsx")


def upload_receive(request: Request) -> HttpResponse:
    """Keep a file; its page says what becomes of it."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_LIMIT:
        return _not_received(request, f"文件超过 {settings.UPLOAD_LIMIT >> 20} MB", "请分成几个文件后再上传")
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _not_received(request, "没有选文件,或文件是空的", "请选好文件再上传")
    sent = form.cleaned_data["file"]
    return _received(request, sent.name, sent.chunks())


def paste_receive(request: Request) -> HttpResponse:
    """Keep a block copied from a spreadsheet as a file: it goes the same way from there."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _PASTED:
        return _not_received(request, f"粘贴的内容超过 {_PASTED >> 20} MB", "请存成 .xlsx 文件后上传")
    form = PasteForm(request.access, request.POST)
    if not form.is_valid():
        return _not_received(request, "没有选表,或没有粘贴内容", "请选好是哪张表,连同表头一起复制后粘贴")
    return _received(request, form.name(), [form.cleaned_data["rows"].encode()])


def _received(request: Request, name: str, pieces: Iterable[bytes]) -> HttpResponse:
    try:
        upload, is_new = uploads.upload_receive(access=request.access, name=name, pieces=pieces)
    except Unreadable as refusal:
        return _not_received(request, refusal.message, refusal.remedy)
    if not is_new:
        messages.info(request, f"同样的内容以前上传过(第 {upload.pk} 号),不再另存。")
    return redirect("upload", upload.pk)


def _not_received(request: Request, message: str, remedy: str) -> HttpResponse:
    return render(request, "data/not_received.html", {"message": message, "remedy": remedy}, status=422)


def upload(request: Request, upload_id: int) -> HttpResponse:
    """Where a file stands: being worked on, its problems, what it would change."""
    shown = uploads.access_upload(request.access, upload_id)
    context = {
        "upload": shown,
        "busy": shown.job is not None and not shown.job.is_over,
        "failed": shown.job.error if shown.job and shown.job.is_over else "",
        "counts": [(target(table).table.label, table, counts) for table, counts in shown.counts.items()],
        "proposed": sum(counts["proposed"] for counts in shown.counts.values()),
        "problems": shown.problems.order_by("pk")[:_SHOWN],
        "annotated": files.annotated(shown.pk).exists(),
        "open": shown.state in (Upload.State.CHECKED, Upload.State.DRAFT),
    }
    answer = render(request, "data/upload.html", context)
    if context["busy"]:
        answer.headers["Refresh"] = "2"
    return answer


def upload_problems(request: Request, upload_id: int) -> HttpResponse:
    shown = uploads.access_upload(request.access, upload_id)
    page = Paginator(shown.problems.order_by("pk"), 2 * _PAGE).get_page(request.GET.get("page"))
    return render(request, "data/problems.html", {"upload": shown, "page": page})


def upload_changes(request: Request, upload_id: int) -> HttpResponse:
    """The records of one table that a file makes or changes, a page at a time."""
    shown = uploads.access_upload(request.access, upload_id)
    table, state = request.GET.get("table", ""), request.GET.get("state", "")
    rows = shown.rows.order_by("pk")
    if table in shown.counts:
        rows = rows.filter(table=table)
    if state in UploadRow.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"upload": shown, "page": page, "lines": lines(request.access, list(page)), "asked": asked.urlencode()}
    return render(request, "data/changes.html", context)


def upload_annotated(request: Request, upload_id: int) -> HttpResponse:
    """The file with its problems as notes."""
    shown = uploads.access_upload(request.access, upload_id)
    file = files.annotated(shown.pk)
    if not file.exists():
        messages.info(request, "没有带批注的文件:没有问题,或文件读不了。")
        return redirect("upload", upload_id)
    return _file(file, f"{Path(shown.name).stem}-问题.xlsx")


def upload_check(request: Request, upload_id: int) -> HttpResponse:
    shown = uploads.access_upload(request.access, upload_id)
    uploads.request(access=request.access, upload=shown, kind=uploads.CHECK)
    return redirect("upload", upload_id)


def upload_keep(request: Request, upload_id: int) -> HttpResponse:
    uploads.upload_keep(upload=uploads.access_upload(request.access, upload_id))
    messages.success(request, "已存为草稿。草稿不算数,确认导入后才算。")
    return redirect("upload", upload_id)


def upload_discard(request: Request, upload_id: int) -> HttpResponse:
    shown = uploads.access_upload(request.access, upload_id)
    try:
        uploads.upload_discard(upload=shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("upload", upload_id)
    messages.success(request, "已删去。登记的内容没有变。")
    return redirect("data")


def upload_confirm(request: Request, upload_id: int) -> HttpResponse:
    shown = uploads.access_upload(request.access, upload_id)
    says = f"把“{shown.name}”中新增和变更的内容全部导入;有一条不行就一条也不导入。"
    return _asked(request, shown, ConfirmForm, uploads.CONFIRM, ("确认导入", says))


def upload_undo(request: Request, upload_id: int) -> HttpResponse:
    shown = uploads.access_upload(request.access, upload_id)
    says = f"把“{shown.name}”导入的内容全部恢复成导入之前的样子。导入之后又改过或用到的,不能撤销。"
    return _asked(request, shown, WhyForm, uploads.UNDO, ("撤销导入", says))


def _asked(
    request: Request, shown: Upload, form_class: Callable[..., Any], kind: str, words: tuple[str, str]
) -> HttpResponse:
    """A page that asks why, and then has it done."""
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uploads.request(access=request.access, upload=shown, kind=kind, **form.cleaned_data)
        return redirect("upload", shown.pk)
    title, says = words
    back = reverse("upload", args=[shown.pk])
    return render(request, "form_page.html", {"form": form, "title": title, "do": title, "back": back, "says": says})


def export_request(request: Request) -> HttpResponse:
    """Have a workbook of what is registered made."""
    form = ExportForm(request.access, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = exports.export_request(access=request.access, **form.cleaned_data)
            return redirect("export", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    says = (
        "导出的工作簿可以查看,也可以在上面改好再传回来。每次导出都记入日志,文件保留 24 小时。"
        f"超过 {settings.EXPORT_ALONE} 人的敏感内容,由安全管理员放行后才能下载。"
    )
    context = {"form": form, "title": "导出", "do": "开始导出", "back": reverse("data"), "says": says}
    return render(request, "form_page.html", context)


def export(request: Request, export_id: int) -> HttpResponse:
    shown = exports.access_export(request.access, export_id)
    answer = render(request, "data/export.html", {"export": shown})
    if shown.job is not None and not shown.job.is_over:
        answer.headers["Refresh"] = "2"
    return answer


def export_file(request: Request, export_id: int) -> HttpResponse:
    shown = exports.access_export(request.access, export_id)
    file = files.export(shown.pk)
    if not shown.ready or not file.exists():
        messages.info(request, "文件还没有做好、还没有放行,或已过期。")
        return redirect("export", export_id)
    return _file(file, f"导出-{shown.created_at:%Y%m%d}-{shown.pk}.xlsx")


def _file(file: Path, name: str) -> HttpResponse:
    """A kept file, piece by piece."""
    answer = StreamingHttpResponse(files.read(file), content_type=XLSX)
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer  # type: ignore[return-value]


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer


urlpatterns = [
    path("data/", data, name="data"),
    path("data/template/", template, name="data-template"),
    path("data/upload/", upload_receive, name="upload-receive"),
    path("data/paste/", paste_receive, name="paste-receive"),
    path("data/uploads/<int:upload_id>/", upload, name="upload"),
    path("data/uploads/<int:upload_id>/problems/", upload_problems, name="upload-problems"),
    path("data/uploads/<int:upload_id>/changes/", upload_changes, name="upload-changes"),
    path("data/uploads/<int:upload_id>/annotated/", upload_annotated, name="upload-annotated"),
    path("data/uploads/<int:upload_id>/check/", upload_check, name="upload-check"),
    path("data/uploads/<int:upload_id>/keep/", upload_keep, name="upload-keep"),
    path("data/uploads/<int:upload_id>/discard/", upload_discard, name="upload-discard"),
    path("data/uploads/<int:upload_id>/confirm/", upload_confirm, name="upload-confirm"),
    path("data/uploads/<int:upload_id>/undo/", upload_undo, name="upload-undo"),
    path("data/export/", export_request, name="export-request"),
    path("data/exports/<int:export_id>/", export, name="export"),
    path("data/exports/<int:export_id>/file/", export_file, name="export-file"),
]
