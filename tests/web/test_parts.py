"""What pages say is written once for whoever sees the same: never what somebody else sees, never what was before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jili.access.editing import record_change
from jili.access.remembered import memory
from jili.access.roles import Role
from jili.decisions.models import Decision, Run
from jili.decisions.settlements import may_be_settled, settlement_record
from jili.records.models import AnnualAssessment, Appointment, Cadre, Team, Unit
from jili.web.ledgers.ledgers import LEDGERS
from tests.access import cast
from tests.access.answers import masked
from tests.decisions.conftest import CLERK
from tests.web.conftest import person

pytestmark = pytest.mark.django_db(transaction=True)


def somebody() -> Decision:
    """A decision that restricts a cadre who serves below a county."""
    county = Unit.objects.filter(kind="county").order_by("pk")[0]
    found = Decision.objects.filter(effect="restriction", subject_kind="cadre", unit_path__startswith=county.path)
    return found.order_by("pk")[0]


def browsers() -> dict[str, Client]:
    """Somebody in each role: over the county, over the unit of ``somebody``, that person."""
    county, own = Unit.objects.filter(kind="county").order_by("pk")[0], somebody()
    below: dict[Role, dict[str, Any]] = {
        Role.COUNTY_OFFICE: {"unit": county, "up_to_rank": 3}, Role.UNIT_HEAD: {"unit_id": own.unit},
        Role.UNIT_PERSONNEL: {"unit_id": own.unit},
    }  # fmt: skip
    city = (Role.CITY_CADRES, Role.CITY_ASSESSMENT, Role.LEADER, Role.DISCIPLINE)
    accounts = {role: person(f"of-{role}", role, **below.get(role, {})) for role in (*city, *below)}
    accounts[Role.CADRE] = cast.account("of-cadre", Role.CADRE, cadre_id=own.subject)
    return {str(role): cast.client(account) for role, account in accounts.items()}


def addresses() -> list[str]:
    """Pages that are written in parts."""
    own = somebody()
    team = Team.objects.order_by("pk")[0]
    open_ = may_be_settled(Decision.objects.filter(subject_kind="cadre")).order_by("pk")[0]
    return [
        "/", reverse("cadres"), f"{reverse('cadres')}?decided=6.4:no_promotion&order=unit",
        *(reverse(route, args=[own.subject]) for route in ("cadre", "cadre-reason")), reverse("mine"),
        reverse("cadre-record-new", args=[own.subject, "appointments"]),
        reverse("unit", args=[own.unit]), reverse("team", args=[team.pk]), reverse("sentence", args=["6.4"]),
        f"{reverse('reason', args=['team', team.pk])}?statement=6.2", reverse("decision-settle", args=[open_.pk]),
        f"{reverse('decisions')}?board=all", f"{reverse('decisions')}?board=restricted", reverse("settlements"),
        reverse(LEDGERS[0].route), f"{reverse(LEDGERS[0].route)}?table={LEDGERS[0].tables[0]}",
    ]  # fmt: skip


def answered(browser: Client, address: str) -> tuple[int, str]:
    answer = browser.get(address)
    return answer.status_code, masked(answer.content.decode())


def anew(browser: Client, address: str) -> tuple[int, str]:
    """The same when nothing is remembered."""
    memory.forget()
    return answered(browser, address)


def test_what_a_page_says_is_the_same_whoever_has_asked_before(published: Run) -> None:
    all_, asked = browsers(), addresses()
    wanted = {(role, address): anew(browser, address) for role, browser in all_.items() for address in asked}
    assert {status for status, _ in wanted.values()} == {200, 302, 404}
    memory.forget()
    for role, browser in (*all_.items(), *reversed(all_.items())):
        assert {address: answered(browser, address) for address in asked} == {
            address: wanted[role, address] for address in asked
        }, role


def test_what_is_changed_is_on_every_page_at_once(published: Run) -> None:
    all_, asked, own = browsers(), addresses(), somebody()

    def changed(record: Any, **values: Any) -> None:
        record_change(actor=CLERK, record=record, version=record.version, values=values, why="更正")
        for role in ("city_cadres", "county_office", "unit_head"):
            browser = all_[role]
            found = {address: answered(browser, address) for address in asked}
            assert found == {address: anew(browser, address) for address in asked}, (role, values)

    changed(Cadre.objects.get(pk=own.subject), name="改过的名")
    assert "改过的名" in answered(all_["city_cadres"], reverse("cadre", args=[own.subject]))[1]
    grade = AnnualAssessment.objects.filter(cadre=own.subject).order_by("-year")[0]
    changed(grade, grade="competent" if grade.grade != "competent" else "basic")
    changed(Unit.objects.get(pk=own.unit), name="改过的单位")
    post = Appointment.objects.filter(cadre=own.subject, kind="regular", end_on=None).order_by("pk")[0]
    changed(post, unit_id=Unit.objects.filter(kind="municipal_dept").order_by("pk")[0].pk)
    assert answered(all_["unit_head"], reverse("cadre", args=[own.subject]))[0] == 404


def test_what_is_settled_goes_from_the_list_of_what_is_open(published: Run) -> None:
    clerk = browsers()["city_cadres"]
    row = may_be_settled(Decision.objects.filter(outcome="overdue")).order_by("pk")[0]
    address = f"{reverse('settlements')}?statement={row.statement}&outcome={row.outcome}"
    before = answered(clerk, address)[1]
    about = {name: getattr(row, name) for name in ("statement", "subject_kind", "subject", "item")}
    settlement_record(
        actor=CLERK, **about, kind="done_elsewhere", decided_on=published.day, document="平组〔2024〕1号", why="已办"
    )
    link = reverse("decision-settle", args=[row.pk])
    assert link in before and link not in answered(clerk, address)[1]


def test_a_page_that_is_remembered_asks_who_asks_and_little_else(published: Run) -> None:
    clerk, own = browsers()["city_cadres"], somebody()
    for address in (reverse("cadres"), reverse("cadre", args=[own.subject]), f"{reverse('decisions')}?board=all"):
        anew(clerk, address)
        with CaptureQueriesContext(connection) as asked:
            answered(clerk, address)
        tables = ("appointments", "annual_assessments", "decisions_decision", "cadres")
        assert not [one["sql"] for one in asked if any(f'FROM "{table}"' in one["sql"] for table in tables)]
