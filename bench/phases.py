"""One run of ``jili evaluate`` that says how long each part of it took; run as a process of its own.

    python -m bench.phases REGISTER DAY OUT REPORT

The parts are timed by clocks around the command's own functions; the command itself is not changed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(register: str, day: str, out: str, report: str) -> None:
    started = float(os.environ["BENCH_STARTED"])
    clock = time.monotonic
    spans: dict[str, tuple[float, float]] = {}
    steps: dict[str, float] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def with_clock(*values: Any, **named: Any) -> Any:
            begin = clock()
            try:
                return function(*values, **named)
            finally:
                spans[name] = begin, clock()

        return with_clock

    import jili.engine.evaluate as evaluation
    import jili.engine.output as output
    import jili.summary as summary
    from jili import cli
    from jili.engine.backend import DuckDB

    make = evaluation.make

    def timed_step(backend: Any, step: Any, **named: Any) -> None:
        begin = clock()
        make(backend, step, **named)
        steps[step.name] = clock() - begin

    evaluation.make = timed_step
    evaluation.evaluate = timed("evaluate", evaluation.evaluate)
    DuckDB.fetch = timed("finish", DuckDB.fetch)  # type: ignore[method-assign]
    DuckDB.load = timed("load", DuckDB.load)  # type: ignore[method-assign]
    DuckDB.check = timed("check", DuckDB.check)  # type: ignore[method-assign]
    output.write = timed("write", output.write)
    summary.summary = timed("summary", summary.summary)
    cli.main(["evaluate", register, "--as-of", day, "--out", out])

    def lasted(name: str) -> float:
        return spans[name][1] - spans[name][0]

    parts = {
        "start-up": spans["load"][0] - started,
        "load": spans["evaluate"][0] - spans["load"][0],
        "steps": lasted("evaluate") - lasted("finish"),
        "finish": lasted("finish"),
        "wait": spans["write"][0] - spans["evaluate"][1],
        "write": lasted("write"),
        "summary": lasted("summary"),
    }
    Path(report).write_text(json.dumps({"parts": parts, "steps": steps, "check": lasted("check")}), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
