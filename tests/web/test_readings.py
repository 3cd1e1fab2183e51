"""Pages of readings."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from jili.access.roles import Role
from jili.decisions import jobs
from jili.decisions.models import Job, ReadingChange, Simulation
from jili.decisions.readings import readings_on
from tests.access import cast
from tests.decisions.conftest import DAY
from tests.web.conftest import person

GIVEN = {"from_on": "2024-01-01", "reason": "部务会研究", "document": "平组〔2024〕3号"}


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def simulated(browser: Client, name: str = "award_days", value: str = "1") -> Simulation:
    asked = browser.post(reverse("reading-simulate", args=[name]), {"value": value})
    jobs.worker(once=True)
    made = Simulation.objects.first()
    assert made and browser.get(asked["Location"])["Location"] == reverse("simulation", args=[made.pk])
    return made


def proposed(browser: Client) -> ReadingChange:
    browser.post(reverse("simulation", args=[simulated(browser).pk]), GIVEN)
    return ReadingChange.objects.get()


def test_all_readings_are_listed_with_value_and_state(clerk: Client) -> None:
    page = text(clerk.get("/readings/"))
    assert "台账启用日" in page and "未设" in page and "暂行" in page


def test_a_change_is_tried_proposed_approved_and_in_force(clerk: Client) -> None:
    tried = simulated(clerk)
    page = text(clerk.get(reverse("simulation", args=[tried.pk])))
    assert f"共 {tried.changes['total']} 条结论变化" in page and "7.3" in page
    asked = clerk.post(reverse("simulation", args=[tried.pk]), GIVEN, follow=True)
    assert "请由另一人批准" in text(asked)
    change = ReadingChange.objects.get()
    second = cast.client(person("second"))
    assert reverse("reading-change", args=[change.pk]) in text(second.get("/readings/"))
    assert "部务会研究" in text(second.get(reverse("reading-change", args=[change.pk])))
    assert "已批准" in text(second.post(reverse("reading-approve", args=[change.pk]), follow=True))
    assert readings_on(DAY).values["award_days"] == 1
    listed = text(clerk.get(reverse("reading", args=["award_days"])))
    assert "平组〔2024〕3号" in listed and "second" in listed and "2024-01-01" in text(clerk.get("/readings/"))


def test_the_proposer_is_told_that_somebody_else_decides(clerk: Client) -> None:
    change = proposed(clerk)
    assert "请由另一人批准" in text(clerk.get(reverse("reading-change", args=[change.pk])))
    for route in ("reading-approve", "reading-decline"):
        answer = clerk.post(reverse(route, args=[change.pk]), {"why": "不"}, follow=True)
        assert "提出人不能批准自己提出的变更" in text(answer)


def test_a_change_is_declined_with_why(clerk: Client) -> None:
    change = proposed(clerk)
    second = cast.client(person("second"))
    address = reverse("reading-decline", args=[change.pk])
    assert "须写明不批准的理由" in text(second.post(address, follow=True))
    assert "未经研究" in text(second.post(address, {"why": "未经研究"}, follow=True))
    change.refresh_from_db()
    assert change.state == "declined"


def test_who_did_not_try_the_change_cannot_propose_it(clerk: Client) -> None:
    tried = simulated(clerk)
    second = cast.client(person("second"))
    address = reverse("simulation", args=[tried.pk])
    assert "提出变更" not in text(second.get(address))
    answer = second.post(address, GIVEN)
    assert answer.status_code == 200 and ReadingChange.objects.count() == 0
    assert "errorlist" in text(clerk.post(address, {**GIVEN, "document": ""}))


def test_a_value_that_cannot_be_is_said(clerk: Client) -> None:
    address = reverse("reading-simulate", args=["award_days"])
    assert "请按提示填写" in text(clerk.post(address, {"value": "["}, follow=True)) and Job.objects.count() == 0
    asked = clerk.post(address, {"value": "很多"})
    jobs.worker(once=True)
    assert "应为不小于零的整数" in text(clerk.get(asked["Location"]))


def test_others_read_the_readings_and_change_nothing(clerk: Client) -> None:
    change = proposed(clerk)
    leader = cast.client(person("leader", Role.LEADER))
    assert "台账启用日" in text(leader.get("/readings/"))
    page = text(leader.get(reverse("reading", args=["award_days"])))
    assert "试改" not in page and reverse("reading-change", args=[change.pk]) not in page
    assert leader.get(reverse("reading-change", args=[change.pk])).status_code == 404


def test_a_reading_that_the_rules_fix_is_not_tried(clerk: Client) -> None:
    assert "不能只改数值" in text(clerk.get(reverse("reading", args=["half_years"])))
    assert clerk.get(reverse("reading", args=["none"])).status_code == 404
