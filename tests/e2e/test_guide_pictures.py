"""The pictures of the guides are made from the pages as they are (``make pictures`` copies them to docs/pictures)."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.conftest import PICTURES
from tests.e2e.site import Person

SHOWN = {
    "home": "/", "city": "/city/", "cadres": "/cadres/", "measures": "/measures/", "care": "/ledgers/care/",
    "data": "/data/", "units": "/units/",
}  # fmt: skip


def test_each_page_of_the_guides_has_its_picture(signed_in: Callable[[str], Person]) -> None:
    clerk = signed_in("city-cadres")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, address in SHOWN.items():
        clerk.goes_to(address)
        clerk.page.wait_for_load_state("networkidle")
        clerk.page.screenshot(path=PICTURES / f"page-{name}.png")
    clerk.goes_to("/decisions/?board=restricted").locator("#list tbody th a").first.click()
    clerk.page.locator("details.fold summary").first.click()
    clerk.page.locator(".reasons .quote").first.wait_for()
    clerk.page.screenshot(path=PICTURES / "page-cadre.png")
    assert clerk.complaints == []
