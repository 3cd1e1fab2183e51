"""Pages of readings (口径): their values and since when; trying another value, proposing and deciding a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.roles import Role
from jili.access.scope import NotThere
from jili.decisions.jobs import job_start
from jili.decisions.models import ReadingChange, Simulation
from jili.decisions.readings import reading_approve, reading_decline, reading_propose, readings_on
from jili.policy.outcomes import NAMES
from jili.policy.readings import BadReading, Reading, declared, spoken, typed, written
from jili.policy.sentences import TITLES
from jili.records.models import Unit
from jili.web.fields import DayInput
from jili.web.runs import CHANGES

HOW = {
    "whole": "不小于零的整数", "fraction": "小数或分数,如 0.25 或 1/4", "month_day": "月日,如 03-31",
    "weights": "三个权重,如 [1/2, 1/4, 1/4]", "steps": "满几年: 天数,如 {1: 5, 10: 10}",
    "years_by_rank": "现任层次-拟任层次: 年数,如 {1-2: 3, 2-3: 2}",
    "dated_fraction": "一个比例;或起始日: 比例,如 {1900-01-01: 0.15, 2020-12-28: 0.20}",
}  # fmt: skip
"""How a value of a kind is typed; of the others is chosen, or they are days."""


class TryForm(forms.Form):
    """Another value for a reading, which begins as it is now."""

    def __init__(self, of: Reading, now: Any, data: Any = None) -> None:
        super().__init__(data)
        self._of = of
        self.fields["value"] = _field(of, now)

    def clean_value(self) -> Any:
        """As in a readings file: texts only."""
        value = self.cleaned_data["value"]
        try:
            text = typed(value) if self._of.kind in HOW else str(value or "")
            self._of.parsed(text)
        except BadReading as problem:
            raise forms.ValidationError(f"{problem}。") from None
        return text


def _field(of: Reading, now: Any) -> forms.Field:
    if of.kind in ("date", "optional_date"):
        return forms.DateField(label="试改为", initial=now, required=of.kind == "date", widget=DayInput())
    if of.kind in HOW:
        return forms.CharField(label="试改为", initial=written(now), max_length=2000, help_text=HOW[of.kind])
    choices = of.choices or {"true": "是", "false": "否"}
    return forms.ChoiceField(label="试改为", initial=now, choices=list(choices.items()))


class ProposeForm(forms.Form):
    from_on = forms.DateField(label="从何日起", widget=DayInput())
    reason = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea({"rows": 4}))
    document = forms.CharField(label="文号", max_length=200)


class DeclineForm(forms.Form):
    why = forms.CharField(label="不批准的理由", max_length=500, widget=forms.Textarea({"rows": 2}))


def readings(request: Request) -> HttpResponse:
    """All readings with the value of today, since when it holds, and what waits to be decided."""
    today = readings_on(timezone.localdate())
    approved: dict[str, ReadingChange] = {}
    held = ReadingChange.objects.filter(state=ReadingChange.State.APPROVED, from_on__lte=timezone.localdate())
    for change in held.order_by("from_on", "decided_at", "pk"):
        approved[change.name] = change
    rows = [(one, _value(one, today.texts[one.name]), approved.get(one.name)) for one in declared().values()]
    waiting = ReadingChange.objects.filter(state=ReadingChange.State.PROPOSED)
    context = {"rows": rows, "waiting": [(change, declared()[change.name].title) for change in waiting]}
    context["decides"] = _changes(request)
    return render(request, "decisions/readings.html", context)


def reading(request: Request, name: str) -> HttpResponse:
    """A reading with its reason, its alternatives and all its changes."""
    return _reading(request, _declared(name))


def simulate(request: Request, name: str) -> HttpResponse:
    """Try another value; the counts are on the page to which the job leads."""
    shown = _declared(name)
    form = TryForm(shown, _now(shown), request.POST)
    if shown.fixed or not form.is_valid():
        return _reading(request, shown, form)
    argument = {"name": name, "value": form.cleaned_data["value"]}
    return redirect("job", job_start(actor=request.access.actor(), kind="reading.simulate", argument=argument).pk)


def _reading(request: Request, shown: Reading, form: TryForm | None = None) -> HttpResponse:
    context = {
        "reading": shown, "value": _value(shown, _now(shown)),
        "used": [(id, TITLES.get(id)) for id in shown.statements.split()],
        "changes": [(change, _value(shown, change.value)) for change in ReadingChange.objects.filter(name=shown.name)],
        "decides": _changes(request),
        "form": (form or TryForm(shown, _now(shown))) if _changes(request) and not shown.fixed else None,
    }  # fmt: skip
    return render(request, "decisions/reading.html", context)


def _now(of: Reading) -> Any:
    return readings_on(timezone.localdate()).texts[of.name]


def simulation(request: Request, simulation_id: int) -> HttpResponse:
    """What a change would do; whoever tried it may propose it."""
    shown = Simulation.objects.select_related("run").filter(pk=simulation_id).first()
    if shown is None:
        raise NotThere
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = reading_propose(actor=request.access.actor(), simulation=shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提出,等另一人批准。")
            return redirect("reading-change", change.pk)
    own = shown.made_by == request.access.account.username
    context = {**_simulated(shown), "form": form if own else None}
    return render(request, "decisions/simulation.html", context)


def change(request: Request, change_id: int) -> HttpResponse:
    """A proposed change beside what it does; somebody else than its proposer decides."""
    shown = _change(change_id)
    own = shown.proposed_by == request.access.account.username
    decides = shown.state == ReadingChange.State.PROPOSED and not own
    context = {**_simulated(shown.simulation), "change": shown, "own": own, "form": DeclineForm() if decides else None}
    return render(request, "decisions/reading_change.html", context)


def approve(request: Request, change_id: int) -> HttpResponse:
    shown = _change(change_id)
    try:
        reading_approve(actor=request.access.actor(), change=shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已批准,自 {shown.from_on} 起的运行都按新值。")
    return redirect("reading-change", change_id)


def decline(request: Request, change_id: int) -> HttpResponse:
    shown = _change(change_id)
    form = DeclineForm(request.POST)
    try:
        why = form.cleaned_data["why"] if form.is_valid() else ""
        reading_decline(actor=request.access.actor(), change=shown, why=why)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "没有批准;现行的值不变。")
    return redirect("reading-change", change_id)


def _declared(name: str) -> Reading:
    found = declared().get(name)
    if found is None:
        raise NotThere
    return found


def _change(change_id: int) -> ReadingChange:
    found = ReadingChange.objects.select_related("simulation__run").filter(pk=change_id).first()
    if found is None:
        raise NotThere
    return found


def _value(of: Reading, text: Any) -> str:
    return str((of.choices or {}).get(str(text), spoken(text)))


def _simulated(shown: Simulation) -> dict[str, Any]:
    """A simulation in words."""
    of, changes = declared()[shown.name], shown.changes
    names = dict(Unit.objects.filter(pk__in=[row["unit"] for row in changes["units"]]).values_list("pk", "name"))
    rows = [
        (
            row["statement"],
            TITLES[row["statement"]],
            CHANGES[row["change"]],
            NAMES.get(row["before"], "无"),
            NAMES.get(row["after"], "无"),
            row["count"],
        )
        for row in changes["statements"]
    ]
    return {
        "simulation": shown, "reading": of, "rows": rows, "total": changes["total"],
        "before": _value(of, shown.run.readings[shown.name]), "after": _value(of, shown.value),
        "units": [(names.get(row["unit"], "全市"), row["count"]) for row in changes["units"]],
    }  # fmt: skip


def _changes(request: Request) -> bool:
    return request.access.role == Role.CITY_CADRES


urlpatterns = [
    path("readings/", readings, name="readings"),
    path("readings/<str:name>/", reading, name="reading"),
    path("readings/<str:name>/simulate/", simulate, name="reading-simulate"),
    path("simulations/<int:simulation_id>/", simulation, name="simulation"),
    path("reading-changes/<int:change_id>/", change, name="reading-change"),
    path("reading-changes/<int:change_id>/approve/", approve, name="reading-approve"),
    path("reading-changes/<int:change_id>/decline/", decline, name="reading-decline"),
]
