"""The rules between rows that a change of one record could break: the register's own checks, over the few rows near it.

A rule looks at records of one cadre, year, merit or subject. After a change those are read from the database and given
to the engine with the checks of ``jili.policy.checks``. What the database holds by itself is not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from django.db.models import Q

from jili.access.reach import TABLES
from jili.engine.backend import DuckDB
from jili.engine.checks import CompiledCheck, schema_checks
from jili.engine.schema import Schema
from jili.policy.checks import SUBJECT_TABLES
from jili.policy.facts import SCHEMA
from jili.policy.program import checks
from jili.records.models import Hardship, Talk
from jili.records.sight import everything

Row = Mapping[str, Any]
"""A record by column."""

_TALKS = {"appointments": "cadre", "talk_triggers": "cadre", "talks": "cadre", "talk_covers": "talk__cadre"}
_KINDS = {table: kind for kind, table in SUBJECT_TABLES.items()}


def problems_near(table: str, pk: Any, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Column (empty if it is another record's) and message of each rule that is broken near a record; ``rows`` are it
    as it was and as it is."""
    if table not in SCHEMA:
        return []
    engine = DuckDB(threads=1)
    with everything():
        held = {name: _arrow(name, near) for name, near in _near(table, pk, rows).items()}
    engine.hold(Schema(tuple(SCHEMA[name] for name in held)), held)
    return [
        (found.column if found.file == f"{table}.csv" else "", re.sub(r"第 \d+ 行", "另一条记录", found.message))
        for found in engine.check(_rules())
    ]


def cadres_of(table: str, rows: Sequence[Row]) -> set[str]:
    """The cadres whom a record is about."""
    if table in ("visits", "hardship_requests"):
        hardships = Hardship.objects.filter(pk__in=[row["hardship_id"] for row in rows])
        return set(hardships.values_list("cadre_id", flat=True))
    if table == "talk_covers":
        return set(Talk.objects.filter(pk__in=[row["talk_id"] for row in rows]).values_list("cadre_id", flat=True))
    if table == "settlements":
        return {row["subject"] for row in rows if row["subject_kind"] == "cadre"}
    column = "dossier_id" if table == "family_members" else "cadre_id"
    return {row[column] for row in rows if row.get(column)}


def _near(table: str, pk: Any, rows: Sequence[Row]) -> dict[str, Q]:
    """The tables that the rules about a record of ``table`` read, and which of their rows are near it."""
    own = {table: Q(pk=pk)}
    if table in _TALKS:
        return {name: Q(**{f"{path}__in": cadres_of(table, rows)}) for name, path in _TALKS.items()}
    if table == "annual_assessments":
        return {table: Q(cadre__in=cadres_of(table, rows))}
    if table == "ten_list":
        return {table: Q(year__in=[row["year"] for row in rows])}
    if table in ("merits", "awards"):
        merits = [row["merit_id"] for row in rows if row["merit_id"]]
        return {"merits": Q(pk__in=merits), "awards": Q(merit__in=merits), **own}
    if table == "settlements":
        return {**own, **{name: Q(pk__in=[row["subject"] for row in rows]) for name in _KINDS}}
    if table in _KINDS:
        settled = Q(subject=pk, subject_kind=_KINDS[table])
        return {"settlements": settled, **dict.fromkeys(_KINDS, Q(pk__in=[])), **own}
    return own


def _arrow(table: str, near: Q) -> pa.Table:
    names = [column.name for column in SCHEMA[table].columns]
    rows = list(TABLES[table]._default_manager.filter(near).values_list(*names))
    return pa.table({name: pa.array([row[place] for row in rows]) for place, name in enumerate(names)})


@cache
def _rules() -> tuple[CompiledCheck, ...]:
    """The checks that do not follow from the tables themselves."""
    own = {(check.table, check.column, check.kind) for check in schema_checks(SCHEMA)}
    return tuple(check for check in checks() if (check.table, check.column, check.kind) not in own)
