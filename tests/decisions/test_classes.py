"""Decisions are as secret as the most secret column that they rest on, and rest on no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from jili.access.classes import LOWERED, Level, highest
from jili.city import make_city
from jili.decisions.lineage import kind_needs, levels, statement_needs
from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate
from jili.engine.output import normal
from jili.engine.schema import Table
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, lineage, program
from jili.policy.readings import Readings
from jili.records.register import of_engine

DAY = date(2024, 6, 30)
OPEN, INTERNAL, SENSITIVE, SECRET = Level

BY_HAND = {
    ("3.1", "cadre"): INTERNAL, ("4.2", "city"): INTERNAL, ("4.2", "cadre"): INTERNAL, ("5.1", "cadre"): INTERNAL,
    ("5.2", "cadre"): INTERNAL, ("5.3", "unit"): INTERNAL, ("6.2", "team"): INTERNAL, ("6.2", "city"): INTERNAL,
    ("6.3", "team"): INTERNAL, ("6.4", "cadre"): INTERNAL, ("6.5", "cadre"): INTERNAL,
    ("6.6", "cadre"): SENSITIVE,  # 责任认定
    ("6.6", "team"): SENSITIVE,  # 位次
    ("6.6", "unit"): SENSITIVE,
    ("7.1", "campaign"): INTERNAL, ("7.3", "cadre"): INTERNAL, ("7.3", "team"): INTERNAL, ("7.5", "cadre"): INTERNAL,
    ("8.1.1", "proposal"): SECRET,  # 不定等次的原因:立案未结
    ("8.1.2", "proposal"): SECRET,
    ("8", "proposal"): SECRET, ("8", "vacancy"): SECRET,
    ("8.1.3", "proposal"): SENSITIVE, ("8.2.1", "team"): SENSITIVE, ("8.2.1", "proposal"): SENSITIVE,
    ("8.3.2", "proposal"): SENSITIVE, ("8.3.3", "proposal"): SENSITIVE, ("8.3.4", "cadre"): INTERNAL,
    ("8.3.5", "proposal"): SENSITIVE,
    ("8.4.2", "cadre"): SENSITIVE,  # 综合评定得分
    ("8.4.2", "city"): INTERNAL, ("8.4.3", "proposal"): SENSITIVE, ("8.4.4", "unit"): INTERNAL,
    ("8.4.4", "city"): INTERNAL,
    ("9.2", "cadre"): SENSITIVE,  # 研判
    ("10.2", "cadre"): SENSITIVE,
    ("11.4a", "cadre"): SENSITIVE,  # 谈话
    ("11.4b", "cadre"): SENSITIVE, ("11.4d", "cadre"): SENSITIVE,  # lowered: who has to talk must know
    ("11.4c", "cadre"): SECRET,  # 苗头、暂缓
    ("11.5", "cadre"): INTERNAL, ("11.6", "cadre"): INTERNAL, ("11.7", "cadre"): INTERNAL,
    ("11.8", "cadre"): SENSITIVE, ("11.9", "cadre"): SENSITIVE,  # 困难家庭
}  # fmt: skip
"""Statement and kind of subject → level, written from the product's rules and not from the code."""


def test_each_kind_of_decision_has_the_level_that_the_product_gives_it() -> None:
    assert dict(levels()) == BY_HAND


def test_what_a_decision_reads_is_never_more_secret_than_the_decision_unless_the_access_table_says_so() -> None:
    for account in accounts():
        if account.name not in LOWERED:
            kind = account.sentence, account.about
            assert levels()[kind] >= highest(lineage()[account.name])
            assert all(kind_needs()[kind][area] >= level for area, level in statement_needs()[account.name].items())


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    folder: Path = tmp_path_factory.mktemp("city") / "register"
    make_city(600, 1, folder)
    engine = DuckDB(threads=2)
    engine.load(SCHEMA, folder)
    return of_engine(engine)


def upset(city: dict[str, pa.Table], table: Table, kept: set[str]) -> pa.Table:
    """A table with every column but the kept ones in disorder."""
    rng, rows = np.random.default_rng(1), city[table.name]
    for place, column in enumerate(table.columns if rows.num_rows else ()):
        if column.name in kept:
            continue
        cells = rows.column(place).combine_chunks().take(pa.array(rng.permutation(rows.num_rows)))
        if column.type == "bool":
            cells = pc.invert(cells)
        if column.type == "date":
            cells = pc.add(cells.cast(pa.int32()), pa.scalar(int(rng.integers(-400, 400)), pa.int32())).cast(
                pa.date32()
            )
        if column.optional:
            cells = pc.if_else(pa.array(rng.random(len(cells)) < 0.2), pa.scalar(None, cells.type), cells)
        rows = rows.set_column(place, column.name, cells)
    return rows


def said(tables: dict[str, pa.Table], statement: str) -> pa.Table:
    engine = DuckDB(threads=2)
    engine.hold(SCHEMA, tables)
    return normal(evaluate(engine, program(), Readings.default().definitions(), DAY, only=[statement]))


@pytest.mark.parametrize("statement", sorted(lineage()))
def test_a_statement_says_the_same_whatever_stands_in_the_columns_that_it_does_not_rest_on(
    city: dict[str, pa.Table], statement: str
) -> None:
    kept: dict[str, set[str]] = {}
    for table, column in lineage()[statement]:
        kept.setdefault(table, set()).add(column)
    other = {table.name: upset(city, table, kept.get(table.name, set())) for table in SCHEMA.tables}
    assert said(other, statement).equals(said(city, statement))


@pytest.mark.parametrize(
    ("statement", "forgotten"),
    [
        ("11.4c", ("talk_triggers", "kind")),
        ("6.4", ("annual_assessments", "grade")),
        ("11.5", ("leave", "taken_days")),
    ],
)
def test_the_control_a_forgotten_column_is_found(
    city: dict[str, pa.Table], statement: str, forgotten: tuple[str, str]
) -> None:
    kept: dict[str, set[str]] = {}
    for table, column in lineage()[statement] - {forgotten}:
        kept.setdefault(table, set()).add(column)
    other = {table.name: upset(city, table, kept.get(table.name, set())) for table in SCHEMA.tables}
    assert not said(other, statement).equals(said(city, statement))
