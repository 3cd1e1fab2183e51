"""Which rows an account sees: subtrees, oneself, the city; on today's day; as if the rest did not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jili.access.models import Account
from jili.access.roles import ADMINISTRATORS, Role
from jili.access.scope import Access, NotThere, access_cadre, access_record, access_unit, access_values
from jili.records import models
from tests.access import cast
from tests.access.cast import MOVED, SELF, UNITS, today

pytestmark = pytest.mark.django_db
EVERYBODY = {f"{unit}-{who}" for unit in UNITS for who in ("head", "staff")} | {MOVED}


@pytest.fixture
def accounts() -> dict[Role, Account]:
    cast.city()
    return cast.people()


def of(account: Account, role: str | None = None) -> Access:
    return Access.for_account(account, today(), role)


def seen(access: Access) -> set[str]:
    return set(access.cadres().values_list("pk", flat=True))


def within(*units: str) -> set[str]:
    return {f"{unit}-{who}" for unit in units for who in ("head", "staff")}


@pytest.mark.parametrize(
    ("role", "units", "cadres"),
    [
        (Role.CITY_CADRES, set(UNITS), EVERYBODY),
        (Role.CITY_ASSESSMENT, set(UNITS), EVERYBODY),
        (Role.LEADER, set(UNITS), EVERYBODY),
        (Role.DISCIPLINE, set(UNITS), set()),
        (Role.COUNTY_OFFICE, {"A", "AD", "AS", "AT"}, within("A", "AD", "AS", "AT")),
        (Role.UNIT_PERSONNEL, {"AD", "AS"}, within("AD", "AS")),
        (Role.UNIT_HEAD, {"AD", "AS"}, within("AD", "AS")),
        (Role.CADRE, {"AD"}, {SELF}),
        (Role.SYSTEM_ADMIN, set(), set()),
        (Role.SECURITY_ADMIN, set(), set()),
        (Role.AUDITOR, set(), set()),
    ],
)
def test_a_role_sees_its_subtree_or_itself_or_the_city(
    accounts: dict[Role, Account], role: Role, units: set[str], cadres: set[str]
) -> None:
    access = of(accounts[role])
    assert set(access.of("units").values_list("pk", flat=True)) == units
    assert seen(access) == cadres


def test_whoever_has_moved_away_is_gone_with_all_records_and_is_there_where_they_moved(
    accounts: dict[Role, Account],
) -> None:
    models.Talk.objects.create(talk_id="K1", cadre_id=MOVED, held_on=today())
    before, after = accounts[Role.UNIT_HEAD], cast.account("bt", Role.UNIT_HEAD, unit="BT")
    assert [row.pk for row in of(before).of("talks")] == []
    assert [row.pk for row in of(after).of("talks")] == ["K1"]
    assert of(after).of("appointments").filter(cadre=MOVED).count() == 2


def test_a_secondment_leaves_a_cadre_where_he_belongs(accounts: dict[Role, Account]) -> None:
    cast.appointment(SELF, "BT", kind="secondment")
    bt = cast.account("bt", Role.UNIT_HEAD, unit="BT")
    assert SELF in seen(of(accounts[Role.UNIT_HEAD])) and SELF not in seen(of(bt))


def test_a_county_sees_nobody_above_the_rank_at_which_its_grant_ends(accounts: dict[Role, Account]) -> None:
    account = cast.account("county")
    cast.grant(account, Role.COUNTY_OFFICE, "A", up_to_rank=3)
    assert seen(of(account)) == within("AD", "AS", "AT") | {"A-staff"}
    cast.appointment("AT-head", "M", rank=4)
    assert "AT-head" not in seen(of(account))


def test_a_grant_holds_from_its_first_day_to_the_day_before_its_last(accounts: dict[Role, Account]) -> None:
    account = cast.account("dated")
    grant = cast.grant(account, Role.UNIT_HEAD, "AD", to_on=today() + timedelta(days=1))
    days = [today() - timedelta(days=2), today() - timedelta(days=1), today(), today() + timedelta(days=1)]
    assert [Access.for_account(account, day).role for day in days] == [None, "unit_head", "unit_head", None]
    assert grant in of(account).grants


def test_paths_that_differ_only_in_case_or_continue_an_id_are_not_below(accounts: dict[Role, Account]) -> None:
    for unit in ("ad", "AD1"):
        models.Unit.objects.create(
            unit_id=unit, name=unit, kind="county_dept", parent_id="A", remote=False, path=f"M/A/{unit}/"
        )
    assert set(of(accounts[Role.UNIT_HEAD]).units().values_list("pk", flat=True)) == {"AD", "AS"}


def test_an_account_acts_in_one_of_its_roles_at_a_time(accounts: dict[Role, Account]) -> None:
    account = cast.account("two")
    cast.grant(account, Role.UNIT_HEAD, "AD")
    cast.grant(account, Role.COUNTY_OFFICE, "B")
    assert of(account).roles == (Role.COUNTY_OFFICE, Role.UNIT_HEAD)
    assert seen(of(account)) == within("B", "BT") | {MOVED}
    assert seen(of(account, "unit_head")) == within("AD", "AS")
    assert of(account, "city_cadres").role == Role.COUNTY_OFFICE


def test_what_is_out_of_scope_answers_like_what_does_not_exist(accounts: dict[Role, Account]) -> None:
    access = of(accounts[Role.UNIT_HEAD])
    assert access_cadre(access, SELF).pk == SELF and access_unit(access, "AS").pk == "AS"
    for get, known in ((access_cadre, "AT-head"), (access_unit, "A"), (access_cadre, MOVED)):
        for asked in (known, "none", "a\0b", "x" * 5000):
            with pytest.raises(NotThere) as raised:
                get(access, asked)
            assert raised.value.args == ()
    for table in ("auth_user", "events", "proposals"):
        with pytest.raises(NotThere):
            access_record(access, table, "1")
    with pytest.raises(NotThere):
        access_record(of(accounts[Role.CITY_CADRES]), "leave", "no number")


def test_a_table_of_which_no_column_may_be_seen_is_empty(accounts: dict[Role, Account]) -> None:
    models.Talk.objects.create(talk_id="K1", cadre_id=SELF, held_on=today())
    models.Hardship.objects.create(hardship_id="H1", cadre_id=SELF, opened_on=today())
    found = {role: (of(a).of("talks").count(), of(a).of("hardships").count()) for role, a in accounts.items()}
    assert found == {
        Role.CITY_CADRES: (1, 1), Role.CITY_ASSESSMENT: (0, 0), Role.LEADER: (1, 1), Role.DISCIPLINE: (0, 0),
        Role.COUNTY_OFFICE: (1, 1), Role.UNIT_PERSONNEL: (0, 1), Role.UNIT_HEAD: (1, 1), Role.CADRE: (1, 1),
        Role.SYSTEM_ADMIN: (0, 0), Role.SECURITY_ADMIN: (0, 0), Role.AUDITOR: (0, 0),
    }  # fmt: skip


def test_signs_and_what_was_ever_held_are_only_for_those_who_keep_the_holds(accounts: dict[Role, Account]) -> None:
    day = today() - timedelta(days=9)
    for name, kind, hold in (("S", "sign", None), ("B", "setback", day), ("R", "request", None)):
        models.TalkTrigger.objects.create(
            trigger_id=name, cadre_id=SELF, kind=kind, occurred_on=day, hold_from=hold, hold_until=hold
        )
        models.Talk.objects.create(talk_id=f"K{name}", cadre_id=SELF, held_on=today())
        models.TalkCover.objects.create(talk_id=f"K{name}", trigger=name)
        models.Settlement.objects.create(
            settlement_id=name, statement=f"11.4{'c' if kind == 'sign' else 'b'}", subject_kind="cadre", subject=SELF,
            item=name, kind="justified", decided_on=today(),
        )  # fmt: skip
    keeper = cast.account("keeper")
    cast.grant(keeper, Role.UNIT_HEAD, "AD", keeps_holds=True)

    def told(account: Account) -> tuple[set[str], ...]:
        access = of(account)
        return (
            set(access.of("talk_triggers").values_list("pk", flat=True)),
            set(access.of("talk_covers").values_list("trigger", flat=True)),
            set(access.of("settlements").values_list("pk", flat=True)),
        )

    assert told(keeper) == told(accounts[Role.CITY_CADRES]) == ({"S", "B", "R"},) * 3
    assert told(accounts[Role.UNIT_HEAD]) == told(accounts[Role.COUNTY_OFFICE]) == ({"R"},) * 3
    assert told(accounts[Role.UNIT_PERSONNEL]) == told(accounts[Role.CADRE]) == (set(), set(), set())


def test_settlements_are_seen_by_who_may_see_what_they_are_about(accounts: dict[Role, Account]) -> None:
    about = [("11.5", "cadre", SELF), ("8", "cadre", SELF), ("11.8", "cadre", SELF), ("11.5", "cadre", "BT-head"),
             ("5.3", "unit", "AS"), ("6.3", "team", "T-AD"), ("7.1", "campaign", "Z"), ("4.2", "city", "city")]  # fmt: skip
    for number, (statement, kind, subject) in enumerate(about):
        models.Settlement.objects.create(
            settlement_id=f"{number}", statement=statement, subject_kind=kind, subject=subject, kind="justified",
            decided_on=today(),
        )  # fmt: skip
    found = {
        role: "".join(sorted(of(a).of("settlements").values_list("pk", flat=True))) for role, a in accounts.items()
    }
    assert found == {
        Role.CITY_CADRES: "01234567", Role.LEADER: "0234567", Role.CITY_ASSESSMENT: "456", Role.DISCIPLINE: "",
        Role.COUNTY_OFFICE: "0245", Role.UNIT_PERSONNEL: "0245", Role.UNIT_HEAD: "0245", Role.CADRE: "02",
        Role.SYSTEM_ADMIN: "", Role.SECURITY_ADMIN: "", Role.AUDITOR: "",
    }  # fmt: skip


def test_the_ten_are_seen_once_announced(accounts: dict[Role, Account]) -> None:
    for year, day in ((2024, today()), (2025, today() + timedelta(days=1))):
        models.TenListing.objects.create(cadre_id=SELF, year=year, announced_on=day)
    found = {role: set(of(a).of("ten_list").values_list("year", flat=True)) for role, a in accounts.items()}
    early = {role for role, years in found.items() if 2025 in years}
    assert early == {Role.CITY_CADRES, Role.CITY_ASSESSMENT, Role.COUNTY_OFFICE, Role.LEADER}
    assert found[Role.CADRE] == found[Role.UNIT_HEAD] == {2024}


def test_a_proposal_is_seen_only_where_both_the_post_and_the_person_are(accounts: dict[Role, Account]) -> None:
    for unit, who in (("AD", "AT-staff"), ("MD", "AT-head"), ("AT", "BT-head")):
        models.Vacancy.objects.create(vacancy_id=unit, unit_id=unit, title="局长", chief=True)
        models.Proposal.objects.create(
            proposal_id=unit, vacancy_id=unit, cadre_id=who, action="promote", required_years=2, special_need=False,
            selected=True,
        )  # fmt: skip
    found = {role: set(of(a).of("proposals").values_list("pk", flat=True)) for role, a in accounts.items()}
    every = {"AD", "MD", "AT"}
    assert {role: rows for role, rows in found.items() if rows} == {
        Role.CITY_CADRES: every, Role.LEADER: every, Role.DISCIPLINE: every, Role.COUNTY_OFFICE: {"AD"},
    }  # fmt: skip
    assert seen(of(accounts[Role.DISCIPLINE])) == {"AT-staff", "AT-head", "BT-head"}


def test_tasks_of_oneself_are_ones_own(accounts: dict[Role, Account]) -> None:
    for name, owner in (("own", SELF), ("other", "AD-head")):
        models.Task.objects.create(
            task_id=name, unit_id="AD", year=2025, list="annual", category="deed", important=False,
            due_on=today(), confidential=False,
        )  # fmt: skip
        models.TaskOwner.objects.create(task_id=name, cadre_id=owner)
    assert [task.pk for task in of(accounts[Role.CADRE]).of("tasks")] == ["own"]
    assert of(accounts[Role.UNIT_PERSONNEL]).of("tasks").count() == 2


def test_every_table_can_be_asked_by_every_role(accounts: dict[Role, Account]) -> None:
    from jili.access.reach import TABLES

    counts = {(role, table): of(a).of(table).count() for role, a in accounts.items() for table in TABLES}
    assert not any(counts[role, t] for role in ADMINISTRATORS for t in TABLES)
    assert all(counts[Role.CITY_CADRES, t] == TABLES[t]._default_manager.count() for t in TABLES)


def test_values_may_only_name_columns_that_are_seen_and_records_in_scope(accounts: dict[Role, Account]) -> None:
    access = of(accounts[Role.UNIT_PERSONNEL])
    access_values(access, "leave", {"cadre_id": SELF, "year": 2025, "taken_days": 5})
    for table, values in (
        ("leave", {"cadre_id": "AT-staff"}),
        ("leave", {"version": 7}),
        ("annual_assessments", {"reason": "case_open"}),
        ("talk_triggers", {"cadre_id": SELF}),
        ("units", {"path": "M/"}),
    ):
        with pytest.raises(NotThere):
            access_values(access, table, values)


def test_access_takes_one_query(accounts: dict[Role, Account], django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        access = of(accounts[Role.COUNTY_OFFICE])
        assert access.units().query and access.grants[0].unit is not None
