"""What a browser does with a page for the first time: what it fetches, and when the largest part of it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.web.pages import Page

CHROMIUM = "/usr/bin/chromium"
_PAINTED = """() => new Promise(resolve => {
  let last = 0
  new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime })
    .observe({type: "largest-contentful-paint", buffered: true})
  setTimeout(() => resolve(last), 600)
})"""
_FETCHED = """() => performance.getEntriesByType("resource")
  .filter(one => one.name.includes("/static/")).map(one => [one.name, one.encodedBodySize])"""


@dataclass(frozen=True)
class Painted:
    """Milliseconds until the largest paint; bytes of assets as they came over the line, kept from then on."""

    page: Page
    painted: float
    assets: int


def paint(port: int, pages: Sequence[Page], cookie: str) -> list[Painted]:
    """Each page in a browser that has never been there."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for page in pages:
            context = browser.new_context()
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
            tab = context.new_page()
            tab.goto(f"http://127.0.0.1:{port}{page.address}", wait_until="load")
            painted = float(tab.evaluate(_PAINTED))
            fetched = {str(name): int(size) for name, size in tab.evaluate(_FETCHED)}
            found.append(Painted(page, painted, sum(fetched.values())))
            context.close()
        browser.close()
    return found
