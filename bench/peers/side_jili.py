"""The job in jili: the rule in ``side_jili_rule.py``, its compiled SQL kept as that of the Measures is.

With ``believed`` at the end the files are read as the other sides read them: every column converted, nothing checked.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import jili.policy
from jili.engine import kept
from jili.engine.backend import DuckDB
from jili.engine.cells import sql_type
from jili.engine.evaluate import make_all, prepare
from jili.engine.output import write_csv
from jili.engine.program import Program
from jili.policy.facts import SCHEMA
from jili.policy.program import PACKAGES


def compiled() -> Any:
    from side_jili_rule import compiled

    return compiled()


def believe(backend: DuckDB, folder: Path) -> None:
    for table in SCHEMA.tables:
        columns = {column.name: sql_type(column) for column in table.columns}
        if (file := folder / f"{table.name}.csv").exists():
            source = f"read_csv('{file}', columns = {columns}, auto_detect = false, header = true, delim = ',')"
            backend.make(table.name, "table", f"SELECT * FROM {source}")
        else:
            backend.make(table.name, "table", f"SELECT * FROM {_nothing(columns)}")


def _nothing(columns: dict[str, str]) -> str:
    nulls = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
    return f"(SELECT {nulls}) WHERE false"


def main(folder: Path, day: date, out: Path, believed: bool) -> None:
    policy = Path(str(jili.policy.__file__)).parent
    sources = (policy.parent / "engine", policy, Path(__file__).parent)
    program = Program.from_data(kept.kept("bench", kept.key(sources, (*PACKAGES, "duckdb")), compiled))
    backend = DuckDB()
    believe(backend, folder) if believed else backend.load(SCHEMA, folder)
    prepare(backend, (), day)
    make_all(backend, program.steps)
    write_csv(backend.fetch(program.finish.sql), out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]), "believed" in sys.argv[4:])
