"""Which records the cells of a row name: by id, by label, by name, by the row in which they are new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from jili.access.scope import Access
from jili.engine.schema import Column
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.matching.local import Local
from jili.exchange.matching.persons import Persons
from jili.exchange.naming import NAMED, bracketed, key, known_ids
from jili.exchange.targets import target

_ROW = re.compile(r"第([0-9]{1,6})行")
_PICK = "请从下拉框中选;新增的写“第N行”,N 是它在自己那张表中的行号"


class References:
    """Resolves the references of rows. What the file itself brings is known to the rows that follow (``know``)."""

    def __init__(self, access: Access, rows: Iterable[Incoming], remarks: Remarks) -> None:
        self._access, self._remarks, self._local = access, remarks, Local()
        ids: dict[str, set[str]] = defaultdict(set)
        numbers: set[str] = set()
        for row in rows:
            _gather(row, ids, numbers)
        self._known = {table: known_ids(access, table, found) for table, found in ids.items()}
        self._named: dict[str, dict[str, list[str]]] = {}
        self.persons = Persons(access, numbers, self._local, remarks)

    def know(self, row: Incoming) -> None:
        """Rows that follow may name the record of this one."""
        self._local.add(row, self.persons.number(row.given.get("id_number")))

    def resolve(self, row: Incoming, column: Column) -> str | None:
        """The id that a row names in a column; None if the cell is empty or (with a problem) names nothing."""
        assert column.refers is not None
        slot = column.name if column.name in row.given else f"{column.name}.name"
        if slot != column.name and column.refers == "cadres":
            return self.persons.resolve(row, column.name)
        text = row.given.get(slot)
        if text is None:
            return None
        found, said, remedy = self._look(column.refers, text, by_id=slot == column.name)
        if found is None:
            self._remarks.problem(row, slot, said.format(column.label), remedy)
        return found

    def _look(self, table: str, text: str, *, by_id: bool) -> tuple[str | None, str, str]:
        """The id that a text means; or what to say ({} is the column's label), and what to do."""
        if number := _ROW.fullmatch(text.replace(" ", "")):
            return self._local.in_row(table, int(number[1])), f"{{}}那张表的第 {number[1]} 行没有记录", "请核对行号"
        id = bracketed(text) or (text if by_id else None)
        if id is not None:
            known = id in self._known.get(table, ()) or self._local.has(table, id)
            return id if known else None, "您的范围内没有这个{}", _PICK
        if table not in NAMED:
            return None, "从这几个字认不出是哪个{}", _PICK
        found = [*self._names(table).get(key(text), ()), *self._local.named(table, text)]
        if len(found) > 1:
            return None, f"有 {len(found)} 个同名的{{}}", _PICK
        return next(iter(found), None), "您的范围内没有叫这个名称的{}", "请核对名称,要与登记的一致"

    def _names(self, table: str) -> dict[str, list[str]]:
        if table not in self._named:
            found: dict[str, list[str]] = defaultdict(list)
            for pk, name in self._access.of(table).values_list("pk", "name"):
                found[key(name)].append(pk)
            self._named[table] = found
        return self._named[table]


def _gather(row: Incoming, ids: dict[str, set[str]], numbers: set[str]) -> None:
    """Every id and ID number that a row speaks of, to be looked up together."""
    columns = target(row.table).columns
    for slot, value in row.given.items():
        if not isinstance(value, str):
            continue
        name, _, part = slot.partition(".")
        if "id_number" in (name, part):
            numbers.add(value)
        elif name in columns and (table := columns[name].refers):
            id = bracketed(value) or (None if part else value)
            if id is not None:
                ids[table].add(id)
