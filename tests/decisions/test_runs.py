"""Runs: the same inputs are the same run, kept with all that it was made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest

from jili.access.models import Event
from jili.decisions import store
from jili.decisions.evaluation import decide
from jili.decisions.models import Run
from jili.decisions.runs import run_decisions, run_make, run_readings, run_replay, run_tables
from jili.engine.problems import BadRegister
from jili.policy.readings import Readings
from jili.records.models import AnnualAssessment, Cadre, TaskOwner
from tests.decisions.conftest import CLERK, DAY

Register = dict[str, pa.Table]


def test_a_run_says_what_the_register_that_it_was_made_of_says(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    decisions, _ = decide(register, DAY, Readings.default())
    assert run_decisions(run).equals(decisions) and run.count == decisions.num_rows > 300


def test_a_run_keeps_the_register_that_it_was_made_of(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    Cadre.objects.filter(pk=Cadre.objects.first().pk).update(name="改名")  # type: ignore[union-attr]
    assert run_tables(run) == register


def test_the_same_inputs_are_the_same_run_and_one_event(register: Register) -> None:
    runs = [run_make(actor=CLERK, day=DAY) for _ in range(3)]
    assert [run.pk for run in runs] == [runs[0].pk] * 3 and Run.objects.count() == 1
    assert [e.subject for e in Event.objects.filter(kind="run.make")] == [f"run:{runs[0].pk}"]


def test_another_day_reading_or_record_is_another_run(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [
        run_make(actor=CLERK, day=DAY),
        run_make(actor=CLERK, day=DAY + timedelta(days=1)),
        run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "45"})),
    ]
    TaskOwner.objects.all()[:1].get().delete()
    made.append(run_make(actor=CLERK, day=DAY))
    for name in ("edition", "engine_version"):
        monkeypatch.setattr(f"jili.decisions.runs.{name}", lambda: "another")
        made.append(run_make(actor=CLERK, day=DAY))
    assert len({run.pk for run in made}) == len(made) == Run.objects.count()


def test_a_table_that_did_not_change_is_kept_once(register: Register) -> None:
    before = run_make(actor=CLERK, day=DAY)
    TaskOwner.objects.all()[:1].get().delete()
    after = run_make(actor=CLERK, day=DAY)
    assert [name for name in before.tables if before.tables[name] != after.tables[name]] == ["task_owners"]


def test_progress_is_told_from_nothing_to_nearly_all(register: Register) -> None:
    told: list[tuple[int, int, str]] = []
    run_make(actor=CLERK, day=DAY, progress=lambda *said: told.append(said))
    assert [said[0] for said in told] == sorted(said[0] for said in told)
    assert list(dict.fromkeys(said[2] for said in told)) == ["读取登记册", "保存快照", "逐条判断", "保存结论"]


def test_a_register_that_breaks_a_rule_is_not_evaluated(register: Register) -> None:
    graded = AnnualAssessment.objects.filter(reason=None).first()
    assert graded
    AnnualAssessment.objects.filter(pk=graded.pk).update(reason="study")
    with pytest.raises(BadRegister, match=r"annual_assessments\.csv"):
        run_make(actor=CLERK, day=DAY)
    assert Run.objects.count() == 0


def test_a_run_computed_again_is_byte_for_byte_the_same(register: Register) -> None:
    readings = Readings.default().changed({"leave_days": {"1": "4", "10": "12"}, "ten_weights": ["1/2", "1/4", "1/4"]})
    run = Run.objects.get(pk=run_make(actor=CLERK, day=DAY, readings=readings).pk)
    assert run_readings(run).values == readings.values
    assert (run_replay(run).same, run_replay(run).problem) == (True, "")


@pytest.mark.parametrize("changed", ["decisions", "cadres"])
def test_a_kept_file_that_was_changed_is_found(register: Register, changed: str) -> None:
    run = run_make(actor=CLERK, day=DAY)
    name = run.decisions if changed == "decisions" else run.tables["cadres"]["file"]
    file = store.path(name)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    replay = run_replay(run)
    assert not replay.same and name in replay.problem
    assert run_make(actor=CLERK, day=DAY) == run and run_replay(run).same  # what can be made again is mended


def test_a_kept_file_that_is_gone_is_found(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    store.path(run.tables["teams"]["file"]).unlink()
    assert not run_replay(run).same


def test_a_record_of_a_run_that_was_changed_is_found(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    Run.objects.update(day=DAY + timedelta(days=1))
    assert run_replay(Run.objects.get(pk=run.pk)).problem == "运行的登记册、日期或口径与它的编号不符,记录已被改动。"


def test_another_version_that_decides_otherwise_is_found(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_make(actor=CLERK, day=DAY)

    def otherwise(*given: Any) -> tuple[pa.Table, pa.Table]:
        decisions, places = decide(*given)
        return decisions.slice(1), places

    monkeypatch.setattr("jili.decisions.runs.decide", otherwise)
    assert run_replay(run).problem == "重算的结论与保存的不同。请保留现场并报告。"
    monkeypatch.setattr("jili.decisions.runs.engine_version", lambda: "another")
    assert run_replay(run).problem == "这次运行是用另一版程序或文本作出的,重算的结论与它不同。请用那一版重算。"
