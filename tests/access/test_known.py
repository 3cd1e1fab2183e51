"""Who asks is known again from request to request, until something changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jili.access.accounts import account_close, grant_end
from jili.access.actor import Actor
from jili.access.known import Accounts, grants_of
from jili.access.log import append_alone
from jili.access.models import Account, Grant
from jili.access.remembered import memory, remembering
from jili.access.roles import Role
from tests.access import cast
from tests.access.cast import SELF

pytestmark = pytest.mark.django_db(transaction=True)
SECURITY = Actor("sec", Role.SECURITY_ADMIN)
SYSTEM = Actor("sys", Role.SYSTEM_ADMIN)
PAGE = f"/cadres/{SELF}/"


@pytest.fixture
def head() -> Account:
    memory.forget()
    cast.city()
    made = cast.account("head", Role.UNIT_HEAD, unit="AD")
    append_alone(actor=SYSTEM, kind="account.open", subject="account:head")
    return made


def asked(browser: Client) -> list[str]:
    """The tables of accounts that are read for a page."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(PAGE).status_code == 200
    tables = ("access_account", "otp_totp_totpdevice", "access_grant")
    return [table for table in tables if any(f'FROM "{table}"' in one["sql"] for one in queries)]


def test_account_second_factor_and_grants_are_read_once_until_something_changes(head: Account) -> None:
    browser = cast.client(head)
    assert asked(browser) == ["access_account", "otp_totp_totpdevice", "access_grant"]
    assert asked(browser) == []
    append_alone(actor=SYSTEM, kind="cadres.read", subject="cadres:somebody")
    assert asked(browser) == []
    append_alone(actor=SYSTEM, kind="unit.change", subject="unit:A")
    assert asked(browser) == ["access_account", "otp_totp_totpdevice", "access_grant"]


def withdrawn(head: Account) -> None:
    grant_end(actor=SECURITY, grant=Grant.objects.get(account=head), why="调离")


def closed(head: Account) -> None:
    account_close(actor=SYSTEM, account=head, version=head.version, why="调离")


@pytest.mark.parametrize(("ends", "answer"), [(withdrawn, 404), (closed, 302)])
def test_what_was_withdrawn_ends_with_the_next_request(
    head: Account, ends: Callable[[Account], None], answer: int
) -> None:
    browser = cast.client(head)
    assert [browser.get(PAGE).status_code for _ in range(2)] == [200, 200]
    ends(head)
    assert browser.get(PAGE).status_code == answer


def test_a_session_without_second_factor_does_not_profit_from_one_that_has_it(head: Account) -> None:
    whole, half = cast.client(head), Client()
    half.force_login(head, backend="jili.access.known.Accounts")
    assert [whole.get(PAGE).status_code, half.get(PAGE).status_code, whole.get(PAGE).status_code] == [200, 302, 200]


def test_each_request_has_an_account_of_its_own(head: Account) -> None:
    with remembering():
        first, second = (Accounts().get_user(head.pk) for _ in range(2))
    assert first == second == head and first is not second


def test_a_grant_of_yesterday_is_none_of_today(head: Account) -> None:
    Grant.objects.update(to_on=cast.today() + timedelta(days=1))
    with remembering():
        days = [cast.today() + timedelta(days=n) for n in (0, 1, 0)]
        assert [len(grants_of(head, day)) for day in days] == [1, 0, 1]


def test_whoever_sends_something_is_looked_up_anew(head: Account) -> None:
    browser = cast.client(head)
    assert browser.get(PAGE).status_code == 200
    Account.objects.filter(pk=head.pk).update(password=make_password("another"))  # no event tells of it
    assert browser.post(PAGE, {"purpose": "核对"}).status_code == 302
