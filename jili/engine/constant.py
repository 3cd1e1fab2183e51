"""What can be said of an expression's value without a register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

UNKNOWN = object()
"""Nothing can be said of the value beforehand."""


def find(value: Any, kind: type) -> bool:
    """Whether an operation of this kind stands in a value (not in the relations that it reads)."""
    import ibis.expr.operations as ops

    return bool(value.find(kind, filter=ops.Value))


def constant(value: Any, of_field: Callable[[Any], Any]) -> Any:
    """The one value that an expression can have, else UNKNOWN; ``of_field`` says it of a column."""
    import ibis.expr.operations as ops

    def of(part: Any) -> Any:
        return constant(part, of_field)

    match value:
        case ops.Literal():
            return UNKNOWN if value.value is None else value.value
        case ops.Field():
            return of_field(value)
        case ops.Equals():
            return _both(of(value.left), of(value.right), lambda one, other: one == other)
        case ops.NotEquals():
            return _both(of(value.left), of(value.right), lambda one, other: one != other)
        case ops.InValues():
            options = [of(option) for option in value.options]
            own = of(value.value)
            return UNKNOWN if own is UNKNOWN or UNKNOWN in options else own in options
        case ops.And():
            return _decided(False, of(value.left), of(value.right))
        case ops.Or():
            return _decided(True, of(value.left), of(value.right))
        case ops.Coalesce():
            return of(value.arg[0])
    return UNKNOWN


def _both(one: Any, other: Any, compare: Callable[[Any, Any], bool]) -> Any:
    return UNKNOWN if one is UNKNOWN or other is UNKNOWN else compare(one, other)


def _decided(decisive: bool, *sides: Any) -> Any:
    """The value of an "and" (decided by a false side) or an "or" (by a true one)."""
    if any(side is decisive for side in sides):
        return decisive
    return UNKNOWN if UNKNOWN in sides else not decisive
