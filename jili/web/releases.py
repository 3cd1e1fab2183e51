"""Pages of 安全管理员 about workbooks that wait to be let out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.exchange import exports
from jili.web.administrators import tables_said
from jili.web.data_forms import WhyForm


def export_release(request: Request, export_id: int) -> HttpResponse:
    return _answered(request, export_id, "放行", "放行后,导出的人可以下载。")


def export_decline(request: Request, export_id: int) -> HttpResponse:
    return _answered(request, export_id, "不同意", "导出的人不能下载,可以少选一些另行导出。")


def _answered(request: Request, export_id: int, do: str, says: str) -> HttpResponse:
    """Ask for the reason, then do it."""
    shown = exports.access_waiting_export(export_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = exports.export_release if do == "放行" else exports.export_decline
        try:
            answer(actor=request.access.actor(), export=shown, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"第 {shown.pk} 号导出:已{do}。")
            return redirect("home")
    where = shown.unit or "管理范围内的全部"
    said = f"{shown.account.username}导出{where}的{tables_said(shown)},共 {shown.rows:,} 条。{says}"
    context = {"form": form, "title": f"{do}第 {shown.pk} 号导出", "do": do, "back": reverse("home"), "says": said}
    return render(request, "form_page.html", context)


urlpatterns = [
    path("data/exports/<int:export_id>/release/", export_release, name="export-release"),
    path("data/exports/<int:export_id>/decline/", export_decline, name="export-decline"),
]
