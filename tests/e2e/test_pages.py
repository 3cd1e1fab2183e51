"""Each role opens every page of its menu, wide and on a phone: no fault of access, no complaint of the browser, nothing
wider than the screen. What the pages look like is kept as pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.site import Person

ROLES = (
    "city-cadres",
    "city-assessment",
    "county-office",
    "unit-personnel",
    "unit-head",
    "leader",
    "cadre",
    "discipline",
    "sysadmin",
    "secadmin",
    "auditor",
)
"""Accounts of the demonstration; those of the three administrators are there from the first start."""


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu_is_sound(
    signed_in: Callable[[str], Person], pictures: Callable[..., None], role: str
) -> None:
    somebody = signed_in(role)
    page = somebody.goes_to("/")
    addresses = ["/", *(link.get_attribute("href") or "" for link in page.locator("#menu a").all())]
    faults = []
    for address in dict.fromkeys(addresses):
        somebody.goes_to(address)
        name = address.strip("/").replace("/", "-") or "home"
        if role == "city-cadres":
            pictures(somebody, name)
        faults += [f"{address}: {fault}" for fault in somebody.axe()]
        page.set_viewport_size({"width": 360, "height": 780})
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append(f"{address}: wider than a phone")
        page.set_viewport_size({"width": 1440, "height": 900})
    assert faults == []
    assert somebody.complaints == []
