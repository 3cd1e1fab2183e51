"""Answers that a process remembers for as long as nothing is written.

Whatever changes anything writes an event in the same transaction, and ``jili.access.log`` keeps which event that
changed something came last (``LastChange``). An answer is remembered under that event, under what its asker may see,
and under the question itself: the text of a query with its values, in which scope, day and role stand. The same
question over the same records has the same answer; after any change it is asked anew. Only requests that read remember
(``remembering``), and none in a transaction, which may be undone.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from sys import getsizeof, intern
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from jili.access.models import LastChange
from jili.access.walls import sight_of

if TYPE_CHECKING:
    from jili.access.scope import Access

Answer = TypeVar("Answer")

MOST = 100_000_000
"""So many bytes are remembered by one process, which is what the lists of all roles take at 50,000 people; the answers
asked for longest ago go first."""


class _Memory:
    """The answers under one change: those under another are of no use to anybody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._change: Hashable = None
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def find(self, change: Hashable, key: Hashable) -> Any:
        with self._lock:
            if change != self._change or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, change: Hashable, key: Hashable, answer: Any, size: int) -> None:
        with self._lock:
            if change != self._change:
                self._forget()
                self._change = change
            if key in self._kept:
                return
            self._kept[key] = answer, size
            self._bytes += size
            while self._bytes > MOST:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone

    def forget(self) -> None:
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._kept.clear()
        self._bytes = 0


memory = _Memory()
"""Of this process."""
LEAST = 4_000
"""As many bytes as an answer counts for at least: of what consists of parts only the outermost is weighed."""


_last: ContextVar[dict[str, Hashable] | None] = ContextVar("last change", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """For the time of one request that only reads: what comes last in the log is looked up once in it."""
    token = _last.set({})
    try:
        yield
    finally:
        _last.reset(token)


def reads() -> bool:
    """Whether a request is answered that only reads."""
    return _last.get() is not None


def remembers() -> bool:
    """Whether answers are remembered here: while a page is read, and in no transaction."""
    return reads() and not connection.in_atomic_block


def remembered(access: Access | None, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """What ``answer`` gives, which follows from the records, from what ``access`` may see (None: nobody yet) and from
    ``question``. It is told to nobody who has another role, scope or day."""
    who = (access.role, access.keeps_holds, access.day) if access is not None else ()
    return _remembered((sight_of(access), who, question), answer)


def _remembered(key: Hashable, answer: Callable[[], Answer]) -> Answer:
    change = _last_change() if remembers() else None
    if change is None:
        return answer()
    found = memory.find(change, key)
    if found is not None:
        return found[0]  # type: ignore[no-any-return]
    made = answer()
    memory.keep(change, key, made, max(LEAST, getsizeof(made)))
    return made


def remembered_rows(access: Access, rows: QuerySet[Any, Any]) -> Sequence[Any]:
    """The rows of a query of single values, each once, in its order. The query says who asks: whoever sees the same
    shares it."""
    question = _question_of(rows)
    return () if question is None else _remembered((sight_of(access), question), lambda: _small(rows))


def remembered_ids(access: Access, question: Hashable, rows: Callable[[], Iterable[Any]]) -> Sequence[Any]:
    """The same of a query that is not even put together while its rows are remembered: ``question`` says all that they
    follow from, beside who asks."""
    return remembered(access, question, lambda: _small(rows()))


def _question_of(rows: QuerySet[Any, Any]) -> Hashable:
    """What a query asks: a hash of its text and values, which may be long; None if it can have no rows."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sha256("\0".join((sql, *map(repr, values))).encode()).digest()


def _small(rows: Iterable[Any]) -> Sequence[Any]:
    """Ids, each once, as they take least: numbers beside one another, of texts one of each."""
    values = list(dict.fromkeys(rows))
    if values and all(isinstance(value, int) for value in values):
        return array("q", values)
    return tuple(intern(value) if isinstance(value, str) else value for value in values)


def _last_change() -> Hashable:
    """The event that changed something last, read once a request and before anything that is remembered under it: a
    change that comes in between is then at worst asked for twice."""
    known = _last.get()
    assert known is not None
    if "change" not in known:
        last = LastChange.objects.values_list("seq", "leaf").first()
        known["change"] = (last[0], bytes(last[1])) if last else None
    return known["change"]
