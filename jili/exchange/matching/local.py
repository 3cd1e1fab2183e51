"""What a file itself brings: records that its later rows may name before the database knows them."""

from __future__ import annotations

from collections import defaultdict

from jili.exchange.matching.incoming import Incoming
from jili.exchange.naming import NAMED, key
from jili.records.identity import IdNumber


class Local:
    """Filled row by row, tables in the order in which one refers to another."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._by_row: dict[tuple[str, int], str] = {}
        self._by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_number: dict[str, str] = {}

    def add(self, row: Incoming, number: IdNumber | None) -> None:
        """``number``: the ID number that the row gives a new cadre."""
        if not isinstance(row.pk, str):
            return
        self._by_row.setdefault((row.table, row.number), row.pk)
        if row.record is not None:
            return
        self._ids[row.table].add(row.pk)
        name = row.values.get("name") or row.given.get("name")
        if row.table in {*NAMED, "cadres"} and isinstance(name, str):
            self._by_name[row.table, key(name)].append(row.pk)
        if row.table == "cadres" and number is not None:
            self._by_number[number.text] = row.pk

    def has(self, table: str, id: str) -> bool:
        """``*``: an appointment, its end or a trigger."""
        if table == "*":
            return id.removesuffix("/end") in self._ids["appointments"] or id in self._ids["talk_triggers"]
        return id in self._ids[table]

    def in_row(self, table: str, number: int) -> str | None:
        """The record of a row of the table's sheet."""
        if table == "*":
            return self.in_row("talk_triggers", number) or self.in_row("appointments", number)
        return self._by_row.get((table, number))

    def named(self, table: str, name: str) -> list[str]:
        """New records of this name."""
        return self._by_name.get((table, key(name)), [])

    def with_number(self, number: IdNumber) -> str | None:
        return self._by_number.get(number.text)
