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
    progress: Progress = lambda what, done, of: None,
) -> pa.Table:
    """All decisions of the register that the backend holds, on ``day``, sorted, as an Arrow table."""
    prepare(backend, definitions, day)
    for done, step in enumerate(program.steps):
        progress(step.name, done, len(program.steps) + 1)
        make(backend, step)
    union = " UNION ALL ".join(f"SELECT * FROM {rule.name}" for rule in program.rules)
    backend.make(ROWS, "view", union)
    progress(program.finish.name, len(program.steps), len(program.steps) + 1)
    return backend.fetch(program.finish.sql)


def prepare(backend: Backend, definitions: Iterable[Definition], day: date) -> None:
    """Define the day and the readings."""
    backend.define(Definition(as_of, literal(day, "date")))
    for definition in definitions:
        backend.define(definition)


def make(backend: Backend, step: Step) -> None:
    """Make one step; a scalar becomes a function of its name."""
    if step.kind != "scalar":
        backend.make(step.name, "view" if step.kind == "view" else "table", step.sql)
        return
    answer = backend.fetch(step.sql)
    kind = "date" if str(answer.schema[0].type).startswith("date") else "int64"
    value = answer.column(0)[0].as_py() if answer.num_rows else None
    backend.define(Definition(Function(step.name, kind), literal(value, kind)))

