"""The job in jili: the rule in ``side_jili_rule.py``, its compiled SQL kept as that of the Measures is."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import jili.policy
from jili.engine import kept
from jili.engine.backend import DuckDB
from jili.engine.evaluate import make, prepare
from jili.engine.output import write_csv
from jili.engine.program import Program
from jili.policy.facts import SCHEMA
from jili.policy.program import PACKAGES


def compiled() -> Any:
    from side_jili_rule import compiled

    return compiled()


def main(folder: Path, day: date, out: Path) -> None:
    policy = Path(str(jili.policy.__file__)).parent
    sources = (policy.parent / "engine", policy, Path(__file__).parent)
    program = Program.from_data(kept.kept("bench", kept.key(sources, (*PACKAGES, "duckdb")), compiled))
    backend = DuckDB()
    backend.load(SCHEMA, folder)
    prepare(backend, (), day)
    for step in program.steps:
        make(backend, step)
    write_csv(backend.fetch(program.finish.sql), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
