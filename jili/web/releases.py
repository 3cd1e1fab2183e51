"""Pages of 安全管理员 about workbooks that wait to be let out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse

from jili.access.gate import Request
from jili.exchange import exports
from jili.web.administrators import tables_said
from jili.web.confirming import confirmed


def export_release(request: Request, export_id: int) -> HttpResponse:
    return _answered(request, export_id, exports.export_release, "放行", "放行后,导出的人可以下载。")


def export_decline(request: Request, export_id: int) -> HttpResponse:
    says = "导出的人不能下载,可以少选一些另行导出。"
    return _answered(request, export_id, exports.export_decline, "不同意", says)


def _answered(request: Request, export_id: int, service: Any, do: str, says: str) -> HttpResponse:
    shown = exports.access_waiting_export(export_id)
    where = shown.unit or "管理范围内的全部"
    said = f"{shown.account.username}导出{where}的{tables_said(shown)},共 {shown.rows:,} 条。{says}"
    return confirmed(
        request,
        lambda why: service(actor=request.access.actor(), export=shown, why=why),
        title=f"{do}第 {shown.pk} 号导出",
        do=do,
        says=said,
        back=reverse("home"),
        done=f"第 {shown.pk} 号导出:已{do}。",
    )


urlpatterns = [
    path("data/exports/<int:export_id>/release/", export_release, name="export-release"),
    path("data/exports/<int:export_id>/decline/", export_decline, name="export-decline"),
]
