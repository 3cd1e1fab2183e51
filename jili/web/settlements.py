"""Pages of settlements: what is open in one's scope, why, closing it, and confirming what somebody else proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.scope import Access, NotThere
from jili.decisions.models import Decision, SettlementProposal, published
from jili.decisions.naming import subject_names
from jili.decisions.seen import (
    access_decision,
    access_decision_of,
    access_proposal,
    decisions,
    settlement_proposals,
)
from jili.decisions.settlements import (
    settlement_confirm,
    settlement_decline,
    settlement_record,
    still_open,
)
from jili.policy.facts import SETTLEMENT_KINDS
from jili.policy.outcomes import NAMES, SETTLEABLE, is_settleable
from jili.policy.sentences import TITLES
from jili.web import lines
from jili.web.boards import page_of_decisions
from jili.web.fields import Choices, DayInput
from jili.web.reasons import told

PER_PAGE = 50
PURPOSE = "办结"


class FilterForm(forms.Form):
    statement = forms.ChoiceField(
        label="语句",
        required=False,
        widget=Choices,
        choices=[("", "全部"), *((id, f"{id} {title}") for id, title in TITLES.items())],
    )
    outcome = forms.ChoiceField(
        label="结论",
        required=False,
        widget=Choices,
        choices=[("", "全部"), *((code, NAMES[code]) for code in SETTLEABLE)],
    )


class SettlementForm(forms.Form):
    kind = forms.ChoiceField(label="办结方式", choices=list(SETTLEMENT_KINDS.items()))
    decided_on = forms.DateField(label="办结日", widget=DayInput())
    document = forms.CharField(label="文号", max_length=200, help_text="所依的文件、纪要或说明的文号")
    why = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea({"rows": 4}))


class WhyForm(forms.Form):
    why = forms.CharField(label="不确认的理由", max_length=500, widget=forms.Textarea({"rows": 2}))


def settlements(request: Request) -> HttpResponse:
    """What is open, the earliest first, and what waits for a second person."""
    access, form, run = request.access, FilterForm(request.GET), published()
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    question = (PURPOSE, *sorted(asked.items()))
    page = page_of_decisions(access, question, lambda: _open(access).filter(**asked), request.GET.get("page"))
    table = lines.table(access, run, list(page)) if run else None
    lines.read(request, table.sensitive if table else (), PURPOSE)
    waiting = remembered(access, "proposed", lambda: list(settlement_proposals(access)[:PER_PAGE]))
    names = subject_names((row.subject_kind, row.subject) for row in waiting) if waiting else {}
    context = {
        "form": form, "page": page, "run": run, "table": table,
        "waiting": [(row, names.get((row.subject_kind, row.subject), ""), TITLES[row.statement]) for row in waiting],
        "own": access.account.username,
    }  # fmt: skip
    return render(request, "decisions/settlements.html", context)


def _open(access: Access) -> QuerySet[Decision]:
    """What is open and may be seen, the earliest first."""
    earliest = F("ends_on").asc(nulls_last=True)
    return still_open(decisions(access)).order_by(earliest, "statement", "unit_path", "subject", "item")


def decision_settle(request: Request, decision_id: int) -> HttpResponse:
    shown = access_decision(request.access, decision_id)
    if not is_settleable(shown.outcome, shown.effect, shown.item):
        raise NotThere
    form = SettlementForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "GET":
        lines.read(request, lines.sensitive([shown]), PURPOSE)
    if request.method == "POST" and form.is_valid():
        about = {name: getattr(shown, name) for name in ("statement", "subject_kind", "subject", "item")}
        try:
            made = settlement_record(actor=request.access.actor(), **about, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            second = isinstance(made, SettlementProposal)
            messages.success(request, "已提出,等另一人确认。" if second else "已办结,下一次运行见效。")
            return redirect("settlements")
    context = {**_told(request, shown), "form": form}
    return render(request, "decisions/settle.html", context)


def settlement_proposal(request: Request, proposal_id: int) -> HttpResponse:
    """A settlement that waits for a second person."""
    shown = access_proposal(request.access, proposal_id)
    about = access_decision_of(request.access, shown)
    lines.read(request, lines.sensitive([about]), PURPOSE)
    context = {**_told(request, about), "proposal": shown, "form": WhyForm(),
               "own": shown.proposed_by == request.access.account.username}  # fmt: skip
    return render(request, "decisions/proposal.html", context)


def proposal_confirm(request: Request, proposal_id: int) -> HttpResponse:
    shown = access_proposal(request.access, proposal_id)
    try:
        settlement_confirm(actor=request.access.actor(), proposal=shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("settlement-proposal", proposal_id)
    messages.success(request, "已确认,下一次运行见效。")
    return redirect("settlements")


def proposal_decline(request: Request, proposal_id: int) -> HttpResponse:
    shown = access_proposal(request.access, proposal_id)
    form = WhyForm(request.POST)
    try:
        why = form.cleaned_data["why"] if form.is_valid() else ""
        settlement_decline(actor=request.access.actor(), proposal=shown, why=why)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("settlement-proposal", proposal_id)
    messages.success(request, "已退回,提出人可以改后再提。")
    return redirect("settlements")


def _told(request: Request, shown: Decision) -> dict[str, Any]:
    """A decision as a line, with its reasons."""
    reasons = told(request.access, shown.subject_kind, shown.subject, shown.statement)
    return {"line": lines.lines(request.access, [shown])[0], "reasons": reasons}


urlpatterns = [
    path("settlements/", settlements, name="settlements"),
    path("decisions/<int:decision_id>/settle/", decision_settle, name="decision-settle"),
    path("settlement-proposals/<int:proposal_id>/", settlement_proposal, name="settlement-proposal"),
    path("settlement-proposals/<int:proposal_id>/confirm/", proposal_confirm, name="proposal-confirm"),
    path("settlement-proposals/<int:proposal_id>/decline/", proposal_decline, name="proposal-decline"),
]
