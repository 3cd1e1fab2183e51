"""A whole register into an empty database, below the ORM: 1.6 million rows in half a minute.

No history is written: the event that tells of the import is the beginning of every row's. Whoever calls has checked the
register (``jili.exchange.door``); the database holds its own constraints against it once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
from django.db import connection, transaction

from jili.engine.cells import quoted
from jili.policy.facts import SCHEMA
from jili.records.bulk import put
from jili.records.names import names_tables
from jili.records.sight import everything
from jili.records.tree import paths

Progress = Callable[[str, int, int], None]
"""Told the Chinese name of the table that comes next, how many rows are in and how many there are."""


class NotEmpty(Exception):
    """The database already holds records."""


@everything()
def load_register(tables: Mapping[str, pa.Table], *, progress: Progress | None = None) -> None:
    """Put a register (as in ``jili.records.register``) into the database, in one transaction.

    Raises NotEmpty if there is any record already, IntegrityError if the register breaks a constraint; then nothing
    has changed.
    """
    done, whole = 0, sum(rows.num_rows for rows in tables.values())
    with transaction.atomic():
        _lock()
        refuse_unless_empty()
        for table in SCHEMA.tables:  # each stands after those that it refers to
            if progress:
                progress(table.label, done, whole)
            rows = tables[table.name]
            put(table.name, _placed(rows) if table.name == "units" else rows)
            done += rows.num_rows
        cadres = tables["cadres"]
        names = dict(zip(cadres.column("cadre_id").to_pylist(), cadres.column("name").to_pylist(), strict=True))
        for name, rows in names_tables(names).items():
            put(name, rows)
        connection.check_constraints()


@everything()
def refuse_unless_empty() -> None:
    """Raises NotEmpty if there is any record."""
    with connection.cursor() as cursor:
        for table in SCHEMA.tables:
            cursor.execute(f"SELECT 1 FROM {quoted(table.name)} LIMIT 1")
            if cursor.fetchone():
                raise NotEmpty(
                    f"库中已有{table.label}({table.name})的记录,没有导入:整册台账只能导入空库。增改记录请用工作簿导入。"
                )


def _lock() -> None:
    """On PostgreSQL nobody writes beside the import; on SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(map(quoted, SCHEMA.names()))} IN SHARE ROW EXCLUSIVE MODE")


def _placed(units: pa.Table) -> pa.Table:
    """Units with the path of each."""
    ids = units.column("unit_id").to_pylist()
    found = paths(dict(zip(ids, units.column("parent_id").to_pylist(), strict=True)))
    return units.append_column("path", pa.array([found[id] for id in ids], pa.string()))
