"""What is asked of an upload once more before it is taken, and before it is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from jili.access.accounts import Refused
from jili.access.scope import Access
from jili.exchange.checking import Broken, Edit, broken, in_words
from jili.exchange.models import UploadRow
from jili.exchange.naming import known_ids
from jili.exchange.sheets.offered import may_fill
from jili.exchange.targets import chunks, target
from jili.policy.facts import SCHEMA

_SHOWN = 5
_WITHDRAWN = "您的权限有变,其中一些记录已不归您管,什么也没有导入。请按“重新核对”"


def edits_of(rows: Iterable[UploadRow]) -> list[Edit]:
    """What the rows of an upload do to the register."""
    found = list(rows)
    keys = _keys(found)
    return [
        Edit(row.table, keys[row.pk], row.values, row.state == UploadRow.State.NEW)
        for row in found
        if row.table in SCHEMA
    ]


def edits_back(rows: Iterable[UploadRow]) -> list[Edit]:
    """What taking them back does."""
    found = list(rows)
    keys = _keys(found)
    return [
        Edit(row.table, keys[row.pk], row.before if row.state == UploadRow.State.CHANGED else None)
        for row in found
        if row.table in SCHEMA
    ]


def _keys(rows: Sequence[UploadRow]) -> dict[int, tuple[Any, ...]]:
    """Row → what names its record in its table."""
    found: dict[int, tuple[Any, ...]] = {}
    numbered: dict[str, list[UploadRow]] = defaultdict(list)
    for row in rows:
        if target(row.table).own_id:
            found[row.pk] = (row.pk_text,)
        elif row.state == UploadRow.State.NEW:
            found[row.pk] = tuple(row.values[name] for name in target(row.table).table.key)
        else:
            numbered[row.table].append(row)
    for table, own in numbered.items():
        names = target(table).table.key
        for chunk in chunks(own):
            records = target(table).model._base_manager.filter(pk__in=[row.pk_text for row in chunk])
            keys = {str(record.pk): tuple(record.values.values()) for record in target(table).read(records, names)}
            found |= {row.pk: keys.get(row.pk_text, ()) for row in chunk}
    return found


def refuse_unsound(edits: Sequence[Edit], said: str) -> None:
    """Raises Refused if the edits would break a rule."""
    found = broken(edits)
    if found:
        told = ";".join(dict.fromkeys(_told(each) for each in found))
        raise Refused(f"{said}:{told[:500]}")


def _told(found: Broken) -> str:
    table = SCHEMA[found.table]
    return f"{table.label}:{in_words(found.message).replace('第 {other} 行', '另一条')}"


def refuse_out_of_scope(access: Access, rows: Any) -> None:
    """Raises Refused if anything that the rows name is not in scope now, or not to be filled in."""
    wanted: dict[str, set[str]] = defaultdict(set)
    new: dict[str, set[str]] = defaultdict(set)
    for row in rows.iterator(1_000):
        own = target(row.table)
        if not may_fill(access, row.table) or not all(own.sees(access, name) for name in row.values):
            raise Refused(_WITHDRAWN)
        (new if row.state == UploadRow.State.NEW else wanted)[row.table].add(row.pk_text)
        for name, value in row.values.items():
            refers = own.columns[name].refers
            if refers and refers != "*" and value is not None:
                wanted[refers].add(value)
    for table, ids in wanted.items():
        asked = ids - new[table]
        if {str(pk) for pk in known_ids(access, table, asked)} != asked:
            raise Refused(_WITHDRAWN)
