"""The list of cadres as it is shown, taken away as a workbook; that is an event."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.paging import Cut
from jili.access.remembered import remembered_rows
from jili.access.scope import Access
from jili.exchange.lists import write_list
from jili.web.people.asking import Filters, ordered, people
from jili.web.people.columns import ORDERS, chosen
from jili.web.people.rows import Line, lines, sensitive
from jili.web.templatetags.jili import day
from jili.web.tones import spoken

MOST = 5_000
"""Lines of one workbook (of sensitive ones the setting EXPORT_ALONE): more is taken away by 数据, where somebody else
may have to agree."""
TITLE = "干部名单"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: Request) -> HttpResponse:
    """All that answers to what was asked, in the order and with the columns shown."""
    access, query = request.access, request.META.get("QUERY_STRING", "")
    filters = Filters(access, QueryDict(query))
    back = f"{reverse('cadres')}{'?' if query else ''}{query}"
    if not filters.is_valid():
        return redirect(back)
    rows, columns = people(filters), chosen(access)
    ids = partial(remembered_rows, access, ordered(filters, rows))
    found = Cut(ids, lambda wanted: rows.filter(pk__in=wanted))[: MOST + 1]
    if len(found) > MOST:
        messages.error(request, f"一次最多导出 {MOST:,} 人;请先筛选,缩小范围{_elsewhere(access)}。")
        return redirect(back)
    shown = list(lines(access, found, columns))
    decided = [decision for line in shown for decision in line.decided]
    if len(found) > settings.EXPORT_ALONE and sensitive(filters, columns, decided):
        messages.error(
            request,
            f"名单含敏感内容(敏感的结论或列),一次最多导出 {settings.EXPORT_ALONE:,} 人;"
            f"请去掉“须留意的结论”等列,不按敏感的结论筛选,或缩小范围{_elsewhere(access, '(须安全管理员放行)')}。",
        )
        return redirect(back)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.xlsx"
        write_list(
            file,
            title=TITLE,
            note=f"共 {len(found)} 人,{day(access.day)},{ORDERS[filters.order][0]}为序",
            headings=[("姓名", 12), *((column.label, column.wide) for column in columns)],
            rows=(_cells(line) for line in shown),
        )
        content = file.read_bytes()
    asked = {name: value for name, value in filters.cleaned_data.items() if value}
    append_alone(
        actor=access.actor(), kind="cadres.export", subject="list:cadres",
        body={"columns": ["name", *(column.name for column in columns)], "count": len(found)}, details={"asked": asked},
    )  # fmt: skip
    answer = HttpResponse(content, content_type=TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{TITLE}{access.day:%Y%m%d}.xlsx") or ""
    return answer


def _elsewhere(access: Access, but: str = "") -> str:
    """The other way, for who has it."""
    return f",或到“数据”中导出整表{but}" if access.opens("data") else ""


def _cells(line: Line) -> list[str]:
    return [line.cadre.name, *(_text(value) for _, value in line.cells)]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(f"{decision.statement} {spoken(decision.outcome)}" for decision in value)
    return day(value) if isinstance(value, date) else str(value or "")
