"""Long lists a page at a time. The ids in their order are remembered (``jili.access.remembered``): a page is cut out of
them, and only its rows are fetched, from what its reader may see now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from jili.access.remembered import remembered_rows
from jili.access.scope import Access

Fetch = Callable[[list[Any]], Iterable[Any]]


class Cut:
    """What a paginator asks for of a list: ``ids`` gives them in order, ``fetch`` the rows of some, in any order."""

    def __init__(self, ids: Callable[[], Sequence[Any]], fetch: Fetch) -> None:
        self._ids, self._fetch = ids, fetch

    @cached_property
    def ids(self) -> Sequence[Any]:
        return self._ids()

    def count(self) -> int:
        return len(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, which: slice) -> list[Any]:
        wanted = list(self.ids[which])
        found = {row.pk: row for row in self._fetch(wanted)} if wanted else {}
        return [found[pk] for pk in wanted if pk in found]


def all_of(access: Access, rows: QuerySet[Any]) -> Cut:
    """Rows that are in order."""
    ids = rows.select_related(None).values_list("pk", flat=True)
    return Cut(partial(remembered_rows, access, ids), lambda wanted: rows.filter(pk__in=wanted).order_by())


def page_of(access: Access, rows: QuerySet[Any], per_page: int, number: Any) -> Page[Any]:
    """The page of this number of rows that are in order."""
    return Paginator(cast(Any, all_of(access, rows)), per_page).get_page(number)
