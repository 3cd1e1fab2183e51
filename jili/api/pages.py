"""Lists, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Schema

from jili.access.paging import Cut
from jili.api.fields import Asked

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """``total`` rows in all, of which ``items`` are those of this page; beyond the last page there are none."""

    page: int
    page_size: int
    total: int
    items: list[Item]


def page(rows: QuerySet[Any] | Cut, asked: Asked, said: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
    """A page of rows, put into words by ``said``."""
    begin = (asked.page - 1) * asked.page_size
    return {
        "page": asked.page, "page_size": asked.page_size, "total": rows.count(),
        "items": said(list(rows[begin : begin + asked.page_size])),
    }  # fmt: skip
