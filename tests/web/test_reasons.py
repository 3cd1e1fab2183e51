"""Why something is said of a unit, a team, somebody proposed, a vacancy, a campaign or the city."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions.explaining import explain
from jili.decisions.models import Decision, Run
from jili.decisions.naming import subject_names
from jili.decisions.seen import decisions
from jili.records.models import Proposal, Unit, Vacancy
from jili.web import lines
from jili.web.person import holds
from tests.access import cast
from tests.decisions.conftest import city
from tests.web.conftest import person
from tests.web.test_pages import run, text, words
from tests.web.test_units import access, clerk

__all__ = ["access", "city", "clerk", "run"]
pytestmark = pytest.mark.django_db
KINDS = ("unit", "team", "proposal", "campaign", "city")


@pytest.mark.parametrize("kind", KINDS)
def test_the_reasons_for_a_subject_are_those_of_the_engine(clerk: Client, access: Access, run: Run, kind: str) -> None:
    row = decisions(access).filter(subject_kind=kind).order_by("pk")[0]
    address = reverse("reason", args=[kind, row.subject])
    answer = clerk.get(address, {"statement": row.statement})
    page = words(answer)
    assert f"<h1>{subject_names([(kind, row.subject)])[kind, row.subject]}</h1>" in text(answer)
    for said in explain(access, run, kind, row.subject, row.statement).told().statements:
        for line in said.lines:
            assert [
                one for one in (said.quote, line.conclusion, *line.evidence) if " ".join(one.split()) not in page
            ] == []
    assert clerk.get(address, {"statement": "99"}).status_code == 404
    assert clerk.get(reverse("reason", args=[kind, "none"])).status_code == 404
    part = text(clerk.get(address, {"statement": row.statement}, headers={"HX-Request": "true"}))
    assert "<html" not in part and row.statement in part


def test_of_what_nothing_is_said_the_page_says_why_not(clerk: Client) -> None:
    vacancy = Vacancy.objects.order_by("pk")[0]
    page = text(clerk.get(reverse("reason", args=["vacancy", vacancy.pk]), {"statement": "8"}))
    assert f"<h1>{vacancy.title}</h1>" in page and "没有结论" in page


def test_what_is_no_kind_of_subject_is_not_there(clerk: Client) -> None:
    for kind in ("talks", "accounts", "City"):
        assert clerk.get(reverse("reason", args=[kind, "city"])).status_code == 404


def test_every_line_of_a_list_leads_to_its_reason(clerk: Client, access: Access) -> None:
    kinds = decisions(access).values_list("statement", "subject_kind").distinct().order_by("statement", "subject_kind")
    shown = lines.lines(access, [decisions(access).filter(statement=of, subject_kind=kind)[0] for of, kind in kinds])
    assert {line.decision.subject_kind for line in shown} == {"cadre", *KINDS}
    assert [line for line in shown if clerk.get(line.reason).status_code != 200] == []


def test_on_the_page_of_who_is_proposed_each_proposal_says_why(clerk: Client, access: Access) -> None:
    row = decisions(access).filter(subject_kind="proposal").order_by("pk")[0]
    held = [one for group in holds.holding(access, str(row.cadre)) for one in group.rows]
    own = [one.reason for one in held if one.decision.subject_kind == "proposal"]
    page = text(clerk.get(reverse("cadre", args=[row.cadre])))
    assert own and [one for one in own if f'hx-get="{one}"' not in page] == []
    back = text(clerk.get(reverse("reason", args=["proposal", row.subject])))
    assert f'<a class="head-back" href="{reverse("cadre", args=[row.cadre])}">' in back


def test_proposals_and_the_city_are_not_there_for_another_county(run: Run) -> None:
    row = Decision.objects.filter(subject_kind="proposal").order_by("pk")[0]
    top = Proposal.objects.get(pk=row.subject).vacancy.unit.path.split("/")[1]
    other = Unit.objects.filter(kind="county").exclude(pk=top).order_by("pk")[0]
    office = cast.client(person("office", Role.COUNTY_OFFICE, unit=other))
    for kind, subject in (("proposal", row.subject), ("city", "city")):
        assert office.get(reverse("reason", args=[kind, subject])).status_code == 404
