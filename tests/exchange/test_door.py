"""Whole registers in and out: the same register, the same decisions, and one event each time."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError

from jili.access import log
from jili.access.actor import Actor
from jili.access.models import Event
from jili.access.roles import Role
from jili.access.scope import Access
from jili.city import make_city
from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate
from jili.engine.output import write
from jili.engine.problems import BadRegister
from jili.engine.program import Program
from jili.exchange import door
from jili.exchange.door import register_export, register_import
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings
from jili.policy.readings import read as read_readings
from jili.policy.sound import on_register
from jili.records.load import NotEmpty
from jili.records.models import Cadre, Course
from jili.records.register import content_hash, hash_of_files, of_engine, read, write_folder
from tests.access import cast
from tests.records.small import ROWS, tables

pytestmark = pytest.mark.django_db(transaction=True)

GIVEN = Path(__file__).parents[1] / "cases"
RUNS = sorted((file.parent.name, file.stem) for file in GIVEN.glob("*/decisions*.csv"))
CLERK = Actor("clerk", Role.CITY_CADRES, "首次建册")
BEGINNING = date(2016, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small register as files."""
    write_folder(tables(), tmp_path / "册")
    return tmp_path / "册"


def taken_in(folder: Path, **more: Any) -> Event:
    return register_import(actor=CLERK, folder=folder, why="建册", records_from=BEGINNING, **more)


def given_out(folder: Path, **more: Any) -> Event:
    return register_export(actor=CLERK, folder=folder, why="备查", **more)


def sums(folder: Path) -> dict[str, str]:
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def nothing_is_there() -> bool:
    records = apps.get_app_config("records").get_models()
    return not Event.objects.exists() and not any(model._default_manager.exists() for model in records)


@pytest.mark.parametrize(("day", "name"), RUNS, ids=[f"{day}-{name}" for day, name in RUNS])
def test_the_given_registers_give_the_same_decisions_through_the_database(
    day: str, name: str, program: Program, tmp_path: Path
) -> None:
    taken_in(GIVEN / day / "register")
    changed = GIVEN / day / "readings.yaml"
    readings = read_readings(changed) if name == "decisions-readings" else Readings.default()
    engine = DuckDB()
    engine.hold(SCHEMA, read())
    write(evaluate(engine, program, readings.definitions(), date.fromisoformat(day)), tmp_path)
    assert (tmp_path / "decisions.csv").read_bytes() == (GIVEN / day / f"{name}.csv").read_bytes()


def test_all_given_registers_are_there() -> None:
    assert len(RUNS) == 7


def test_a_city_comes_out_as_the_files_that_went_in(tmp_path: Path) -> None:
    make_city(300, 3, tmp_path / "city")
    taken_in(tmp_path / "city")
    given_out(tmp_path / "out")
    for name in SCHEMA.names():
        before, after = ((tmp_path / at / f"{name}.csv").read_text("utf-8").splitlines() for at in ("city", "out"))
        assert before[0] == after[0]
        assert sorted(before) == sorted(after)
    assert on_register(tmp_path / "out", "duckdb", lambda engine, _: of_engine(engine)) == read()


def test_a_city_in_parquet_is_the_same_register(tmp_path: Path) -> None:
    for format in ("csv", "parquet"):
        make_city(150, 3, tmp_path / format, format=format)
    of_csv = on_register(tmp_path / "csv", "duckdb", lambda engine, _: of_engine(engine))
    event = taken_in(tmp_path / "parquet")
    assert read() == of_csv
    assert json.loads(event.body)["content"] == content_hash(of_csv)
    assert json.loads(event.body)["hash"] == hash_of_files(sums(tmp_path / "parquet"))


def test_what_is_awkward_goes_in_and_comes_out_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    taken_in(folder)
    given_out(tmp_path / "out")
    assert sums(tmp_path / "out") == sums(folder)


def test_one_event_tells_of_the_import(folder: Path) -> None:
    event = taken_in(folder)
    assert list(Event.objects.values_list("kind", "subject", "why", "actor", "role", "purpose")) == [
        ("register.import", "register", "建册", "clerk", "city_cadres", "首次建册")
    ]
    assert json.loads(event.body) == {
        "manifest": {
            f"{name}.csv": {"rows": tables()[name].num_rows, "sha256": sums(folder)[f"{name}.csv"]}
            for name in SCHEMA.names()
        },
        "hash": hash_of_files(sums(folder)),
        "content": content_hash(tables()),
        "records_from": "2016-01-01",
    }


def test_a_register_of_few_files_is_whole(folder: Path) -> None:
    for name in set(SCHEMA.names()) - ROWS.keys():
        (folder / f"{name}.csv").unlink()
    assert json.loads(taken_in(folder).body)["manifest"].keys() == {f"{name}.csv" for name in ROWS}
    assert read() == tables()


def test_one_event_tells_of_each_export(folder: Path, tmp_path: Path) -> None:
    taken_in(folder)
    events = [given_out(tmp_path / name) for name in ("一", "二")]
    assert [event.kind for event in Event.objects.order_by("seq")] == ["register.import", *["register.export"] * 2]
    body = json.loads(events[0].body)
    assert body["hash"] == content_hash(read()) and body["scope"] == "全市"
    assert {name: file["sha256"] for name, file in body["manifest"].items()} == sums(tmp_path / "一")


