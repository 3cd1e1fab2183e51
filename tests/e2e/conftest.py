"""One served site and one browser for all; people sign in once and stay signed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.site import Person, Site, person, served

PICTURES = Path(os.environ.get("JILI_PICTURES", "build/pictures"))
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Its loop runs in this thread from now on: Django is told that nothing else is asynchronous here."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(site: Site, browser: Browser) -> Iterator[Callable[[str], Person]]:
    """Account → that person, signed in, at a wide screen."""
    people: dict[str, Person] = {}

    def get(username: str) -> Person:
        if username not in people:
            width, height = SIZES["wide"]
            made = person(site, browser, username, viewport={"width": width, "height": height})
            made.first_use()
            made.sign_in()
            people[username] = made
        people[username].complaints.clear()
        return people[username]

    yield get
    for each in people.values():
        each.context.close()


@pytest.fixture
def pictures() -> Callable[..., None]:
    """Keep pictures of a page as it stands: wide, on a phone, on paper; where nobody looks they cost little."""

    def keep(of: Person, name: str, **more: Any) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for size, (width, height) in SIZES.items():
            of.page.set_viewport_size({"width": width, "height": height})
            of.page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True, **more)
        of.page.set_viewport_size(dict(zip(("width", "height"), SIZES["wide"], strict=True)))  # type: ignore[arg-type]
        of.page.pdf(path=PICTURES / f"{name}.pdf", format="A4", print_background=True)

    return keep
