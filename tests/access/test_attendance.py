"""Since when something is new at the workbench; how somebody likes to see a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jili.access.attendance import attend
from jili.access.models import Attendance
from jili.access.preferences import preference, preference_keep
from jili.access.roles import Role
from jili.access.scope import Access
from tests.access import cast

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def after(**time: int) -> datetime:
    return NINE + timedelta(**time)


@pytest.fixture
def access() -> Access:
    return Access.for_account(cast.account("two", Role.CITY_CADRES, Role.LEADER), cast.today(), Role.CITY_CADRES)


def test_at_the_first_visit_nothing_came_before(access: Access) -> None:
    assert [attend(access, after(minutes=n)) for n in (0, 10, 35)] == [None, None, None]


def test_during_a_visit_the_one_before_stays_what_it_was(access: Access) -> None:
    attend(access, NINE)
    attend(access, after(minutes=20))
    looks = [after(days=1, minutes=n) for n in (0, 25, 50)]
    assert [attend(access, look) for look in looks] == [after(minutes=20)] * 3
    assert attend(access, after(days=2)) == after(days=1, minutes=50)


def test_looks_within_a_minute_are_not_written_down(access: Access) -> None:
    attend(access, NINE)
    attend(access, after(seconds=59))
    assert Attendance.objects.get().last_at == NINE


def test_each_role_has_its_own_last_time(access: Access) -> None:
    attend(access, NINE)
    as_leader = Access.for_account(access.account, cast.today(), Role.LEADER)
    assert attend(as_leader, after(days=1)) is None


def test_a_preference_is_kept_until_another_takes_its_place(access: Access) -> None:
    assert preference(access.account, "columns", ["name"]) == ["name"]
    preference_keep(account=access.account, name="columns", value=["name", "rank"])
    preference_keep(account=access.account, name="columns", value=["rank"])
    assert preference(access.account, "columns") == ["rank"]
    assert preference(cast.account("other"), "columns") is None


def test_a_preference_is_small(access: Access) -> None:
    with pytest.raises(ValueError, match="columns: more than 4000 characters"):
        preference_keep(account=access.account, name="columns", value="x" * 4_000)
