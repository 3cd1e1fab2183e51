"""Long lists a page at a time. The ids in their order are remembered (``jili.access.remembered``): a page is cut out of
them, and only its rows are fetched, from what its reader may see now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from jili.access.remembered import remembered, remembered_rows, small
from jili.access.scope import Access

Fetch = Callable[[list[Any]], Iterable[Any]]


class Cut:
    """What a paginator asks for of a list: ``ordered`` are its ids, of which the first place counts where one comes
    again; ``fetch`` gives the rows of some ids, in any order. Where ``question`` says all that the ids follow from,
    beside who asks, ``ordered`` may be what makes the query: it is not called while they are remembered."""

    def __init__(
        self,
        access: Access,
        ordered: QuerySet[Any, Any] | Callable[[], QuerySet[Any, Any]],
        fetch: Fetch,
        question: Hashable = None,
    ) -> None:
        self._access, self._ordered, self._fetch, self._question = access, ordered, fetch, question

    @cached_property
    def ids(self) -> Sequence[Any]:
        if isinstance(self._ordered, QuerySet):
            return remembered_rows(self._access, self._ordered)
        make = self._ordered
        return remembered(self._access, self._question, lambda: small(make()))

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
    return Cut(access, ids, lambda wanted: rows.filter(pk__in=wanted).order_by())


def page_of(access: Access, rows: QuerySet[Any], per_page: int, number: Any) -> Page[Any]:
    """The page of this number of rows that are in order."""
    return Paginator(cast(Any, all_of(access, rows)), per_page).get_page(number)
