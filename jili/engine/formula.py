"""Three-valued formulas over named conditions: how a statement's cases are said.

A condition is true, false or unknown (``None``). A formula reads the conditions by their names in the
regulation's own words and is itself true, false or unknown (Kleene). The same formula is compiled to a
column expression for a whole register and worked out in Python for one row ("what if this held?").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue

Truth = bool | None
Kind = Literal["holds", "no", "unknown", "all", "any", "always"]


@dataclass(frozen=True)
class Formula:
    """``holds``, ``no`` and ``unknown`` speak of one condition, ``all`` and ``any`` of further formulas."""

    kind: Kind
    name: str = ""
    parts: tuple[Formula, ...] = ()

    def names(self) -> Iterator[str]:
        """The conditions it reads, in order, repeated where it repeats them."""
        if self.name:
            yield self.name
        for part in self.parts:
            yield from part.names()

    def requires(self) -> frozenset[tuple[str, bool]]:
        """Values that conditions must have wherever the formula is true."""
        match self.kind:
            case "holds":
                return frozenset({(self.name, True)})
            case "no":
                return frozenset({(self.name, False)})
            case "all":
                return frozenset().union(*(part.requires() for part in self.parts))
            case "any":
                first, *rest = (part.requires() for part in self.parts)
                return first.intersection(*rest)
        return frozenset()

    def truth(self, flags: Mapping[str, Truth]) -> Truth:
        """Its value where the conditions have the values ``flags``."""
        match self.kind:
            case "always":
                return True
            case "holds":
                return flags[self.name]
            case "no":
                value = flags[self.name]
                return None if value is None else not value
            case "unknown":
                return flags[self.name] is None
        values = [part.truth(flags) for part in self.parts]
        decisive = self.kind == "any"
        if decisive in values:
            return decisive
        return None if None in values else not decisive

    def column(self, columns: Mapping[str, BooleanValue]) -> BooleanValue:
        """The same as a column expression."""
        match self.kind:
            case "always":
                import ibis

                return ibis.literal(True)
            case "holds":
                return columns[self.name]
            case "no":
                return ~columns[self.name]
            case "unknown":
                return columns[self.name].isnull()
        parts = [part.column(columns) for part in self.parts]
        return reduce(or_ if self.kind == "any" else and_, parts)

    def to_data(self) -> list[Any]:
        """As JSON: ``["all", ["holds", "…"], …]``."""
        return [self.kind, self.name] if self.name else [self.kind, *(p.to_data() for p in self.parts)]

    @classmethod
    def from_data(cls, data: list[Any]) -> Formula:
        kind, *rest = data
        if kind in ("all", "any", "always"):
            return cls(kind, parts=tuple(map(cls.from_data, rest)))
        return cls(kind, rest[0])


Sayable = str | Formula


def holds(said: Sayable) -> Formula:
    """A condition by its name (a formula stays itself)."""
    return said if isinstance(said, Formula) else Formula("holds", said)


def no(name: str) -> Formula:
    """The condition is known not to hold."""
    return Formula("no", name)


def unknown(name: str) -> Formula:
    """The register does not say whether the condition holds."""
    return Formula("unknown", name)


def all_of(*said: Sayable) -> Formula:
    return Formula("all", parts=tuple(map(holds, said)))


def any_of(*said: Sayable) -> Formula:
    return Formula("any", parts=tuple(map(holds, said)))


otherwise = Formula("always")


def outcome_of(cases: Mapping[str, Formula], flags: Mapping[str, Truth]) -> str | None:
    """The outcome of the first case that is true; ``None`` where none is (then there is no row)."""
    return next((outcome for outcome, formula in cases.items() if formula.truth(flags) is True), None)
