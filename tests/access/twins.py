"""Cities that differ from the one with the marks only in what some roles may not see: these must not tell them apart.

What may not be seen is said by ``permitted.py``. Where a role sees nothing of a table, its twin has no row there; where
it does not see a column, another value stands in it, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from jili.access.reach import TABLES
from jili.access.remembered import memory
from jili.decisions.models import Publication, Run
from tests.access import cast
from tests.access.canary import ADMINISTRATORS, City, published
from tests.access.permitted import (
    ASSESSMENT,
    AUDITOR,
    COUNTY,
    DISCIPLINE,
    HEAD,
    LEADER,
    PERMITTED,
    PERSONNEL,
    READ,
    SELF,
    SETTLED,
    UNREAD,
)  # fmt: skip

ALIKE: tuple[tuple[str, ...], ...] = (
    (COUNTY, LEADER), (ASSESSMENT,), (PERSONNEL,), (HEAD,), (SELF,), (DISCIPLINE,), tuple(sorted(ADMINISTRATORS)),
)  # fmt: skip
"""The roles for which one twin will do. 干部科 sees everything."""
BY_CHANCE = {"first-use", "events"}
"""Routes that answer with a new secret each time, and with what was done meanwhile: the twin's run."""
LOG_STANDS = {(AUDITOR, "home")}
"""Role and route that say how many events there are: what ``events`` shows to the same role."""
OWN = {"id", "version", "path"}
_NOUNS = {"units", "teams", "cadres"}
"""What everything belongs to stands in every twin."""


@contextmanager
def twin(city: City, role: str) -> Iterator[Run]:
    """The city as it would be without all that a role may not see, its run published."""
    with transaction.atomic():
        for table in reversed(list(TABLES)):
            _remove(table, role)
        for table in TABLES:
            _change(table, role)
        run = published()
        memory.forget()
        yield run
        transaction.set_rollback(True)
    memory.forget()


def told_apart(city: City, role: str) -> list[str]:
    """By which answers a role could tell its twin from the city; to be asked inside the twin."""
    before = {
        asked: answer
        for asked, answer in city.answers(role).items()
        if not answer.startswith("404") and asked.route not in BY_CHANCE and (role, asked.route) not in LOG_STANDS
    }
    with transaction.atomic():
        run = Publication.objects.earliest("-pk").run
        Publication.objects.filter(run=city.run)._raw_delete("default")
        Run.objects.filter(pk=city.run.pk)._raw_delete("default")
        after = {asked: city.ask(role, asked) for asked in before if asked.route in PERMITTED} | city.beside(role)
        transaction.set_rollback(True)
    pairs = [
        (asked, _unnamed(before.get(asked, ""), city.run), _unnamed(after.get(asked, ""), run))
        for asked in before | after
    ]
    return [f"{role}: {asked}: {_difference(one, other)}" for asked, one, other in pairs if one != other]


def _difference(one: str, other: str) -> str:
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"…{one[max(place - 60, 0) : place + 60]!r} / {other[place : place + 60]!r}"


def _unnamed(answer: str, run: Run) -> str:
    return answer.replace(run.pk, "RUN").replace(run.name, "RUN")


def _remove(table: str, role: str) -> None:
    rows = TABLES[table]._default_manager.all()
    if role in READ[table]:
        rows = rows.filter(_unseen(table, role))
    if table not in _NOUNS:
        rows._raw_delete("default")


def _change(table: str, role: str) -> None:
    """Columns that are no key."""
    rows = TABLES[table]._default_manager.all()
    for field in rows.model._meta.concrete_fields:
        column = field.column
        if column in OWN or field.primary_key or table in ("units", "teams"):
            continue
        if role not in UNREAD.get((table, column), READ[table]):
            for row in rows.only("pk", field.attname):
                rows.filter(pk=row.pk).update(**{field.attname: _other(field, getattr(row, field.attname))})


def _unseen(table: str, role: str) -> Q:
    """The rows that a role does not see of a table of which it sees some."""
    held = Q(hold_from__isnull=False) | Q(kind="sign")
    triggers = TABLES["talk_triggers"]._default_manager.filter(held).values("pk")
    if table == "talk_triggers":
        return held
    if table == "talk_covers":
        return Q(trigger__in=triggers)
    if table == "settlements":
        seen = [statement for statement, who in SETTLED.items() if role in who]
        return ~Q(statement__in=seen) | Q(item__in=triggers)
    if table == "ten_list" and role not in READ["composite_scores"]:
        return Q(announced_on__gt=cast.today())
    return Q(pk__in=[])


def _other(field: models.Field[Any, Any], value: Any) -> Any:
    """Another value for a column, one that the register could hold as well."""
    if field.choices and value is not None:
        codes = [code for code, _ in field.flatchoices]
        return codes[(codes.index(value) + 1) % len(codes)]
    if field.null and value is not None and not field.unique:
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value - timedelta(days=41)
    if isinstance(value, int | Decimal):
        return value + 1
    if isinstance(value, bytes | memoryview):
        return b"other"
    if isinstance(value, dict | list):
        return type(value)()
    return None if value is None else f"{value}x"
