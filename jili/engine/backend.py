"""What an engine must be able to do: define functions, make tables, answer with Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jili.engine.function import Definition, add_days, joined, listed, literal, quotient, subject

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from jili.engine.checks import CompiledCheck
    from jili.engine.problems import Problem
    from jili.engine.schema import Schema


class Backend(Protocol):
    """An engine holding one register. ``dialect`` is sqlglot's name of its SQL; ``hands`` how many threads may call
    ``make``, ``rows`` and ``define`` at a time."""

    dialect: str
    hands: int

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

    def gather(self, queries: Sequence[str]) -> list[list[dict[str, Any]]]:
        """The few rows of each query."""

    def ask(self, queries: Sequence[str], id: str) -> list[list[dict[str, Any]]]:
        """The rows of each query where the function ``subject`` stands for ``id``."""


_SUBJECT = f"{subject.sql_name}()".upper()

_BODIES = {
    add_days: "day + CAST(days AS INTEGER)",
    quotient: "dividend // divisor",
    listed: "nullif(array_to_string(list_sort(list_distinct(ids)), between), '')",
    joined: "nullif(concat_ws(';', first, second), '')",
}


class DuckDB:
    """The default engine: in this process."""

    dialect = "duckdb"
    hands = 2
    """Most steps are planned longer than they run, or run on one core."""

    def __init__(self, threads: int | None = None) -> None:
        import duckdb

        self.connection = duckdb.connect(config={"threads": threads} if threads else {})
        self.connection.execute("SET enable_progress_bar = false")
        self._askers: list[_Asker] = []
        for function, body in _BODIES.items():
            self.define(Definition(function, body))

    def load(self, schema: Schema, folder: Path) -> None:
        from jili.engine.register import load

        load(self.connection, schema, folder)

    def hold(self, schema: Schema, tables: Mapping[str, pa.Table]) -> None:
        """The tables of a register from memory, as ``load`` makes them from files; one that is not given is empty.

        The cells are taken to be good; rules between rows and tables are for ``check``, which names the files that
        the tables would be (``<table>.csv``). Raises ValueError for a table that the schema does not know.
        """
        from jili.engine.cells import quoted, sql_type

        if unknown := tables.keys() - set(schema.names()):
            raise ValueError(f"no tables of the register: {sorted(unknown)}")
        self.connection.execute("SET checkpoint_threshold = '1TB'")  # as in ``load``
        for table in schema.tables:
            columns = ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in table.columns)
            self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(table.name)} ({columns})")
            if table.name in tables:
                names = ", ".join(quoted(c.name) for c in table.columns)
                self.connection.register("_held", tables[table.name])
                self.connection.execute(f"INSERT INTO {quoted(table.name)} SELECT {names} FROM _held")
                self.connection.unregister("_held")

    def check(self, checks: Iterable[CompiledCheck]) -> list[Problem]:
        from jili.engine.checks import run_checks

        return run_checks(self.connection.cursor(), checks)

    def define(self, definition: Definition) -> None:
        function = definition.function
        names = ", ".join(name for name, _ in function.arguments)
        self.connection.cursor().execute(f"CREATE OR REPLACE MACRO {function.sql_name}({names}) AS {definition.body}")

    def make(self, name: str, kind: str, sql: str) -> None:
        self.connection.cursor().execute(f"CREATE OR REPLACE {kind.upper()} {name} AS {sql}")

    def fetch(self, sql: str) -> pa.Table:
        return self.connection.sql(sql).to_arrow_table()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return _rows(self.connection.cursor().execute(sql))

    def gather(self, queries: Sequence[str]) -> list[list[dict[str, Any]]]:
        return self._shared(queries, lambda asker, query: _rows(asker.cursor.execute(query)))

    def ask(self, queries: Sequence[str], id: str) -> list[list[dict[str, Any]]]:
        """Queries are prepared at their first asking."""
        return self._shared(queries, lambda asker, query: asker.ask(query, id))

    def forget_questions(self) -> None:
        """Forget what was prepared for ``ask``: what it reads is to be made anew, for another day."""
        if self._askers:
            self._pool.shutdown()
            self._askers = []

    def _shared(
        self, queries: Sequence[str], answer: Callable[[_Asker, str], list[dict[str, Any]]]
    ) -> list[list[dict[str, Any]]]:
        """The answers to queries that are shared out between threads: planning a small query takes longer than
        running it, and does not use a second core by itself."""
        if not self._askers:
            self._askers = [_Asker(self.connection.cursor()) for _ in range(self.hands)]
            self._pool = ThreadPoolExecutor(len(self._askers))
        shares = [range(n, len(queries), len(self._askers)) for n in range(len(self._askers))]
        done = self._pool.map(lambda asker, share: [answer(asker, queries[n]) for n in share], self._askers, shares)
        found = dict(zip((n for share in shares for n in share), (rows for part in done for rows in part), strict=True))
        return [found[n] for n in range(len(queries))]


class _Asker:
    """A cursor with the queries it has prepared."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self.prepared: dict[str, str] = {}

    def ask(self, query: str, id: str) -> list[dict[str, Any]]:
        if query not in self.prepared:
            name = f"asked_{len(self.prepared)}"
            self.cursor.execute(f"PREPARE {name} AS {query.replace(_SUBJECT, '$1')}")
            self.prepared[query] = name
        return _rows(self.cursor.execute(f"EXECUTE {self.prepared[query]}({literal(id, 'string')})"))


def _rows(answer: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def backend(name: str) -> Backend:
    """The engine of a name: ``duckdb`` or ``spark``."""
    if name == "spark":
        from jili.engine.spark import Spark

        return Spark()
    return DuckDB()
