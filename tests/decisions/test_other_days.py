"""What held on another day: worked out apart, exactly as a register made ready for that day says it."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions import other_days
from jili.decisions.explaining import explain_on
from jili.decisions.lineage import seen_statements
from jili.decisions.models import Decision, Run
from jili.decisions.other_days import OtherDays, Question
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make, run_readings, run_tables
from jili.engine.backend import DuckDB
from jili.engine.explain import Session
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program
from tests.access import cast
from tests.decisions.conftest import CLERK, DAY
from tests.web.conftest import person

pytestmark = pytest.mark.django_db
DAYS = (date(2023, 6, 30), date(2021, 3, 1), date(2023, 6, 30))


@pytest.fixture
def run(register: Any, remembered: None) -> Run:
    made = run_make(actor=CLERK, day=DAY)
    run_publish(actor=CLERK, run=made)
    return made


def subjects() -> list[str]:
    found = Decision.objects.filter(subject_kind="cadre").order_by("subject").values_list("subject", flat=True)
    return list(found.distinct()[:2])


def test_each_day_is_answered_as_if_it_were_the_only_one_that_was_ever_asked_for(run: Run) -> None:
    access = Access.for_account(person("clerk"), timezone.localdate())
    seen, days = seen_statements(access), OtherDays()
    for day in DAYS:
        for subject in subjects():
            alone = DuckDB()
            alone.hold(SCHEMA, run_tables(run))
            session = copy(Session(alone, program(), accounts(), run_readings(run).definitions(), day))
            session.accounts = [account for account in session.accounts if account.name in seen]
            asked = days.ask(run, Question(run.pk, day, "cadre", subject, seen))
            assert asked == session.explain("cadre", subject)


def test_whoever_asks_is_told_to_come_again_and_then_has_the_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, subject = cast.client(person("clerk")), subjects()[0]
    other_days.other_days.forget()
    address = f"/cadres/{subject}/day/?on=2022-05-05"
    monkeypatch.setattr(other_days, "PATIENCE", 0)
    first = browser.get(address)
    assert first["Refresh"] == "2" and "正在按这一天的记录逐句判断" in first.content.decode()
    monkeypatch.setattr(other_days, "PATIENCE", 60)
    then = browser.get(address)
    assert "Refresh" not in then and "2022年5月5日" in then.content.decode()


def test_another_day_is_out_of_reach_with_its_subject(run: Run) -> None:
    own = cast.account("own", Role.CADRE, cadre_id=subjects()[0])
    assert cast.client(own).get(f"/cadres/{subjects()[1]}/day/?on=2022-05-05").status_code == 404


def test_the_day_of_the_run_is_answered_by_the_run(run: Run) -> None:
    access = Access.for_account(person("clerk"), timezone.localdate())
    reasons = explain_on(access, run, "cadre", subjects()[0], run.day)
    assert reasons is not None and reasons.session.day == run.day
