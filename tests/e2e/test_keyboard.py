"""Without a mouse: past the menu, seeing where one is, to a person and back; and how soon a page stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.site import Person

SOON = 2_500
"""Milliseconds in which the largest part of a page should stand: what is called good."""
_LARGEST = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(-1), 3000);
})"""
_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""


def test_the_first_stop_leads_past_the_menu(signed_in: Callable[[str], Person]) -> None:
    page = signed_in("city-cadres").goes_to("/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="跳到正文")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_one_sees_where_one_is(signed_in: Callable[[str], Person]) -> None:
    page = signed_in("unit-personnel").goes_to("/")
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if not page.evaluate(_SEEN):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []


def test_a_person_is_found_by_keys_alone(signed_in: Callable[[str], Person]) -> None:
    page = signed_in("city-cadres").goes_to("/")
    name = page.locator("section", has_text="受限台账").locator("tbody th a").first.inner_text()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator("#found a").first).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#found a")).to_have_count(0)
    expect(page.locator("#search")).to_have_value("")
    page.keyboard.type(name)
    expect(page.locator("#found a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cadres/\w+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("city-cadres", "/"),
        ("unit-personnel", "/"),
        ("unit-personnel", "/data/"),
        ("sysadmin", "/"),
        ("leader", "/city/"),
    ],
)
def test_a_page_stands_soon(signed_in: Callable[[str], Person], username: str, address: str) -> None:
    page = signed_in(username).goes_to(address)
    page.goto(page.url)
    largest = page.evaluate(_LARGEST)
    print(f"{address}: {largest:.0f} ms")
    assert 0 < largest < SOON
