"""The register in memory: what the database holds at one moment, as files, and by its hash."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from jili.engine.backend import DuckDB
from jili.policy.facts import SCHEMA
from jili.policy.program import checks
from jili.records import register
from jili.records.load import load_register
from jili.records.models import Cadre, CompositeScore, Leave, Talk, Team, TeamAssessment, Unit
from jili.records.register import content_hash, of_engine, read, write_folder
from tests.records.small import tables


@pytest.mark.django_db(transaction=True)
def test_what_is_entered_record_by_record_is_read_as_the_facts_have_it() -> None:
    Unit.objects.create(unit_id="U2", name='水利局,"东"', kind="municipal_dept", remote=True, path="U2/")
    Unit.objects.create(unit_id="U10", name="㛃𠮷", kind="county", remote=False, parent_id="U2", path="U2/U10/")
    found = read()
    assert list(found) == SCHEMA.names()
    assert [rows.column_names for rows in found.values()] == [[c.name for c in t.columns] for t in SCHEMA.tables]
    assert found["units"].to_pylist() == [
        {"unit_id": "U10", "name": "㛃𠮷", "parent_id": "U2", "kind": "county", "remote": False},
        {"unit_id": "U2", "name": '水利局,"东"', "parent_id": None, "kind": "municipal_dept", "remote": True},
    ]
    assert {name for name, rows in found.items() if rows.num_rows} == {"units"}


@pytest.mark.django_db(transaction=True)
def test_the_types_are_the_same_for_much_little_and_nothing() -> None:
    empty = {name: rows.schema for name, rows in read().items()}
    load_register(tables())
    assert {name: rows.schema for name, rows in read().items()} == empty
    assert [str(kind) for kind in empty["leave"].types] == ["string", "int64", "decimal128(18, 1)"]
    assert [str(kind) for kind in empty["cadres"].types][3:] == ["date32[day]"] * 4 + ["string", "bool"]


@pytest.mark.django_db(transaction=True)
def test_decimals_come_out_as_they_went_in() -> None:
    load_register(tables())
    assert read()["composite_scores"].equals(tables()["composite_scores"])
    Leave.objects.filter(cadre_id="C2").update(taken_days="0.1")
    CompositeScore.objects.filter(cadre_id="C2").update(target_score="88.55", work_score=None)
    assert [str(row["taken_days"]) for row in read()["leave"].to_pylist()] == ["0.5", "0.1", "-2.5"]
    assert read()["composite_scores"].slice(1, 1).to_pydict() == {
        "cadre_id": ["C2"], "year": [2023], "target_score": [pa.scalar("88.55").cast(pa.decimal128(18, 2)).as_py()],
        "party_score": [None], "work_score": [None],
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_empty_text_that_a_form_left_is_nothing() -> None:
    load_register(tables())
    TeamAssessment.objects.create(
        assessment_id="B1", team_id="T1", year=2023, grade="good", group="", decided_on=date(2024, 3, 1)
    )
    assert read()["team_assessments"].column("group").to_pylist() == [None]


@pytest.mark.django_db(transaction=True)
def test_a_column_whose_first_thousands_of_cells_are_empty_keeps_its_type() -> None:
    """SQLite's driver would take it for a column of numbers."""
    born = date(1980, 1, 1)
    cadres = [
        {"cadre_id": f"N{n:05}", "name": "某", "gender": "male", "birth_on": born, "work_start_on": born,
         "joined_on": born, "left_on": None if n < 5000 else born, "category": "civil_servant", "professional": False}
        for n in range(5001)
    ]  # fmt: skip
    given = tables({"cadres": [*tables()["cadres"].to_pylist(), *cadres]})
    load_register(given)
    assert read() == given


@pytest.mark.django_db(transaction=True)
def test_the_database_of_an_address_is_read_and_on_postgresql_by_the_role_that_owns_nothing() -> None:
    load_register(tables())
    name = connection.settings_dict["NAME"]
    host = str(connection.settings_dict["HOST"]).replace("/", "%2F")
    postgresql = f"postgres://jili_app@{host}/{name}"
    assert read(postgresql if connection.vendor == "postgresql" else f"sqlite:///{name}") == tables()


