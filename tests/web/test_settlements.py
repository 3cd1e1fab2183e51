"""Pages of settlements."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jili.access.models import Account, Event
from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions import explaining, store
from jili.decisions.models import Decision, Run, SettlementProposal
from jili.decisions.settlements import may_be_settled
from jili.policy.facts import SCHEMA
from jili.policy.outcomes import SETTLEABLE
from jili.records.models import Appointment, Settlement
from tests.access import cast
from tests.web.conftest import person
from tests.web.test_pages import words

GIVEN = {"kind": "justified", "decided_on": "2024-06-30", "document": "平组办〔2024〕9号", "why": "研究过"}


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def one(*outcomes: str, **more: Any) -> Decision:
    found = Decision.objects.filter(outcome__in=outcomes, **more).exclude(item="conclusion").order_by("pk").first()
    assert found
    return found


def settle(browser: Client, decision: Decision, **given: str) -> Any:
    return browser.post(reverse("decision-settle", args=[decision.pk]), {**GIVEN, **given})


def test_what_is_open_is_listed_with_names_and_filtered(clerk: Client) -> None:
    overdue = one("overdue", subject_kind="cadre")
    page = text(clerk.get("/settlements/", {"statement": overdue.statement, "outcome": "overdue"}))
    assert "逾期未办" in page and reverse("decision-settle", args=[overdue.pk]) in page
    assert reverse("decision-settle", args=[overdue.pk]) not in text(clerk.get("/settlements/", {"outcome": "missed"}))
    assert "没有未了的事项" in text(clerk.get("/settlements/", {"statement": "6.2"}))


def test_no_page_of_settlements_says_an_id(clerk: Client) -> None:
    talk = one("overdue", "missed", "late", statement="11.4a")
    assert talk.item and talk.subject
    for address in ("/settlements/?statement=11.4a", reverse("decision-settle", args=[talk.pk])):
        page = words(clerk.get(address))
        assert [id for id in (talk.item, talk.subject) if id in page] == []


def test_nothing_is_open_before_a_run_is_published(transactional_db: None) -> None:
    assert "还没有公布过运行" in text(cast.client(person("clerk")).get("/settlements/"))


def test_a_duty_is_settled_with_its_reasons_in_sight(clerk: Client) -> None:
    overdue = one("overdue", "missed")
    page = words(clerk.get(reverse("decision-settle", args=[overdue.pk])))
    access = Access.for_account(Account.objects.get(username="clerk"), timezone.localdate())
    told = explaining.told(access, Run.objects.get(), overdue.subject_kind, overdue.subject).statements
    own = [said for said in told if said.sentence == overdue.statement]
    said = [word for one in own for line in one.lines for word in (one.quote, line.conclusion, *line.evidence)]
    assert said and [word for word in said if " ".join(word.split()) not in page] == []
    assert settle(clerk, overdue)["Location"] == "/settlements/"
    assert Settlement.objects.get(document=GIVEN["document"]).subject == overdue.subject
    listed = text(clerk.get("/settlements/", {"statement": overdue.statement, "outcome": overdue.outcome}))
    assert reverse("decision-settle", args=[overdue.pk]) not in listed and "已办结,下一次运行见效" in listed


def test_a_way_to_settle_is_offered_just_where_there_is_one(clerk: Client) -> None:
    sums = Decision.objects.filter(outcome__in=SETTLEABLE, item="conclusion").first()
    assert sums and clerk.get(reverse("decision-settle", args=[sums.pk])).status_code == 404
    for outcome in SETTLEABLE:
        answer = clerk.get("/decisions/", {"board": "all", "outcome": outcome})
        shown = Decision.objects.filter(pk__in=list(answer.context["page"]))
        links = {int(id) for id in re.findall(r'"/decisions/(\d+)/settle/"', answer.content.decode())}
        assert links == set(may_be_settled(shown).values_list("pk", flat=True)), outcome


def test_a_settlement_without_a_document_is_refused_in_the_form(clerk: Client) -> None:
    assert "errorlist" in text(settle(clerk, one("overdue", "missed"), document=""))
    early = text(settle(clerk, one("overdue", "missed", effect="duty"), decided_on="2001-01-01"))
    assert "办结日早于这一项产生之日" in early


def test_what_is_done_cannot_be_settled(clerk: Client) -> None:
    assert clerk.get(reverse("decision-settle", args=[one("fulfilled").pk])).status_code == 404


def test_a_reason_in_writing_is_confirmed_by_somebody_else(clerk: Client) -> None:
    settle(clerk, one("explain", "justify"))
    proposal = SettlementProposal.objects.get()
    address = reverse("settlement-proposal", args=[proposal.pk])
    assert "请由另一人确认" in text(clerk.get(address))
    own = clerk.post(reverse("proposal-confirm", args=[proposal.pk]), follow=True)
    assert "提出人不能确认自己的说明" in text(own)
    second = cast.client(person("second"))
    assert address in text(second.get("/settlements/")) and GIVEN["document"] in text(second.get(address))
    assert "已确认,下一次运行见效" in text(second.post(reverse("proposal-confirm", args=[proposal.pk]), follow=True))
    assert Settlement.objects.filter(document=GIVEN["document"]).count() == 1


def test_a_reason_in_writing_is_sent_back_with_why(clerk: Client) -> None:
    settle(clerk, one("explain", "justify"))
    proposal = SettlementProposal.objects.get()
    second = cast.client(person("second"))
    decline = reverse("proposal-decline", args=[proposal.pk])
    assert "须写明不确认的理由" in text(second.post(decline, {"why": ""}, follow=True))
    assert "已退回" in text(second.post(decline, {"why": "文号不对"}, follow=True))
    proposal.refresh_from_db()
    assert proposal.state == "declined"


def test_seeing_what_is_sensitive_is_an_event(clerk: Client) -> None:
    before = Event.objects.filter(kind="decisions.read").count()
    clerk.get(reverse("decision-settle", args=[one("overdue", "pending", level=2).pk]))
    assert Event.objects.filter(kind="decisions.read").count() == before
    secret = one("suspect_target_unmet", "overdue", "missed", "pending", "late", level__gt=2)
    clerk.get(reverse("decision-settle", args=[secret.pk]))
    event = Event.objects.get(kind="decisions.read")
    assert (event.actor, event.purpose, event.subject) == ("clerk", "办结", f"decision:{secret.pk}")


def test_a_unit_settles_its_own_and_does_not_see_others(published: Run) -> None:
    own = one("overdue", "missed", statement="11.5")
    post = Appointment.objects.filter(cadre=own.subject, kind="regular", end_on=None).first()
    assert post
    unit = cast.client(person("unit", Role.UNIT_PERSONNEL, unit=post.unit))
    assert settle(unit, own).status_code == 302
    elsewhere = Appointment.objects.exclude(unit__path__startswith=post.unit.path).values("cadre")
    other = Decision.objects.filter(statement="11.5", outcome=own.outcome, subject__in=elsewhere).exclude(
        subject__in=Appointment.objects.filter(unit__path__startswith=post.unit.path, end_on=None).values("cadre")
    )[0]
    assert settle(unit, other).status_code == 404 and unit.get("/settlements/").status_code == 200


def test_a_lost_snapshot_is_said_and_settling_goes_on(clerk: Client, published: Run) -> None:
    explaining.kept.forget()
    for name in SCHEMA.names():
        store.path(published.tables[name]["file"]).unlink(missing_ok=True)
    overdue = one("overdue", "missed")
    assert "不在或已被改动" in text(clerk.get(reverse("decision-settle", args=[overdue.pk])))
    assert settle(clerk, overdue).status_code == 302
