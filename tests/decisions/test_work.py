"""Runs and simulations as jobs, and what the command line and the night ask for."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.models import Checkpoint, Event
from jili.decisions import commands, jobs
from jili.decisions.models import Job, Publication, Run, Simulation, published
from jili.decisions.runs import run_make
from jili.engine.problems import BadRegister
from jili.records.models import AnnualAssessment
from jili.records.sight import everything
from tests.decisions.conftest import CLERK, DAY

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]


def asked(**argument: Any) -> Job:
    return jobs.job_start(actor=CLERK, kind="run.make", argument={"day": DAY.isoformat(), **argument})


def test_a_run_is_made_and_published_by_the_worker(register: Register) -> None:
    job = asked(publish=True)
    jobs.worker(once=True)
    job.refresh_from_db()
    run = Run.objects.get()
    assert (job.state, job.result, published()) == ("done", {"run": run.pk, "published": True}, run)
    assert Event.objects.get(kind="run.make").actor == CLERK.account


def test_sixteen_tries_of_the_same_job_make_one_run(register: Register) -> None:
    made = [asked() for _ in range(16)]
    hands = [threading.Thread(target=work) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    run = Run.objects.get()
    for job in made:
        job.refresh_from_db()
    assert [(job.state, job.result) for job in made] == [("done", {"run": run.pk, "published": False})] * 16
    assert Event.objects.filter(kind="run.make").count() == 1


def work() -> None:
    try:
        with everything():
            jobs.worker(once=True)
    finally:
        connection.close()


def test_a_run_that_was_cut_off_is_made_by_the_next_worker(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(publish=True)

    def killed(**_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("jili.decisions.work.run_publish", killed)
        jobs.worker(once=True)
    assert Publication.objects.count() == 0
    jobs.worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, Run.objects.count(), Publication.objects.count()) == ("done", 2, 1, 1)


def test_an_unsound_register_is_told_to_who_asked(register: Register) -> None:
    graded = AnnualAssessment.objects.filter(reason=None).first()
    assert graded
    AnnualAssessment.objects.filter(pk=graded.pk).update(reason="study")
    job = jobs.job_run(asked())
    assert (job.state, Run.objects.count()) == ("failed", 0)
    assert job.error.startswith("登记册有 1 处问题,没有作任何判断:\nannual_assessments.csv:")


def test_a_simulation_is_made_by_the_worker(register: Register) -> None:
    commands.evaluate_database(DAY, publish=True)
    job = jobs.job_start(actor=CLERK, kind="reading.simulate", argument={"name": "award_days", "value": "1"})
    jobs.worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"simulation": Simulation.objects.get().pk})


def test_the_commands_make_list_compare_and_replay_runs(register: Register) -> None:
    first = commands.evaluate_database(DAY, publish=False)
    second = commands.evaluate_database(date(2024, 7, 1), publish=True)
    assert published() == second and commands.runs_list() == [second, first]
    assert commands.runs_diff(first.pk[:10], second.pk).other_day
    assert commands.replay(first.pk[:8]).same
    with pytest.raises(Refused, match="没有这次运行"):
        commands.replay("0123")


def test_the_night_runs_for_today_publishes_and_signs_the_log(register: Register) -> None:
    run = commands.nightly()
    assert (published(), run.day) == (run, timezone.localdate())
    assert Checkpoint.objects.count() == 1
    assert set(Event.objects.values_list("actor", flat=True)) == {"system"}


def test_the_night_leaves_the_published_run_when_the_register_is_unsound(register: Register) -> None:
    before = commands.evaluate_database(DAY, publish=True)
    graded = AnnualAssessment.objects.filter(reason=None).first()
    assert graded
    AnnualAssessment.objects.filter(pk=graded.pk).update(reason="study")
    with pytest.raises(BadRegister):
        commands.nightly()
    assert published() == before


def test_snapshots_are_for_the_service_alone(register: Register, home: Path) -> None:
    run_make(actor=CLERK, day=DAY)
    files = [file for file in (home / "snapshots").rglob("*") if file.is_file()]
    assert files and {file.stat().st_mode & 0o077 for file in files} == {0}
    assert {file.suffix for file in files} == {".parquet"}
