"""The mutants: copies of a statement, each altered in one place. One that cannot differ is not made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any

import ibis
import ibis.expr.operations as ops

from jili.engine.formula import Formula, Truth, any_of, no, otherwise, outcome_of, unknown
from jili.engine.relations import Relations
from jili.engine.statement import Statement
from tests.mutation.never import Never

Flags = tuple[Truth, ...]
SWAPPED = {
    ops.Less: ops.LessEqual, ops.LessEqual: ops.Less, ops.Greater: ops.GreaterEqual, ops.GreaterEqual: ops.Greater,
    ops.Equals: ops.NotEquals, ops.NotEquals: ops.Equals,
}  # fmt: skip
LEFT_OUT = ("starts_on", "ends_on", "base", "limit", "actual", "rank")


@dataclass(frozen=True)
class Mutant:
    """``silent``: the statement gives no rows at all (its only case is gone)."""

    id: str
    statement: Statement
    silent: bool = False


def _without(statement: Statement, name: str) -> Statement:
    nothing: dict[str, Any] = {name: None}
    return replace(statement, **nothing)


def mutants(statement: Statement, relations: Relations) -> Iterator[Mutant]:
    """All mutants of a statement that can differ from it."""

    def mutant(kind: str, what: str, altered: Statement, *, silent: bool = False) -> Mutant:
        return Mutant(f"{statement.name}: {kind}: {what}", altered, silent)

    space = Space(statement, relations)
    for name, value in statement.when.items():
        for kind, turn, alter in _ALTERED:
            if space.differs(name, turn):
                yield mutant(kind, name, _with_condition(statement, name, _later(value, alter)))
    yield from (mutant("case gone", outcome, altered, silent=altered is statement)
                for outcome, altered in _without_case(statement, space))  # fmt: skip
    for first, second in pairwise(statement.cases):
        order = list(statement.cases)
        place = order.index(first)
        order[place : place + 2] = [second, first]
        cases = {outcome: statement.cases[outcome] for outcome in order}
        if space.differs_with(cases):
            yield mutant("cases swapped", f"{first}, {second}", replace(statement, then=cases))
    for name, value in statement.when.items():
        for place, said in enumerate(_comparisons(statement, value, relations)):
            shifted = _with_condition(statement, name, _shift(value, place))
            yield mutant("comparison shifted", f"{name} ({place + 1}, {said})", shifted)
    for name in LEFT_OUT:
        if getattr(statement, name) is not None:
            yield mutant("left out", name, _without(statement, name))
    for table in statement.evidence:
        rest = {name: ids for name, ids in statement.evidence.items() if name != table}
        yield mutant("evidence gone", table or "references", replace(statement, evidence=rest))


_Alter = Callable[[Any], Any]
_ALTERED: tuple[tuple[str, Callable[[Truth], Truth], _Alter], ...] = (
    ("condition dropped", lambda _truth: True, lambda _value: ibis.literal(True)),
    ("condition negated", lambda truth: None if truth is None else not truth, lambda value: ~value),
    ("unknown is false", lambda truth: truth or False, lambda value: value.fill_null(False)),
    ("unknown is true", lambda truth: truth is not False, lambda value: value.fill_null(True)),
)


def _later(value: Any, alter: _Alter) -> Any:
    return lambda table: alter(table.bind(value)[0])


def _with_condition(statement: Statement, name: str, value: Any) -> Statement:
    return replace(statement, when={**statement.when, name: value})


def _without_case(statement: Statement, space: Space) -> Iterator[tuple[str, Statement]]:
    cases = statement.cases
    for gone in cases:
        rest = {outcome: formula for outcome, formula in cases.items() if outcome != gone}
        if not rest:
            yield gone, statement
        elif list(rest.values()) == [otherwise]:
            any_value = statement.cases[gone].names()
            yield gone, replace(statement, then={outcome: _anyway(next(any_value)) for outcome in rest})
        elif space.differs_with(rest):
            yield gone, replace(statement, then=rest)


def _anyway(condition: str) -> Formula:
    """Always true, said by a condition (no statement has nothing but ``otherwise``)."""
    return any_of(condition, no(condition), unknown(condition))


def _comparisons(statement: Statement, value: Any, relations: Relations) -> list[str]:
    """The comparisons in a condition, in the order in which they are found."""
    return [type(node).__name__ for node in _found(statement.among(relations).bind(value)[0].op())]


def _found(op: Any) -> list[Any]:
    return sorted(op.find(tuple(SWAPPED), filter=ops.Value), key=repr)


def _shift(value: Any, place: int) -> Any:
    def shifted(table: Any) -> Any:
        op = table.bind(value)[0].op()
        node = _found(op)[place]
        return op.replace({node: SWAPPED[type(node)](node.left, node.right)}).to_expr()

    return shifted


class Space:
    """All values that a statement's conditions can have together, as far as they are independent of one another."""

    def __init__(self, statement: Statement, relations: Relations) -> None:
        never, among = Never(relations), statement.among(relations)
        conditions = {name: among.bind(value)[0].op() for name, value in statement.when.items()}
        self.names = tuple(conditions)
        known = {name: never.null(op) for name, op in conditions.items()}
        self.never_unknown = tuple(name for name in conditions if known[name])
        self._there = _there(conditions, never)
        values: list[Flags] = [(True, False) if known[name] else (True, False, None) for name in conditions]
        self.outcomes: Mapping[Flags, str | None] = {
            flags: self._outcome(statement.cases, flags) for flags in product(*values)
        }
        self._cases = statement.cases

    def _outcome(self, cases: Mapping[str, Formula], flags: Flags) -> str | None:
        return outcome_of(cases, dict(zip(self.names, flags, strict=True)))

    def differs(self, name: str, turn: Callable[[Truth], Truth]) -> bool:
        """Some outcome differs when the condition is turned so."""
        place = self.names.index(name)
        return any(
            self._turned(flags, place, turn) != outcome
            for flags, outcome in self.outcomes.items()
            if turn(flags[place]) is not flags[place] and self._can_be(flags)
        )

    def _turned(self, flags: Flags, place: int, turn: Callable[[Truth], Truth]) -> str | None:
        return self.outcomes[(*flags[:place], turn(flags[place]), *flags[place + 1 :])]

    def differs_with(self, cases: Mapping[str, Formula]) -> bool:
        """Some outcome differs with these cases."""
        return any(
            self._outcome(cases, flags) != outcome for flags, outcome in self.outcomes.items() if self._can_be(flags)
        )

    def _can_be(self, flags: Flags) -> bool:
        """A condition is unknown exactly where the column that it rests on is said not to be there."""
        return all((flags[place] is None) == (flags[there] is False) for place, there in self._there)


def _there(conditions: Mapping[str, Any], never: Never) -> list[tuple[int, int]]:
    """Pairs of places: a condition over one column that may be null, and the condition that asks whether it is."""
    names = list(conditions)
    asked = {
        op.arg.name: names.index(name)
        for name, op in conditions.items()
        if isinstance(op, ops.NotNull) and isinstance(op.arg, ops.Field)
    }
    causes = {names.index(name): never.cause(op) for name, op in conditions.items() if not isinstance(op, ops.NotNull)}
    return [(place, asked[column]) for place, column in causes.items() if column in asked]
