"""Pages of runs."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jili.access.roles import Role
from jili.decisions import jobs, models, store
from jili.decisions.models import Job, Run
from jili.decisions.runs import run_make
from jili.decisions.work import make_run
from jili.policy.readings import Readings
from jili.records.models import AnnualAssessment, Unit
from tests.access import cast
from tests.decisions.conftest import CLERK, DAY
from tests.web.conftest import person


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_list_shows_the_runs_and_which_is_published(clerk: Client, published: Run) -> None:
    page = text(clerk.get("/runs/"))
    assert "2024年6月30日" in page and published.name in page and page.count("现在公布") == 1


def test_nobody_has_made_a_run_yet(transactional_db: None) -> None:
    page = text(cast.client(person("clerk")).get("/runs/"))
    assert "还没有运行" in page and "请先导入台账" in page


def test_a_run_is_asked_for_watched_and_shown(clerk: Client) -> None:
    asked = clerk.post("/runs/new/", {"day": "2024-07-01", "publish": "on"})
    job = Job.objects.get()
    assert asked["Location"] == reverse("job", args=[job.pk])
    waiting = clerk.get(asked["Location"])
    assert "等待开始" in text(waiting) and waiting["Refresh"] == "2"
    jobs.worker(once=True)
    over = clerk.get(asked["Location"])
    run = Run.objects.get(day=date(2024, 7, 1))
    assert over["Location"] == reverse("run", args=[run.pk]) and models.published() == run


def test_progress_is_shown_while_a_job_is_done(clerk: Client) -> None:
    job = Job.objects.create(
        kind="run.make", actor="clerk", role=Role.CITY_CADRES, state="running", done=30, of=100, says="逐条判断"
    )
    page = text(clerk.get(reverse("job", args=[job.pk])))
    assert "逐条判断" in page and 'value="30"' in page


def test_a_job_that_failed_says_why(clerk: Client) -> None:
    job = Job.objects.create(
        kind="run.make", actor="clerk", role=Role.CITY_CADRES, state="failed", error="登记册有 1 处问题"
    )
    answer = clerk.get(reverse("job", args=[job.pk]))
    assert "登记册有 1 处问题" in text(answer) and not answer.has_header("Refresh")


@pytest.mark.parametrize("day", ["", "1500-01-01", "明天"])
def test_a_day_that_cannot_be_is_refused(clerk: Client, day: str) -> None:
    assert "errorlist" in text(clerk.post("/runs/new/", {"day": day})) and Job.objects.count() == 0


def test_a_run_shows_what_it_says_of_ones_own_scope(clerk: Client, published: Run) -> None:
    whole = text(clerk.get(reverse("run", args=[published.pk])))
    assert f"共 {published.count} 条" in whole and "11.5" in whole and "11.4c" in whole
    county = Unit.objects.filter(kind="county").first()
    office = cast.client(person("office", Role.COUNTY_OFFICE, unit=county))
    part = text(office.get(reverse("run", args=[published.pk])))
    assert f"共 {published.count} 条" not in part and "11.4c" not in part and "公布这一次" not in part


def test_readings_that_are_not_the_first_ones_are_named(clerk: Client) -> None:
    run = run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "45"}))
    assert "45" in text(clerk.get(reverse("run", args=[run.pk])))


def test_a_run_whose_file_was_changed_says_so(clerk: Client, published: Run) -> None:
    store.path(published.decisions).write_bytes(b"PAR1")
    assert "不在或已被改动" in text(clerk.get(reverse("run", args=[published.pk])))
    other = run_make(actor=CLERK, day=date(2024, 7, 1))
    store.path(other.decisions).unlink()
    publish = clerk.post(reverse("run-publish", args=[other.pk]))
    assert publish.status_code == 302 and models.published() == published
    compared = clerk.get("/runs/compare/", {"before": published.pk, "after": other.pk})
    assert "不在或已被改动" in text(compared)


def test_a_run_is_published_after_asking(clerk: Client, published: Run) -> None:
    other = run_make(actor=CLERK, day=date(2024, 7, 1))
    assert "公布后" in text(clerk.get(reverse("run-publish", args=[other.pk])))
    assert models.published() == published
    clerk.post(reverse("run-publish", args=[other.pk]))
    assert models.published() == other


def test_two_runs_are_compared_with_the_record_that_made_the_difference(clerk: Client, published: Run) -> None:
    graded = AnnualAssessment.objects.filter(year=2023, grade="competent", annulled_on=None, cadre__left_on=None)[0]
    AnnualAssessment.objects.filter(pk=graded.pk).update(grade="basic")
    after = run_make(actor=CLERK, day=DAY)
    page = text(clerk.get("/runs/compare/", {"before": published.pk, "after": after.pk}))
    assert graded.cadre.name in page and f"年度综合考核 {graded.pk} 等次 称职 → 基本称职" in page
    assert "本人范围内没有变化" in text(clerk.get("/runs/compare/", {"before": after.pk, "after": after.pk}))
    assert "比较两次运行" in text(clerk.get("/runs/compare/", {"before": "none"}))


def test_a_day_a_reading_and_other_rules_are_named(
    clerk: Client, published: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = text(
        clerk.get("/runs/compare/", {"before": published.pk, "after": run_make(actor=CLERK, day=date(2025, 2, 1)).pk})
    )
    assert "判断日 2024-06-30 → 2025-02-01" in days
    read = run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "1"}))
    assert "口径“" in text(clerk.get("/runs/compare/", {"before": published.pk, "after": read.pk}))
    monkeypatch.setattr("jili.decisions.runs.engine_version", lambda: "another")
    other = run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "1"}))
    assert "程序或文本换了一版" in text(clerk.get("/runs/compare/", {"before": published.pk, "after": other.pk}))


def test_the_work_is_registered() -> None:
    assert jobs._work("run.make") is make_run
