"""Whoever changes the log is found. ``JILI_CHANGES`` says how many changes are tried."""

from __future__ import annotations

import os
import random

import pytest
from django.db import connection
from django.utils.timezone import localtime

from evidence.changes import KINDS, Change, lose_the_last, rewrite, rewrite_history, undone, write
from jili.access import log, merkle, proof
from jili.access.checkpoint import checkpoint_make, keys
from jili.access.models import Checkpoint, Event, EventDetail, LogNode
from jili.access.notes import BadNote, Signer, opened
from jili.access.proof import Report, log_verify

CHANGES = int(os.environ.get("JILI_CHANGES", "80"))
EVENTS = 45


def verified(note: str | None = None, start: int = 0) -> Report:
    return log_verify(keys=keys(), start=start, note=note)


@pytest.mark.django_db
def test_a_sound_log_has_nothing_wrong() -> None:
    assert verified() == Report(0, merkle.EMPTY)
    write(5)
    first = checkpoint_make()
    write(6)
    note = checkpoint_make().note
    assert verified(note) == Report(11, log.root(), checkpoints=3)
    assert verified(first.note) == Report(11, log.root(), checkpoints=3)
    assert verified(start=7) == Report(11, log.root(), checkpoints=2)


@pytest.mark.django_db
def test_values_lawfully_removed_are_counted_and_no_fault() -> None:
    write(3)
    EventDetail.objects.filter(event_id=1).delete()
    assert verified() == Report(3, log.root(), removed=2)


@pytest.mark.django_db
def test_progress_is_told_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    in_small_batches(monkeypatch)
    write(10)
    told: list[tuple[int, int]] = []
    log_verify(keys=[], progress=lambda done, of: told.append((done, of)))
    assert told == [(4, 10), (8, 10), (10, 10)]


def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four events instead of thousands."""
    monkeypatch.setattr(proof, "BATCH_LEVEL", 2)
    monkeypatch.setattr(proof, "BATCH", 4)


@pytest.mark.django_db
def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch, tampering: None) -> None:
    in_small_batches(monkeypatch)
    write(EVENTS)
    checkpoint_make()
    for start in range(EVENTS):
        assert verified(start=start).problems == []
    for node in LogNode.objects.all():
        with undone():
            LogNode.objects.filter(pk=node.pk).update(hash=bytes(32))
            first, last = node.index << node.level, (node.index + 1 << node.level) - 1
            said = f"第 {first} 号至第 {last} 号事件的中间哈希(第 {node.level} 层)被改动过。"
            assert said in verified().problems
            assert verified(start=first).problems


@pytest.mark.django_db
def test_every_change_is_found(tampering: None) -> None:
    write(EVENTS)
    note = checkpoint_make().note
    sound = Report(EVENTS, log.root(), checkpoints=2)
    assert verified(note) == sound
    missed = []
    for seed in range(CHANGES):
        change = KINDS[seed % len(KINDS)]
        with undone():
            change(random.Random(seed))
            if not verified(note).problems:
                missed.append((seed, change.__name__))
    assert missed == []
    assert verified(note) == sound


@pytest.mark.django_db
@pytest.mark.parametrize("change", [rewrite_history, lose_the_last])
def test_whoever_owns_the_database_is_found_only_by_a_checkpoint_kept_elsewhere(
    change: Change, tampering: None
) -> None:
    write(EVENTS)
    note = checkpoint_make().note
    change(random.Random(1))
    assert verified().problems == []
    assert len(verified(note).problems) == 1


@pytest.mark.django_db
def test_it_is_said_which_event_was_changed(tampering: None) -> None:
    write(9)
    Event.objects.filter(seq=4).update(why="改", at="2025-12-31T16:00:00Z")
    when = f"{localtime(Event.objects.get(seq=5).at):%Y-%m-%d %H:%M:%S}"
    EventDetail.objects.filter(event_id=5, name="rank").update(value=9)
    Event.objects.filter(seq=7).delete()
    assert verified().problems == [
        "第 4 号事件(cadre.change,cadre:C4,2026-01-01 00:00:00)被改动过:内容与写入时的哈希不符。",
        f"第 5 号事件(cadre.change,cadre:C5,{when})所附的“rank”被改动过:与写入时的承诺不符。",
        "第 7 号事件不见了。",
    ]


@pytest.mark.django_db
def test_it_is_said_between_which_checkpoints_history_was_rewritten(tampering: None) -> None:
    for _ in range(3):
        write(5)
        checkpoint_make()
    rewrite(7)
    assert verified().problems == ["签到 10 件的检查点与日志不符:第 5 号至第 9 号事件中有改动。"]


@pytest.mark.django_db
def test_an_old_backup_put_back_is_found(tampering: None) -> None:
    write(20)
    checkpoint_make()
    write(10)
    note = checkpoint_make().note
    old = {"seq__lt": 20}
    Event.objects.exclude(**old).delete()
    EventDetail.objects.filter(event_id__gte=20).delete()
    for node in LogNode.objects.all():
        if (node.index + 1) << node.level > 20:
            node.delete()
    Checkpoint.objects.filter(size__gt=20).delete()
    assert verified().problems == []
    assert verified(note).problems == ["日志只有 20 件,检查点却已签到 30 件:末尾的事件被删,或数据库被换成了旧的备份。"]
    write(15, "D")
    assert verified().problems == []
    assert verified(note).problems == ["签到 30 件的检查点与日志不符:第 20 号至第 29 号事件中有改动。"]


@pytest.mark.django_db
def test_two_forks_of_the_same_size_are_told_apart(tampering: None) -> None:
    write(5)
    with undone():
        write(5, "D")
        note = checkpoint_make().note
    write(5)
    assert verified(note).problems == ["签到 10 件的检查点与日志不符:第 0 号至第 9 号事件中有改动。"]


@pytest.mark.django_db
def test_one_event_far_out_does_not_stretch_the_search(tampering: None) -> None:
    write(3)
    event = Event.objects.get(seq=2)
    event.seq = 10**12
    event.save(force_insert=True)
    assert verified().problems == [
        "事件编号已到 1000000000000,实有 4 件:第 3 号起中断,以后的未查。",
    ]


@pytest.mark.django_db
def test_a_checkpoint_of_somebody_else_proves_nothing() -> None:
    write(3)
    made = checkpoint_make()
    forged = Signer.of("别的", "ed25519", "jili").sign(opened(made.note, keys()))
    with pytest.raises(BadNote, match="不是由已知的密钥签发的"):
        verified(forged)


@pytest.mark.django_db
def test_a_log_can_be_verified_while_events_are_written() -> None:
    write(4)
    with connection.execute_wrapper(OneMore()):
        assert verified().problems == []
    assert log.size() == 5


class OneMore:
    """Writes an event at the first reading of events."""

    def __init__(self) -> None:
        self.written = False

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if not self.written and "access_eventdetail" in sql:
            self.written = True
            write(1)
        return execute(sql, params, many, context)
