"""What a program is told of decisions, runs and explanations: of the published run, its scope, its statements."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jili.access.classes import Level
from jili.access.models import Account, Event
from jili.access.remembered import memory
from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions import store
from jili.decisions.explaining import explain
from jili.decisions.models import Decision, Run
from jili.decisions.seen import decisions
from jili.records.models import Unit
from tests.access import cast
from tests.api.conftest import DAY, Caller


def ids(found: Any) -> list[tuple[str, str, str, str]]:
    return [(row["statement"], row["subject"]["kind"], row["subject"]["id"], row["item"]) for row in found["items"]]


def all_of(caller: Caller, **query: Any) -> list[tuple[str, str, str, str]]:
    """Every row that a list has, asked page by page, for a purpose."""
    found: list[tuple[str, str, str, str]] = []
    for page in range(1, 100):
        status, part = caller.get("decisions", {"page": page, "page_size": 200, **query}, jili_purpose="check")
        assert status == 200
        found += ids(part)
        if not part["items"]:
            break
    return found


def test_a_decision_is_told_with_its_subject_and_words(department: Caller) -> None:
    row = Decision.objects.filter(statement="6.2", subject_kind="team").order_by("subject", "item")[0]
    team = row.subject
    status, found = department.get("decisions", {"statement": "6.2", "subject_kind": "team", "subject": team})
    run = Run.objects.get()
    about = Decision.objects.filter(statement="6.2", subject_kind="team", subject=team)
    assert (status, found["total"], found["more_with_purpose"]) == (200, about.count(), True)
    assert found["run"] == {
        "run_id": run.pk, "day": DAY.isoformat(), "register_hash": run.register, "edition": run.edition,
        "engine": run.engine, "made_at": found["run"]["made_at"], "published": True,
    }  # fmt: skip
    told = found["items"][0]
    assert (told["subject"]["id"], told["title"], told["outcome"]) == (team, "优秀班子成员“优秀”比例20%", row.outcome)
    assert told["base"] == (None if row.base is None else f"{row.base.normalize():f}")


def test_every_decision_that_the_pages_show_is_told_once(department: Caller) -> None:
    own = ("statement", "subject_kind", "subject", "item")
    assert all_of(department) == list(Decision.objects.order_by(*own).values_list(*own))
    assert all_of(department, outcome="late") == list(
        Decision.objects.filter(outcome="late").order_by(*own).values_list(*own)
    )


def test_a_unit_is_told_only_what_its_role_and_scope_show(published: Run) -> None:
    unit = Unit.objects.filter(kind="county").order_by("pk")[0]
    caller = Caller(cast.service("oa", Role.UNIT_PERSONNEL, unit=unit.pk))
    access = Access.for_account(Account.objects.get(username="oa"), cast.today())
    own = ("statement", "subject_kind", "subject", "item")
    shown = list(decisions(access).order_by(*own).values_list(*own))
    assert 0 < len(shown) < Decision.objects.count()
    assert all_of(caller) == shown
    other = Unit.objects.get(kind="municipality")
    assert caller.get("decisions", {"unit": other.pk})[0] == 404


def test_what_rests_on_sensitive_records_is_told_for_a_purpose_which_is_an_event(department: Caller) -> None:
    before = Event.objects.count()
    _, plain = department.get("decisions", {"page_size": 200})
    assert plain["total"] == Decision.objects.filter(level__lte=Level.INTERNAL).count()
    assert Event.objects.count() == before
    _, found = department.get("decisions", {"statement": "8"}, jili_purpose="check")
    event = Event.objects.latest("seq")
    assert (event.kind, event.purpose, json.loads(event.body)) == (
        "decisions.read", "check", {"count": len(found["items"])},
    )  # fmt: skip


def test_an_explanation_says_in_parts_what_the_page_says(department: Caller) -> None:
    row = Decision.objects.filter(statement="6.6").order_by("subject", "item")[0]
    kind, subject = row.subject_kind, row.subject
    status, found = department.get(f"explanations/{kind}/{subject}", {"statement": "6.6"}, jili_purpose="check")
    access = Access.for_account(Account.objects.get(username="oa"), cast.today())
    reasons = explain(access, Run.objects.get(), kind, subject, "6.6")
    assert (status, found["text"], found["records"]) == (200, reasons.text(), reasons.records)
    told = {(part["statement"], each["item"], each["outcome"]) for part in found["statements"] for each in part["rows"]}
    assert ("6.6", row.item, row.outcome) in told
    event = Event.objects.latest("seq")
    assert (event.kind, event.purpose, event.subject) == ("decisions.read", "check", f"{kind}:{subject}")


def test_an_explanation_needs_a_purpose_and_a_subject_in_scope(department: Caller) -> None:
    cadre = Decision.objects.filter(subject_kind="cadre").order_by("subject")[0].subject
    assert department.get(f"explanations/cadre/{cadre}") == (422, {
        "code": "invalid", "message": "请求的内容有误,什么也没有做;请按 problems 逐处改正",
        "problems": [{"where": "header.Jili-Purpose", "message": "必须写"}],
    })  # fmt: skip
    assert department.get("explanations/cadre/NONE", jili_purpose="x")[0] == 404
    assert department.get(f"explanations/cadre/{cadre}", {"statement": "6.2"}, jili_purpose="x") == (
        409, {"code": "conflict", "message": "6.2: 这一条针对领导班子、全市,不针对干部", "problems": []},
    )  # fmt: skip


def test_runs_are_told_with_what_they_say_of_the_scope(department: Caller) -> None:
    run = Run.objects.get()
    _, found = department.get("runs")
    assert (found["total"], found["items"][0]["run_id"], found["items"][0]["published"]) == (1, run.pk, True)
    status, one = department.get(f"runs/{run.pk}")
    counts = one.pop("counts")
    assert (status, one, sum(count["count"] for count in counts)) == (200, found["items"][0], run.count)
    assert department.get("runs/none")[0] == 404
    store.path(run.decisions).unlink()
    memory.forget()  # what was counted of it
    assert department.get(f"runs/{run.pk}")[0] == 409


@pytest.mark.django_db
def test_before_anything_is_published_there_is_nothing(callers: dict[str, Caller]) -> None:
    _, found = callers["leader"].get("decisions")
    assert (found["run"], found["items"]) == (None, [])
    assert callers["leader"].get(f"explanations/cadre/{cast.SELF}", jili_purpose="x")[0] == 404
