"""Long work outside the request: queued by django-tasks, with a progress row and a lease of our own.

The queue alone shows no progress and never takes up again what a killed worker left. Here a worker holds a lease on
the job's row and renews it while it works; ``job_recover`` puts a job whose lease ran out back into the queue. A job
may therefore begin twice, and each kind of work must have its effect once however often it is begun.

A kind of work is a function that takes the job and answers JSON data, registered in the module ``work`` of an app::

    @jobs.kind("run.make")
    def _(job: Job) -> dict[str, Any]: ...

Work is done for the whole city, whoever asked for it: it sees everything.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.decisions.models import Job
from jili.records.sight import everything

log = logging.getLogger("jili.jobs")

LEASE = timedelta(seconds=120)
BEAT = 1.0
"""Seconds between two renewals of a lease; progress is shown no oftener."""
MOST_ATTEMPTS = 3
ALIVE = timedelta(seconds=60)

Work = Callable[[Job], dict[str, Any] | None]
_kinds: dict[str, Work] = {}
_beats: dict[int, _Beat] = {}


class LeaseLost(Exception):
    """Somebody else works on the job now: stop."""


def kind(name: str) -> Callable[[Work], Work]:
    """Register the function that does a kind of work."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def job_start(*, actor: Actor, kind: str, argument: dict[str, Any] | None = None) -> Job:
    """Queue work. It begins when the transaction in which this is called is committed."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, argument=argument or {}, actor=actor.account, role=actor.role, purpose=actor.purpose
        )
        _enqueue(job)
    return job


def job_run(job: Job) -> Job:
    """Do a job here and now, unless somebody else does it or it is over. Never raises what the work raises."""
    if not _claim(job):
        return job
    try:
        with everything(), _lease(job):
            result = _work(job.kind)(job)
        _finish(job, Job.State.DONE, result=result)
    except LeaseLost:
        log.warning("job %s: lease lost", job.pk)
    except Refused as refusal:
        _finish(job, Job.State.FAILED, error=str(refusal))
    except Exception as error:
        log.error("job %s: %s at %s", job.pk, type(error).__name__, _where(error))
        _finish(job, Job.State.FAILED, error="处理时出现意外错误,没有完成。请把这项工作的编号告诉系统管理员。")
    except BaseException:
        _mine(job).update(lease_until=timezone.now())  # stopped from outside: the next worker takes it up at once
        raise
    job.refresh_from_db()
    return job


def progress(job: Job, done: int, of: int, says: str = "") -> None:
    """Say how far a job is; cheap enough to be called often. Raises LeaseLost if the job is somebody else's by now."""
    beat = _beats.get(job.pk)
    if beat is None:
        _renew(job, done, of, says)
        return
    beat.tell(done, of, says)


def job_recover() -> int:
    """Queue again the jobs that nobody works on any more; how many. After three beginnings a job has failed."""
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    waiting = Q(state=Job.State.QUEUED) & (Q(lease_until=None) | Q(lease_until__lt=now))
    lost = Job.objects.filter(waiting | Q(state=Job.State.RUNNING, lease_until__lt=now))
    count = 0
    for found in lost.order_by("pk"):
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=found.pk)
            if job.lease_until != found.lease_until or job.state != found.state:
                continue
            if DBTaskResult.objects.ready().filter(id=job.task).exists():
                continue
            if job.attempts >= MOST_ATTEMPTS:
                _end(job, Job.State.FAILED, error=f"开始了 {job.attempts} 次都中途停止,没有完成。请告诉系统管理员。")
                continue
            job.state, job.worker = Job.State.QUEUED, ""
            job.save(update_fields=["state", "worker"])
            _enqueue(job)
            count += 1
    return count


def worker(*, once: bool = False, interval: float = 1.0) -> None:
    """Work off the queue until told to stop (or, ``once``, until it is empty)."""
    from django_tasks_db.management.commands.db_worker import Worker

    hand = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    if threading.current_thread() is threading.main_thread() and not once:
        hand.configure_signals()
    while hand.running:
        _pulse().touch()
        job_recover()
        hand.run()
        if once:
            return
        time.sleep(interval)


def worker_alive() -> bool:
    """Whether a worker of this installation came round in the last minute, or is at a job."""
    now = timezone.now()
    if Job.objects.filter(state=Job.State.RUNNING, lease_until__gt=now).exists():
        return True
    file = _pulse()
    return file.exists() and now.timestamp() - file.stat().st_mtime < ALIVE.total_seconds()


def _pulse() -> Path:
    """A file that a worker touches each time it comes round."""
    folder = Path(settings.HOME) / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / "worker"


@task
def _run(job_id: int) -> None:
    job_run(Job.objects.get(pk=job_id))


def _enqueue(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(task=str(_run.enqueue(job.pk).id))


def _work(name: str) -> Work:
    if name not in _kinds:
        autodiscover_modules("work")
    if name not in _kinds:
        raise Refused(f"{name}: 没有这种工作。请告诉系统管理员。")
    return _kinds[name]


def _claim(job: Job) -> bool:
    """Take the lease, if it is to be had."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    job.worker = uuid.uuid4().hex
    claimed = Job.objects.filter(free, pk=job.pk).update(
        state=Job.State.RUNNING,
        worker=job.worker,
        lease_until=now + LEASE,
        started_at=now,
        attempts=F("attempts") + 1,
    )
    if claimed:
        own = job.worker
        job.refresh_from_db()
        return job.worker == own
    job.refresh_from_db()
    return False


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING)


def _renew(job: Job, done: int, of: int, says: str) -> None:
    if not _mine(job).update(done=done, of=of, says=says, lease_until=timezone.now() + LEASE):
        raise LeaseLost


def _finish(job: Job, state: Job.State, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    with transaction.atomic():
        held = _mine(job).select_for_update().first()
        if held:
            _end(held, state, result=result, error=error)


def _end(job: Job, state: Job.State, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    job.state, job.result, job.error, job.finished_at = state, result or {}, error, timezone.now()
    job.save(update_fields=["state", "result", "error", "finished_at"])


def _where(error: BaseException) -> str:
    """The line at which an error arose; never its message, which may speak of people."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


@contextmanager
def _lease(job: Job) -> Iterator[None]:
    """Renew the lease while the work goes on, from another connection: what the work has not committed shows
    nobody its progress. In a transaction from outside nobody sees the job at all, and there is nothing to renew."""
    if connection.in_atomic_block:
        yield
        return
    beat = _beats[job.pk] = _Beat(job)
    beat.start()
    try:
        yield
    finally:
        del _beats[job.pk]
        beat.stop()
    _renew(job, *beat.told)


class _Beat(threading.Thread):
    """Writes the progress of one job and renews its lease, once a second."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job = job
        self.told = (job.done, job.of, job.says)
        self.lost = False
        self.over = threading.Event()

    def tell(self, done: int, of: int, says: str) -> None:
        if self.lost:
            raise LeaseLost
        self.told = (done, of, says)

    def run(self) -> None:
        try:
            while not self.over.wait(BEAT):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            _renew(self.job, *self.told)
        except LeaseLost:
            self.lost = True
            self.over.set()
        except OperationalError:
            pass  # SQLite, while the work itself writes: the next beat will do

    def stop(self) -> None:
        self.over.set()
        self.join()
