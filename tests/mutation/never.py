"""Which conditions are never unknown: read off their expressions, down to the columns that must be filled in.

Where a condition cannot be unknown, taking unknown for false or true alters nothing and is no mutant.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis.expr.operations as ops

from jili.engine.function import PREFIX
from jili.engine.relations import Relations
from jili.policy.facts import SCHEMA

_MAY_BE_UNKNOWN = {f"{PREFIX}{name}" for name in ("y0", "records_from", "subject")}
_STRICT = (
    ops.Alias, ops.Cast, ops.Binary, ops.Unary, ops.InValues, ops.Between, ops.DateFromYMD, ops.Greatest, ops.Least,
    ops.StringConcat,
)  # fmt: skip
_COUNTS = (ops.CountStar, ops.Count, ops.CountDistinct)
_OF_GROUPS = (ops.Any, ops.All, ops.Max, ops.Min, ops.Sum, ops.ArrayCollect)
_PLACES = (ops.RowNumber, ops.MinRank, ops.DenseRank)


class Never:
    """Answers, for one set of relations, whether a value can be null. In doubt it can."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations
        self._columns: dict[tuple[Any, str], bool] = {}

    def null(self, op: Any) -> bool:
        """The value is never null."""
        return not self._value(op)

    def _value(self, op: Any) -> bool:
        match op:
            case ops.Field():
                return self._column(op.rel, op.name)
            case ops.Literal():
                return op.value is None
            case ops.IsNull() | ops.NotNull():
                return False
            case ops.Coalesce():
                return all(map(self._value, op.arg))
            case ops.IfElse():
                return self._value(op.true_expr) or self._value(op.false_null_expr)
            case ops.ScalarUDF():
                return op.__func_name__ in _MAY_BE_UNKNOWN or self._any(op.args)
            case ops.WindowFunction():
                return not isinstance(op.func, _PLACES)
            case ops.Unnest():
                return not isinstance(op.arg, ops.IntegerRange)
            case ops.Divide() | ops.FloorDivide() | ops.Modulus():
                by_nothing = not isinstance(op.right, ops.Literal) or not op.right.value
                return by_nothing or self._any(op.args)
        if isinstance(op, _COUNTS):
            return False
        if isinstance(op, _STRICT):
            return self._any(op.args)
        if isinstance(op, _OF_GROUPS) and getattr(op, "where", None) is None:
            return self._value(op.arg)
        return True

    def cause(self, op: Any) -> str:
        """The one column that makes the value null where it is null itself, if nothing else can; else empty."""
        nodes = op.find(ops.Node, filter=ops.Value)
        strict = all(isinstance(node, (*_STRICT, ops.Field, ops.Literal, ops.ScalarUDF)) for node in nodes)
        unknown = {node.name for node in nodes if isinstance(node, ops.Field) and self._value(node)}
        return unknown.pop() if strict and len(unknown) == 1 else ""

    def _any(self, values: Iterable[Any]) -> bool:
        for value in values:
            if isinstance(value, tuple):
                if self._any(value):
                    return True
            elif isinstance(value, ops.Value) and self._value(value):
                return True
        return False

    def _column(self, relation: Any, name: str) -> bool:
        key = (relation, name)
        if key not in self._columns:
            self._columns[key] = True  # in doubt, and against going round in circles
            self._columns[key] = self._derived(relation, name)
        return self._columns[key]

    def _derived(self, relation: Any, name: str) -> bool:
        match relation:
            case ops.UnboundTable():
                if relation.name in SCHEMA:
                    return SCHEMA[relation.name][name].optional
                built = self._relations.built.get(relation.name)
                return built is None or self._column(built.expression.op(), name)
            case ops.Filter():
                return not _asked(relation, name) and self._column(relation.parent, name)
            case ops.JoinChain():
                field = relation.values[name]
                outer = {link.table for link in relation.rest if link.how not in ("inner", "cross")}
                if not isinstance(field, ops.Field):
                    return self._value(field)
                return field.rel in outer or self._column(field.rel, field.name)
            case ops.Aggregate():
                if name in relation.groups:
                    return self._value(relation.groups[name])
                return not relation.groups or self._value(relation.metrics[name])
            case ops.Union():
                return self._column(relation.left, name) or self._column(relation.right, name)
        value = getattr(relation, "values", {}).get(name)
        if value is not None and not isinstance(relation, ops.Sort | ops.Distinct | ops.Limit):
            return self._value(value)
        return not hasattr(relation, "parent") or self._column(relation.parent, name)


def _asked(filtered: Any, name: str) -> bool:
    """A filter that no row passes where the column is null."""
    for predicate in filtered.predicates:
        if isinstance(predicate, ops.NotNull | ops.Comparison):
            for field in (getattr(predicate, part, None) for part in ("arg", "left", "right")):
                if isinstance(field, ops.Field) and field.name == name and field.rel == filtered.parent:
                    return True
    return False
