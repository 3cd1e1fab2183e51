"""Relations: what several statements read, derived once from the register and named.

A relation is a function from the relations before it to a table. It is compiled apart and
materialised before any statement runs; statements see only its name and schema, so an expression
stays as small as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from jili.engine.function import Function, as_of
from jili.engine.schema import Column, Schema, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

Derivation = Callable[["Relations"], "ir.Table"]
D = TypeVar("D", bound=Derivation)


def inline(derivation: D) -> D:
    """Marks a relation that is cheaper to derive at each reader than to store."""
    derivation.inline = True  # type: ignore[attr-defined]
    return derivation


Scalar = tuple[Function, Callable[["Relations"], "ir.Value"]]


@dataclass(frozen=True)
class Built:
    """One thing to be made before the statements: in order, with the names it reads."""

    name: str
    kind: str
    expression: ir.Table
    needs: frozenset[str]


class Relations:
    """Tables by name, as attributes: ``r.appointments`` (as written), ``r.known.appointments`` (as known
    on the day), ``r.members`` (a relation). What is asked for is built, in the order it is asked for."""

    def __init__(self, schema: Schema, derivations: Mapping[str, Derivation], scalars: Mapping[str, Scalar]) -> None:
        self._schema = schema
        self._derivations = derivations
        self._scalars = scalars
        self._tables: dict[str, ir.Table] = {}
        self._reading: list[set[str]] = [set()]
        self.built: dict[str, Built] = {}
        self.known = Known(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._scalars:
            function, derive = self._scalars[name]
            self._build(name, "scalar", lambda: derive(self).name(name).as_table())
            return function()
        if name in self._schema:
            if name not in self._tables:
                self._tables[name] = fact_table(self._schema[name])
            self._read(name)
            return self._tables[name]
        if name not in self._derivations:
            raise AttributeError(f"没有名为 {name} 的关系")
        derive = self._derivations[name]
        return self._build(name, "inline" if getattr(derive, "inline", False) else "table", lambda: derive(self))

    def rows_of(self, statement: str) -> ir.Table:
        """The rows of another statement (before what holds for all is applied to them)."""
        import ibis

        from jili.engine.program import COLUMNS

        self._read(rows_table(statement))
        return ibis.table(dict(COLUMNS), name=rows_table(statement))

    def view(self, name: str, derive: Callable[[], ir.Table]) -> ir.Table:
        """A view under a name of its own (used for the tables as known on the day)."""
        return self._build(name, "view", derive)

    def reading(self, derive: Callable[[], ir.Table]) -> tuple[ir.Table, frozenset[str]]:
        """A table, with the names of all that it reads."""
        self._reading.append(set())
        table = derive()
        return table, frozenset(self._reading.pop())

    def _read(self, name: str) -> None:
        self._reading[-1].add(name)

    def _build(self, name: str, kind: str, derive: Callable[[], ir.Table]) -> ir.Table:
        if name not in self.built:
            import ibis

            expression, needs = self.reading(derive)
            self.built[name] = Built(name, kind, expression, needs)
            self._tables[name] = ibis.table(expression.schema(), name=name)
        self._read(name)
        return self._tables[name]


class Known:
    """The tables of the register as known on the day of evaluation.

    A record counts from its ``known_on``; an optional date that lies ahead has not happened; a record
    annulled by then has never been.
    """

    def __init__(self, relations: Relations) -> None:
        self._relations = relations

    def __getattr__(self, name: str) -> ir.Table:
        if name.startswith("_"):
            raise AttributeError(name)
        declared = self._relations._schema[name]
        return self._relations.view(f"known_{name}", lambda: self._derive(declared))

    def _derive(self, declared: Table) -> ir.Table:
        table = getattr(self._relations, declared.name)
        if declared.known_on:
            table = table.filter(table[declared.known_on] <= as_of())
        if declared.annullable:
            table = table.filter(table.annulled_on.isnull() | (table.annulled_on > as_of()))
        happened = {name: (table[name] <= as_of()).ifelse(table[name], None) for name in declared.future}
        return table.mutate(**happened) if happened else table


def rows_table(statement: str) -> str:
    """The table that holds a statement's rows."""
    return "rows_" + re.sub(r"\W", "_", statement)


def fact_table(declared: Table) -> ir.Table:
    """The unbound Ibis table of a declaration."""
    import ibis

    return ibis.table({c.name: ibis_type(c) for c in declared.columns}, name=declared.name)


def ibis_type(column: Column) -> str:
    """The Ibis type of a column."""
    if column.type == "decimal":
        return f"decimal(18, {column.places})"
    return {"text": "string", "date": "date", "bool": "boolean", "int": "int64"}[column.type]