@pytest.mark.django_db(transaction=True)
def test_what_others_commit_while_it_is_read_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cadre and what refers to it come while the first of the tables has been read and others not."""
    load_register(tables())
    normal, steps = register.normal, iter(["U3", "U4"])

    def meanwhile(table: Any, rows: pa.Table) -> pa.Table:
        if table.name in ("units", "cadres"):
            unit, cadre = next(steps), Cadre.objects.get(pk="C2")
            Unit.objects.create(unit_id=unit, name="新", kind="county", remote=False, path=f"{unit}/")
            Team.objects.create(team_id=f"T{unit}", unit_id=unit, name="新", kind="government")
            Talk.objects.create(talk_id=f"K{unit}", cadre=cadre, held_on=date(2024, 1, 1))
        return normal(table, rows)

    monkeypatch.setattr(register, "normal", meanwhile)
    first = read()
    monkeypatch.setattr(register, "normal", normal)
    assert first == tables()
    second = read()
    assert second["units"].column("unit_id").to_pylist() == ["U10", "U2", "U3", "U4", "u1"]
    assert second["teams"].column("team_id").to_pylist() == ["T1", "TU3", "TU4"]
    assert second["talks"].column("talk_id").to_pylist() == ["K1", "KU3", "KU4"]


@pytest.mark.django_db(transaction=True)
def test_the_control_reading_table_by_table_mixes_two_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: with a transaction for each table, a team is seen whose unit is not."""
    load_register(tables())

    @contextmanager
    def one_by_one(url: str | None) -> Iterator[Any]:
        def rows(table: Any) -> pa.Table:
            with snapshot(url) as ask:
                found = ask(table)
            if table.name == "units":
                Unit.objects.create(unit_id="U3", name="新", kind="county", remote=False, path="U3/")
                Team.objects.create(team_id="T3", unit_id="U3", name="新", kind="government")
            return found

        yield rows

    snapshot = register._snapshot
    monkeypatch.setattr(register, "_snapshot", one_by_one)
    mixed = read()
    assert "U3" in mixed["teams"].column("unit_id").to_pylist()
    assert "U3" not in mixed["units"].column("unit_id").to_pylist()


def test_the_small_register_is_sound() -> None:
    engine = DuckDB(1)
    engine.hold(SCHEMA, tables())
    assert engine.check(checks()) == []
    assert of_engine(engine) == tables()


def test_a_folder_is_what_the_loader_reads(tmp_path: Path) -> None:
    write_folder(tables(), tmp_path / "册")
    assert sorted(file.name for file in (tmp_path / "册").iterdir()) == sorted(f"{name}.csv" for name in SCHEMA.names())
    assert stat.S_IMODE((tmp_path / "册").stat().st_mode) == 0o700
    engine = DuckDB(1)
    engine.load(SCHEMA, tmp_path / "册")
    assert of_engine(engine) == tables()


def test_a_folder_that_holds_anything_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "cadres.csv").write_text("旧的")
    with pytest.raises(FileExistsError, match="已经存在且不是空的"):
        write_folder(tables(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["cadres.csv"]


def test_a_folder_that_cannot_be_finished_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(rows: pa.Table) -> Iterator[bytes]:
        yield b"half"
        if "talk_id" in rows.column_names:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(register, "csv_text", failing)
    with pytest.raises(OSError, match="No space"):
        write_folder(tables(), tmp_path / "册")
    assert list(tmp_path.iterdir()) == []


def test_the_hash_does_not_know_in_what_order_and_pieces_rows_stand() -> None:
    turned = {name: rows.take(pa.array(range(rows.num_rows)[::-1], pa.int64())) for name, rows in tables().items()}
    pieces = {name: pa.concat_tables([rows.slice(1), rows.slice(0, 1)]) for name, rows in tables().items()}
    mixed = {name: turned[name].select(turned[name].column_names[::-1]) for name in reversed(turned)}
    assert {content_hash(each) for each in (tables(), turned, pieces, mixed)} == {content_hash(tables())}


def test_the_hash_is_that_of_the_list_that_sha256sum_prints(tmp_path: Path) -> None:
    write_folder(tables(), tmp_path / "册")
    files = sorted((tmp_path / "册").iterdir())
    printed = "".join(f"{sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    assert content_hash(tables()) == sha256(printed.encode()).hexdigest()


def test_every_cell_and_row_makes_another_hash() -> None:
    seen = {content_hash(tables())}
    for name, rows in tables().items():
        for place in range(rows.num_rows):
            seen.add(content_hash({**tables(), name: pa.concat_tables([rows.slice(0, place), rows.slice(place + 1)])}))
        for column in rows.column_names if rows.num_rows else ():
            at, field = rows.column_names.index(column), rows.schema.field(column)
            cells = rows.column(column).to_pylist()
            other = {"string": "别的", "int64": 7, "bool": not cells[0], "date32[day]": date(1999, 9, 9)}
            changed = [other.get(str(field.type), 7), *cells[1:]]
            seen.add(content_hash({**tables(), name: rows.set_column(at, field, pa.array(changed, field.type))}))
    rows = sum(rows.num_rows for rows in tables().values())
    columns = sum(rows.num_columns for rows in tables().values() if rows.num_rows)
    assert len(seen) == 1 + rows + columns
