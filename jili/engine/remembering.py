"""An engine that remembers what it was asked last: a register on a day does not change, so neither do its answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from jili.engine.backend import DuckDB

Rows = list[dict[str, Any]]
MOST = 10_000
"""As many answers as are kept: some hundred subjects with all their reasons."""


class RememberingDuckDB(DuckDB):
    """Keeps its last answers to ``rows``, ``gather`` and ``ask``, which nobody may change. For one register on one day,
    and one thread at a time."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        self._kept: OrderedDict[bytes, Rows] = OrderedDict()

    def rows(self, sql: str) -> Rows:
        (found,) = self._answers([sql], "", lambda _: [super(RememberingDuckDB, self).rows(sql)])
        return found

    def gather(self, queries: Sequence[str]) -> list[Rows]:
        return self._answers(queries, "", super().gather)

    def ask(self, queries: Sequence[str], id: str) -> list[Rows]:
        ask = super().ask
        return self._answers(queries, id, lambda unknown: ask(unknown, id))

    def _answers(self, queries: Sequence[str], id: str, answer: Callable[[Sequence[str]], list[Rows]]) -> list[Rows]:
        """In the order of the queries; those whose answer is not known are asked together."""
        keys = [sha256(f"{id}\0{query}".encode()).digest() for query in queries]
        unknown = {key: query for key, query in zip(keys, queries, strict=True) if key not in self._kept}
        if unknown:
            self._kept.update(zip(unknown, answer(list(unknown.values())), strict=True))
        found = []
        for key in keys:
            self._kept.move_to_end(key)
            found.append(self._kept[key])
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found
