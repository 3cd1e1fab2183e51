"""Settlements (办结说明): what the published run leaves open is closed by a document that says why.

What asks for a reason in writing (须说明) takes two people: one proposes, another confirms. A settlement is a record of
the register; the next run reads it.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.editing import record_create
from jili.access.log import append
from jili.access.models import Account
from jili.decisions.models import Decision, SettlementProposal
from jili.policy.facts import SETTLEMENT_KINDS
from jili.policy.outcomes import CONCLUSION, SETTLEABLE, SETTLED_EFFECTS
from jili.records.models import Settlement

TWO_PEOPLE = ("justify", "explain", "explain_choice")
"""The outcomes that are 须说明."""


@transaction.atomic
def settlement_record(
    *,
    actor: Actor,
    statement: str,
    subject_kind: str,
    subject: str,
    item: str,
    kind: str,
    decided_on: date,
    document: str,
    why: str,
) -> Settlement | SettlementProposal:
    """Settle what the published run says of a subject; or, where it asks for a reason in writing, propose to. Raises
    Refused."""
    decision = open_decision(statement, subject_kind, subject, item)
    document, why = document.strip(), why.strip()
    _check(decision, kind, decided_on, document, why)
    _not_about_oneself(actor, decision)
    if decision.outcome not in TWO_PEOPLE:
        return _settle(actor, decision, kind, decided_on, document, why)
    try:
        with transaction.atomic():
            proposal = SettlementProposal.objects.create(
                statement=statement,
                subject_kind=subject_kind,
                subject=subject,
                item=item,
                kind=kind,
                decided_on=decided_on,
                document=document,
                why=why,
                proposed_by=actor.account,
            )
    except IntegrityError:
        raise Refused("这一项已有一份说明待确认,请先确认或退回它。") from None
    _log(actor, proposal, "propose", why)
    return proposal


@transaction.atomic
def settlement_confirm(*, actor: Actor, proposal: SettlementProposal) -> Settlement:
    """Make a proposal the settlement; by a second person. Raises Refused."""
    held = _undecided(actor, proposal)
    decision = open_decision(held.statement, held.subject_kind, held.subject, held.item)
    _not_about_oneself(actor, decision)
    settlement = _settle(actor, decision, held.kind, held.decided_on, held.document, held.why)
    _decide(actor, held, SettlementProposal.State.CONFIRMED)
    return settlement


@transaction.atomic
def settlement_decline(*, actor: Actor, proposal: SettlementProposal, why: str) -> SettlementProposal:
    """Send a proposal back; by a second person. Raises Refused."""
    held = _undecided(actor, proposal)
    if not why.strip():
        raise Refused("须写明不确认的理由。")
    held.why_declined = why.strip()
    _decide(actor, held, SettlementProposal.State.DECLINED)
    return held


def still_open(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of decisions those that a settlement may close, and none has since the run."""
    about = {name: OuterRef(name) for name in ("statement", "subject_kind", "subject")}
    settled = Settlement.objects.filter(**about, decided_on__gte=Coalesce(OuterRef("starts_on"), "decided_on"))
    settled = settled.alias(about=Coalesce("item", Value(""), output_field=TextField())).filter(about=OuterRef("item"))
    return may_be_settled(decisions).filter(~Exists(settled))


def may_be_settled(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of which ``jili.policy.outcomes.is_settleable`` holds."""
    return decisions.filter(outcome__in=SETTLEABLE, effect__in=SETTLED_EFFECTS).exclude(item=CONCLUSION)


def open_decision(statement: str, subject_kind: str, subject: str, item: str) -> Decision:
    """What the published run says, if a settlement may close it. Raises Refused."""
    key = {"statement": statement, "subject_kind": subject_kind, "subject": subject, "item": item}
    found = may_be_settled(Decision.objects.filter(**key)).first()
    if found is None:
        raise Refused("公布的运行里没有这一项,或它不用办结。请刷新页面再看。")
    return found


def _check(decision: Decision, kind: str, decided_on: date, document: str, why: str) -> None:
    if kind not in SETTLEMENT_KINDS:
        raise Refused(f"办结方式应为{'、'.join(SETTLEMENT_KINDS.values())}之一。")
    if not document or not why:
        raise Refused("须写明办结所依的文号和理由。")
    if decided_on > timezone.localdate():
        raise Refused("办结日还没有到,请填实际作出的日期。")
    if decision.effect == "duty" and decision.starts_on and decided_on < decision.starts_on:
        raise Refused(f"办结日早于这一项产生之日({decision.starts_on}),不能办结它。")


def _not_about_oneself(actor: Actor, decision: Decision) -> None:
    if decision.cadre and Account.objects.filter(username=actor.account, cadre=decision.cadre).exists():
        raise Refused("不能办结关于自己的事项,请由他人办理。")


def _settle(actor: Actor, decision: Decision, kind: str, decided_on: date, document: str, why: str) -> Settlement:
    values = {
        "statement": decision.statement,
        "subject_kind": decision.subject_kind,
        "subject": decision.subject,
        "item": decision.item,
        "kind": kind,
        "decided_on": decided_on,
        "document": document,
    }
    try:
        return cast(Settlement, record_create(actor=actor, table="settlements", values=values, why=why))
    except ValidationError as problem:
        raise Refused(";".join(problem.messages)) from None


def _undecided(actor: Actor, proposal: SettlementProposal) -> SettlementProposal:
    held = SettlementProposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state != SettlementProposal.State.PROPOSED:
        raise Refused(f"这份说明{held.get_state_display()},不能再作决定。")
    if held.proposed_by == actor.account:
        raise Refused("提出人不能确认自己的说明,请由另一人确认。")
    return held


def _decide(actor: Actor, proposal: SettlementProposal, state: SettlementProposal.State) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.account, timezone.now()
    proposal.save()
    _log(actor, proposal, "confirm" if state == SettlementProposal.State.CONFIRMED else "decline", "")


def _log(actor: Actor, proposal: SettlementProposal, verb: str, why: str) -> None:
    """Whom it is about is not for everybody who reads the log."""
    about = {name: getattr(proposal, name) for name in ("subject_kind", "subject", "item", "document", "why_declined")}
    append(
        actor=actor,
        kind=f"settlement.{verb}",
        subject=f"settlement-proposal:{proposal.pk}",
        why=why,
        body={"statement": proposal.statement, "kind": proposal.kind},
        details=about,
    )
