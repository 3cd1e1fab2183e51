"""Events are written with what they tell of, or neither is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from jili.access import log, merkle
from jili.access.actor import Actor
from jili.access.editing import record_change, record_create, record_remove
from jili.access.models import Event, EventDetail, LogNode
from jili.access.proof import log_verify
from jili.records.models import Unit

WHO = Actor("zhang", "city_cadres", "核对")
UNIT = {"name": "某局", "kind": "municipal_dept", "remote": False}
FAILED = int(os.environ.get("JILI_FAILURES", "40"))
"""How often the writing of an event fails."""


def written(subject: str = "cadre:C1", **more: Any) -> Event:
    with transaction.atomic():
        return log.append(actor=WHO, kind="cadre.change", subject=subject, **more)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_only_in_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        log.append(actor=WHO, kind="cadre.change", subject="cadre:C1")
    assert not Event.objects.exists()
    log.append_alone(actor=WHO, kind="access.refused", subject="cadre:C1")
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_events_are_numbered_from_nought_without_gaps() -> None:
    assert (log.size(), log.root()) == (0, merkle.EMPTY)
    written()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log.append(actor=WHO, kind="cadre.change", subject="cadre:C2")
        _ = 1 / 0
    written()
    assert list(Event.objects.order_by("seq").values_list("seq", "subject")) == [(0, "cadre:C1"), (1, "cadre:C1")]
    assert log.size() == 2


@pytest.mark.django_db
def test_a_leaf_hashes_all_that_an_event_says() -> None:
    event = Event(
        seq=7, at=datetime(2025, 12, 31, 16, 0, 0, 5, tzinfo=UTC), actor="zhang", role="leader", purpose="看",
        kind="a.b", subject="c:1", why="因", body='{"n":1}',
    )  # fmt: skip
    assert log.leaf_data(event).decode() == (
        '{"actor":"zhang","at":"2025-12-31T16:00:00.000005Z","body":"{\\"n\\":1}","kind":"a.b","purpose":"看",'
        '"role":"leader","seq":7,"subject":"c:1","why":"因"}'
    )


@pytest.mark.django_db
def test_what_was_written_is_read_again_with_the_same_leaf() -> None:
    written(why="更正", body={"条数": 3}, details={"name": ["甲", "乙"], "birth_on": None})
    event = Event.objects.get()
    assert (event.actor, event.role, event.purpose, event.why) == ("zhang", "city_cadres", "核对", "更正")
    assert merkle.leaf_hash(log.leaf_data(event)) == bytes(event.leaf) == log.root()


@pytest.mark.django_db
def test_the_log_holds_of_details_only_a_salted_commitment() -> None:
    written(body={"条数": 1}, details={"name": ["甲", "乙"]})
    event, detail = Event.objects.get(), EventDetail.objects.get()
    commitment = sha256(bytes(detail.salt) + '["甲","乙"]'.encode()).hexdigest()
    assert json.loads(event.body) == {"条数": 1, "details": {"name": commitment}}
    assert (detail.name, detail.value, len(bytes(detail.salt))) == ("name", ["甲", "乙"], 16)
    written(details={"name": ["甲", "乙"]})
    assert json.loads(Event.objects.get(seq=1).body)["details"]["name"] != commitment


@pytest.mark.django_db
@pytest.mark.parametrize("value", [0.1, [1e22], {"a": float("nan")}])
def test_a_fraction_in_a_detail_is_refused_for_databases_change_it(value: Any) -> None:
    with pytest.raises(ValueError, match="no fraction"):
        written(details={"days": value})
    with pytest.raises(ValueError, match="beside the body"):
        written(body={"details": {}})
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_stored_tree_is_that_of_the_leaves() -> None:
    leaves = [bytes(written(f"cadre:C{number}").leaf) for number in range(21)]

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    assert {(n.level, n.index): bytes(n.hash) for n in LogNode.objects.all()} == {
        (level, index): node(level, index) for level in range(1, 5) for index in range(21 >> level)
    }
    for size in range(22):
        assert log.root(size) == merkle.root(size, node)


FAILURES: dict[str, Callable[..., Any]] = {
    "jili.access.log.lock": OperationalError,
    "jili.access.log.Event.save": OperationalError,
    "jili.access.log.EventDetail.objects.bulk_create": OperationalError,
    "jili.access.log.LogNode.objects.bulk_create": TimeoutError,
    "jili.access.log.stored_node": LogNode.DoesNotExist,
    "jili.access.log.merkle.leaf_hash": MemoryError,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", FAILURES)
def test_a_change_whose_event_cannot_be_written_does_not_happen(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):  # the fourth completes subtrees of which one is stored
        written()

    def fail(*_: Any, **__: Any) -> None:
        raise FAILURES[step]("没有写成")

    with (
        monkeypatch.context() as patch,
        pytest.raises((DatabaseError, TimeoutError, LogNode.DoesNotExist, MemoryError)),
    ):
        patch.setattr(step, fail)
        record_create(actor=WHO, table="units", values=UNIT, why="新设")
    assert (Unit.objects.count(), Unit.history.count(), log.size()) == (0, 0, 3)
    record_create(actor=WHO, table="units", values=UNIT, why="新设")
    assert (Unit.objects.count(), Unit.history.count(), log.size()) == (1, 1, 4)


class Failing:
    """Fails at a statement to the log, before or after it is done; counts those to the log."""

    def __init__(self, at: int, after: bool) -> None:
        self.at, self.after, self.seen = at, after, 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if not re.search("access_(event|eventdetail|lognode)", sql):
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.at and not self.after:
            raise OperationalError("没有写成")
        answer = execute(sql, params, many, context)
        if self.seen == self.at:
            raise OperationalError("没有写成")
        return answer


@pytest.mark.django_db(transaction=True)
def test_no_change_is_kept_whose_event_fails_at_any_statement() -> None:
    """``JILI_FAILURES`` says how many are tried; each change is made once beside them."""
    changes: list[Callable[[Unit], object]] = [
        lambda _: record_create(actor=WHO, table="units", values={**UNIT, "name": "新局"}, why="新设"),
        lambda unit: record_change(
            actor=WHO, record=unit, version=unit.version, values={"name": f"{unit.name}甲"}, why="更名"
        ),
        lambda unit: record_remove(actor=WHO, record=unit, version=unit.version, why="撤销"),
    ]
    failures = 0
    while failures < FAILED:
        for change in changes:
            kept = record_create(actor=WHO, table="units", values=UNIT, why="新设")
            for after in (False, True):
                at, before = 1, everything_of_units()
                while True:
                    failing = Failing(at, after)
                    with connection.execute_wrapper(failing), suppress(OperationalError):
                        change(Unit.objects.get(pk=kept.pk))
                    if failing.seen < at:
                        break
                    assert everything_of_units() == before
                    failures, at = failures + 1, at + 1
                assert log.size() == before[-1] + 1
                kept = Unit.objects.filter(pk=kept.pk).first() or record_create(
                    actor=WHO, table="units", values=UNIT, why="新设"
                )
    assert log_verify(keys=[]).problems == []


def everything_of_units() -> tuple[list[Any], int, int]:
    return list(Unit.objects.order_by("pk").values()), Unit.history.count(), log.size()
