"""The style page: every piece that pages are made of, in every state, with invented words. For who builds pages."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jili.policy.outcomes import NAMES
from jili.web.tones import TONES, Tone

CHART = {
    "tones": ["1", "2", "3", "4"],
    "legend": {"top": 0},
    "xAxis": {"type": "category", "data": ["2021", "2022", "2023", "2024"]},
    "yAxis": {"type": "value"},
    "series": [
        {"name": "优秀", "type": "bar", "stack": "all", "data": [18, 20, 19, 21]},
        {"name": "称职", "type": "bar", "stack": "all", "data": [78, 77, 79, 76]},
        {"name": "基本称职", "type": "bar", "stack": "all", "data": [3, 2, 1, 2]},
        {"name": "不称职", "type": "bar", "stack": "all", "data": [1, 1, 1, 1]},
    ],
}


def style(request: HttpRequest) -> HttpResponse:
    today = date(2025, 12, 31)
    outcomes: dict[Tone, list[str]] = {}
    for outcome in NAMES:
        outcomes.setdefault(TONES[outcome], []).append(outcome)
    context = {
        "tones": list(outcomes.items()),
        "days": [today + timedelta(days=days) for days in (12, 0, -3)],
        "today": today,
        "years": [
            {"year": 2020, "word": "称职", "tone": ""}, {"year": 2021, "word": "", "tone": "none"},
            {"year": 2022, "word": "优秀", "tone": "favoured"}, {"year": 2023, "word": "基本称职", "tone": "justify"},
            {"year": 2024, "word": "不称职", "tone": "barred"},
        ],
        "page": Paginator(range(120), 20).page(2),
        "said": _said(),
        "chart": CHART,
    }  # fmt: skip
    return render(request, "style.html", context)


def _said() -> Any:
    """An explanation as ``jili.policy.telling`` gives it."""
    line = SimpleNamespace(
        item="2024", outcome="no_promotion", conclusion="一年内不得晋升职务,自 2025年3月20日 起,2026年3月20日 解除",
        conditions=((True, "年度综合考核基本称职(等次:基本称职)"), (False, "已满一年"), (None, "审定日(未记录)")),
        told="",
        evidence=("年度综合考核 A102:年度 2024,等次 基本称职,审定日 2025年3月20日",),
        readings=("限制期限起算 = 审定日(暂行)",),
        promises=("若该等次经复核改为称职以上,则不再有此项。",),
    )  # fmt: skip
    quote = "年度综合考核被评为基本称职的,一年内不得晋升职务"
    return SimpleNamespace(sentence="6.4", quote=quote, of="年度等次", lines=(line,), left=2, holds=True)


urlpatterns = [path("style/", style, name="style")]
