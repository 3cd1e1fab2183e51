"""What differs between two runs names the record, the reading or the day that made the difference."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from jili.decisions.differences import runs_diff
from jili.decisions.models import Decision, Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.policy.readings import Readings
from jili.records.models import AnnualAssessment, AssessmentRound, Talk, TalkCover, Task
from tests.decisions.conftest import CLERK, DAY

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]


def made(**more: Any) -> Run:
    return run_make(actor=CLERK, day=DAY, **more)


def said(before: Run, after: Run) -> list[tuple[Any, ...]]:
    return [
        (row["statement"], row["subject"], row["before_outcome"], row["after_outcome"], row["because"])
        for row in runs_diff(before, after).rows.to_pylist()
    ]


def because(table: str, key: str, column: str, old: str | None, new: str | None, near: bool = True) -> dict[str, Any]:
    return {"table": table, "key": key, "column": column, "old": old, "new": new, "near": near}


def test_a_run_does_not_differ_from_itself(register: Register) -> None:
    run = made()
    found = runs_diff(run, run)
    assert (found.rows.num_rows, found.readings, found.other_day, found.other_rules) == (0, (), False, False)


def test_a_changed_record_that_the_decision_cites_is_named(register: Register) -> None:
    before = made()
    graded = AnnualAssessment.objects.exclude(grade__in=["none", "basic"]).filter(year=2023, annulled_on=None)
    chosen = graded.filter(cadre__left_on=None).order_by("pk").first()
    assert chosen
    old = chosen.grade
    AnnualAssessment.objects.filter(pk=chosen.pk).update(grade="basic")
    found = [row for row in said(before, made()) if row[0] == "6.4"]
    cause = because("annual_assessments", chosen.pk, "grade", old, "basic")
    assert found == [("6.4", chosen.cadre_id, None, "no_promotion", [cause])]


def test_a_new_record_is_named(register: Register) -> None:
    before = made()
    run_publish(actor=CLERK, run=before)
    open_duty = Decision.objects.filter(statement="11.4a", outcome__in=["overdue", "missed", "pending"]).first()
    assert open_duty
    talk = Talk.objects.create(talk_id="T-NEW", cadre_id=open_duty.subject, held_on=DAY)
    cover = TalkCover.objects.create(talk=talk, trigger=open_duty.item)
    found = said(before, made())
    causes = [
        because("talk_covers", f"T-NEW/{cover.trigger}", "", None, "new"),
        because("talks", "T-NEW", "", None, "new"),
    ]
    assert found == [("11.4a", open_duty.subject, open_duty.outcome, "late", causes)]


def test_a_record_that_is_gone_is_named(register: Register) -> None:
    before = made()
    run_publish(actor=CLERK, run=before)
    suspect = Decision.objects.filter(statement="6.6", subject_kind="unit").first()
    assert suspect
    Task.objects.filter(pk=suspect.item).update(important=False)
    found = [row for row in said(before, made()) if row[0] == "6.6"]
    cause = because("tasks", suspect.item, "important", "true", "false")
    assert found == [("6.6", suspect.subject, "suspect_target_unmet", None, [cause])]


def test_a_record_of_the_whole_city_is_named_where_no_nearer_one_is(register: Register) -> None:
    before = made()
    closed = AssessmentRound.objects.get(year=2023).closed_on
    AssessmentRound.objects.filter(year=2023).update(closed_on=date(2024, 7, 1))
    rows = [row for row in said(before, made()) if row[0] == "4.2" and row[1] != "city"]
    cause = because("assessment_rounds", "2023", "closed_on", str(closed), "2024-07-01", near=False)
    assert rows and all(row[4] == [cause] for row in rows)


def test_a_reading_is_named_for_the_statements_that_rest_on_it(register: Register) -> None:
    found = runs_diff(made(), made(readings=Readings.default().changed({"award_days": "1", "ten_size": "9"})))
    assert found.readings == (("award_days", "30", "1"), ("ten_size", "10", "9"))
    rows = found.rows.to_pylist()
    assert {row["statement"] for row in rows} <= {"7.3", "8.4.2"} and rows
    assert all(row["because"] is None for row in rows)
    assert (found.readings_of("7.3"), found.readings_of("8.4.2"), found.readings_of("6.4")) == (
        ["award_days"], ["ten_size"], [],
    )  # fmt: skip


def test_a_reading_for_every_duty_is_named_for_duties_only(register: Register) -> None:
    found = runs_diff(made(), made(readings=Readings.default().changed({"records_from": "2024-01-01"})))
    assert (found.readings_of("11.5"), found.readings_of("6.4")) == (["records_from"], [])


def test_another_day_and_other_rules_are_said(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made()
    assert runs_diff(before, run_make(actor=CLERK, day=date(2024, 7, 1))).other_day
    monkeypatch.setattr("jili.decisions.runs.edition", lambda: "another")
    assert runs_diff(before, made()).other_rules
