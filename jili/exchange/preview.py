"""What an upload would change, or has changed, a page of it in words: who or what, which column, from what to what.

What a record holds now is read anew, in the scope of whoever looks: what they may no longer see is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jili.access.scope import Access
from jili.exchange.changes import shown
from jili.exchange.models import UploadRow
from jili.exchange.naming import names_of
from jili.exchange.targets import Target, Values, target
from jili.policy.facts import RANKS

UNTOLD: Mapping[str, str] = {
    "id_number_digest": "身份证号", "photo": "照片", "id_number_cipher": "", "style": "", "unknown_tags": "",
}  # fmt: skip
"""Columns of which a preview says only that something is there: by which heading, or nothing."""


@dataclass
class Cell:
    label: str
    before: str
    after: str


@dataclass
class Line:
    """A record of a preview. ``cells``: the columns that change, of a new one all that hold something."""

    row: UploadRow
    label: str
    cells: list[Cell] = field(default_factory=list)
    gone: bool = False
    """It is out of scope by now."""


def lines(access: Access, rows: Sequence[UploadRow]) -> list[Line]:
    """The lines of a page, in the order of its rows."""
    standing = _standing(access, rows)
    names = _names(access, rows, standing.values())
    return [_line(row, standing.get((row.table, row.pk_text)), names) for row in rows]


def _standing(access: Access, rows: Iterable[UploadRow]) -> dict[tuple[str, str], Values]:
    """The changed records as they are now: table and primary key → values that may be seen."""
    asked: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.state == UploadRow.State.CHANGED:
            asked[row.table].append(row.pk_text)
    found = {}
    for table, pks in asked.items():
        wanted = target(table)
        columns = [name for name in wanted.columns if wanted.sees(access, name)]
        for record in wanted.read(access.of(table).filter(pk__in=pks), columns):
            found[table, str(record.pk)] = record.values
    return found


def _names(access: Access, rows: Iterable[UploadRow], standing: Iterable[Values]) -> dict[tuple[str, str], str]:
    """Table and id → what the records are called that the rows refer to, before and after."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        values = [row.values, row.before or {}, *standing]
        for name, column in target(row.table).columns.items():
            if column.refers and column.refers != "*":
                asked[column.refers] |= {each[name] for each in values if each.get(name)}
    return {(table, pk): name for table, ids in asked.items() for pk, name in names_of(access, table, ids).items()}


def _line(row: UploadRow, now: Values | None, names: Mapping[tuple[str, str], str]) -> Line:
    wanted = target(row.table)
    if row.state == UploadRow.State.CHANGED and now is None:
        return Line(row, "(已不在您的管理范围)", gone=True)
    before = row.before if row.before is not None else now or {}
    whole = {**(now or {}), **row.values}
    cells = [
        _cell(wanted, name, before.get(name), value, names, is_new=row.state == UploadRow.State.NEW)
        for name, value in row.values.items()
        if name != wanted.own_id and not (row.state == UploadRow.State.NEW and value is None)
    ]
    return Line(row, _label(wanted, whole, names), [cell for cell in cells if cell.label])


def _cell(
    wanted: Target, name: str, before: object, after: object, names: Mapping[tuple[str, str], str], *, is_new: bool
) -> Cell:
    if name in UNTOLD:
        return Cell(UNTOLD[name], "", "登记" if is_new or before is None else "更改")
    told = [_told(wanted, name, value, names) for value in (before, after)]
    return Cell(wanted.columns[name].label, "" if is_new else told[0], told[1])


def _told(wanted: Target, name: str, value: object, names: Mapping[tuple[str, str], str]) -> str:
    column = wanted.columns[name]
    if value is not None and column.refers and column.refers != "*":
        return names.get((column.refers, str(value)), "(本文件新增)")
    if isinstance(value, list):
        return ";".join(" ".join(str(part) for part in row.values() if part) for row in value)
    if isinstance(value, int) and column.bounds == (min(RANKS), max(RANKS)):
        return RANKS.get(value, str(value))
    return shown(column, value)


def _label(wanted: Target, values: Values, names: Mapping[tuple[str, str], str]) -> str:
    """Who or what a record is about."""
    told = [str(values["name"])] if values.get("name") else []
    for name, column in wanted.columns.items():
        if column.refers and column.refers != "*" and values.get(name):
            told.append(names.get((column.refers, values[name]), "(本文件新增)"))
    told += [str(values[name]) for name in ("year", "period") if values.get(name)]
    return " ".join(dict.fromkeys(told)) or wanted.table.label
