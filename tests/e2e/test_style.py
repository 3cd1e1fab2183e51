"""Every piece of the pages, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.site import Person


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_piece_is_drawn_without_a_fault(
    signed_in: Callable[[str], Person], pictures: Callable[..., None], scheme: str
) -> None:
    clerk = signed_in("city-cadres")
    clerk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    clerk.goes_to("/style/")
    clerk.page.locator(".chart-box canvas").wait_for()
    pictures(clerk, f"style-{scheme}")
    assert clerk.axe() == []
    assert clerk.complaints == []
    clerk.page.emulate_media(color_scheme="light")


def test_nothing_is_wider_than_the_screen(signed_in: Callable[[str], Person]) -> None:
    clerk = signed_in("city-cadres")
    clerk.goes_to("/style/")
    for width in (360, 768, 1280, 2560):
        clerk.page.set_viewport_size({"width": width, "height": 900})
        assert clerk.page.evaluate("document.documentElement.scrollWidth") <= width
