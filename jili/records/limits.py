"""What a register may hold but the database cannot: longer ids, deeper trees, more digits."""

from __future__ import annotations

from collections.abc import Iterator

from jili.engine.cells import quoted
from jili.engine.checks import Check, CompiledCheck, compile_checks
from jili.engine.schema import Schema
from jili.policy.facts import SCHEMA
from jili.records.declared import ID_LENGTH
from jili.records.models import Unit

DIGITS = 15
"""Of a decimal: SQLite keeps it as a floating-point number."""
PATH_LENGTH = Unit._meta.get_field("path").max_length


def limits() -> list[CompiledCheck]:
    """The checks, for an engine that holds a register without other problems."""
    return compile_checks(Schema(()), [*_ids(), *_decimals(), _depth()], "duckdb")


def _ids() -> Iterator[Check]:
    for table in SCHEMA.tables:
        column = table[table.key[0]]
        if table.has_id and column.type == "text":
            message = f"{column.label}不得超过 {ID_LENGTH} 个字;请改短,并改正各表中的引用"
            yield Check(table.name, column.name, "length", message, f"length(t.{quoted(column.name)}) > {ID_LENGTH}")


def _decimals() -> Iterator[Check]:
    for table in SCHEMA.tables:
        for column in table.columns:
            if column.type == "decimal":
                whole = DIGITS - column.places
                message = f"{column.label}的整数部分不得超过 {whole} 位"
                yield Check(table.name, column.name, "digits", message, f"abs(t.{quoted(column.name)}) >= 1e{whole}")


def _depth() -> Check:
    return Check(
        "units",
        "parent_id",
        "depth",
        f"从最上级到本单位,各级单位编号连起来不得超过 {PATH_LENGTH} 个字;请改短编号或减少层级",
        rows="WITH RECURSIVE placed AS (SELECT unit_id, length(unit_id) + 1 AS size FROM units WHERE parent_id IS NULL"
        " UNION ALL SELECT u.unit_id, p.size + length(u.unit_id) + 1 FROM units AS u"
        " JOIN placed AS p ON p.unit_id = u.parent_id)"
        " SELECT t.rowid + 2 AS line, t.unit_id AS value, CAST(NULL AS BIGINT) AS other"
        f" FROM units AS t JOIN placed AS p ON p.unit_id = t.unit_id WHERE p.size > {PATH_LENGTH}",
    )
