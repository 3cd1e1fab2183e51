"""Evaluation: a compiled regulation over a register and a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import date
from typing import TYPE_CHECKING

from jili.engine.backend import Backend
from jili.engine.function import Definition, Function, as_of, literal
from jili.engine.program import ROWS, Program, Step
from jili.engine.relations import rows_table

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], None]


def evaluate(
    backend: Backend,
    program: Program,
    definitions: Iterable[Definition],
    day: date,
    *,
    only: Collection[str] = (),
    progress: Progress | None = None,
) -> pa.Table:
    """All decisions (or those of the statements named in ``only``) of the register that the backend holds, on
    ``day``, sorted, as an Arrow table."""
    prepare(backend, definitions, day)
    rules = [rule.name for rule in program.rules if not only or rule.name in map(rows_table, only)]
    steps = program.steps_for(*rules, *program.finish.needs)
    make_all(backend, steps, progress=progress)
    backend.make(ROWS, "view", " UNION ALL ".join(f"SELECT * FROM {rule}" for rule in rules))
    if progress:
        progress(program.finish.name, len(steps), len(steps) + 1)
    return backend.fetch(program.finish.sql)


def prepare(backend: Backend, definitions: Iterable[Definition], day: date) -> None:
    """Define the day and the readings."""
    backend.define(Definition(as_of, literal(day, "date")))
    for definition in definitions:
        backend.define(definition)


def make_all(backend: Backend, steps: Sequence[Step], *, inline: bool = True, progress: Progress | None = None) -> None:
    """Make steps, each once those it reads are made; as many at a time as the backend has ``hands``."""
    waiting = list(steps)
    unmade = {step.name for step in steps}
    with ThreadPoolExecutor(backend.hands) as pool:
        under_way: dict[Future[None], Step] = {}
        while waiting or under_way:
            ready = [step for step in waiting if unmade.isdisjoint(step.needs)]
            for step in ready[: backend.hands - len(under_way)]:
                if progress:
                    progress(step.name, len(steps) - len(waiting), len(steps) + 1)
                waiting.remove(step)
                under_way[pool.submit(make, backend, step, inline=inline)] = step
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                unmade.remove(under_way.pop(done).name)
                done.result()


def make(backend: Backend, step: Step, *, inline: bool = True) -> None:
    """Make one step; a scalar becomes a function of its name. What one step alone reads is made with it
    (``inline``), or as a table where it will be asked again."""
    if step.kind != "scalar":
        views = ("view", "inline") if inline else ("view",)
        backend.make(step.name, "view" if step.kind in views else "table", step.sql)
        return
    (value,) = backend.rows(step.sql)[0].values()
    kind = "date" if isinstance(value, date) else "int64"
    backend.define(Definition(Function(step.name, kind), literal(value, kind)))
