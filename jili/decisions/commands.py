"""What the command line asks of runs. Everything is seen; what is done is done by the system."""

from __future__ import annotations

from datetime import date

from django.core.management import call_command
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.checkpoint import checkpoint_make
from jili.decisions import differences
from jili.decisions.evaluation import Progress
from jili.decisions.models import Run, run_of
from jili.decisions.publishing import run_publish
from jili.decisions.runs import Replay, run_make, run_replay
from jili.records.sight import everything


def evaluate_database(day: date, publish: bool, progress: Progress | None = None) -> Run:
    """The run of a day over the register in the database, published if asked for. Raises BadRegister."""
    with everything():
        run = run_make(actor=Actor.system("命令行"), day=day, progress=progress)
        if publish:
            run_publish(actor=Actor.system("命令行"), run=run)
    return run


def replay(run_id: str) -> Replay:
    """A run, by its id or the beginning of it, computed again. Raises Refused."""
    with everything():
        return run_replay(_run(run_id))


def runs_list() -> list[Run]:
    """All runs, the newest first."""
    return list(Run.objects.all())


def runs_diff(before: str, after: str) -> differences.Difference:
    """What differs between two runs. Raises Refused, Tampered."""
    with everything():
        return differences.runs_diff(_run(before), _run(after))


def nightly() -> Run:
    """Run for today, publish, sign the log, and clear the queue of old work. Raises BadRegister, Unsound."""
    actor = Actor.system("每夜")
    with everything():
        run = run_make(actor=actor, day=timezone.localdate())
        run_publish(actor=actor, run=run)
    checkpoint_make()
    call_command("prune_db_task_results", verbosity=0)
    return run


def _run(id: str) -> Run:
    found = run_of(id)
    if found is None:
        raise Refused(f"{id}: 没有这次运行,或开头不止一次运行是这样;请写编号的前 8 位以上,编号见 jili runs list")
    return found
