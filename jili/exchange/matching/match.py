"""From the rows of a file to records: what each names, which record it is about, what it says of it.

Everything is looked for in the scope of whoever sent the file; what is out of scope is answered like what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from jili.access.scope import Access
from jili.exchange.lrmx.posts import Posts
from jili.exchange.matching.finding import LIVE, NATURAL, Standing
from jili.exchange.matching.incoming import Incoming, Remarks, rows_of
from jili.exchange.matching.personal import Personal
from jili.exchange.matching.references import References
from jili.exchange.matching.rounds import Rounds
from jili.exchange.parsing.apart import Part
from jili.exchange.targets import target, targets

NOT_THERE = "您的范围内没有这条记录"
_FRESH = "请重新下载;若是新增,请清空这一行的行标识"


def match(access: Access, parts: Sequence[Part], seed: str, remarks: Remarks) -> list[Incoming]:
    """The rows of a file with what they say and what they are about.

    ``seed`` names the file: from it and from its place a row that makes a record has the record's id.
    """
    rows = list(rows_of(parts, remarks))
    matcher = Matcher(access, rows, seed, remarks)
    found: list[Incoming] = []
    for each in targets():
        found += matcher.table([row for row in rows if row.table == each.table.name])
    matcher.personal.posted(found)
    return found


class Matcher:
    def __init__(self, access: Access, rows: Sequence[Incoming], seed: str, remarks: Remarks) -> None:
        self._access, self._seed, self._remarks = access, seed, remarks
        self._references = References(access, rows, remarks)
        self.personal = Personal(access, self._references.persons, remarks)
        self._rounds = Rounds(access, remarks)
        self._posts = Posts(access, remarks)

    def table(self, rows: list[Incoming]) -> list[Incoming]:
        """All rows of one table, and those of dossiers that they bring with them."""
        if not rows:
            return []
        table = rows[0].table
        own_id = target(table).own_id
        marks = (row.mark.pk if row.mark else row.given.get(own_id) for row in rows)
        standing = Standing(self._access, table, (mark for mark in marks if isinstance(mark, str)))
        claimed: dict[str, Incoming] = {}
        for row in rows:
            self._claim(row, standing, claimed)
        for row in rows:
            self._values(row)
            self._keyed(row, standing, claimed)
        unclaimed = [row for row in rows if row.record is None and not row.bad and row.pk is None]
        standing.look_up([row for row in unclaimed if table != "cadres"])
        named: dict[tuple[Any, ...], Incoming] = {}
        for row in unclaimed:
            self._name(row, standing, claimed, named)
        for row in rows:
            self._number(row)
            self._references.know(row)
        return [*rows, *self.personal.dossiers(rows)]

    def _claim(self, row: Incoming, standing: Standing, claimed: dict[str, Incoming]) -> None:
        """The record of the mark, or of the id that a register writes."""
        own_id = standing.target.own_id
        id = row.mark.pk if row.mark else row.given.get(own_id) if own_id else None
        if not isinstance(id, str) or row.bad:
            return
        row.record = standing.by_pk.get(id)
        if row.record is None:
            self._unknown(row, own_id, id)
        elif own_id:
            row.pk = row.record.pk
            first = claimed.setdefault(id, row)
            if first is not row:
                remedy = "若这一行是新增,请清空它的行标识(隐藏的最后一列);否则删去一行"
                self._remarks.problem(row, "", f"和{_where(first, row)}是同一条记录", remedy)

    def _unknown(self, row: Incoming, own_id: str, id: str) -> None:
        """An id of nothing in scope: who keeps the whole city's register may bring ids of its own."""
        if row.mark is None and self.personal.may_bring_ids:
            row.pk = id
            if any(character in "/:;" or character.isspace() for character in id) or len(id) > 200:
                self._remarks.problem(row, own_id, "编号里不得有 / : ; 或空白,不得超过 200 个字", "请改正编号")
        elif own_id or row.mark is None:
            self._remarks.problem(row, own_id if row.mark is None else "", NOT_THERE, _FRESH)
        else:
            row.mark = None

    def _values(self, row: Incoming) -> None:
        """What a row says, by column."""
        if row.bad:
            return
        wanted = target(row.table)
        slots = {slot.partition(".")[0] for slot in row.given}
        for column in wanted.columns.values():
            if column.name not in slots:
                continue
            if not wanted.sees(self._access, column.name):
                self._remarks.notice(row, column.name, "这一栏不归您填,没有读")
            elif column.refers:
                row.values[column.name] = self._references.resolve(row, column)
            else:
                row.values[column.name] = row.given[column.name]
        self._rounds.complete(row)
        self._posts.complete(row)
        self.personal.complete(row)

    def _keyed(self, row: Incoming, standing: Standing, claimed: dict[str, Incoming]) -> None:
        """Where the columns themselves are the key, a mark tells only the version of the record of that key."""
        if standing.target.own_id or row.record is None or row.bad:
            return
        if all(row.values.get(name) == row.record.values[name] for name in standing.target.table.key):
            row.pk = row.record.pk
            claimed.setdefault(str(row.pk), row)
        else:
            row.record = row.mark = None

    def _name(
        self, row: Incoming, standing: Standing, claimed: dict[str, Incoming], named: dict[tuple[Any, ...], Incoming]
    ) -> None:
        """The record that the values of a row name, if there is one; else it makes one."""
        if row.table == "cadres":
            self.personal.recognise(row, standing)
        else:
            self._alike(row, standing, claimed, named)
        if row.record is not None:
            row.pk = row.record.pk
        else:
            self._number(row)

    def _alike(
        self, row: Incoming, standing: Standing, claimed: dict[str, Incoming], named: dict[tuple[Any, ...], Incoming]
    ) -> None:
        found = standing.alike(row.values)
        free = [record for record in found if str(record.pk) not in claimed]
        if not standing.one_each:
            if free:
                row.record = free[0]
                claimed[str(free[0].pk)] = row
            return
        first = named.setdefault(standing.naming(row.values), row)
        if len(free) < len(found) and row.table not in LIVE:
            first = claimed[str(next(record.pk for record in found if record not in free))]
        if first is not row:
            what = "、".join(target(row.table).columns[name].label for name in NATURAL[row.table])
            remedy = f"{what}都相同。请删去一行或改正"
            self._remarks.problem(row, "", f"和{_where(first, row)}是同一条记录", remedy)
        elif len(free) > 1:
            self._remarks.problem(row, "", f"登记的有 {len(free)} 条都和这一行相符", "请下载预填的表,在上面改")
        elif free:
            row.record = free[0]

    def _number(self, row: Incoming) -> None:
        """Give a new record its id; one that has to be mended first, too, for others may name it."""
        own_id = target(row.table).own_id
        if row.pk is None and row.record is None and own_id:
            row.pk = row.values.get(own_id) or self._new_id(row)

    def _new_id(self, row: Incoming) -> str:
        place = f"{self._seed}\n{row.table}\n{row.part.sheet}\n{row.number}"
        return sha256(place.encode()).hexdigest()[:20]


def _where(other: Incoming, row: Incoming) -> str:
    """How somebody who looks at a row finds another."""
    sheet = "" if other.part.sheet == row.part.sheet else f"“{other.part.sheet}”"
    return f"{sheet}第 {other.number} 行"
