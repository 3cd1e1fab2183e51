"""What all records have: a version, and a history that points to the event of each change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

_event: ContextVar[int | None] = ContextVar("event", default=None)


@contextmanager
def under_event(seq: int) -> Iterator[None]:
    """Changes made in this context are those of event ``seq``, which says who made them and why."""
    token = _event.set(seq)
    try:
        yield
    finally:
        _event.reset(token)


class Traced(models.Model):
    """A row of a history: the event that it came with."""

    event = models.BigIntegerField("事件", null=True, db_index=True)

    class Meta:
        abstract = True


@receiver(pre_create_historical_record)
def _trace(history_instance: Any, **_: Any) -> None:
    history_instance.event = _event.get()


class Record(models.Model):
    """A record of the register. ``version`` counts its changes: who saves what somebody else has changed meanwhile
    is refused (see ``jili.records.change``)."""

    version = models.PositiveIntegerField("版本", default=1, db_default=1, editable=False)
    history = HistoricalRecords(
        inherit=True,
        bases=[Traced],
        history_user_id_field=models.CharField(max_length=1, null=True),
        use_base_model_db=True,
    )

    facts: ClassVar[str]
    """The table of ``jili.policy.facts`` that the model keeps; empty for what no rule reads."""

    class Meta:
        abstract = True


def whose(record: Any) -> str:
    """The name of the cadre that a record is about, where it was fetched with it."""
    return str(record.cadre) if "cadre" in record._state.fields_cache else ""
