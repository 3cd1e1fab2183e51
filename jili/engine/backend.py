"""What an engine must be able to do: define functions, make tables, answer with Arrow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jili.engine.function import Definition, add_days, quotient, sql_type

if TYPE_CHECKING:
    import pyarrow as pa

    from jili.engine.checks import CompiledCheck
    from jili.engine.problems import Problem
    from jili.engine.schema import Schema


class Backend(Protocol):
    """An engine holding one register. ``dialect`` is sqlglot's name of its SQL."""

    dialect: str

    def load(self, schema: Schema, folder: Path) -> None:
        """The tables of a register folder. Raises BadRegister."""

    def check(self, checks: Iterable[CompiledCheck]) -> list[Problem]:
        """The rows that break a rule."""

    def define(self, definition: Definition) -> None:
        """Make (or replace) a function."""

    def make(self, name: str, kind: str, sql: str) -> None:
        """Make (or replace) a view or a table from a query."""

    def fetch(self, sql: str) -> pa.Table:
        """The rows of a query."""

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The few rows of a query, as Python values."""


class DuckDB:
    """The default engine: in this process."""

    dialect = "duckdb"

    def __init__(self, threads: int | None = None) -> None:
        import duckdb

        self.connection = duckdb.connect(config={"threads": threads} if threads else {})
        self.connection.execute("SET enable_progress_bar = false")
        for function, body in ((add_days, "day + CAST(days AS INTEGER)"), (quotient, "dividend // divisor")):
            self.define(Definition(function, body))

    def load(self, schema: Schema, folder: Path) -> None:
        from jili.engine.register import load

        load(self.connection, schema, folder)

    def check(self, checks: Iterable[CompiledCheck]) -> list[Problem]:
        from jili.engine.checks import run_checks

        return run_checks(self.connection.cursor(), checks)

    def define(self, definition: Definition) -> None:
        function = definition.function
        names = ", ".join(name for name, _ in function.arguments)
        self.connection.execute(f"CREATE OR REPLACE MACRO {function.sql_name}({names}) AS {definition.body}")

    def make(self, name: str, kind: str, sql: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE {kind.upper()} {name} AS {sql}")

    def fetch(self, sql: str) -> pa.Table:
        return self.connection.sql(sql).to_arrow_table()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        answer = self.connection.execute(sql)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def signature(definition: Definition) -> str:
    """``name(argument TYPE, …)`` as Spark declares it."""
    arguments = ", ".join(f"{name} {sql_type(kind)}" for name, kind in definition.function.arguments)
    return f"{definition.function.sql_name}({arguments})"


def backend(name: str) -> Backend:
    """The engine of a name: ``duckdb`` or ``spark``."""
    if name == "spark":
        from jili.engine.spark import Spark

        return Spark()
    return DuckDB()
