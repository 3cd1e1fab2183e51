"""The long work of this room, as jobs."""

from __future__ import annotations

from datetime import date
from typing import Any

from jili.access.accounts import Refused
from jili.decisions import jobs
from jili.decisions.models import Job
from jili.decisions.publishing import run_publish
from jili.decisions.readings import reading_simulate
from jili.decisions.runs import run_make
from jili.engine.problems import BadRegister

SHOWN = 20


@jobs.kind("run.make")
def make_run(job: Job) -> dict[str, Any]:
    """Argument ``{"day": "2024-06-30", "publish": true}``; result ``{"run": id, "published": true}``."""
    day, publish = date.fromisoformat(job.argument["day"]), bool(job.argument.get("publish"))
    try:
        run = run_make(actor=job.by, day=day, progress=lambda *told: jobs.progress(job, *told))
    except BadRegister as bad:
        raise Refused(unsound(bad)) from None
    if publish:
        jobs.progress(job, 95, 100, "公布结论")
        run_publish(actor=job.by, run=run)
    return {"run": run.pk, "published": publish}


@jobs.kind("reading.simulate")
def simulate_reading(job: Job) -> dict[str, Any]:
    """Argument ``{"name": …, "value": …}``; result ``{"simulation": id}``."""
    made = reading_simulate(actor=job.by, name=job.argument["name"], value=job.argument["value"])
    return {"simulation": made.pk}


def unsound(bad: BadRegister) -> str:
    """What is wrong with the register, without what stands in it: records by table and row only."""
    places = [f"{problem.file}:{problem.line}: {problem.message}" for problem in bad.problems[:SHOWN]]
    return "\n".join([f"登记册有 {len(bad.problems)} 处问题,没有作任何判断:", *places])
