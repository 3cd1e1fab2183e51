"""Lineage: which columns of the register each statement rests on, read off its expressions.

A statement rests on a column if another value there could change one of its rows: whether the row is there, its
outcome, item, dates, numbers and evidence, or what an explanation shows of it (conditions, promises, what it tells).
The expressions are followed from the statement through all relations down to the tables of the register.

Two things keep the answer narrow. What a statement fixes (its own number, its kind of subject) is followed into what
it is joined with, and a branch that can then never be taken is left out. And a left join is taken to find at most one
row, as all relations that are attached do: it counts only where a column of it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jili.engine.constant import UNKNOWN, constant, find
from jili.engine.function import PREFIX
from jili.engine.policy import Policy
from jili.engine.program import COLUMNS, ROWS, rows
from jili.engine.relations import Relations, rows_table
from jili.engine.statement import Promise, Statement

if TYPE_CHECKING:
    import ibis.expr.types as ir

Place = tuple[str, str]
"""A table of the register and one of its columns."""

Fixed = frozenset[tuple[str, Any]]
"""Columns of a relation and the one value of each in the rows that are asked for."""


def compile_lineage(policy: Policy) -> dict[str, list[Place]]:
    """Statement → the places it rests on, sorted."""
    import ibis

    relations = policy.relations()
    own = {rows_table(s.name): rows(s, relations) for s in policy}
    decisions = policy.finish(ibis.table(dict(COLUMNS), name=ROWS), relations).select(*COLUMNS)
    found = {}
    for statement in policy:
        lineage = _Lineage(policy, relations, {**own, ROWS: own[rows_table(statement.name)]})
        among = statement.among(relations)
        shown = among.select(among[among.columns[0]].name("first"), *_shown(statement, among))
        found[statement.name] = sorted(lineage.of(decisions.op(), shown.op()))
    return found


def _shown(statement: Statement, among: ir.Table) -> Iterator[ir.Value]:
    """What an explanation shows beyond the decision."""
    given = [*statement.when.values(), *(among[name] for name in statement.tells)]
    for promise in statement.promises:
        given += _promised(promise, among)
    for place, value in enumerate(given):
        if not (value is None or isinstance(value, bool | int | str)):
            yield among.bind(value)[0].name(f"shown_{place}")


def _promised(promise: Promise, among: ir.Table) -> Iterable[Any]:
    yield promise.given
    yield from promise.makes.values()
    for change in promise.changes:
        yield from (*change.values.values(), *(change.key or {}).values(), change.each)
    yield from (among[name] for name in re.findall(r"{(\w+)}", promise.says))


class _Lineage:
    """``tables`` are the rows of statements under the names by which expressions know them.

    What is asked is a relation, a column of it (None: which rows it has) and what is fixed in it.
    """

    def __init__(self, policy: Policy, relations: Relations, tables: dict[str, ir.Table]) -> None:
        self.schema = policy.schema
        self.relations = relations
        self.tables = tables
        self.asked: set[tuple[Any, str | None, Fixed]] = set()
        self.waiting: list[tuple[Any, str | None, Fixed]] = []
        self.found: set[Place] = set()

    def of(self, *whole: Any) -> set[Place]:
        """What relations rest on with all their rows and columns."""
        for relation in whole:
            self.ask_all(relation)
        while self.waiting:
            relation, name, fixed = self.waiting.pop()
            self.rows(relation, fixed) if name is None else self.column(relation, name, fixed)
        return self.found

    def ask(self, relation: Any, name: str | None, fixed: Fixed) -> None:
        if (relation, name, fixed) not in self.asked:
            self.asked.add((relation, name, fixed))
            self.waiting.append((relation, name, fixed))

    def ask_all(self, relation: Any, fixed: Fixed = frozenset()) -> None:
        for name in (None, *relation.schema):
            self.ask(relation, name, fixed)

    def rows(self, relation: Any, fixed: Fixed) -> None:
        """What decides which rows a relation has."""
        import ibis.expr.operations as ops

        inner = self.inner(relation, fixed)
        match relation:
            case ops.UnboundTable() if not inner:  # of the register: that a record is there is said by its key
                self.found.update((relation.name, key) for key in self.schema[relation.name].key)
            case ops.JoinChain():
                self.ask(relation.first, None, inner[relation.first])
                for link in relation.rest:
                    if link.how != "left":
                        self.joined(relation, link, fixed)
                return
            case ops.Filter():
                self.values(relation.predicates, inner)
            case ops.Aggregate():
                self.values(relation.groups.values(), inner)
            case ops.Project():
                self.values((value for value in relation.values.values() if find(value, ops.Unnest)), inner)
            case ops.Distinct() | ops.Set(distinct=True):
                for name in relation.schema:
                    self.ask(relation, name, fixed)
        for below, own in inner.items():
            self.ask(below, None, own)

    def column(self, relation: Any, name: str, fixed: Fixed) -> None:
        """What a column of a relation rests on, beside what decides which rows there are."""
        import ibis.expr.operations as ops

        inner = self.inner(relation, fixed)
        match relation:
            case ops.UnboundTable() if not inner:
                self.found.add((relation.name, name))
            case ops.UnboundTable() | ops.Set():
                for below, own in inner.items():
                    self.ask(below, name, own)
            case ops.JoinChain():
                self.values([relation.values[name]], inner)
                used = {field.rel for field in relation.values[name].find(ops.Field, filter=ops.Value)}
                for link in relation.rest:
                    if link.table in used:
                        self.joined(relation, link, fixed)
            case _:
                self.values([relation.values[name]], inner)

    def joined(self, chain: Any, link: Any, fixed: Fixed) -> None:
        """What decides which rows of a table are joined."""
        self.ask(link.table, None, self.inner(chain, fixed)[link.table])
        self.values(link.predicates, self.given(chain, fixed))

    def inner(self, relation: Any, fixed: Fixed) -> dict[Any, Fixed]:
        """The relations that a relation draws on, each with what is fixed in it."""
        import ibis.expr.operations as ops

        match relation:
            case ops.UnboundTable():
                derived = self.derived(relation.name)
                return {} if derived is None else {derived.op(): fixed}
            case ops.DummyTable():
                return {}
            case ops.Set():
                return {relation.left: fixed, relation.right: fixed}
            case ops.JoinChain():
                return self.learned(relation, fixed)
            case ops.Project() if any(find(value, ops.WindowFunction) for value in relation.values.values()):
                return {relation.parent: frozenset()}  # the rows that are not asked for count in the windows
            case ops.Project() | ops.Filter() | ops.Aggregate() | ops.Distinct() | ops.DropColumns() | ops.Reference():
                passed = ((relation.values[name], value) for name, value in fixed)
                return {relation.parent: frozenset((f.name, v) for f, v in passed if isinstance(f, ops.Field))}
        raise TypeError(f"lineage does not know {type(relation).__name__}")

    def given(self, chain: Any, fixed: Fixed) -> dict[Any, Fixed]:
        """What is fixed in the tables of a join before it is made."""
        import ibis.expr.operations as ops

        found: dict[Any, set[tuple[str, Any]]] = {table: set() for table in chain.tables}
        for name, value in fixed:
            field = chain.values[name]
            if isinstance(field, ops.Field):
                found[field.rel].add((field.name, value))
        return {table: frozenset(own) for table, own in found.items()}

    def learned(self, chain: Any, fixed: Fixed) -> dict[Any, Fixed]:
        """What is fixed in the tables of a join by being equal to what is fixed in another."""
        import ibis.expr.operations as ops

        found = self.given(chain, fixed)
        for link in chain.rest:
            for predicate in link.predicates:
                match predicate:
                    case ops.Equals(left=ops.Field() as left, right=ops.Field() as right):
                        for one, other in ((left, right), (right, left)):
                            value = self.constant(one, found)
                            if value is not UNKNOWN and (other.rel == link.table or link.how == "inner"):
                                found[other.rel] |= {(other.name, value)}
        return found

    def derived(self, name: str) -> ir.Table | None:
        built = self.relations.built.get(name)
        return built.expression if built else self.tables.get(name)

    def values(self, values: Iterable[Any], inner: Mapping[Any, Fixed]) -> None:
        """Ask for the columns that values read."""
        for field in self.leaves(values, inner):
            self.ask(field.rel, field.name, inner[field.rel])

    def leaves(self, values: Iterable[Any], inner: Mapping[Any, Fixed]) -> Iterator[Any]:
        """The columns that values read where it matters; scalars that stand in them as functions are asked for."""
        import ibis.expr.operations as ops

        waiting, seen = list(values), set()
        while waiting:
            value = waiting.pop()
            if value in seen or self.constant(value, inner) is not UNKNOWN:
                continue
            seen.add(value)
            match value:
                case ops.Field():
                    yield value
                    continue
                case ops.Subquery():
                    raise TypeError("lineage does not know subqueries")
                case ops.IfElse() if (chosen := self.constant(value.bool_expr, inner)) is not UNKNOWN:
                    waiting.append(value.true_expr if chosen else value.false_null_expr)
                    continue
                case ops.ScalarUDF():
                    scalar = self.relations.built.get(value.__func_name__.removeprefix(PREFIX))
                    if scalar:
                        self.ask_all(scalar.expression.op())
            waiting.extend(part for part in value.__children__ if isinstance(part, ops.Value))

    def constant(self, value: Any, inner: Mapping[Any, Fixed]) -> Any:
        """The one value that an expression has in all rows asked for, if it has."""
        return constant(value, lambda field: self.constant_column(field.rel, field.name, inner[field.rel]))

    def constant_column(self, relation: Any, name: str, fixed: Fixed) -> Any:
        import ibis.expr.operations as ops

        for column, value in fixed:
            if column == name:
                return value
        match relation:
            case ops.UnboundTable():
                derived = self.derived(relation.name)
                return UNKNOWN if derived is None else self.constant_column(derived.op(), name, fixed)
            case ops.JoinChain():
                field = relation.values[name]
                outer = {link.table for link in relation.rest if link.how == "left"}
                if not isinstance(field, ops.Field) or field.rel in outer:
                    return UNKNOWN
                return self.constant_column(field.rel, field.name, frozenset())
            case ops.Project() | ops.Filter() | ops.DropColumns() | ops.Reference():
                return self.constant(relation.values[name], {relation.parent: frozenset()})
        return UNKNOWN
