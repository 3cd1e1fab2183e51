"""A regulation as the engine takes it: tables, relations and articles, and what holds for every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jili.engine.relations import Derivation, Relations, Scalar
from jili.engine.schema import Schema
from jili.engine.statement import Article, Statement

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Policy:
    """``finish`` turns the rows of all statements into decisions: the general words that hold for each
    (in service, unrecorded, settled)."""

    schema: Schema
    articles: tuple[Article, ...]
    derivations: Mapping[str, Derivation]
    scalars: Mapping[str, Scalar]
    finish: Callable[[ir.Table, Relations], ir.Table]

    def __iter__(self) -> Iterator[Statement]:
        for article in self.articles:
            yield from article

    def relations(self) -> Relations:
        return Relations(self.schema, self.derivations, self.scalars)
