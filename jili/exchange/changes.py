"""What the rows of a file would change: records that are new, columns of records that change; the rest is the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jili.access.scope import Access
from jili.access.vicinity import cadres_of
from jili.engine.schema import Column
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.targets import FAMILY, Target, Values, target, targets
from jili.policy.facts import SCHEMA

NEW, CHANGED, SAME, PROPOSED = "new", "changed", "same", "proposed"


@dataclass(frozen=True)
class Change:
    """A record that a row makes or changes; ``values`` of one that is changed are only those that change."""

    row: Incoming
    state: str
    values: Values

    @property
    def table(self) -> str:
        return self.row.table

    @property
    def pk(self) -> Any:
        return self.row.pk

    @property
    def key(self) -> tuple[Any, ...]:
        """What names the record in its table."""
        names = target(self.table).table.key
        own = {**(self.row.record.values if self.row.record else {}), **self.row.values}
        return (self.pk,) if target(self.table).own_id else tuple(own[name] for name in names)


Counts = dict[str, dict[str, int]]


def changes_of(access: Access, rows: Iterable[Incoming], remarks: Remarks) -> tuple[list[Change], Counter[str]]:
    """The changes, and by table how many rows leave everything as it is."""
    found: list[Change] = []
    same: Counter[str] = Counter()
    for row in rows:
        change = None if row.bad else _change(row, remarks)
        if change is not None:
            found.append(change)
        elif not row.bad:
            same[row.table] += 1
    _refuse_own(access, found, remarks)
    _refuse_above(access, found, remarks)
    return [change for change in found if not change.row.bad], same


def counts_of(changes: Iterable[Change], same: Mapping[str, int]) -> Counts:
    """By table how many rows are new, changed, the same, proposed."""
    counts: Counts = defaultdict(lambda: {NEW: 0, CHANGED: 0, SAME: 0, PROPOSED: 0})
    for table, count in same.items():
        counts[table][SAME] = count
    for change in changes:
        counts[change.table][PROPOSED if change.row.beside else change.state] += 1
    return {each.table.name: counts[each.table.name] for each in targets() if each.table.name in counts}


def _change(row: Incoming, remarks: Remarks) -> Change | None:
    wanted = target(row.table)
    if row.record is None:
        whole = row.table in SCHEMA
        values = {name: row.values.get(name) for name in wanted.columns if whole or name in row.values}
        if wanted.own_id:
            values[wanted.own_id] = row.pk
        _require(row, wanted, values, remarks)
        return Change(row, NEW, values)
    if row.untouched:
        return None
    values = wanted.changes(row.values, row.record)
    if values.keys() <= row.worked_out:
        return None
    if row.mark is not None and row.mark.version != row.record.version:
        standing = ";".join(
            f"{wanted.columns[name].label} {shown(wanted.columns[name], row.record.values[name])}" for name in values
        )
        remedy = f"现在登记的是:{standing}。请改成一样的,或重新下载后再改"
        remarks.problem(row, "", "下载之后,别人已经改过这条记录", remedy)
    _require(row, wanted, values, remarks)
    return Change(row, CHANGED, values)


def _require(row: Incoming, wanted: Target, values: Values, remarks: Remarks) -> None:
    for name, value in values.items():
        if value is None and not wanted.columns[name].optional:
            slot = name if name in row.given else f"{name}.name"
            remarks.problem(row, slot, f"{wanted.columns[name].label}必填,不得为空", "请补上")


def shown(column: Column, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "(空)"
    if column.type == "bool":
        return "是" if value else "否"
    if column.type == "date":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    if column.codes:
        return column.codes.get(value, str(value))
    if column.name == FAMILY:
        return "、".join(f"{row['relation']}{row['name']}" for row in value) or "(空)"
    return _UNSEEN.get(column.name) or str(value)


_UNSEEN = {"photo": "(照片)", "style": "(文件的写法)", "id_number_cipher": "(密文)", "id_number_digest": "(检索码)"}
"""What nobody reads."""


def _refuse_own(access: Access, changes: Sequence[Change], remarks: Remarks) -> None:
    """Nobody changes their own records."""
    own = access.account.cadre_id
    if own is None:
        return
    for change in changes:
        rows = [{**(change.row.record.values if change.row.record else {}), **change.values}]
        about = {change.pk} if change.table in ("cadres", "dossiers") else cadres_of(change.table, rows)
        if own in about:
            remarks.problem(change.row, "", "这是您自己的记录,不能由您更改", "请由他人办理,这里删去这一行")


def _refuse_above(access: Access, changes: Sequence[Change], remarks: Remarks) -> None:
    """Nobody gives a post above the rank at which their powers end."""
    ends = [grant.up_to_rank for grant in access.grants]
    most = max((rank for rank in ends if rank is not None), default=None)
    if access.everywhere or None in ends or most is None:
        return
    for change in changes:
        if change.table == "appointments" and (change.values.get("rank") or 0) > most:
            remarks.problem(change.row, "rank", "这个层次的任职超出了您的管理权限", "请报上级组织部门办理")
