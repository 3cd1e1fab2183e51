"""Work on a register folder that counts only if the register is sound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jili.engine.problems import BadRegister

if TYPE_CHECKING:
    from jili.engine.backend import Backend
    from jili.engine.program import Program

Result = TypeVar("Result")


def on_register(folder: Path, engine: str, work: Callable[[Backend, Program], Result]) -> Result:
    """What ``work`` makes of a register, if the register is sound. Raises BadRegister with all problems.

    While the register loads, the rules are read (or compiled, the first time); while it is checked, the
    work begins. The work must leave no trace before it returns: its result counts only if the checks pass.
    """
    from jili.engine.backend import backend
    from jili.policy.facts import SCHEMA
    from jili.policy.program import checks, program

    chosen = backend(engine)
    with ThreadPoolExecutor(1) as aside:
        loading = aside.submit(chosen.load, SCHEMA, folder)
        rules, asked = program(chosen.dialect), checks(chosen.dialect)
        try:
            loading.result()
        except BadRegister as bad:
            raise BadRegister([*bad.problems, *chosen.check(asked)]) from None
        checking = aside.submit(chosen.check, asked)
        try:
            result = work(chosen, rules)
        except Exception:
            if checking.result():
                raise BadRegister(checking.result()) from None
            raise
        if checking.result():
            raise BadRegister(checking.result())
    return result
