"""Changes to a log as whoever owns its database can make them, each at a random place.

The triggers must be down (``tests.conftest.log_opened``, ``evidence.tamper``). The first event is one that ``write``
wrote. An event added at the very end is none of them: it changes nothing that was signed, and whoever owns the database
can write one as the program would.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import transaction

from jili.access import log, merkle
from jili.access.actor import Actor
from jili.access.models import Checkpoint, Event, EventDetail, LogNode

Change = Callable[[random.Random], None]


def write(events: int, name: str = "C") -> None:
    for number in range(events):
        with transaction.atomic():
            log.append(
                actor=Actor("zhang", "leader", "看"), kind="cadre.change", subject=f"cadre:{name}{number}", why="更正",
                body={"n": number}, details={"name": ["甲", f"乙{number}"], "rank": number},
            )  # fmt: skip


class undone(transaction.Atomic):
    """What is done in the block is undone at its end."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        super().__exit__(*error)


def some_event(pick: random.Random) -> Event:
    return Event.objects.get(seq=pick.randrange(log.size()))


def change_a_word(pick: random.Random) -> None:
    event = some_event(pick)
    name = pick.choice(["actor", "role", "purpose", "kind", "subject", "why", "body"])
    text = getattr(event, name)
    at = pick.randrange(len(text))
    changed = text[:at] + pick.choice("删改甲xyz") + text[at + 1 :]
    Event.objects.filter(seq=event.seq).update(**{name: changed if changed != text else f"{text} "})


def change_the_time(pick: random.Random) -> None:
    event = some_event(pick)
    Event.objects.filter(seq=event.seq).update(at=event.at.replace(microsecond=(event.at.microsecond + 1) % 10**6))


def flipped(data: bytes | memoryview, pick: random.Random) -> bytes:
    found = bytearray(data)
    found[pick.randrange(len(found))] ^= 1 << pick.randrange(8)
    return bytes(found)


def flip_a_leaf(pick: random.Random) -> None:
    event = some_event(pick)
    Event.objects.filter(seq=event.seq).update(leaf=flipped(event.leaf, pick))


def flip_a_hash(pick: random.Random) -> None:
    node = pick.choice(list(LogNode.objects.all()))
    LogNode.objects.filter(pk=node.pk).update(hash=flipped(node.hash, pick))


def lose_a_hash(pick: random.Random) -> None:
    pick.choice(list(LogNode.objects.all())).delete()


def invent_a_hash(pick: random.Random) -> None:
    LogNode.objects.create(level=pick.randrange(1, 9), index=10**6, hash=pick.randbytes(32))


def swap_hashes(pick: random.Random) -> None:
    one, two = pick.sample(list(LogNode.objects.all()), 2)
    LogNode.objects.filter(pk=one.pk).update(hash=two.hash)
    LogNode.objects.filter(pk=two.pk).update(hash=one.hash)


def lose_an_event(pick: random.Random) -> None:
    Event.objects.filter(seq=pick.randrange(log.size())).delete()


def lose_the_last(pick: random.Random) -> None:
    """With all that hangs on them, the checkpoint too."""
    left = pick.randrange(log.size())
    Event.objects.filter(seq__gte=left).delete()
    EventDetail.objects.filter(event_id__gte=left).delete()
    for node in LogNode.objects.all():
        if (node.index + 1) << node.level > left:
            node.delete()
    Checkpoint.objects.all().delete()


def invent_an_event(pick: random.Random) -> None:
    event = some_event(pick)
    event.seq = pick.choice([log.size() + 3, 10**9, -1])
    event.leaf = merkle.leaf_hash(log.leaf_data(event))
    event.save(force_insert=True)


def swap_events(pick: random.Random) -> None:
    one, two = (Event.objects.get(seq=seq) for seq in pick.sample(range(log.size()), 2))
    one.seq, two.seq = two.seq, one.seq
    one.save()
    two.save()


def change_a_value(pick: random.Random) -> None:
    detail = pick.choice(list(EventDetail.objects.all()))
    name, value = pick.choice([("value", ["丙"]), ("salt", flipped(detail.salt, pick)), ("name", "birth_on")])
    EventDetail.objects.filter(pk=detail.pk).update(**{name: value})


def move_a_value(pick: random.Random) -> None:
    detail = pick.choice(list(EventDetail.objects.filter(name="name", event_id__gt=0)))
    EventDetail.objects.filter(event_id=0, name="name").delete()
    EventDetail.objects.filter(pk=detail.pk).update(event_id=0)


def invent_a_value(pick: random.Random) -> None:
    event = pick.choice([0, log.size() - 1, log.size(), -1])
    EventDetail.objects.create(event_id=event, name="birth_on", salt=b"", value=1)


def change_the_checkpoint(pick: random.Random) -> None:
    kept = Checkpoint.objects.latest("size")
    note = kept.note.replace(f"\n{kept.size}\n", f"\n{kept.size - 1}\n")
    ways: list[dict[str, Any]] = [{"size": 3}, {"root": flipped(kept.root, pick)}, {"note": note}, {"note": ""}]
    Checkpoint.objects.filter(pk=kept.pk).update(**pick.choice(ways))


def rewrite(seq: int) -> None:
    """Change an event as whoever owns the database can: with its leaf and all hashes above it."""
    event = Event.objects.get(seq=seq)
    event.why = "改"
    event.leaf = merkle.leaf_hash(log.leaf_data(event))
    event.save()
    for node in LogNode.objects.order_by("level", "index"):
        below = (log.stored_node(node.level - 1, 2 * node.index + side) for side in (0, 1))
        LogNode.objects.filter(pk=node.pk).update(hash=merkle.node_hash(*below))


def rewrite_history(pick: random.Random) -> None:
    """And the checkpoint away."""
    rewrite(pick.randrange(log.size()))
    Checkpoint.objects.all().delete()


KINDS: list[Change] = [
    change_a_word, change_the_time, flip_a_leaf, flip_a_hash, lose_a_hash, invent_a_hash, swap_hashes, lose_an_event,
    lose_the_last, invent_an_event, swap_events, change_a_value, move_a_value, invent_a_value, change_the_checkpoint,
    rewrite_history,
]  # fmt: skip
