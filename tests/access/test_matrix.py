"""Every route × method × role × scope is as permitted by hand: what is out of scope answers like what does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from jili.access import checks, scope, table
from jili.access.classes import COLUMNS, Area, Level
from jili.access.reach import TABLES
from jili.access.roles import Role
from jili.access.scope import Access
from jili.access.table import OPEN, ROWS, Row
from jili.records.models import Cadre, Unit
from tests.access import cast
from tests.access.conftest import as_if_committed
from tests.access.matrix import METHODS, USUAL, World, examine, undeclared
from tests.access.permitted import PERMITTED, READ, ROLES, UNREAD
from tests.access.size import SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for all cells; each cell leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        with as_if_committed():
            yield world
        transaction.set_rollback(True)


def test_the_table_by_hand_knows_every_role_and_every_route() -> None:
    assert set(Role) == ROLES
    assert {name for name, _, _ in checks.routes()} == PERMITTED.keys()


@pytest.mark.parametrize("name", sorted(PERMITTED))
def test_every_cell_of_a_route_is_as_permitted(world: World, name: str) -> None:
    result = examine(world, [name])
    assert (result.leaks, result.others) == ([], [])
    assert result.cells >= len(USUAL if SAMPLE else METHODS) * 13


def test_a_route_that_nobody_declared_fails() -> None:
    missing = {name: route for name, route in PERMITTED.items() if name != "events"}
    assert undeclared({**missing, "old": PERMITTED["home"]}) == {"events", "old"}
    assert undeclared(PERMITTED) == set()


def test_the_gate_denies_what_has_no_row_and_the_check_names_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in ROWS if row.route != "cadres"]
    monkeypatch.setattr(checks, "MENU", ())
    assert checks.problems(list(checks.routes()), rows) == ["the route cadres has no row in jili.access.table"]
    monkeypatch.delitem(table._BY_ROUTE, ("cadres", "GET"))
    answer = world.ask(Role.CITY_CADRES, "GET", "/cadres/")
    assert (answer.status_code, answer.content) == (404, world.nowhere(Role.CITY_CADRES, "GET", "/cadres/"))


CONTROLS: dict[str, tuple[str, type, str, Callable[..., Any]]] = {
    "roles are not asked": ("accounts", Row, "permits", lambda *_: True),
    "the scope of a unit is not asked": ("unit", scope.Access, "units", lambda _: Unit.objects.all()),
    "the scope of a cadre is not asked": ("cadre", scope.Access, "cadres", lambda _: Cadre.objects.all()),
    "the scope of a cadre is not asked of a program": (
        "api:cadre",
        scope.Access,
        "cadres",
        lambda _: Cadre.objects.all(),
    ),
    "other tables are not scoped": ("record", scope.Access, "of", lambda _, name: TABLES[name]._default_manager.all()),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_without_one_of_the_checks_the_matrix_fails(
    world: World, control: str, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    """PostgreSQL has a second wall around the records of cadres, which then still stands."""
    route, room, name, open_door = CONTROLS[control]
    monkeypatch.setattr(room, name, open_door)
    walled = connection.vendor == "postgresql" and route == "record"
    assert bool(examine(world, [route]).leaks) is not walled


def test_a_column_or_table_is_read_only_by_whom_the_hand_says(world: World) -> None:
    """Both tables by role, and every column."""
    access = {role: Access.for_account(account, cast.today()) for role, account in world.accounts.items()}
    tables = {name: {role for role in ROLES if access[role].columns(name)} for name in TABLES}
    assert tables == READ
    columns = {place: {role for role in ROLES if access[role].sees(*place)} for place in COLUMNS}
    assert columns == {place: UNREAD.get(place, READ[place[0]]) for place in COLUMNS}


@pytest.mark.parametrize(
    ("known", "rows", "problem"),
    [
        ([("", "x/", set())], [], "the address 'x/' has no name"),
        ([("x", "x/", set())], [Row("x", "GET", OPEN), Row("x", "GET POST", OPEN)], "x GET stands in two rows"),
        ([], [Row("x", "GET", OPEN)], "the row x is no route"),
        (
            [("x", "x/", {"cadre_id"})],
            [Row("x", "GET", OPEN)],
            "x: its address names a cadre, but its scope rule does not look",
        ),
        (
            [("x", "x/", set())],
            [Row("x", "GET", OPEN, "unit")],
            "x: its scope rule unit looks at parts that its address has not",
        ),
        ([("x", "x/", set())], [Row("x", "GET", OPEN, "all")], "x: no such scope rule: all"),
        (
            [("x", "x/", set())],
            [Row("x", "GET", {Role.UNIT_PERSONNEL}, needs={Area.REVIEW: Level.SENSITIVE})],
            "x: unit_personnel does not see what the row needs",
        ),
    ],
)
def test_the_check_of_the_table_says_what_does_not_fit(known: Any, rows: Any, problem: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(checks, "MENU", ())
    assert checks.problems(known, rows) == [problem]
