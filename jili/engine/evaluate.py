"""Evaluation: a compiled regulation over a register and a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from jili.engine.backend import Backend
from jili.engine.function import Definition, Function, as_of, literal
from jili.engine.program import ROWS, Program, Step

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], None]


def evaluate(
    backend: Backend,
    program: Program,
    definitions: Iterable[Definition],
    day: date,
    progress: Progress | None = None,
) -> pa.Table:
    """All decisions of the register that the backend holds, on ``day``, sorted, as an Arrow table."""
    prepare(backend, definitions, day)
    for done, step in enumerate(program.steps):
        if progress:
            progress(step.name, done, len(program.steps) + 1)
        make(backend, step)
    union = " UNION ALL ".join(f"SELECT * FROM {rule.name}" for rule in program.rules)
    backend.make(ROWS, "view", union)
    if progress:
        progress(program.finish.name, len(program.steps), len(program.steps) + 1)
    return backend.fetch(program.finish.sql)


def prepare(backend: Backend, definitions: Iterable[Definition], day: date) -> None:
    """Define the day and the readings."""
    backend.define(Definition(as_of, literal(day, "date")))
    for definition in definitions:
        backend.define(definition)


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
