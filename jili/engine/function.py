"""Values that a run is given (the day, the readings) and small arithmetic, as SQL functions.

Every engine lets a function without arguments be defined by an expression and folds it into the plan
as a constant. So the compiled SQL names ``jili_as_of()`` and stays the same for every day and every
set of readings, while the planner sees the values themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from inspect import Parameter, Signature
from typing import Any

PREFIX = "jili_"


@dataclass(frozen=True)
class Function:
    """A SQL function: its name without prefix, argument types and result type (Ibis' type names)."""

    name: str
    returns: str
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def sql_name(self) -> str:
        return PREFIX + self.name

    def __call__(self, *values: Any) -> Any:
        """The Ibis expression that calls it."""
        return _callable(self)(*values)


@dataclass(frozen=True)
class Definition:
    """A function and its body, an SQL expression that both DuckDB and Spark read."""

    function: Function
    body: str


@cache
def _callable(function: Function) -> Callable[..., Any]:
    import ibis

    def stub() -> None: ...

    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name, _ in function.arguments]
    stub.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    builtin: Callable[..., Any] = ibis.udf.scalar.builtin(
        stub,
        name=function.sql_name,
        signature=(tuple(kind for _, kind in function.arguments), function.returns),
    )
    return builtin


def literal(value: date | int | str | bool | None, kind: str) -> str:
    """A value as an SQL literal of an Ibis type name."""
    if value is None:
        return f"CAST(NULL AS {_SQL_TYPES[kind]})"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return f"CAST({value} AS {_SQL_TYPES[kind]})"
    return "'" + value.replace("'", "''") + "'"


_SQL_TYPES = {
    "date": "DATE",
    "int64": "BIGINT",
    "string": "STRING",
    "boolean": "BOOLEAN",
    "array<string>": "ARRAY<STRING>",
    "decimal(18, 4)": "DECIMAL(18, 4)",
}


def cast(value: date | int | str | Decimal | None, kind: str) -> str:
    """A value as an SQL literal that has the type beyond doubt."""
    if value is None or isinstance(value, Decimal):
        return f"CAST({'NULL' if value is None else value} AS {_SQL_TYPES[kind]})"
    return literal(value, kind)


def sql_type(kind: str) -> str:
    """The name that both engines know an Ibis type by."""
    return _SQL_TYPES[kind]


add_days = Function("add_days", "date", (("day", "date"), ("days", "int64")))
quotient = Function("quotient", "int64", (("dividend", "int64"), ("divisor", "int64")))
listed = Function("listed", "string", (("ids", "array<string>"), ("between", "string")))
"""The elements, each once, in order of code point with ``between`` between them; null if there are none."""
joined = Function("joined", "string", (("first", "string"), ("second", "string")))
"""Both with ``;`` between them, or the one that there is; null if there is neither."""
as_of = Function("as_of", "date")
subject = Function("subject", "string")
