"""Accounts: each statement's conditions, values, readings and promises for one subject, as SQL and data.

Compiled from the same objects as the rules. An account answers for everyone whom the statement looks at,
also for those who are not in its result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from jili.engine.formula import Formula, outcome_of
from jili.engine.function import PREFIX, subject
from jili.engine.policy import Policy
from jili.engine.program import COLUMNS, column, evidence, outcome_column, sql, with_conditions
from jili.engine.relations import Relations
from jili.engine.statement import Promise, Statement, Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class ConditionAccount:
    """A condition: the column of its value, the columns of the row it reads, the functions it rests on."""

    name: str
    column: str
    reads: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True)
class ChangeAccount:
    """A change whose values are constants or ``{"column": name}`` of the account's row."""

    table: str
    values: Mapping[str, Any]
    key: Mapping[str, Any] | None
    each: str | None


@dataclass(frozen=True)
class PromiseAccount:
    says: str
    makes: Mapping[str, Any]
    changes: tuple[ChangeAccount, ...]
    given: Any
    removes: bool


@dataclass(frozen=True)
class StatementAccount:
    """All that it takes to account for one statement: one query and what its columns mean."""

    name: str
    sentence: str
    text: str
    article: int
    effect: str
    about: str
    of: str
    needs: tuple[str, ...]
    sql: str
    conditions: tuple[ConditionAccount, ...]
    cases: Mapping[str, Any]
    tells: tuple[str, ...]
    promises: tuple[PromiseAccount, ...]

    def outcome(self, flags: Mapping[str, bool | None]) -> str | None:
        """The outcome that the statement's cases give for these values of its conditions."""
        return outcome_of({name: Formula.from_data(data) for name, data in self.cases.items()}, flags)

    @classmethod
    def from_data(cls, data: Any) -> StatementAccount:
        conditions = tuple(
            ConditionAccount(c["name"], c["column"], tuple(c["reads"]), tuple(c["functions"]))
            for c in data["conditions"]
        )
        promises = tuple(
            PromiseAccount(
                p["says"], p["makes"], tuple(ChangeAccount(**c) for c in p["changes"]), p["given"], p["removes"]
            )
            for p in data["promises"]
        )
        return cls(
            **{
                **data,
                "needs": tuple(data["needs"]),
                "tells": tuple(data["tells"]),
                "conditions": conditions,
                "promises": promises,
            }
        )


def compile_accounts(policy: Policy, dialect: str, shown: Collection[str]) -> list[Any]:
    """The accounts of all statements as JSON data; ``shown`` are the columns that people have a word for."""
    relations = policy.relations()
    accounts = []
    for article in policy.articles:
        for said in article.sentences:
            for statement in said.statements:
                compiled = _compile(statement, said.text, article.number, relations, dialect, shown)
                accounts.append(asdict(compiled))
    return accounts


def _compile(
    statement: Statement, text: str, article: int, relations: Relations, dialect: str, shown: Collection[str]
) -> StatementAccount:

    (table, flags), needs = relations.reading(lambda: with_conditions(statement, relations))
    among = statement.among(relations)
    table = table.mutate(outcome_=outcome_column(statement.cases, {n: table[c] for n, c in flags.items()}))
    conditions = tuple(_condition(statement, name, flags[name], among, relations, shown) for name in flags)
    columns: dict[str, Any] = {flag: table[flag] for flag in flags.values()}
    for condition in conditions:
        columns.update({f"shown_{name}": table[name] for name in condition.reads})
    promises = []
    for place, promise in enumerate(statement.promises):
        compiled, more = _promise(promise, f"promise_{place}", table)
        promises.append(compiled)
        columns.update(more)
    about = "city" if statement.about is Subject.CITY else table[f"{statement.about}_id"]
    columns["subject"] = column(table, about, "string")
    columns["outcome"] = table.outcome_
    for name in ("item", "starts_on", "ends_on", "base", "limit", "actual", "rank"):
        columns[name] = column(table, getattr(statement, name), COLUMNS[name])
    columns["evidence"] = evidence(statement, table)
    columns.update({f"told_{name}": table[name] for name in statement.tells})
    asked = table.select(**columns)
    asked = asked.filter(asked.subject == subject())
    return StatementAccount(
        statement.name,
        statement.id,
        text,
        article,
        statement.effect.value,
        statement.about.value,
        statement.of,
        tuple(sorted(needs)),
        sql(asked, dialect),
        conditions,
        {outcome: formula.to_data() for outcome, formula in statement.cases.items()},
        statement.tells,
        tuple(promises),
    )


def _condition(
    statement: Statement, name: str, flag: str, among: ir.Table, relations: Relations, shown: Collection[str]
) -> ConditionAccount:
    """What a condition reads and rests on, read off its expression."""
    import ibis.expr.operations as ops

    value = statement.when[name]
    if isinstance(value, bool):
        return ConditionAccount(name, flag, (), ())
    op = among.bind(value)[0].op()
    fields = sorted({field.name for field in op.find(ops.Field, filter=ops.Value) if field.rel == among.op()})
    reads = tuple(n for n in fields if n in shown and not (among[n].type().is_boolean() or among[n].type().is_array()))
    return ConditionAccount(name, flag, reads, tuple(sorted(set(_functions(op, relations)))))


def _functions(op: Any, relations: Relations) -> Iterator[str]:
    """The run's functions that an expression rests on, also through the relations whose columns it reads."""
    import ibis.expr.operations as ops

    seen: set[tuple[Any, str]] = set()

    def of_value(value: Any) -> Iterator[str]:
        for node in value.find(ops.ScalarUDF, filter=ops.Value):
            yield node.__func_name__.removeprefix(PREFIX)
        for field in value.find(ops.Field, filter=ops.Value):
            yield from of_column(field.rel, field.name)

    def of_column(relation: Any, name: str) -> Iterator[str]:
        if (relation, name) in seen:
            return
        seen.add((relation, name))
        if isinstance(relation, ops.UnboundTable):
            built = relations.built.get(relation.name)
            if built and name in built.expression.columns:
                yield from of_column(built.expression.op(), name)
            return
        if isinstance(relation, ops.Filter):
            for predicate in relation.predicates:
                yield from of_value(predicate)
        if isinstance(relation, ops.Set):
            yield from of_column(relation.left, name)
            yield from of_column(relation.right, name)
            return
        yield from of_value(relation.values[name])

    yield from of_value(op)


def _promise(promise: Promise, prefix: str, table: ir.Table) -> tuple[PromiseAccount, dict[str, Any]]:
    """A promise with its expressions moved into columns of the row."""
    columns: dict[str, Any] = {}

    def kept(value: Any, name: str) -> Any:
        if value is None or isinstance(value, bool | int | str):
            return value
        columns[f"{prefix}_{name}"] = table.bind(value)[0]
        return {"column": f"{prefix}_{name}"}

    changes = []
    for place, change in enumerate(promise.changes):
        each = kept(change.each, f"{place}_each")
        values = {name: kept(value, f"{place}_{name}") for name, value in change.values.items()}
        key = change.key and {name: kept(value, f"{place}_key_{name}") for name, value in change.key.items()}
        changes.append(ChangeAccount(change.table, values, key, each["column"] if each else None))
    for name in re.findall(r"{(\w+)}", promise.says):
        columns[f"said_{name}"] = table[name]
    makes = {name: kept(value, f"makes_{place}") for place, (name, value) in enumerate(promise.makes.items())}
    given = kept(promise.given, "given")
    return PromiseAccount(promise.says, makes, tuple(changes), given, promise.removes), columns
