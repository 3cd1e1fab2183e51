"""Work outside the request: begun once, shown while it goes on, taken up again when its worker is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.decisions import jobs
from jili.decisions.models import Job

CLERK = Actor("clerk", "city_cadres")


@pytest.fixture
def done() -> Iterator[list[int]]:
    """The jobs that were done, in order; kinds ``test.*`` registered for the time of a test."""
    seen: list[int] = []

    def counts(job: Job) -> dict[str, Any]:
        seen.append(job.pk)
        jobs.progress(job, 1, 2, "一半")
        return {"n": job.argument["n"]}

    def refuses(job: Job) -> None:
        raise Refused("文件里没有这张表,请换一个文件。")

    def breaks(job: Job) -> None:
        raise ValueError("张三 110101199003070000")

    def is_stopped(job: Job) -> None:
        seen.append(job.pk)
        raise SystemExit

    def loses(job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(worker="another")
        jobs.progress(job, 1, 1)

    own = {"test.counts": counts, "test.refuses": refuses, "test.breaks": breaks, "test.is_stopped": is_stopped,
           "test.loses": loses}  # fmt: skip
    jobs._kinds.update(own)
    yield seen
    for name in own:
        del jobs._kinds[name]


def start(kind: str, **argument: Any) -> Job:
    return jobs.job_start(actor=CLERK, kind=kind, argument=argument)


def state(job: Job) -> tuple[str, dict[str, Any], str]:
    job.refresh_from_db()
    return job.state, job.result, job.error


@pytest.mark.django_db
def test_a_job_is_done_and_says_what_became_of_it(done: list[int]) -> None:
    job = jobs.job_run(start("test.counts", n=3))
    assert (state(job), job.done, job.of, job.says, job.by) == (("done", {"n": 3}, ""), 1, 2, "一半", CLERK)


@pytest.mark.django_db
def test_a_job_that_is_over_is_not_done_again(done: list[int]) -> None:
    job = start("test.counts", n=1)
    for _ in range(3):
        jobs.job_run(job)
    assert done == [job.pk]


@pytest.mark.django_db
def test_a_refusal_is_told_as_it_is(done: list[int]) -> None:
    assert state(jobs.job_run(start("test.refuses"))) == ("failed", {}, "文件里没有这张表,请换一个文件。")


@pytest.mark.django_db
def test_a_mistake_is_told_without_its_message(done: list[int], caplog: pytest.LogCaptureFixture) -> None:
    said = state(jobs.job_run(start("test.breaks")))
    assert said == ("failed", {}, "处理时出现意外错误,没有完成。请把这项工作的编号告诉系统管理员。")
    assert "ValueError" in caplog.text and "张三" not in caplog.text


@pytest.mark.django_db
def test_an_unknown_kind_is_refused() -> None:
    assert state(jobs.job_run(start("test.nothing"))) == (
        "failed",
        {},
        "test.nothing: 没有这种工作。请告诉系统管理员。",
    )


@pytest.mark.django_db
def test_who_has_lost_the_lease_stops_and_changes_nothing(done: list[int]) -> None:
    job = jobs.job_run(start("test.loses"))
    assert (state(job), job.worker) == (("running", {}, ""), "another")


@pytest.mark.django_db(transaction=True)
def test_the_worker_works_off_the_queue(done: list[int]) -> None:
    queued = [start("test.counts", n=n) for n in range(3)]
    jobs.worker(once=True)
    assert [state(job)[:2] for job in queued] == [("done", {"n": n}) for n in range(3)]


@pytest.mark.django_db(transaction=True)
def test_a_job_begins_only_when_its_transaction_is_committed(done: list[int]) -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        start("test.counts", n=1)
        raise ZeroDivisionError
    jobs.worker(once=True)
    assert (done, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_gone_is_taken_up_again_once(done: list[int]) -> None:
    job = start("test.counts", n=1)
    claim_and_vanish(job)
    jobs.worker(once=True)
    assert state(job)[0] == "running"  # the lease still holds
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert (jobs.job_recover(), jobs.job_recover()) == (1, 0)
    jobs.worker(once=True)
    jobs.worker(once=True)
    assert (state(job)[0], done, job.attempts) == ("done", [job.pk], 2)


@pytest.mark.django_db(transaction=True)
def test_a_job_claimed_from_the_queue_but_never_begun_is_queued_again(done: list[int]) -> None:
    from django_tasks_db.models import DBTaskResult

    job = start("test.counts", n=1)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    jobs.worker(once=True)
    assert (state(job)[0], done) == ("done", [job.pk])


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_stopped_from_outside_goes_on_at_once(done: list[int]) -> None:
    job = start("test.is_stopped")
    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.worker(once=True)
    assert done == [job.pk] * jobs.MOST_ATTEMPTS
    jobs.worker(once=True)
    assert state(job) == ("failed", {}, "开始了 3 次都中途停止,没有完成。请告诉系统管理员。")


@pytest.mark.django_db(transaction=True)
def test_many_hands_do_a_job_once(done: list[int]) -> None:
    job = start("test.counts", n=1)
    if connection.vendor == "sqlite":  # one connection in memory: hands in turn
        for _ in range(16):
            jobs.job_run(Job.objects.get(pk=job.pk))
    else:
        hands = [threading.Thread(target=run_apart, args=(job.pk,)) for _ in range(16)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    assert (state(job)[0], done) == ("done", [job.pk])


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_and_progress_shown_while_the_work_goes_on(
    done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BEAT", 0.01)
    seen: dict[str, Any] = {}

    def slow(job: Job) -> None:
        before = Job.objects.get(pk=job.pk)
        jobs.progress(job, 7, 9, "写入")
        for _ in range(500):
            now = Job.objects.get(pk=job.pk)
            if now.done == 7:
                break
            threading.Event().wait(0.01)
        seen.update(said=(now.done, now.of, now.says), later=now.lease_until > before.lease_until)  # type: ignore[operator]

    monkeypatch.setitem(jobs._kinds, "test.slow", slow)
    jobs.job_run(start("test.slow"))
    assert seen == {"said": (7, 9, "写入"), "later": True}


def claim_and_vanish(job: Job) -> None:
    """What a worker leaves that is killed in the middle of a job."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert jobs._claim(Job.objects.get(pk=job.pk))


def run_apart(pk: int) -> None:
    try:
        jobs.job_run(Job.objects.get(pk=pk))
    finally:
        connection.close()
