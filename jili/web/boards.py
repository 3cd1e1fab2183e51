"""Lists of decisions: what is overdue, what falls due, who is restricted; by sentence, conclusion, unit and name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jili.access.gate import Request
from jili.access.remembered import remembered_ids
from jili.access.scope import Access
from jili.decisions.models import Decision, Run, published
from jili.decisions.naming import subject_names
from jili.decisions.seen import decisions
from jili.policy.outcomes import NAMES
from jili.policy.sentences import TITLES
from jili.web import lines
from jili.web.fields import Choices
from jili.web.tones import Tone

PER_PAGE = 50
UNTIL = "何日解除"
"""What the last day is called in a list of the restricted."""
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Board:
    title: str
    says: str


BOARDS: Mapping[str, Board] = {
    "open": Board("未了的事项", "逾期、待办、须说明、待核的"),
    "overdue": Board("逾期", "过了期限还没有办的"),
    "soon": Board("30 天内到期", "30 天内要办的"),
    "restricted": Board("受限台账", "正受限制的人:依哪一句,从何日起,何日解除"),
    "justify": Board("须说明", "没有照“一般”要求办、要写明理由的"),
    "suspected": Board("疑似", "位次倒退、目标未完成有疑似的,等研判、告知、陈述和认定"),
    "talks": Board("我该谈谁", "该谈还没有谈的,最迟日早的在前"),
    "all": Board("全部结论", "公布的运行在管理范围内的全部结论"),
}
SUSPECTED = ("suspect_rank_drop", "suspect_target_unmet")
TALKS = ("11.4a", "11.4b", "11.4c", "11.4d")


class BoardForm(forms.Form):
    board = forms.ChoiceField(
        label="名单", required=False, widget=Choices, choices=[(key, one.title) for key, one in BOARDS.items()]
    )
    statement = forms.ChoiceField(label="语句", required=False, widget=Choices)
    outcome = forms.ChoiceField(label="结论", required=False, widget=Choices, choices=[("", "全部"), *NAMES.items()])
    q = forms.CharField(label="姓名或单位", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))

    def __init__(self, statements: tuple[str, ...], data: Any, boards: tuple[str, ...] = tuple(BOARDS)) -> None:
        super().__init__(data)
        self.fields["board"].choices = [(key, BOARDS[key].title) for key in boards]  # type: ignore[attr-defined]
        choices = [(id, f"{id} {TITLES[id]}") for id in statements or TITLES]
        self.fields["statement"].choices = [("", "全部"), *choices]  # type: ignore[attr-defined]


def board(request: Request) -> HttpResponse:
    """The decisions of one list, narrowed by what is asked."""
    access, run = request.access, published()
    form = BoardForm((), request.GET)
    form.is_valid()
    key = form.cleaned_data.get("board") or "open"
    until = UNTIL if key == "restricted" else ""
    context = {"form": form, "run": run, "board": BOARDS[key], "key": key, "until": until}
    if run is not None:
        context |= listed(request, run, form, (key,), lambda: of_board(decisions(access), run, key))
    return render(request, "boards/board.html", context)


def of_board(rows: QuerySet[Decision], run: Run, key: str) -> QuerySet[Decision]:
    """The rows of a list, the most pressing first."""
    match key:
        case "overdue":  # the latest come first: they can be mended
            return rows.filter(outcome__in=lines.outcomes(Tone.OVERDUE)).order_by(
                F("ends_on").desc(nulls_last=True), "statement", "id"
            )
        case "soon":
            rows = rows.filter(outcome__in=lines.outcomes(Tone.DUE), ends_on__range=(run.day, run.day + SOON))
        case "restricted":
            rows = rows.filter(effect="restriction", ends_on__gt=run.day)
        case "justify":
            first = Case(When(statement__startswith="8", then=Value(0)), default=Value(1))  # selection cannot wait
            rows = rows.filter(outcome__in=lines.outcomes(Tone.JUSTIFY))
            return rows.order_by(first, F("ends_on").asc(nulls_last=True), "statement", "id")
        case "suspected":
            rows = rows.filter(outcome__in=SUSPECTED)
        case "talks":
            rows = rows.filter(statement__in=TALKS, outcome__in=lines.outcomes(Tone.OVERDUE, Tone.DUE))
        case "open":
            rows = rows.filter(outcome__in=lines.outcomes(Tone.OVERDUE, Tone.DUE, Tone.JUSTIFY, Tone.VERIFY))
    return rows.order_by(F("ends_on").asc(nulls_last=True), "statement", "id")


def listed(
    request: Request, run: Run, form: BoardForm, question: tuple[Hashable, ...], rows: Callable[[], QuerySet[Decision]]
) -> dict[str, Any]:
    """A page of rows, narrowed by the form, for ``boards/list.html``. ``question`` says what the rows follow from."""
    access = request.access
    given = {name: form.cleaned_data.get(name, "") for name in ("statement", "outcome", "q")}
    page = page_of_decisions(
        access, (*question, *given.values()), lambda: _narrowed(access, rows(), **given), request.GET.get("page")
    )
    table = lines.table(access, run, list(page))
    lines.read(request, table.sensitive, "名单")
    return {"page": page, "table": table}


def page_of_decisions(
    access: Access, question: tuple[Hashable, ...], rows: Callable[[], QuerySet[Decision]], number: Any
) -> Page[int]:
    """A page of the ids of decisions that are in order and may be seen."""
    ids = remembered_ids(access, ("decisions", *question), lambda: rows().values_list("pk", flat=True))
    return Paginator(cast(Any, ids), PER_PAGE).get_page(number)


def _narrowed(access: Access, rows: QuerySet[Decision], statement: str, outcome: str, q: str) -> QuerySet[Decision]:
    asked = q.replace("\0", "")
    for name, value in (("statement", statement), ("outcome", outcome)):
        rows = rows.filter(**{name: value}) if value else rows
    return rows.filter(_named(access, asked)) if asked else rows


def _named(access: Access, asked: str) -> Q:
    """Of people or units in scope whose name has these words; of the city, by the name that its lines have."""
    people = access.of("cadres").filter(name__icontains=asked).values("pk")
    units = access.units().filter(name__icontains=asked).values("pk")
    city = Q(subject_kind="city") if asked == subject_names([])["city", "city"] else Q(pk__in=[])
    return Q(cadre__in=people) | Q(unit__in=units) | city


urlpatterns = [path("decisions/", board, name="decisions")]
