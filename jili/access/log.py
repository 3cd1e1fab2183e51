"""The event log: one line for everything that happened, in the transaction in which it happened.

Events are the leaves of a Merkle tree (RFC 6962). What an event says of a person is not in the leaf but beside it
(``EventDetail``), the leaf holding a salted commitment: removing the detail, as the law may ask, leaves the log whole.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import JSONField, Q, Value
from django.utils import timezone

from jili.access import merkle
from jili.access.actor import Actor
from jili.access.models import Event, EventDetail, LastChange, LogNode
from jili.records.sight import everything

QUIET = frozenset({"access.refused", "token.refused", "session.start", "session.end", "session.refused"})
"""Kinds of events that change nothing, beside those that tell of a reading (``….read``)."""
_LOCK = 0x6A696C69
"""The advisory lock under which numbers are given."""


def append(
    *,
    actor: Actor,
    kind: str,
    subject: str,
    why: str = "",
    body: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Write an event. Must be called in the transaction of the change that it tells of.

    ``kind`` is ``noun.verb`` (``cadre.change``, ``import.confirm``, ``access.refused``); ``subject`` a reference such
    as ``cadre:C00012``; ``body`` counts, hashes and names that anybody who may read the log may read; ``details``
    values that only those may read who may read the record itself (JSON data each; no fractions, of which databases
    make something else: as text).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its change")
    lock()
    last = Event.objects.order_by("-seq").values_list("seq", "leaf").first()
    seq = 0 if last is None else last[0] + 1
    if "details" in (body or {}):
        raise ValueError("details go beside the body")
    salted = {name: (secrets.token_bytes(16), value) for name, value in (details or {}).items()}
    commitments = {name: commitment(salt, value) for name, (salt, value) in salted.items()}
    event = Event(
        seq=seq,
        at=timezone.now(),
        actor=actor.account,
        role=actor.role,
        purpose=actor.purpose,
        kind=kind,
        subject=subject,
        why=why,
        body=canonical({**(body or {}), **({"details": commitments} if commitments else {})}),
    )
    event.leaf = merkle.leaf_hash(leaf_data(event))
    event.save(force_insert=True)
    if salted:
        rows = [
            EventDetail(event=event, name=name, salt=salt, value=_json(value)) for name, (salt, value) in salted.items()
        ]
        with everything():  # PostgreSQL answers with the new rows
            EventDetail.objects.bulk_create(rows)
    if changes(kind):
        _keep_last(event)

    def before(level: int, index: int) -> bytes:
        """Level 0 is asked of the event before this one only."""
        return bytes(last[1]) if last is not None and level == 0 else stored_node(level, index)

    nodes = merkle.completed(seq, event.leaf, before)
    LogNode.objects.bulk_create(LogNode(level=level, index=index, hash=own) for level, index, own in nodes)
    return event


def append_alone(**event: Any) -> Event:
    """Write an event of something that changed nothing (a refusal, a reading), in a transaction of its own."""
    with transaction.atomic():
        return append(**event)


def changes(kind: str) -> bool:
    """Whether an event of a kind may have changed something that pages show. An unknown kind may."""
    return not kind.endswith(".read") and kind not in QUIET


def last_change() -> Event | None:
    """The last event that changed something, from the log itself."""
    quiet = Q(kind__endswith=".read") | Q(kind__in=QUIET)
    return Event.objects.exclude(quiet).order_by("-seq").first()


def size() -> int:
    """The number of events."""
    last = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if last is None else last + 1


def root(of: int | None = None) -> bytes:
    """The root of the log of the first ``of`` events (default: all), from the stored hashes."""
    return merkle.root(size() if of is None else of, stored_node)


def stored_node(level: int, index: int) -> bytes:
    if level == 0:
        return bytes(Event.objects.values_list("leaf", flat=True).get(seq=index))
    return bytes(LogNode.objects.values_list("hash", flat=True).get(level=level, index=index))


def leaf_data(event: Event) -> bytes:
    """The canonical bytes of an event that its leaf hashes."""
    fields = ("seq", "actor", "role", "purpose", "kind", "subject", "why", "body")
    return canonical({"at": instant(event.at), **{name: getattr(event, name) for name in fields}}).encode()


def instant(at: datetime) -> str:
    """A moment as the log writes it: UTC, to the microsecond."""
    return at.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(data: Any) -> str:
    """JSON with sorted keys and no blanks."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(salt: bytes, value: Any) -> str:
    """The hash that stands in the log for a value."""
    text = canonical(value)
    json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    return sha256(salt + text.encode()).hexdigest()


def _keep_last(event: Event) -> None:
    own = {"seq": event.seq, "leaf": event.leaf}
    if not LastChange.objects.filter(pk=1).update(**own):
        LastChange.objects.create(pk=1, **own)


def _json(value: Any) -> Any:
    """The value for a JSON column, in which None would be no value at all."""
    return Value(None, JSONField()) if value is None else value


def _refuse(number: str) -> None:
    raise ValueError(f"{number}: a detail holds no fraction, but its text")


def lock() -> None:
    """Let nobody else write an event until the transaction ends. On SQLite whoever writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
