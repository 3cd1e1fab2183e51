"""The five questions that a clerk asks every day, each answered in at most three clicks from the workbench."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Person


class Clicks:
    """A page at which clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, role: str, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.count += 1


@pytest.fixture
def clicks(signed_in: Callable[[str], Person]) -> Iterator[Clicks]:
    clerk = signed_in("city-cadres")
    made = Clicks(clerk.goes_to("/"))
    yield made
    assert made.count <= 3
    assert clerk.complaints == []


def test_who_may_not_be_promoted_now_and_until_when(clicks: Clicks) -> None:
    clicks.page.locator("section", has_text="受限台账").get_by_role("link", name="看全部").click()
    clicks.count += 1
    rows = clicks.page.locator("#list tbody tr")
    expect(rows.first).to_contain_text(re.compile(r"不得.*\d{4}-\d\d-\d\d.*还有 \d+ 天", re.S))


def test_why_somebody_is_not_on_the_training_list(clicks: Clicks) -> None:
    name = clicks.page.locator("section", has_text="受限台账").locator("tbody th a").first.inner_text()
    clicks.page.get_by_label("找人").fill(name)
    clicks("link", re.compile(name))
    expect(clicks.page.get_by_role("heading", level=1)).to_have_text(name)
    clicks.page.get_by_label("哪一句").select_option("4.2")
    clicks.count += 1
    expect(clicks.page.locator("#why-not .condition-no").first).to_be_visible()


def test_what_is_overdue_in_a_unit(clicks: Clicks) -> None:
    unit = clicks.page.locator("section", has_text="逾期").locator("tbody tr td").first.inner_text()
    clicks("link", re.compile(r"^[\d,]+\s*逾期"))
    clicks.page.get_by_label("姓名或单位").fill(unit)
    expect(clicks.page.locator("#list tbody tr td").first).to_have_text(unit)
    expect(clicks.page.locator("#list caption")).to_contain_text("共")


def test_whether_a_team_is_within_its_quota(clicks: Clicks) -> None:
    clicks("link", "考核")
    clicks("link", re.compile(r"在名额之内 \d+"))
    expect(clicks.page.locator("#list tbody tr").first).to_contain_text("6.2")
    clicks.page.locator("#list tbody th a").first.click()
    clicks.count += 1
    expect(clicks.page.get_by_text("成员").first).to_be_visible()


def test_what_changed_since_monday(clicks: Clicks) -> None:
    clicks("link", "变化")
    expect(clicks.page.get_by_label("从哪天起")).not_to_have_value("")
    expect(clicks.page.locator("#list")).to_contain_text("这段时间没有变化")


def test_the_reasons_open_where_they_are_and_another_day_is_a_click_away(clicks: Clicks) -> None:
    clicks.page.locator("section", has_text="受限台账").locator("tbody th a").first.click()
    clicks.page.locator("details.fold summary").first.click()
    expect(clicks.page.locator(".reasons .quote").first).to_be_visible()
    clicks.page.get_by_label("看另一天").fill("2024-06-30")
    clicks("button", "看这一天")
    expect(clicks.page.get_by_role("heading", name="2024年6月30日")).to_be_visible()
