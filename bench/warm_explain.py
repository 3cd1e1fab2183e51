"""Explanations from a register that is already open; run as a process of its own.

    python -m bench.warm_explain REGISTER DAY CADRE…

Prints as JSON the seconds of the first one (which makes what it rests on) and of those after it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path


def opened(register: Path, day: date) -> Callable[[str], str]:
    """A function from a cadre's id to the text of their explanation, over a session that stays open."""
    from jili.engine.explain import Session
    from jili.policy.program import accounts
    from jili.policy.readings import Readings
    from jili.policy.reasons import Reasons
    from jili.policy.sound import on_register

    values = Readings.default()
    session = on_register(
        register,
        "duckdb",
        lambda backend, program: Session(backend, program, accounts(backend.dialect), values.definitions(), day),
    )
    return lambda cadre: Reasons(session, values, "cadre", cadre).of().text()


def main(register: str, day: str, *cadres: str) -> None:
    explain = opened(Path(register), date.fromisoformat(day))
    seconds = []
    for cadre in cadres:
        begin = time.monotonic()
        explain(cadre)
        seconds.append(time.monotonic() - begin)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
