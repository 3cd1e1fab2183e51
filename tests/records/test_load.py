"""A whole register goes into an empty database, or nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connection, connections, transaction

from jili.policy.facts import SCHEMA
from jili.records.load import NotEmpty, load_register, refuse_unless_empty
from jili.records.models import Cadre, Course, Unit
from jili.records.register import read
from tests.records.small import ROWS, tables

db = pytest.mark.django_db(transaction=True)


def nothing_is_there() -> bool:
    return all(not model._default_manager.exists() for model in apps.get_app_config("records").get_models())


@db
def test_what_went_in_is_what_is_read() -> None:
    load_register(tables())
    assert read() == tables()


@db
def test_units_get_their_paths_and_every_record_its_first_version() -> None:
    load_register(tables())
    assert dict(Unit.objects.values_list("pk", "path")) == {"u1": "u1/", "U10": "u1/U10/", "U2": "u1/U10/U2/"}
    assert {row.version for row in Cadre.objects.all()} == {1}
    records = [m for m in apps.get_app_config("records").get_models() if m.__name__.startswith("Historical")]
    assert len(records) >= len(SCHEMA.tables)
    assert not any(history._default_manager.exists() for history in records)


@db
def test_records_that_are_loaded_can_be_changed_and_new_ones_numbered_like_any() -> None:
    load_register(tables())
    cadre = Cadre.objects.get(pk="C10")
    assert cadre.name == 'O\'Neil, "Al"' and cadre.left_on is None
    assert cadre.composite_scores.get().party_score == Decimal("1234567890123.45")
    cadre.composite_scores.create(year=2024)
    cadre.name = "改"
    cadre.save()
    assert cadre.history.count() == 1 and cadre.composite_scores.count() == 2


@db
def test_a_database_that_holds_any_record_is_left_as_it_is() -> None:
    Course.objects.create(course_id="CO1", held_on=date(2024, 5, 1))
    before = read()
    with pytest.raises(NotEmpty) as refused:
        load_register(tables())
    assert str(refused.value) == (
        "库中已有专题培训班(courses)的记录,没有导入:整册台账只能导入空库。增改记录请用工作簿导入。"
    )
    assert read() == before
    Course.objects.all().delete()
    refuse_unless_empty()


BROKEN: dict[str, dict[str, list[Mapping[str, Any]]]] = {
    "code": {"units": [{**ROWS["units"][2], "kind": "bureau"}], "teams": []},
    "bounds": {"appointments": [{**ROWS["appointments"][0], "rank": 9}]},
    "order of dates": {"appointments": [{**ROWS["appointments"][0], "end_on": date(2000, 1, 1)}]},
    "key": {"talks": [*ROWS["talks"], *ROWS["talks"]]},
    "unique set": {"leave": [*ROWS["leave"], ROWS["leave"][0]]},
    "required": {"cadres": [{**ROWS["cadres"][0], "gender": None}]},
    "reference": {"talks": [{**ROWS["talks"][0], "cadre_id": "C99"}]},
    "superior": {"settlements": [], "cadres": [], "teams": [{**ROWS["teams"][0], "unit_id": "U99"}]},
}


@db
@pytest.mark.parametrize("changed", BROKEN.values(), ids=BROKEN)
def test_a_register_that_breaks_a_constraint_leaves_nothing(changed: Any) -> None:
    with pytest.raises(IntegrityError):
        load_register(tables(changed))
    assert nothing_is_there()


@db
def test_a_failure_after_the_last_table_leaves_nothing() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        load_register(tables())
        assert Cadre.objects.count() == 4
        raise RuntimeError
    assert nothing_is_there()
    load_register(tables())


@db
def test_progress_is_told_for_every_table() -> None:
    told: list[tuple[str, int, int]] = []
    load_register(tables(), progress=lambda *said: told.append(said))
    rows = [tables()[name].num_rows for name in SCHEMA.names()]
    assert told == [(t.label, sum(rows[:n]), sum(rows)) for n, t in enumerate(SCHEMA.tables)]


def test_every_table_stands_after_those_that_it_refers_to() -> None:
    placed: set[str | None] = {None, "*"}
    for table in SCHEMA.tables:
        placed.add(table.name)
        assert {column.refers for column in table.columns} <= placed


@db
def test_nobody_writes_beside_it() -> None:
    refused: list[str] = []

    def write_beside(what: str, *_: int) -> None:
        other = connections.create_connection(DEFAULT_DB_ALIAS)
        if connection.vendor == "sqlite":
            other.settings_dict = {**other.settings_dict, "OPTIONS": {"timeout": 0}}
        with pytest.raises(OperationalError), other.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET lock_timeout = '10ms'")
            cursor.execute("INSERT INTO courses (course_id, held_on, version) VALUES ('CO9', '2024-01-01', 1)")
        other.close()
        refused.append(what)

    load_register(tables(), progress=write_beside)
    assert len(refused) == len(SCHEMA.tables)
    assert read() == tables()
