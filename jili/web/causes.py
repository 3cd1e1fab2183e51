"""The record that is the reason of a change, in words."""

from __future__ import annotations

from typing import Any

from jili.policy.facts import SCHEMA


def cause_words(cause: dict[str, Any]) -> str:
    """``{table, key, column, old, new}``: a column that changed, or a record that is new or gone."""
    table = SCHEMA[cause["table"]]
    if not cause["column"]:
        return f"{table.label} {cause['key']} {'新增' if cause['new'] else '已不在'}"
    column = table[cause["column"]]
    old, new = (_said(column.codes, cause[side]) for side in ("old", "new"))
    return f"{table.label} {cause['key']} {column.label} {old} → {new}"


def _said(codes: Any, text: str | None) -> str:
    if text is None:
        return "(空)"
    return str((codes or {"true": "是", "false": "否"}).get(text, text))
