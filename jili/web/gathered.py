"""Rows of many tables in one question: what is kept about somebody stands in two dozen of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    Case,
    DecimalField,
    Field,
    ForeignKey,
    Model,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONArray

from jili.web.record_forms import spelled

STORED = b"*"
"""What stands for the bytes of a cell, which nobody reads here."""


@dataclass(frozen=True)
class Asked:
    """Rows of a table, and the fields that are asked of them; the first is its key."""

    rows: QuerySet[Any]
    fields: Sequence[Field[Any, Any]]


Row = Mapping[str, Any]
"""The values of a row by field, of a reference the key that it refers to."""
Words = Mapping[tuple[type[Model], Any], str]
"""What the records are called that rows refer to."""


def gather(asked: Mapping[str, Asked]) -> dict[str, list[Row]]:
    """The rows of each table, by its name, in no order. One query."""
    queries = [_query(name, one) for name, one in asked.items()]
    if not queries:
        return {}
    first, *others = queries
    found: dict[str, list[Row]] = {name: [] for name in asked}
    for name, cells in first.union(*others, all=True):
        values = json.loads(cells) if isinstance(cells, str) else cells
        fields = asked[name].fields
        found[name].append({f.name: _read(f, value) for f, value in zip(fields, values, strict=True)})
    return found


def referred(asked: Mapping[str, Asked], found: Mapping[str, Iterable[Row]]) -> Words:
    """(Model, key) → the words for the records that rows refer to. One query for each model."""
    wanted: dict[type[Model], set[Any]] = {}
    for name, rows in found.items():
        references = [field for field in asked[name].fields if isinstance(field, ForeignKey)]
        for row in rows:
            for field in references:
                if row[field.name] is not None:
                    wanted.setdefault(field.target_field.model, set()).add(row[field.name])
    return {
        (model, key): str(record)
        for model, keys in wanted.items()
        for key, record in model._default_manager.in_bulk(keys).items()
    }


def said(row: Row, field: Field[Any, Any], words: Words) -> str:
    """A cell as people read it."""
    value = row[field.name]
    if isinstance(field, ForeignKey) and value is not None:
        return words.get((field.target_field.model, value), "")
    return spelled(value, field)


def _query(name: str, asked: Asked) -> QuerySet[Any, Any]:
    cells = JSONArray(*(_cell(field) for field in asked.fields))
    return asked.rows.order_by().values_list(Value(name, TextField()), Cast(cells, TextField()))


def _cell(field: Field[Any, Any]) -> Any:
    if isinstance(field, BinaryField):
        return Case(When(**{f"{field.name}__isnull": False}, then=Value("*")), output_field=TextField())
    return Cast(field.attname, TextField())


def _read(field: Field[Any, Any], text: str | None) -> Any:
    """A value from its text as the database writes it."""
    if text is None:
        return None
    target: Any = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(target, BinaryField):
        return STORED
    if isinstance(target, BooleanField):
        return text in ("1", "true")
    value = target.to_python(text)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)  # SQLite's
    if isinstance(target, DecimalField):
        return value.quantize(Decimal(1).scaleb(-target.decimal_places))
    return value
