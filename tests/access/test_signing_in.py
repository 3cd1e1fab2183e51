"""Signing in by hand: both factors, first use, lock-out, and how a session ends."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from jili.access.accounts import account_close, account_link, account_open, account_revoke, account_unlock
from jili.access.actor import Actor
from jili.access.gate import BEGAN, SEEN
from jili.access.models import Account, Event, SignInLink
from jili.access.roles import Role
from tests.access import cast

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SYSTEM, SECURITY = Actor("sys", Role.SYSTEM_ADMIN), Actor("sec", Role.SECURITY_ADMIN)


@pytest.fixture
def account() -> Account:
    """Somebody of 考核办 who has both factors."""
    made = cast.account("li", Role.CITY_ASSESSMENT)
    made.set_password(PASSWORD)
    made.save()
    cast.device(made)
    return made


def first_step(browser: Client, username: str = "li", password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/sign-in/", {"username": username, "password": password, **more})


def second_step(browser: Client, code: str) -> Any:
    return browser.post("/sign-in/code/", {"code": code})


def is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def kinds() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_both_factors_let_somebody_in(account: Account) -> None:
    browser = Client()
    assert first_step(browser)["Location"] == "/sign-in/code/"
    assert not is_in(browser)
    assert second_step(browser, cast.code(account))["Location"] == "/"
    assert is_in(browser)
    assert kinds() == ["session.start"]


def test_the_password_alone_opens_nothing(account: Account) -> None:
    browser = Client()
    first_step(browser)
    assert browser.get("/").status_code == 302
    assert second_step(browser, "")["Content-Type"].startswith("text/html")
    assert not is_in(browser)


def test_a_password_without_a_second_factor_opens_nothing(account: Account) -> None:
    browser = Client()
    first_step(browser)
    code = cast.code(account)
    TOTPDevice.objects.all().delete()
    assert second_step(browser, code).status_code == 200
    assert not is_in(browser)


def test_the_second_step_asks_for_the_first(account: Account) -> None:
    browser = Client()
    assert second_step(browser, cast.code(account))["Location"] == "/sign-in/"
    assert not is_in(browser)


def test_the_second_step_must_follow_soon(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    first_step(browser)
    later = timezone.now() + timedelta(seconds=301)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert second_step(browser, cast.code(account))["Location"] == "/sign-in/"


def test_a_code_is_taken_once(account: Account) -> None:
    code = cast.code(account)
    for browser, entered in ((Client(), True), (Client(), False)):
        first_step(browser)
        second_step(browser, code)
        assert is_in(browser) is entered


def test_what_is_wrong_is_said_alike_for_an_account_that_is_not_there(account: Account) -> None:
    pages = [first_step(Client(), name, "wrong").content.decode() for name in ("li", "nobody")]
    one, other = (re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="(li|nobody)"', "", page) for page in pages)
    assert one == other and "账号或密码不对" in one
    assert [(e.kind, e.actor) for e in Event.objects.order_by("seq")] == [
        ("session.refused", "li"),
        ("session.refused", "?"),
    ]


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(account: Account, name: str) -> None:
    answers = [first_step(Client(), name, "wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert first_step(Client(), name).status_code == 429
    assert "已锁定" in first_step(Client(), name).content.decode()


def test_wrong_codes_lock_as_well(account: Account) -> None:
    browser = Client()
    first_step(browser)
    wrong = "000000" if cast.code(account) != "000000" else "111111"
    assert [second_step(browser, wrong).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    assert second_step(browser, cast.code(account)).status_code == 429
    assert first_step(Client()).status_code == 429


def test_a_lock_ends_after_half_an_hour_or_by_an_administrator(account: Account) -> None:
    def lock() -> None:
        for _ in range(5):
            first_step(Client(), password="wrong")
        assert first_step(Client()).status_code == 429

    lock()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert first_step(Client()).status_code == 302
    lock()
    account_unlock(actor=SECURITY, account=account, why="本人来电")
    assert first_step(Client()).status_code == 302


def test_failures_are_forgotten_only_when_both_steps_succeed(account: Account) -> None:
    for _ in range(4):
        first_step(Client(), password="wrong")
    browser = Client()
    first_step(browser)
    assert AccessAttempt.objects.get().failures_since_start == 4
    second_step(browser, cast.code(account))
    assert not AccessAttempt.objects.exists()


def test_no_password_and_no_code_is_kept_with_the_failures(account: Account) -> None:
    browser = Client()
    first_step(browser, password="se-cret-word")
    first_step(browser)
    second_step(browser, "135790")
    kept = str(list(AccessAttempt.objects.values()))
    assert "se-cret-word" not in kept and "135790" not in kept and PASSWORD not in kept


def test_signing_in_starts_a_new_session(account: Account) -> None:
    browser = Client()
    first_step(browser)
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    second_step(browser, cast.code(account))
    after = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after and not Session.objects.filter(pk=before).exists()


def test_signing_in_leads_where_one_was_going_but_nowhere_else(account: Account) -> None:
    assert Client().get("/accounts/")["Location"] == "/sign-in/?next=%2Faccounts%2F"
    for asked, lead in (("/accounts/", "/accounts/"), ("//evil.example/", "/"), ("https://evil.example/", "/")):
        browser = Client()
        first_step(browser, next=asked)
        assert second_step(browser, cast.code(account))["Location"] == lead


def test_signing_out_is_a_post_and_ends_the_session(account: Account) -> None:
    browser = cast.client(account)
    assert browser.get("/sign-out/").status_code == 404
    assert is_in(browser)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/sign-out/")
    assert not is_in(browser) and not Session.objects.filter(pk=key).exists()
    assert kinds()[-1] == "session.end"


@pytest.mark.parametrize(
    ("mark", "seconds"), [(SEEN, settings.SESSION_IDLE_SECONDS), (BEGAN, settings.SESSION_COOKIE_AGE)]
)
def test_a_session_ends_when_idle_and_at_the_latest_after_a_working_day(
    account: Account, mark: str, seconds: int
) -> None:
    for more, stays in ((-5, True), (5, False)):
        browser = cast.client(account)
        session = browser.session
        session[mark] -= seconds + more
        session.save()
        assert is_in(browser) is stays
    assert "登录已到时限" in browser.get("/sign-in/").content.decode()


def test_use_keeps_a_session_from_being_idle(account: Account) -> None:
    browser = cast.client(account)
    session = browser.session
    session[SEEN] -= settings.SESSION_IDLE_SECONDS - 60
    session.save()
    assert is_in(browser)
    assert browser.session[SEEN] > session[SEEN]


def test_a_closed_account_is_out_at_once_and_in_again_when_opened(account: Account) -> None:
    browser = cast.client(account)
    account_close(actor=SYSTEM, account=account, version=1, why="调离")
    assert not is_in(browser)
    assert first_step(Client()).status_code == 200
    account_open(actor=SYSTEM, account=account, version=2, why="调回")
    assert first_step(Client()).status_code == 302


def test_voiding_the_password_ends_all_sessions(account: Account) -> None:
    browsers = [cast.client(account), cast.client(account)]
    account_revoke(actor=SECURITY, account=account, why="手机遗失")
    assert [is_in(browser) for browser in browsers] == [False, False]


def test_pages_behind_the_gate_are_not_kept_by_browsers(account: Account) -> None:
    assert cast.client(account).get("/")["Cache-Control"] == "no-store"
    assert Client().get("/sign-in/")["Cache-Control"] == "no-store"


def test_every_page_forbids_foreign_and_inline_scripts(account: Account) -> None:
    policy = cast.client(account).get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_an_account_with_several_roles_acts_in_one_and_may_change(account: Account) -> None:
    cast.city()
    cast.grant(account, Role.UNIT_HEAD, "AD")
    browser = cast.client(account)
    assert "考核办" in browser.get("/").content.decode()
    browser.post("/role/", {"role": "unit_head"})
    assert browser.get("/").context["request"].access.role == Role.UNIT_HEAD
    browser.post("/role/", {"role": "city_cadres"})
    assert browser.get("/").context["request"].access.role == Role.UNIT_HEAD


def first_use(browser: Client, link: str, **given: str) -> Any:
    """Fill in the page of a link as its owner would, with the code that the shown secret gives."""
    page = browser.get(link)
    if page.status_code != 200:
        return page
    key = browser.session["first-use-key"]
    code = f"{TOTP(bytes.fromhex(key)).token():06}"
    return browser.post(link, {"password": PASSWORD, "again": PASSWORD, "code": code, **given})


@pytest.fixture
def link() -> str:
    made = cast.account("new")
    return reverse("first-use", args=[account_link(actor=SYSTEM, account=made)])


def test_a_link_sets_password_and_second_factor_once(link: str) -> None:
    browser = Client()
    assert first_use(browser, link)["Location"] == "/sign-in/"
    account = Account.objects.get(username="new")
    assert account.check_password(PASSWORD) and account.password.startswith("argon2")
    assert TOTPDevice.objects.get(user=account).confirmed
    assert first_use(Client(), link).status_code == 404
    assert first_step(browser, "new")["Location"] == "/sign-in/code/"


def test_the_code_that_proved_the_second_factor_does_not_sign_in_as_well(link: str) -> None:
    browser = Client()
    browser.get(link)
    code = f"{TOTP(bytes.fromhex(browser.session['first-use-key'])).token():06}"
    browser.post(link, {"password": PASSWORD, "again": PASSWORD, "code": code})
    first_step(browser, "new")
    second_step(browser, code)
    assert not is_in(browser)


@pytest.mark.parametrize(
    "given", [{"password": "short", "again": "short"}, {"again": "another word"}, {"code": "000000"}, {"code": "abc"}]
)
def test_a_link_takes_only_a_good_password_repeated_and_a_right_code(link: str, given: dict[str, str]) -> None:
    answer = first_use(Client(), link, **given)
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not Account.objects.get(username="new").has_usable_password()
    assert SignInLink.objects.get().used_at is None and not TOTPDevice.objects.exists()


def test_a_link_ends_after_a_day_with_a_newer_link_and_with_its_account(link: str) -> None:
    account = Account.objects.get(username="new")
    newer = reverse("first-use", args=[account_link(actor=SYSTEM, account=account)])
    assert [Client().get(page).status_code for page in (link, newer, newer + "x/")] == [404, 200, 404]
    Account.objects.update(is_active=False)
    assert Client().get(newer).status_code == 404
    Account.objects.update(is_active=True)
    SignInLink.objects.update(expires_at=timezone.now())
    assert Client().get(newer).status_code == 404


def test_of_a_link_only_the_digest_is_kept(link: str) -> None:
    secret = link.rstrip("/").rpartition("/")[2]
    kept = f"{list(SignInLink.objects.values())} {list(Event.objects.values())}"
    assert secret not in kept


def test_the_page_of_a_link_shows_the_secret_as_a_picture_that_needs_no_script(link: str) -> None:
    page = Client().get(link).content.decode()
    assert (
        'src="data:image/svg+xml' in page
        and not re.search("<script(?! src=)", page)
        and "style=" not in re.sub(r'src="[^"]*"', "", page)
    )


@pytest.mark.parametrize("name", ["sign-in", "second-factor", "sign-out", "role-switch"])
def test_posts_without_the_pages_token_are_refused(account: Account, name: str) -> None:
    browser = cast.client(account, enforce_csrf_checks=True)
    assert browser.post(reverse(name)).status_code == 403
    assert is_in(browser)
