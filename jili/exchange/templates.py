"""Short Chinese templates compiled to SQL, so that words for every row are made by the database.

``{column}`` is a value in words; ``{a|b}`` several, joined by 、, without those that are absent; a part in
``[ ]`` is left out where one of its values is absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from jili.engine.cells import literal, quoted
from jili.engine.schema import Column

Value = Callable[[str], str]
"""A column's name → SQL of its value as text, null where absent."""


def compiled(template: str, value: Value) -> str:
    """SQL of a template's text, never null."""
    parts = []
    for optional, plain in re.findall(r"\[(.*?)\]|([^\[\]]+)", template):
        pieces = _pieces(optional or plain, value)
        joined = " || ".join(pieces if optional else [f"coalesce({piece}, '')" for piece in pieces])
        parts.append(f"coalesce({joined}, '')" if optional else joined)
    return " || ".join(parts) if parts else "''"


def _pieces(text: str, value: Value) -> list[str]:
    pieces = []
    for names, words in re.findall(r"\{(.*?)\}|([^{}]+)", text):
        if "|" in names:
            pieces.append(f"nullif(concat_ws('、', {', '.join(value(name) for name in names.split('|'))}), '')")
        else:
            pieces.append(value(names) if names else literal(words))
    return pieces


def in_words(column: Column, sql: str, *, happened_by: date | None = None) -> str:
    """SQL of a typed column as people read it; a date after ``happened_by`` is absent."""
    if column.codes:
        return labelled(sql, column.codes)
    if column.type == "date":
        words = day_in_words(sql)
        return f"CASE WHEN {sql} <= DATE '{happened_by}' THEN {words} END" if happened_by else words
    if column.type == "bool":
        return f"CASE WHEN {sql} THEN {literal(column.label)} END"
    return number_in_words(sql) if column.type == "decimal" else f"CAST({sql} AS VARCHAR)"


def labelled(sql: str, labels: Mapping[str, str]) -> str:
    """SQL of a code's label; a code without one stays as it is."""
    whens = " ".join(f"WHEN {literal(code)} THEN {literal(label)}" for code, label in labels.items())
    return f"CASE {sql} {whens} ELSE {sql} END"


def day_in_words(sql: str) -> str:
    """2025年7月1日."""
    return f"strftime({sql}, '%Y年%-m月%-d日')"


def number_in_words(sql: str) -> str:
    """Without zeros that say nothing."""
    return f"rtrim(rtrim(CAST({sql} AS VARCHAR), '0'), '.')"


def key(columns: tuple[str, ...], alias: str = "t") -> str:
    """SQL of a record's id as evidence names it."""
    return " || '/' || ".join(f"CAST({alias}.{quoted(name)} AS VARCHAR)" for name in columns)
