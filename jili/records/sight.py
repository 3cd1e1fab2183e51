"""What a database connection may see of the sensitive tables: a wall of PostgreSQL's behind the scopes of
``jili.access``, for the day on which a query forgets its filter.

Nothing is seen by default. The gate enters what its visitor may see; jobs, commands and the bridge to the engine enter
``everything()``. The sight belongs to the context: a connection opened later in it sees the same, another thread does
not. ``jili.access.walls`` raises the policies that compare rows with it; SQLite has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver

ALL = "*"


@dataclass(frozen=True)
class Sight:
    """The sensitive ``tables`` that may be seen (``ALL``: every one), and of them the rows about ``cadre`` or about
    who holds a post on ``day`` in one of the ``scopes``: below a unit's path, and none above a rank if one is given.
    ``everybody`` instead of scopes is the whole city."""

    tables: tuple[str, ...] = ()
    everybody: bool = False
    scopes: tuple[tuple[str, int | None], ...] = ()
    cadre: str = ""
    day: date | None = None

    def settings(self) -> dict[str, str]:
        """PostgreSQL's settings that say it."""
        return {
            "jili.tables": " ".join(self.tables),
            "jili.scopes": ALL if self.everybody else "\n".join(f"{rank or ''} {path}" for path, rank in self.scopes),
            "jili.cadre": self.cadre,
            "jili.day": self.day.isoformat() if self.day else "",
        }


NOTHING = Sight()
EVERYTHING = Sight(tables=(ALL,), everybody=True)
EVERYTHING_SQL = "SELECT set_config('jili.tables', '*', false), set_config('jili.scopes', '*', false)"
"""For connections that are not Django's."""

_sight: ContextVar[Sight] = ContextVar("sight", default=NOTHING)


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """See this in the block, and afterwards what was seen before."""
    token = _sight.set(sight)
    try:
        _tell_open(sight)
        yield
    finally:
        _sight.reset(token)
        try:
            _tell_open(_sight.get())
        except DatabaseError:
            if not connection.in_atomic_block:
                connection.close()  # and in a broken transaction, rolling back undoes what was told in it


@contextmanager
def everything() -> Iterator[None]:
    """See all: for work that is done for the whole city, whoever has asked for it."""
    with seeing(EVERYTHING):
        yield


@receiver(connection_created, dispatch_uid="sight")
def _tell_new(connection: Any, **_: Any) -> None:
    if _sight.get() != NOTHING:
        _tell(connection, _sight.get())


def _tell_open(sight: Sight) -> None:
    if connection.connection is not None and not connection.needs_rollback:
        _tell(connection, sight)


def _tell(connection: Any, sight: Sight) -> None:
    if connection.vendor != "postgresql":
        return
    told = sight.settings()
    calls = ", ".join(["set_config(%s, %s, false)"] * len(told))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for setting in told.items() for part in setting])