def test_progress_is_told_from_the_check_on(folder: Path) -> None:
    told: list[str] = []
    taken_in(folder, progress=lambda what, *_: told.append(what))
    assert told == ["检查台账", *(table.label for table in SCHEMA.tables)]


def test_a_register_with_problems_is_refused_with_all_that_validation_finds(folder: Path) -> None:
    (folder / "talks.csv").write_text("talk_id,cadre_id,held_on\nK1,C99,2024-02-30\nK1,C2,2024-02-01\n")
    (folder / "visits.csv").write_text("visit_id,hardship_id,visited_on\nV1,H9,2024-02-01\n")
    (folder / "cadre.csv").write_text("cadre_id\n")
    with pytest.raises(BadRegister) as validated:
        on_register(folder, "duckdb", lambda *_: None)
    with pytest.raises(BadRegister) as refused:
        taken_in(folder)
    assert str(refused.value) == str(validated.value)
    assert len(refused.value.problems) == 3
    assert nothing_is_there()


def test_no_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="没有这个文件夹"):
        taken_in(tmp_path / "无")
    assert nothing_is_there()


def test_what_only_the_database_cannot_hold_is_refused_with_its_line(folder: Path) -> None:
    (folder / "courses.csv").write_text(f"course_id,held_on\nCO1,2024-05-01\n{'班' * 201},2024-05-01\n", "utf-8")
    with pytest.raises(BadRegister, match=r"courses.csv:3: course_id: 班+…: 班次编号不得超过 200 个字"):
        taken_in(folder)
    assert nothing_is_there()


def test_a_register_that_changes_while_it_is_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*given: Any) -> Any:
        found = on_register(*given)
        with (folder / "courses.csv").open("a") as file:
            file.write("CO1,2024-05-01\n")
        return found

    monkeypatch.setattr(door, "on_register", meanwhile)
    with pytest.raises(BadRegister, match="读入时有文件在变动"):
        taken_in(folder)
    assert nothing_is_there()


def test_a_pipe_in_the_folder_is_refused_and_not_waited_for(folder: Path) -> None:
    (folder / "courses.csv").unlink()
    os.mkfifo(folder / "courses.csv")
    with pytest.raises(BadRegister, match=r"courses.csv: 不是普通文件"):
        taken_in(folder)


def test_a_second_register_is_refused_before_it_is_read(folder: Path) -> None:
    taken_in(folder)
    shutil.rmtree(folder)
    with pytest.raises(NotEmpty, match=r"库中已有单位\(units\)的记录,没有导入"):
        taken_in(folder)
    assert Event.objects.count() == 1 and read() == tables()


def test_one_record_is_enough_to_refuse(folder: Path) -> None:
    Course.objects.create(course_id="CO1", held_on=date(2024, 5, 1))
    with pytest.raises(NotEmpty):
        taken_in(folder)
    assert not Event.objects.exists() and not Cadre.objects.exists()


@pytest.mark.parametrize("last", ["load_register", "log.append"])
def test_an_import_that_fails_leaves_nothing_and_can_be_made_again(
    folder: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails at its last step: when everything is loaded, and when the event is written."""
    room, _, name = f"jili.exchange.door.{last}".rpartition(".")
    step = getattr(log if "log" in last.split(".") else door, name)

    def failing(*given: Any, **named: Any) -> None:
        step(*given, **named)
        raise IntegrityError

    with monkeypatch.context() as patched:
        patched.setattr(f"{room}.{name}", failing)
        with pytest.raises(IntegrityError):
            taken_in(folder)
    assert nothing_is_there()
    taken_in(folder)
    assert read() == tables()


def test_an_export_whose_event_cannot_be_written_is_not_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_: Any) -> None:
        raise IntegrityError

    taken_in(folder)
    monkeypatch.setattr(log, "append_alone", failing)
    with pytest.raises(IntegrityError):
        given_out(tmp_path / "out")
    assert [at.name for at in tmp_path.iterdir()] == [folder.name]


def test_an_export_over_something_is_refused_without_an_event(folder: Path) -> None:
    taken_in(folder)
    before = sums(folder)
    with pytest.raises(FileExistsError, match="已经存在且不是空的"):
        given_out(folder)
    assert sums(folder) == before and Event.objects.count() == 1


def test_an_excerpt_holds_the_rows_and_columns_that_a_role_sees(tmp_path: Path) -> None:
    cast.city()
    head = cast.account("head", Role.UNIT_HEAD, unit="AD")
    access = Access.for_account(head, cast.today())
    event = given_out(tmp_path / "out", access=access)
    files = {file.stem: file.read_text("utf-8").splitlines() for file in (tmp_path / "out").iterdir()}
    assert files.keys() == {table for table in SCHEMA.names() if access.columns(table)}
    assert {table: tuple(lines[0].split(",")) for table, lines in files.items()} == {
        table: access.columns(table) for table in files
    }
    assert [line.split(",")[0] for line in files["units"][1:]] == ["AD", "AS"]
    assert [line.split(",")[0] for line in files["cadres"][1:]] == ["AD-head", "AD-staff", "AS-head", "AS-staff"]
    assert "proposals" not in files and len(files["courses"]) == 1
    assert json.loads(event.body)["scope"] == "单位主要领导"
