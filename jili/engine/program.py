"""The compiled regulation: SQL for one engine, as plain data that is kept on disk.

Building and compiling expressions takes longer than running them over 50,000 people, so the SQL is
compiled once per version of the rules and kept. It names the day and the readings only as functions
and therefore serves every day and every set of readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from jili.engine.formula import Formula, otherwise
from jili.engine.function import joined, listed
from jili.engine.policy import Policy
from jili.engine.relations import Relations, rows_table
from jili.engine.statement import REFERENCES, Expression, Statement, Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS: Mapping[str, str] = {
    "statement": "string",
    "effect": "string",
    "subject_kind": "string",
    "subject": "string",
    "item": "string",
    "outcome": "string",
    "starts_on": "date",
    "ends_on": "date",
    "base": "decimal(18, 4)",
    "limit": "decimal(18, 4)",
    "actual": "decimal(18, 4)",
    "rank": "int64",
    "evidence": "string",
}
"""The columns of a decision, in order, with their Ibis types."""

ROWS = "statement_rows"
"""The table that all statements write into, before ``finish``."""


@dataclass(frozen=True)
class Step:
    """Something made on the way, with the steps it reads.

    kind: ``view`` (a table of the register as known), ``table`` (a relation that several read),
    ``inline`` (a relation that one reads: a view where only decisions are wanted), ``scalar`` (becomes a
    function) or ``rows`` (of a statement).
    """

    name: str
    kind: str
    sql: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Program:
    """Steps in an order in which they can be made, and the query of the decisions."""

    dialect: str
    steps: tuple[Step, ...]
    finish: Step

    @property
    def rules(self) -> list[Step]:
        return [step for step in self.steps if step.kind == "rows"]

    def quoted(self, name: str) -> str:
        """A column's name as the dialect quotes it."""
        return f'"{name}"' if self.dialect == "duckdb" else f"`{name}`"

    def to_data(self) -> Any:
        """As JSON data."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Any) -> Program:
        steps = [Step(**{**step, "needs": tuple(step["needs"])}) for step in (*data["steps"], data["finish"])]
        return cls(data["dialect"], tuple(steps[:-1]), steps[-1])

    def steps_for(self, *names: str) -> list[Step]:
        """The steps of these names and all that they rest on, in order."""
        wanted = set(names)
        for step in reversed(self.steps):
            if step.name in wanted:
                wanted.update(step.needs)
        return [step for step in self.steps if step.name in wanted]


def compile_program(policy: Policy, dialect: str) -> Program:
    """All of a policy as SQL of ``dialect`` (``duckdb`` or ``pyspark``)."""
    import ibis

    relations = policy.relations()
    steps: dict[str, Step] = {}
    for statement in policy:
        table, needs = relations.reading(lambda s=statement: rows(s, relations))  # type: ignore[misc]
        name = rows_table(statement.name)
        steps[name] = Step(name, "rows", sql(table, dialect), tuple(sorted(needs)))
    decisions, needs = relations.reading(lambda: policy.finish(ibis.table(dict(COLUMNS), name=ROWS), relations))
    decisions = decisions.order_by("statement", "subject_kind", "subject", "item").select(*COLUMNS)
    for built in relations.built.values():
        steps[built.name] = Step(built.name, built.kind, sql(built.expression, dialect), tuple(sorted(built.needs)))
    readers = Counter(need for step in steps.values() for need in step.needs) + Counter(needs)
    for step in steps.values():
        if step.kind == "table" and readers[step.name] == 1:
            steps[step.name] = replace(step, kind="inline")
    finish = Step("decisions", "query", sql(decisions, dialect), tuple(sorted(needs)))
    return Program(dialect, tuple(in_order(steps)), finish)


def sql(table: ir.Table, dialect: str) -> str:
    """The query of an expression, on one line."""
    import ibis

    if dialect == "pyspark":
        getattr(ibis, dialect)  # its options exist only once it is loaded

    return str(ibis.to_sql(table, dialect=dialect, pretty=False))


def in_order(steps: Mapping[str, Step]) -> Iterator[Step]:
    """Every step after those it reads (a name that is no step is a table of the register)."""
    made: set[str] = set()

    def visit(step: Step) -> Iterator[Step]:
        if step.name not in made:
            made.add(step.name)
            for need in step.needs:
                if need in steps:
                    yield from visit(steps[need])
            yield step

    for step in steps.values():
        yield from visit(step)


def rows(statement: Statement, relations: Relations) -> ir.Table:
    """The rows of one statement, with the columns of a decision."""
    table, flags = with_conditions(statement, relations)
    cases = statement.cases
    first, *rest = (formula.requires() for formula in cases.values())
    for name, wanted in sorted(first.intersection(*rest)):  # early, so that engines can filter before they join
        table = table.filter(table[flags[name]] if wanted else ~table[flags[name]])
    table = table.mutate(outcome_=outcome_column(cases, {name: table[column] for name, column in flags.items()}))
    if otherwise not in cases.values():
        table = table.filter(table.outcome_.notnull())
    return decision(statement, table, table.outcome_)


def with_conditions(statement: Statement, relations: Relations) -> tuple[ir.Table, dict[str, str]]:
    """``among`` with a column for each condition; and condition → its column."""
    import ibis

    flags = {name: f"condition_{place}" for place, name in enumerate(statement.when)}
    conditions = {column: statement.when[name] for name, column in flags.items()}
    known = {name: ibis.literal(value) if isinstance(value, bool) else value for name, value in conditions.items()}
    return statement.among(relations).mutate(**known), flags


def outcome_column(cases: Mapping[str, Formula], columns: Mapping[str, ir.BooleanValue]) -> ir.StringValue:
    """The outcome as a column: the first case that is true."""
    import ibis

    *branches, (last, final) = cases.items()
    if final == otherwise and not branches:
        return ibis.literal(last)
    if final == otherwise:
        return ibis.cases(*((formula.column(columns), outcome) for outcome, formula in branches), else_=last)
    return ibis.cases(*((formula.column(columns), outcome) for outcome, formula in cases.items()))


def decision(statement: Statement, table: ir.Table, outcome: Expression) -> ir.Table:
    """The rows of ``table`` with the columns of a decision."""
    values = {
        "statement": statement.id,
        "effect": statement.effect.value,
        "subject_kind": statement.about.value,
        "subject": "city" if statement.about is Subject.CITY else table[f"{statement.about}_id"],
        "item": statement.item,
        "outcome": outcome,
        "starts_on": statement.starts_on,
        "ends_on": statement.ends_on,
        "base": statement.base,
        "limit": statement.limit,
        "actual": statement.actual,
        "rank": statement.rank,
        "evidence": evidence(statement, table),
    }
    return table.select(**{name: column(table, value, COLUMNS[name]) for name, value in values.items()})


def column(table: ir.Table, value: Expression, kind: str) -> ir.Value:
    """An expression over a table's rows, or a constant, as a value of a type."""
    import ibis

    if value is None:
        return ibis.null(kind)
    if isinstance(value, str | int | bool):
        return ibis.literal(value, kind)
    bound = table.bind(value)[0]
    return bound if bound.type() == ibis.dtype(kind) else bound.cast(kind)


def evidence(statement: Statement, table: ir.Table) -> ir.StringValue:
    """``table:id;table:id…``, sorted by code point, each once; empty where there is none.

    The ids of one table come as one id or as an array. No table's name with its
    colon begins another's, so sorting within each table and the tables by name sorts the whole.
    """
    import ibis

    parts = []
    for name in sorted(statement.evidence, key=lambda name: f"{name}:"):
        ids = table.bind(statement.evidence[name])[0]
        if name == REFERENCES:
            parts.append(listed(ids, ";"))
        elif ids.type().is_array():
            parts.append(f"{name}:" + listed(ids, f";{name}:"))
        else:
            parts.append(f"{name}:" + ids)
    return reduce(joined, parts).fill_null("") if parts else ibis.literal("")
