"""Settlements close what the published run leaves open; the next run reads them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.models import Event
from jili.decisions.models import Decision, SettlementProposal
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.decisions.settlements import settlement_confirm, settlement_decline, settlement_record
from jili.records.models import Settlement
from tests.decisions.conftest import CLERK, DAY, SECOND

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]
GIVEN: dict[str, Any] = {"kind": "justified", "decided_on": DAY, "document": "平组办〔2024〕9号", "why": "会议已研究"}


def publish() -> None:
    run_publish(actor=CLERK, run=run_make(actor=CLERK, day=DAY))


def key(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("statement", "subject_kind", "subject", "item")}


def one(*outcomes: str, **more: Any) -> Decision:
    found = Decision.objects.filter(outcome__in=outcomes, **more).exclude(item="conclusion").order_by("pk").first()
    assert found
    return found


def refused(decision: dict[str, Any], **given: Any) -> str:
    with pytest.raises(Refused) as problem:
        settlement_record(actor=CLERK, **decision, **{**GIVEN, **given})
    assert (Settlement.objects.filter(**decision).count(), SettlementProposal.objects.count()) == (0, 0)
    return str(problem.value)


def test_a_settlement_is_seen_in_the_next_run(register: Register) -> None:
    publish()
    overdue = one("overdue", "missed")
    made = settlement_record(actor=CLERK, **key(overdue), **GIVEN)
    assert isinstance(made, Settlement)
    publish()
    settled = Decision.objects.get(**key(overdue))
    assert (settled.outcome, f"settlements:{made.pk}" in settled.evidence.split(";")) == ("settled", True)
    event = Event.objects.get(kind="settlements.create")
    assert (event.actor, event.subject, event.why) == ("clerk", f"settlements:{made.pk}", "会议已研究")


def test_what_asks_for_a_reason_in_writing_takes_a_second_person(register: Register) -> None:
    publish()
    asked = one("explain", "justify")
    proposal = settlement_record(actor=CLERK, **key(asked), **GIVEN)
    assert (
        isinstance(proposal, SettlementProposal) and Settlement.objects.filter(document=GIVEN["document"]).count() == 0
    )
    with pytest.raises(Refused, match="提出人不能确认自己的说明"):
        settlement_confirm(actor=CLERK, proposal=proposal)
    settlement = settlement_confirm(actor=SECOND, proposal=proposal)
    publish()
    assert Decision.objects.get(**key(asked)).outcome == "settled"
    assert {name: getattr(settlement, name) or "" for name in key(asked)} == key(asked)
    with pytest.raises(Refused, match="这份说明已确认"):
        settlement_confirm(actor=SECOND, proposal=proposal)
    proposal.refresh_from_db()
    assert (proposal.proposed_by, proposal.decided_by, proposal.state) == ("clerk", "second", "confirmed")
    kinds = Event.objects.filter(kind__startswith="settlement").order_by("seq").values_list("kind", "actor")
    assert list(kinds) == [
        ("settlement.propose", "clerk"), ("settlements.create", "second"), ("settlement.confirm", "second"),
    ]  # fmt: skip


def test_a_proposal_that_is_sent_back_can_be_made_anew(register: Register) -> None:
    publish()
    asked = one("explain", "justify")
    first = settlement_record(actor=CLERK, **key(asked), **GIVEN)
    with pytest.raises(Refused, match="已有一份说明待确认"):
        settlement_record(actor=SECOND, **key(asked), **GIVEN)
    assert isinstance(first, SettlementProposal)
    with pytest.raises(Refused, match="理由"):
        settlement_decline(actor=SECOND, proposal=first, why=" ")
    declined = settlement_decline(actor=SECOND, proposal=first, why="文号不对")
    assert (declined.state, declined.why_declined) == ("declined", "文号不对")
    assert isinstance(settlement_record(actor=CLERK, **key(asked), **GIVEN), SettlementProposal)


def test_what_the_published_run_does_not_say_cannot_be_settled(register: Register) -> None:
    open_duty = {"statement": "7.3", "subject_kind": "cadre", "subject": "nobody", "item": "x"}
    assert refused(open_duty) == "公布的运行里没有这一项,或它不用办结。请刷新页面再看。"
    publish()
    fulfilled = one("fulfilled")
    assert refused(key(fulfilled)) == "公布的运行里没有这一项,或它不用办结。请刷新页面再看。"
    assert refused(key(one("no_promotion", "no_promotion_no_reuse"))).startswith("公布的运行里没有这一项")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"document": " "}, "须写明办结所依的文号和理由。"),
        ({"why": ""}, "须写明办结所依的文号和理由。"),
        ({"kind": "forgotten"}, "办结方式应为已书面说明、经认定不构成、不适用、已另行办结之一。"),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "办结日还没有到,请填实际作出的日期。"),
    ],
)
def test_a_settlement_names_kind_document_reason_and_a_day_that_was(
    register: Register, given: dict[str, Any], said: str
) -> None:
    publish()
    assert refused(key(one("overdue", "missed")), **given) == said


def test_a_duty_cannot_be_settled_before_it_arose(register: Register) -> None:
    publish()
    duty = one("overdue", "missed", effect="duty")
    assert refused(key(duty), decided_on=date(2010, 1, 1)) == f"办结日早于这一项产生之日({duty.starts_on}),不能办结它。"


def test_the_same_settlement_of_one_day_is_refused_with_its_reason(register: Register) -> None:
    publish()
    overdue = one("overdue", "missed")
    settlement_record(actor=CLERK, **key(overdue), **GIVEN)
    with pytest.raises(Refused, match="已有同样的"):
        settlement_record(actor=CLERK, **key(overdue), **GIVEN)
