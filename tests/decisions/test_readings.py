"""Readings are changed by the organisation department alone: tried out, proposed, decided by a second person, dated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.log import append_alone
from jili.access.models import Event
from jili.decisions.models import ReadingChange, Simulation
from jili.decisions.publishing import run_publish
from jili.decisions.readings import (
    of_texts,
    reading_approve,
    reading_decline,
    reading_propose,
    reading_simulate,
    readings_on,
)
from jili.decisions.runs import run_decisions, run_make
from jili.engine.difference import difference
from jili.policy.readings import Readings
from tests.decisions.conftest import CLERK, DAY, SECOND

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]
GIVEN: dict[str, Any] = {"from_on": date(2024, 1, 1), "reason": "部务会研究", "document": "平组〔2024〕3号"}
OTHERS = Actor("assessor", "city_assessment")


def publish() -> None:
    run_publish(actor=CLERK, run=run_make(actor=CLERK, day=DAY))


def approved(name: str, value: Any, from_on: date) -> ReadingChange:
    tried = reading_simulate(actor=CLERK, name=name, value=value)
    change = reading_propose(actor=CLERK, simulation=tried, **{**GIVEN, "from_on": from_on})
    return reading_approve(actor=SECOND, change=change)


def test_readings_keep_what_they_are_written_as() -> None:
    texts = {"ten_weights": ["1/2", "1/4", "1/4"], "award_days": "45", "ratio_base": {"1900-01-01": "0.15"}}
    assert of_texts(Readings.default().changed(texts).texts) == Readings.default().changed(texts)


def test_a_simulation_counts_what_would_change_by_statement_and_unit(register: Register) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="1")
    other = run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "1"}))
    rows = difference(run_decisions(tried.run), run_decisions(other))
    assert tried.changes["total"] == rows.num_rows > 0
    assert {row["statement"] for row in tried.changes["statements"]} == {"7.3"}
    assert sum(row["count"] for row in tried.changes["statements"]) == rows.num_rows
    assert sum(row["count"] for row in tried.changes["units"]) == rows.num_rows
    assert all(row["unit"] for row in tried.changes["units"])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("award_days", "30", "试改的值与现行的相同。"),
        ("award_days", "很多", "award_days: 很多: 应为不小于零的整数"),
        ("no_such", "1", "no_such: 没有这项口径。可用的口径见 jili readings"),
    ],
)
def test_a_value_that_cannot_be_tried_out_is_refused(register: Register, name: str, value: str, said: str) -> None:
    publish()
    with pytest.raises(Refused, match=said.replace(".", r"\.")):
        reading_simulate(actor=CLERK, name=name, value=value)


@pytest.mark.django_db
def test_nothing_can_be_tried_out_before_a_run_is_published() -> None:
    with pytest.raises(Refused, match="还没有公布过运行"):
        reading_simulate(actor=CLERK, name="award_days", value="1")


def test_a_change_holds_from_its_day_on_and_in_the_runs_of_these_days(register: Register) -> None:
    publish()
    change = approved("award_days", "45", date(2024, 6, 1))
    assert (change.state, change.proposed_by, change.decided_by) == ("approved", "clerk", "second")
    assert readings_on(date(2024, 5, 31)) == Readings.default()
    assert readings_on(DAY).values["award_days"] == 45
    assert run_make(actor=CLERK, day=DAY).readings["award_days"] == "45"
    assert run_make(actor=CLERK, day=date(2024, 5, 31)).readings["award_days"] == "30"


def test_a_later_change_takes_the_place_of_an_earlier_one_and_both_stay(register: Register) -> None:
    publish()
    approved("award_days", "45", date(2024, 1, 1))
    approved("award_days", "20", date(2024, 3, 1))
    approved("award_days", "25", date(2023, 1, 1))
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 1, 1), date(2024, 3, 1)]
    assert [readings_on(day).values["award_days"] for day in days] == [30, 25, 45, 20]
    assert ReadingChange.objects.count() == 3


def test_the_proposer_does_not_decide(register: Register) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="45")
    change = reading_propose(actor=CLERK, simulation=tried, **GIVEN)
    with pytest.raises(Refused, match="提出人不能批准自己提出的变更"):
        reading_approve(actor=CLERK, change=change)
    with pytest.raises(Refused, match="理由"):
        reading_decline(actor=SECOND, change=change, why="")
    assert reading_decline(actor=SECOND, change=change, why="未经会议研究").state == "declined"
    with pytest.raises(Refused, match="这项变更未批准,不能再作决定"):
        reading_approve(actor=SECOND, change=change)
    assert readings_on(DAY) == Readings.default()
    events = Event.objects.filter(kind__startswith="reading.").order_by("seq").values_list("kind", "actor", "why")
    assert list(events) == [("reading.propose", "clerk", "部务会研究"), ("reading.decline", "second", "未经会议研究")]


def test_only_who_has_seen_what_the_change_does_to_the_published_run_proposes_it(register: Register) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="45")
    with pytest.raises(Refused, match="须由本人按当前公布的运行试改一次"):
        reading_propose(actor=SECOND, simulation=tried, **GIVEN)
    run_publish(actor=CLERK, run=run_make(actor=CLERK, day=date(2024, 7, 1)))
    with pytest.raises(Refused, match="请重新试改"):
        reading_propose(actor=CLERK, simulation=tried, **GIVEN)


@pytest.mark.parametrize("missing", ["reason", "document"])
def test_a_change_names_reason_and_document(register: Register, missing: str) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="45")
    with pytest.raises(Refused, match="须写明理由和文号"):
        reading_propose(actor=CLERK, simulation=tried, **{**GIVEN, missing: " "})


def test_one_change_of_a_reading_waits_at_a_time(register: Register) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="45")
    reading_propose(actor=CLERK, simulation=tried, **GIVEN)
    with pytest.raises(Refused, match="已有一个变更待批准"):
        reading_propose(actor=CLERK, simulation=tried, **GIVEN)


def test_nobody_else_changes_readings(register: Register) -> None:
    publish()
    tried = reading_simulate(actor=CLERK, name="award_days", value="45")
    change = reading_propose(actor=CLERK, simulation=tried, **GIVEN)
    for attempt in (
        lambda: reading_simulate(actor=OTHERS, name="award_days", value="45"),
        lambda: reading_propose(actor=OTHERS, simulation=tried, **GIVEN),
        lambda: reading_approve(actor=OTHERS, change=change),
        lambda: reading_decline(actor=OTHERS, change=change, why="不"),
    ):
        with pytest.raises(Refused, match="口径只由市委组织部干部科变更"):
            attempt()
    assert (Simulation.objects.count(), ReadingChange.objects.get().state) == (1, "proposed")


def test_the_day_from_which_the_records_begin_is_that_of_the_latest_import(register: Register) -> None:
    assert readings_on(DAY).values["records_from"] is None
    for begun in ("2023-01-01", "2024-01-01", ""):
        append_alone(actor=CLERK, kind="register.import", subject="register:x", body={"records_from": begun})
    assert readings_on(DAY).values["records_from"] == date(2024, 1, 1)
    publish()
    approved("records_from", "2022-01-01", date(2024, 1, 1))
    assert readings_on(DAY).values["records_from"] == date(2022, 1, 1)
