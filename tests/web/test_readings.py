"""Pages of readings."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jili.access.roles import Role
from jili.decisions import jobs
from jili.decisions.models import Job, ReadingChange, Simulation
from jili.decisions.readings import readings_on
from jili.policy.readings import declared
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


def test_each_reading_leads_to_the_sentences_that_it_is_for(clerk: Client) -> None:
    for name, of in declared().items():
        page = text(clerk.get(reverse("reading", args=[name])))
        linked = re.findall(r'href="/measures/([^/"]+)/"', page)
        assert linked == [id for id in of.statements.split() if id not in ("全部", "各项应办")]
        assert {clerk.get(reverse("sentence", args=[id])).status_code for id in linked} <= {200}


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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("award_days", "[", "写法不对,括号、冒号和逗号请照提示写。"),
        ("award_days", "[" * 900 + "]" * 900, "写法不对,括号、冒号和逗号请照提示写。"),
        ("award_days", "很多", "应为不小于零的整数。"),
        ("award_days", "", "这个字段是必填项。"),
        ("required_years_min", "{1-2: 3, 1-2: 4}", "1-2: 同一个名称写了两次,请只留一个。"),
        ("period_end", "never", "选择一个有效的选项。 never 不在可用的选项中。"),
        ("records_from", "2023-02-30", "输入一个有效的日期。"),
    ],
)
def test_a_value_that_cannot_be_is_said_where_it_was_typed(clerk: Client, name: str, value: str, said: str) -> None:
    page = text(clerk.post(reverse("reading-simulate", args=[name]), {"value": value}))
    assert said in page and value in page and Job.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "typed", "value", "now"),
    [
        ("period_end", "civil_code", "civil_code", '<option value="half_open" selected>对应日解除</option>'),
        ("incompetent_bars", "false", "false", '<option value="true" selected>是</option>'),
        ("required_years_min", "{1-2: 4}", {"1-2": "4"}, 'value="{1-2: 3, 2-3: 2, 3-4: 3, 4-5: 2}"'),
        ("records_from", "2019-06-01", "2019-06-01", 'type="date"'),
        ("records_from", "", "", 'type="date"'),
        ("ratio_base", "0.25", "0.25", 'value="{1900-01-01: 0.15, 2020-12-28: 0.20}"'),
    ],
)
def test_one_begins_with_the_value_as_it_is_and_chooses_where_one_can(
    clerk: Client, name: str, typed: str, value: Any, now: str
) -> None:
    assert now in text(clerk.get(reverse("reading", args=[name])))
    clerk.post(reverse("reading-simulate", args=[name]), {"value": typed})
    assert Job.objects.get().argument == {"name": name, "value": value}


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
