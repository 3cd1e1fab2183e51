"""Runs: one snapshot of the register, the day and the readings become decisions that are kept and never edited."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jili.access.actor import Actor
from jili.access.log import append, canonical
from jili.decisions import store
from jili.decisions.evaluation import Progress, decide, edition, engine_version
from jili.decisions.models import Run
from jili.decisions.readings import of_texts, readings_on
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings
from jili.records import register

if TYPE_CHECKING:
    import pyarrow as pa

PARTS = 100
"""Progress is told in hundredths."""
_READ, _KEPT, _DECIDED = 10, 25, 90


def run_make(*, actor: Actor, day: date, readings: Readings | None = None, progress: Progress | None = None) -> Run:
    """All decisions for a day, over the register as it is now: a new run, or the one there is of the same inputs.

    Without ``readings``, those in force on the day. Raises BadRegister.
    """
    began = time.monotonic()
    tell = progress or (lambda *_: None)
    values = readings or readings_on(day)
    tell(0, PARTS, "读取登记册")
    tables = register.read()
    tell(_READ, PARTS, "保存快照")
    with ThreadPoolExecutor(2) as hands:
        named = hands.submit(register.content_hash, tables)
        files = dict(zip(tables, hands.map(store.keep, tables.values()), strict=True))
        inputs = Inputs(named.result(), day, edition(), engine_version(), values.texts)
    known = Run.objects.filter(pk=inputs.id).first()
    if known and _is_whole(known):
        return known
    tell(_KEPT, PARTS, "逐条判断")

    def told(_: str, done: int, of: int) -> None:
        tell(_KEPT + (_DECIDED - _KEPT) * done // of, PARTS, "逐条判断")

    decisions, places = decide(tables, day, values, told)
    tell(_DECIDED, PARTS, "保存结论")
    made = Run(
        id=inputs.id,
        day=day,
        register=inputs.register,
        edition=inputs.edition,
        engine=inputs.engine,
        readings=dict(inputs.readings),
        tables={name: {"file": file, "rows": tables[name].num_rows} for name, file in files.items()},
        decisions=store.keep(decisions),
        places=store.keep(places),
        count=decisions.num_rows,
        seconds=round(time.monotonic() - began, 2),
    )
    return _recorded(actor, made)


@dataclass(frozen=True)
class Inputs:
    """All that a run is made of."""

    register: str
    day: date
    edition: str
    engine: str
    readings: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Their hash."""
        return sha256(canonical({**vars(self), "day": self.day.isoformat()}).encode()).hexdigest()


@transaction.atomic
def _recorded(actor: Actor, made: Run) -> Run:
    """The run in the database: this one, or the one that somebody else has made of the same inputs meanwhile."""
    fields = {
        field.name: getattr(made, field.name) for field in Run._meta.fields if field.name not in ("id", "made_at")
    }
    run, is_new = Run.objects.get_or_create(id=made.id, defaults=fields)
    if is_new:
        body = {name: fields[name] for name in ("register", "edition", "engine", "decisions", "count")}
        body |= {"day": run.day.isoformat(), "readings": sha256(canonical(run.readings).encode()).hexdigest()}
        append(actor=actor, kind="run.make", subject=f"run:{run.pk}", body=body)
    return run


def _is_whole(run: Run) -> bool:
    """Whether the files of a run's results are there, as they were kept."""
    try:
        for file in (run.decisions, run.places):
            store.load(file)
    except store.Tampered:
        return False
    return True


def run_tables(run: Run) -> dict[str, pa.Table]:
    """The register that a run was made of. Raises Tampered."""
    return {name: store.load(run.tables[name]["file"]) for name in SCHEMA.names()}


def run_decisions(run: Run) -> pa.Table:
    """The decisions of a run. Raises Tampered."""
    return store.load(run.decisions)


def run_readings(run: Run) -> Readings:
    return of_texts(run.readings)


@dataclass(frozen=True)
class Replay:
    """What became of computing a run again. ``problem`` is Chinese, empty if all is as it was."""

    run: Run
    same: bool
    problem: str = ""


def run_replay(run: Run) -> Replay:
    """Compute a run again from its snapshot and compare the result byte for byte with what was kept."""
    try:
        tables = run_tables(run)
        kept = store.read(run.decisions)
    except store.Tampered as problem:
        return Replay(run, False, str(problem))
    inputs = Inputs(register.content_hash(tables), run.day, run.edition, run.engine, run.readings)
    if inputs.id != run.pk:
        return Replay(run, False, "运行的登记册、日期或口径与它的编号不符,记录已被改动。")
    decisions, _ = decide(tables, run.day, run_readings(run))
    if store.written(decisions) == kept:
        return Replay(run, True)
    if (run.edition, run.engine) != (edition(), engine_version()):
        return Replay(run, False, "这次运行是用另一版程序或文本作出的,重算的结论与它不同。请用那一版重算。")
    return Replay(run, False, "重算的结论与保存的不同。请保留现场并报告。")
