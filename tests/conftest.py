"""What the tests share: the rules, compiled once a session, and one engine that runs small cases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from jili.access import walls
from jili.engine.program import Program
from jili.policy.program import program as compiled
from jili.records import sight

if TYPE_CHECKING:
    from tests.policy.cases import Runner


TOGETHER = {"e2e": "site", "policy/test_coverage_of_cases.py": "cases", "policy/test_statements.py": "cases"}
"""What stays in one process, for it shares what is costly: a served site, the runs of all cases. All else goes file by
file."""
SINGLY = "evidence/test_small.py"
"""But for the trials, of which each has a site of its own, and mostly waits."""
LONG = ("site", "access/test_canary.py", "access/test_matrix.py", "cases")
"""What takes longest begins first."""
OF_DATABASE = {"db", "django_db_setup", "migrated", "bare"}
"""Fixtures of a test that uses the database, or has one beside."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only PostgreSQL can do is left out on SQLite; what touches no database, on PostgreSQL: it has been tested."""
    items.sort(key=_turn)
    on_postgresql = connection.vendor == "postgresql"
    beyond = [item for item in items if not (_of_database(item) if on_postgresql else _on_sqlite(item))]
    items[:] = [item for item in items if item not in beyond]
    config.hook.pytest_deselected(items=beyond)


def _on_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is None


def _of_database(item: pytest.Item) -> bool:
    return bool(OF_DATABASE.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"))


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Group by group to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def _group(nodeid: str) -> str:
    file = nodeid.split("::", maxsplit=1)[0].removeprefix("tests/")
    if file == SINGLY:
        return nodeid
    return next((group for begin, group in TOGETHER.items() if file.startswith(begin)), file)


def _turn(item: pytest.Item) -> int:
    group = _group(item.nodeid)
    return next((turn for turn, begin in enumerate(LONG) if group.startswith(begin)), len(LONG))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """On PostgreSQL everything after the making of the test database is done as the application's role, which owns
    nothing. Only the emptying of tables between tests is the owner's, who opens the log for it; emptied are those in
    which something stands: truncating a hundred takes longer than most tests."""
    operations: Any = type(connection.ops)
    empty = operations.execute_sql_flush

    def deletions(_self: Any, _style: Any, tables: list[str], **_: Any) -> list[str]:
        filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(filled)
            return [f'DELETE FROM "{table}"' for (table,) in cursor.fetchall()]

    def empty_with_log(self: Any, sql_list: Any) -> None:
        with log_opened():
            empty(self, sql_list)

    operations.execute_sql_flush = empty_with_log
    if connection.vendor == "postgresql":
        operations.sql_flush = deletions
        connection_created.connect(_as_application, dispatch_uid="as application")
    with django_db_blocker.unblock():
        connection.close()
    with sight.everything():
        yield
        with django_db_blocker.unblock():
            connection.close()
    connection_created.disconnect(dispatch_uid="as application")


def _as_application(connection: Any, **_: Any) -> None:
    """Tests see everything, their threads too; what a visitor sees, the gate says."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE jili_app")
        if threading.current_thread() is not threading.main_thread():
            cursor.execute(sight.EVERYTHING_SQL)


@pytest.fixture
def tampering(db: None) -> Iterator[None]:
    """For who tampers with the log: the test has taken down what refuses it."""
    with log_opened():
        yield


@contextmanager
def log_opened() -> Iterator[None]:
    """Be the owner, with the log's triggers down."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")
        for table, refused in walls.REFUSED.items():
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER log_refuse")
            else:
                for action in refused:
                    cursor.execute(f"DROP TRIGGER {table}_{action.lower()}")
        yield
        if connection.vendor == "postgresql":
            for table in walls.REFUSED:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER log_refuse")
            _as_application(connection)
        else:
            walls.walls_raise()


@pytest.fixture(scope="session", autouse=True)
def _answers_for_other_days_are_waited_for() -> None:
    from jili.decisions import other_days

    other_days.PATIENCE = 60


@pytest.fixture(scope="session")
def program() -> Program:
    """The Measures as DuckDB's SQL."""
    return compiled()


@pytest.fixture(scope="session")
def runner(program: Program, request: pytest.FixtureRequest) -> Iterator[Runner]:
    """Runs the cases under ``tests/policy/statements`` that are asked for, each once."""
    from tests.policy.cases import Case, Runner, compiled_conditions

    asked = (getattr(item, "callspec", None) for item in request.session.items)
    cases = [case for spec in asked if spec and isinstance(case := spec.params.get("case"), Case)]
    runner = Runner(program, compiled_conditions(), cases)
    yield runner
    runner.close()
