"""A really served demonstration site, small, with an account in every role; and people who work at it in a browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django_otp.oath import TOTP
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

CADRES = 1500
DAY = "2025-12-31"
PASSWORD = "示范-demo-2025"
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Site:
    """Where it is served, its home, and the link for first use of each account."""

    address: str
    home: Path
    links: dict[str, str]


@contextmanager
def served(folder: Path, cadres: int = CADRES) -> Iterator[Site]:
    """A city made, loaded, published and served until the end."""
    port = _free_port()
    env = {**os.environ, "JILI_HOME": str(folder / "home"), "JILI_ADDRESS": f"http://127.0.0.1:{port}"}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "JILI_AS_OWNER"):
        env.pop(name, None)
    _jili("make-city", "--cadres", str(cadres), "--seed", "1", "--out", str(folder / "city"), env=env)
    _jili("migrate", env=env)
    made = [sys.executable, "-m", "jili.site.demo", str(folder / "city"), DAY]
    said = subprocess.run(made, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    links = dict(re.findall(r"^  (\S+) +\S.*\n    (http\S+)$", said, re.M))
    command = [sys.executable, "-m", "jili.cli", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        site = Site(f"http://127.0.0.1:{port}", folder / "home", links)
        _wait(site.address, server)
        yield site
    finally:
        server.terminate()
        server.wait(60)


@dataclass
class Person:
    """Somebody with an account, a phone and a browser. What the browser complains of is kept in ``complaints``."""

    site: Site
    username: str
    context: BrowserContext
    page: Page
    secret: str = ""
    complaints: list[str] = field(default_factory=list)

    def first_use(self) -> None:
        """Set a password and the second factor by the link."""
        self.page.goto(self._here(self.site.links[self.username]))
        self.secret = self.page.locator("code").inner_text().replace(" ", "")
        self.page.get_by_label("新密码").fill(PASSWORD)
        self.page.get_by_label("再输一遍").fill(PASSWORD)
        self.page.get_by_label("动态口令").fill(self.code())
        self.page.get_by_role("button", name="设好").click()
        expect(self.page.get_by_text("密码和动态口令已设好")).to_be_visible()

    def sign_in(self) -> None:
        """With both factors; a code that was used up a moment ago is waited out by taking the next."""
        self.page.goto(f"{self.site.address}/sign-in/")
        self.page.get_by_label("账号").fill(self.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="下一步").click()
        self.page.get_by_label("动态口令").fill(self.code(ahead=1))
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("登录")

    def code(self, ahead: int = 0) -> str:
        """What the phone shows now, or ``ahead`` steps from now (the server takes one step either way)."""
        import base64

        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        totp = TOTP(key)
        totp.time = time.time() + 30 * ahead
        return f"{totp.token():06}"

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.site.address}{path}")
        return self.page

    def axe(self) -> list[str]:
        """Serious and critical faults of the page as it stands, by axe."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {node['target']} {node['html'][:160]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]

    def _here(self, link: str) -> str:
        return self.site.address + link[link.index("/", len("http://")) :]


def person(site: Site, browser: Browser, username: str, **given: Any) -> Person:
    """Somebody at a browser of their own, who has not signed in yet."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **given)
    page = context.new_page()
    made = Person(site, username, context, page)
    page.on("console", lambda message: _note(made, message))
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    return made


def _note(of: Person, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        of.complaints.append(f"{message.type}: {message.text}")


def _jili(*words: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "jili.cli", *words]
    subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[Any]) -> None:
    """Until it answers."""
    for _ in range(240):
        try:
            urlopen(f"{address}/sign-in/", timeout=5).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            if server.poll() is not None:
                raise RuntimeError("the site ended while starting") from None
            time.sleep(0.25)
    raise RuntimeError("the site does not answer")
