"""What somebody may see of decisions is put together once for all who see the same, and again after a change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jili.access.actor import Actor
from jili.access.log import append_alone
from jili.access.models import Account
from jili.access.remembered import memory, remembering
from jili.access.roles import Role
from jili.access.scope import Access
from jili.access.walls import entered
from jili.decisions.models import Decision
from jili.decisions.seen import decisions
from jili.records.models import Appointment
from jili.records.sight import everything
from tests.access import cast

pytestmark = pytest.mark.django_db(transaction=True)


def happens() -> None:
    append_alone(actor=Actor.system("试验"), kind="cadre.change", subject="cadre:AD-staff")


@pytest.fixture
def heads() -> dict[str, Account]:
    """The heads of two units, and somebody of the city's department; one decision about each unit's staff."""
    memory.forget()
    cast.city()
    with everything():
        for number, unit in enumerate(("AD", "AT")):
            subject = f"{unit}-staff"
            Decision.objects.create(
                id=number, statement="11.5", effect="duty", subject_kind="cadre", subject=subject, item="2025",
                outcome="overdue", evidence="", unit=unit, unit_path="", cadre=subject, level=2,
            )  # fmt: skip
    happens()
    made = {unit: cast.account(f"head-{unit}", Role.UNIT_HEAD, unit=unit) for unit in ("AD", "AT")}
    return made | {"city": cast.account("city", Role.CITY_CADRES)}


def seen(account: Account, **of: Any) -> list[str]:
    access = Access.for_account(account, of.get("day", cast.today()))
    with remembering(), entered(access):
        return sorted(decisions(access).values_list("subject", flat=True))


def test_each_sees_their_own_however_often_they_ask_in_turn(heads: dict[str, Account]) -> None:
    for _ in range(3):
        assert {name: seen(account) for name, account in heads.items()} == {
            "AD": ["AD-staff"],
            "AT": ["AT-staff"],
            "city": ["AD-staff", "AT-staff"],
        }


def test_whoever_keeps_the_holds_sees_more_of_the_same_unit_than_whoever_does_not(heads: dict[str, Account]) -> None:
    keeper = cast.account("keeper")
    cast.grant(keeper, Role.UNIT_HEAD, "AD", keeps_holds=True)
    with everything():
        Decision.objects.filter(subject="AD-staff").update(statement="11.4c")
    happens()
    assert [seen(who) for who in (keeper, heads["AD"], keeper, heads["AD"])] == [["AD-staff"], [], ["AD-staff"], []]


def test_who_moves_is_seen_where_they_are_from_the_change_on(heads: dict[str, Account]) -> None:
    assert seen(heads["AD"]) == ["AD-staff"]
    Appointment.objects.filter(cadre="AD-staff").update(unit="AT")
    happens()
    assert (seen(heads["AD"]), seen(heads["AT"])) == ([], ["AD-staff", "AT-staff"])


def test_on_the_day_on_which_a_post_ends_it_is_no_longer_seen(heads: dict[str, Account]) -> None:
    last = cast.today() + timedelta(days=1)
    Appointment.objects.filter(cadre="AD-staff").update(end_on=last)
    happens()
    days = [last + timedelta(days=n) for n in (-1, 0, 1, -1)]
    assert [seen(heads["AD"], day=day) for day in days] == [["AD-staff"], [], [], ["AD-staff"]]
