"""The decisions of one run at a time are in the database, swapped as a whole."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from django.db import connection
from django.db.models import F

from jili.access.classes import Level
from jili.access.models import Event
from jili.decisions import publishing, store
from jili.decisions.models import Decision, Publication, Run, published, run_of
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_decisions, run_make
from jili.records.models import Proposal, Team, Unit
from tests.decisions.conftest import CLERK, DAY

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]


def shown() -> list[dict[str, object]]:
    names = [name for name in publishing_columns() if name not in ("unit", "unit_path", "cadre", "level")]
    return list(Decision.objects.order_by("statement", "subject_kind", "subject", "item").values(*names))


def publishing_columns() -> list[str]:
    return [field.name for field in Decision._meta.fields if field.name != "id"]


def test_the_database_says_what_the_run_says(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    run_publish(actor=CLERK, run=run)
    assert shown() == run_decisions(run).to_pylist() and published() == run
    assert isinstance(Decision.objects.exclude(base=None)[0].base, Decimal)


def test_publishing_another_run_swaps_them_all(register: Register) -> None:
    first, second = (run_make(actor=CLERK, day=DAY + timedelta(days=n * 400)) for n in range(2))
    for run in (first, second, second):
        run_publish(actor=CLERK, run=run)
    assert shown() == run_decisions(second).to_pylist() and published() == second
    assert [publication.run for publication in Publication.objects.order_by("pk")] == [first, second]
    assert Event.objects.filter(kind="run.publish").count() == 2


def test_a_swap_that_fails_leaves_what_was_there(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (run_make(actor=CLERK, day=DAY + timedelta(days=n * 400)) for n in range(2))
    run_publish(actor=CLERK, run=first)

    def fails(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(publishing, "append", fails)
    with pytest.raises(ZeroDivisionError):
        run_publish(actor=CLERK, run=second)
    assert shown() == run_decisions(first).to_pylist() and published() == first


def test_a_run_whose_decisions_were_changed_is_not_published(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    store.path(run.decisions).write_bytes(b"PAR1")
    with pytest.raises(store.Tampered):
        run_publish(actor=CLERK, run=run)
    assert published() is None


def test_decisions_know_the_unit_person_and_level_they_concern(register: Register) -> None:
    run_publish(actor=CLERK, run=run_make(actor=CLERK, day=DAY))
    paths = dict(Unit.objects.values_list("pk", "path"))
    for row in Decision.objects.exclude(unit="")[:500]:
        assert row.unit_path == paths[row.unit]
    for row in Decision.objects.filter(subject_kind="team"):
        assert row.unit == Team.objects.get(pk=row.subject).unit_id
    for row in Decision.objects.filter(subject_kind="proposal"):
        proposal = Proposal.objects.get(pk=row.subject)
        assert (row.cadre, row.unit) == (proposal.cadre_id, proposal.vacancy.unit_id)
    assert not Decision.objects.filter(subject_kind="cadre").exclude(cadre=F("subject")).exists()
    assert list(Decision.objects.filter(subject_kind="city").values_list("unit", "cadre").distinct()) == [("", "")]
    levels = dict(Decision.objects.filter(statement__in=["11.5", "11.4c", "6.6"]).values_list("statement", "level"))
    assert levels == {"11.5": Level.INTERNAL, "11.4c": Level.SECRET, "6.6": Level.SENSITIVE}


def test_a_run_is_found_by_the_beginning_of_its_id(register: Register) -> None:
    run = run_make(actor=CLERK, day=date(2024, 1, 1))
    assert (run_of(run.pk), run_of(run.pk[:8]), run_of(run.pk[:7]), run_of("0" * 64)) == (run, run, None, None)


def test_many_publish_at_a_time_and_the_run_is_shown_once(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY)
    hands = [threading.Thread(target=publish_apart, args=(run,)) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert (Publication.objects.count(), shown()) == (1, run_decisions(run).to_pylist())


def publish_apart(run: Run) -> None:
    try:
        run_publish(actor=CLERK, run=run)
    finally:
        connection.close()
