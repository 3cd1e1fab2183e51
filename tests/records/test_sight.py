"""What a connection sees belongs to the block that says it."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jili.records import sight
from jili.records.sight import EVERYTHING, NOTHING, Sight, seeing

SOME = Sight(tables=("talks", "visits"), scopes=(("U1/U2/", None), ("U3/", 4)), day=date(2025, 12, 31))
ONESELF = Sight(tables=("talks",), cadre="C1", day=date(2025, 12, 31))


def told() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, coalesce(current_setting(name, true), '')"
            " FROM unnest(ARRAY['jili.tables', 'jili.scopes', 'jili.cadre', 'jili.day']) AS name"
        )
        return dict(cursor.fetchall())


def test_a_sight_as_settings() -> None:
    day = "2025-12-31"
    assert SOME.settings() == {
        "jili.tables": "talks visits", "jili.scopes": " U1/U2/\n4 U3/", "jili.cadre": "", "jili.day": day,
    }  # fmt: skip
    assert ONESELF.settings() == {"jili.tables": "talks", "jili.scopes": "", "jili.cadre": "C1", "jili.day": day}
    assert EVERYTHING.settings() == {"jili.tables": "*", "jili.scopes": "*", "jili.cadre": "", "jili.day": ""}
    assert not any(NOTHING.settings().values())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_block_sees_what_it_says_and_what_was_seen_before_is_seen_after() -> None:
    with seeing(SOME):
        assert told() == SOME.settings()
        with seeing(ONESELF):
            assert told() == ONESELF.settings()
        assert told() == SOME.settings()
        connection.close()
        assert told() == SOME.settings()
    assert told() == EVERYTHING.settings()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside", [True, False])
def test_an_error_of_the_database_leaves_the_sight_of_before(inside: bool) -> None:
    def fail() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    with pytest.raises(DatabaseError):
        if inside:
            with transaction.atomic(), seeing(SOME):
                fail()
        else:
            with seeing(SOME), transaction.atomic():
                fail()
    assert told() == EVERYTHING.settings()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_leaves_the_sight_of_before() -> None:
    with seeing(SOME), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert told() == EVERYTHING.settings()


def test_another_thread_sees_nothing() -> None:
    seen = []
    with seeing(EVERYTHING):
        thread = threading.Thread(target=lambda: seen.append(sight._sight.get()))
        thread.start()
        thread.join()
    assert seen == [NOTHING]
