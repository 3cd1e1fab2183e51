"""What somebody sees of decisions and why they are so: by the classes of what they rest on, and by scope."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from jili.access.accounts import Refused
from jili.access.models import Account, Grant
from jili.access.roles import Role
from jili.access.scope import Access, NotThere
from jili.decisions import explaining
from jili.decisions.lineage import kind_needs
from jili.decisions.models import Decision, Job, Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_decisions, run_make
from jili.decisions.seen import (
    TABLES,
    access_decision,
    access_job,
    access_run,
    causes_in_sight,
    decisions,
    decisions_about,
    narrowed,
)
from jili.decisions.settlements import settlement_record
from jili.policy.readings import Readings
from jili.records.models import Appointment, Cadre, TalkTrigger, Unit
from jili.records.sight import everything
from tests.decisions.conftest import CLERK, DAY

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]


def somebody(role: Role, *, unit: Unit | None = None, cadre: Cadre | None = None, **grant: Any) -> Access:
    account = Account.objects.create(username=f"{role}-{unit and unit.pk}", name="某人", cadre=cadre)
    Grant.objects.create(account=account, role=role, unit=unit, from_on=date(2020, 1, 1), **grant)
    return Access.for_account(account, DAY)


def published() -> Run:
    run = run_make(actor=CLERK, day=DAY)
    run_publish(actor=CLERK, run=run)
    return run


def county() -> Unit:
    """The county with most decisions about its cadres."""
    rows = Decision.objects.filter(subject_kind="cadre").values_list("unit_path", flat=True)
    counted = Counter(path.split("/")[1] for path in rows if path.count("/") > 1)
    return max(Unit.objects.filter(kind="county"), key=lambda unit: counted[unit.pk])


def keys(rows: Any) -> list[tuple[str, ...]]:
    return sorted((row.statement, row.subject_kind, row.subject, row.item) for row in rows)


def in_run(access: Access, run: Run) -> list[tuple[str, ...]]:
    shown = narrowed(access, run_decisions(run)).select(["statement", "subject_kind", "subject", "item"])
    return [tuple(row.values()) for row in shown.to_pylist()]


def test_the_organisation_department_sees_every_decision(register: Register) -> None:
    run = published()
    access = somebody(Role.CITY_CADRES)
    assert keys(decisions(access)) == in_run(access, run) and len(in_run(access, run)) == run.count


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CITY_CADRES, Role.CADRE)])
def test_a_role_sees_the_kinds_that_its_classes_permit_of_its_own_subjects(register: Register, role: Role) -> None:
    run = published()
    city_wide = role in (Role.CITY_ASSESSMENT, Role.LEADER, Role.DISCIPLINE)
    access = somebody(role, unit=None if city_wide else county())
    kinds = {kind for kind, needs in kind_needs().items() if access.may(needs)}
    subjects = {
        (kind, pk) for kind, table in TABLES.items() for pk in access.of(table).values_list("pk", flat=True)
    } | ({("city", "city")} if access.everywhere else set())
    triggers = set(access.of("talk_triggers").values_list("pk", flat=True))
    expected = [
        row
        for row in in_run(somebody(Role.CITY_CADRES), run)
        if row[:2] in kinds and row[1:3] in subjects and (row[0] not in ("11.4b", "11.4d") or row[3] in triggers)
    ]
    assert keys(decisions(access)) == expected == in_run(access, run)
    assert bool(expected) == (role not in (Role.DISCIPLINE, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR))


def test_a_cadre_sees_what_concerns_themselves_and_no_proposal(register: Register) -> None:
    published()
    own = Decision.objects.filter(statement="11.5").first()
    assert own
    access = somebody(Role.CADRE, cadre=Cadre.objects.get(pk=own.subject))
    assert {row.subject for row in decisions(access).exclude(subject_kind__in=["team", "unit", "campaign"])} == {
        own.subject
    }
    assert not decisions(access).filter(statement__startswith="8").exclude(statement="8.4.4").exists()


def test_a_talk_that_is_held_leaves_no_trace_for_who_does_not_keep_holds(register: Register) -> None:
    published()
    trigger = TalkTrigger.objects.filter(
        kind="setback", hold_from=None, pk__in=Decision.objects.filter(statement="11.4b").values("item")
    ).first()
    assert trigger
    post = Appointment.objects.filter(cadre=trigger.cadre, kind="regular", end_on=None).first()
    assert post
    head = somebody(Role.UNIT_HEAD, unit=post.unit)
    assert decisions(head).filter(item=trigger.pk).exists()
    assert [row.item for e in explaining.explain(head, published(), "cadre", trigger.cadre_id, "11.4b").explained
            for row in e.rows].count(trigger.pk) == 1  # fmt: skip
    TalkTrigger.objects.filter(pk=trigger.pk).update(hold_from=date(2024, 6, 1))
    run = published()
    keeper = somebody(Role.CITY_CADRES)
    assert decisions(keeper).filter(item=trigger.pk).exists()
    assert not decisions(head).filter(item=trigger.pk).exists()
    told = explaining.explain(head, run, "cadre", trigger.cadre_id)
    assert trigger.pk not in told.text() and trigger.pk not in str(told.data())
    assert trigger.pk in str(explaining.explain(keeper, run, "cadre", trigger.cadre_id).data())


def test_an_explanation_is_of_the_run_not_of_today(register: Register) -> None:
    run = run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "45"}))
    run_publish(actor=CLERK, run=run)
    duty = Decision.objects.filter(statement="7.3", subject_kind="cadre").exclude(evidence="").first()
    assert duty
    access = somebody(Role.CITY_CADRES)
    told = explaining.explain(access, run, "cadre", duty.subject, "7.3").text()
    Cadre.objects.filter(pk=duty.subject).update(name="改了名")
    again = explaining.explain(access, run, "cadre", duty.subject, "7.3")
    assert again.text() == told and "45" in told and "改了名" not in told
    assert again.data()["statements"][0]["statement"] == "7.3"


def test_an_explanation_says_nothing_of_statements_columns_and_records_that_are_out_of_sight(
    register: Register,
) -> None:
    run = published()
    barred = Decision.objects.filter(statement="6.6", subject_kind="cadre").first()
    assert barred
    post = Appointment.objects.filter(cadre=barred.subject, kind="regular", end_on=None).first()
    assert post
    whole = explaining.explain(somebody(Role.CITY_CADRES), run, "cadre", barred.subject)
    part = explaining.explain(somebody(Role.UNIT_PERSONNEL, unit=post.unit), run, "cadre", barred.subject)
    assert "6.6" in {e.account.sentence for e in whole.explained}
    assert {e.account.sentence for e in part.explained} < {e.account.sentence for e in whole.explained}
    assert barred.item in str(whole.data()) and barred.item not in str(part.data()) and "6.6" not in part.text()
    with pytest.raises(Refused, match="没有这一条"):
        explaining.explain(part.access, run, "cadre", barred.subject, "6.6")  # type: ignore[attr-defined]


def test_the_reason_of_no_grade_is_told_only_to_who_may_see_it(register: Register) -> None:
    from jili.records.models import AnnualAssessment

    graded = AnnualAssessment.objects.filter(year=2023, grade="competent", annulled_on=None, cadre__left_on=None)
    post = Appointment.objects.filter(cadre__in=graded.values("cadre"), kind="regular", end_on=None).first()
    assert post
    AnnualAssessment.objects.filter(cadre=post.cadre, year=2023).update(grade="basic")
    AnnualAssessment.objects.filter(cadre=post.cadre, year=2022, annulled_on=None).update(
        grade="none", reason="case_open"
    )
    run = published()
    seen = [explaining.explain(who, run, "cadre", post.cadre_id) for who in
            (somebody(Role.CITY_CADRES), somebody(Role.UNIT_HEAD, unit=post.unit))]  # fmt: skip
    assert all("6.4" in {e.account.sentence for e in told.explained} for told in seen)
    assert ["立案" in told.text() for told in seen] == [True, False]


def test_four_who_ask_two_runs_at_a_time_are_each_told_their_own(register: Register) -> None:
    """A process keeps one engine: they take turns."""
    runs = [published(), run_make(actor=CLERK, day=DAY, readings=Readings.default().changed({"award_days": "45"}))]
    access = somebody(Role.CITY_CADRES)
    cadres = list(Decision.objects.filter(statement="7.3", subject_kind="cadre").values_list("subject", flat=True)[:3])
    asked = [(run, cadre) for cadre in cadres for run in runs]
    alone = [explaining.told(access, run, "cadre", cadre) for run, cadre in asked]

    def ask(about: tuple[Run, str]) -> Any:
        with everything():
            try:
                return explaining.told(access, about[0], "cadre", about[1])
            finally:
                connection.close()

    with ThreadPoolExecutor(4) as hands:
        assert list(hands.map(ask, asked)) == alone
    assert [said.sentence for said in alone[0].holding] and len({told.text() for told in alone}) == len(alone)


def test_what_holds_and_what_does_not_are_told_apart(register: Register) -> None:
    run = published()
    duty = Decision.objects.filter(statement="7.3", subject_kind="cadre").first()
    assert duty
    told = explaining.told(somebody(Role.CITY_CADRES), run, "cadre", duty.subject)
    assert "7.3" in {said.sentence for said in told.holding}
    assert set(told.statements) == {*told.holding, *told.not_holding}
    assert all(not any(line.outcome for line in said.lines) for said in told.not_holding)


def test_a_question_about_a_proposal_is_over_when_it_is_answered(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text asks the engine no more, which by then answers somebody else."""
    run = published()
    proposal = Decision.objects.filter(subject_kind="proposal").first()
    assert proposal
    told = explaining.explain(somebody(Role.CITY_CADRES), run, "proposal", proposal.subject)
    monkeypatch.setattr(told.session, "backend", None)
    assert told.text().startswith(f"拟任人选 {proposal.subject} ")


def test_the_records_that_made_a_difference_are_shown_to_whom_they_concern(register: Register) -> None:
    access = somebody(Role.COUNTY_OFFICE, unit=county())
    own, other = access.cadres().first(), Cadre.objects.exclude(pk__in=access.cadres().values("pk")).first()
    assert own and other

    def cause(table: str, key: str, column: str, near: bool = True) -> dict[str, Any]:
        return {"table": table, "key": key, "column": column, "old": "a", "new": "b", "near": near}

    mine, round_ = cause("cadres", own.pk, "name"), cause("assessment_rounds", "2023", "closed_on", near=False)
    far = [
        cause("cadres", other.pk, "name"),
        cause("cadres", own.pk, "name", near=False),
        cause("cadres", "gone", "name"),
    ]
    secret = cause("annual_assessments", "x", "reason")
    rows: list[dict[str, Any]] = [{"because": [mine, *far, round_, secret]}, {"because": None}]
    assert causes_in_sight(access, rows) == [[mine, round_], []]
    assert causes_in_sight(somebody(Role.CITY_CADRES), rows) == [[mine, *far, round_], []]


def test_subjects_out_of_scope_are_not_there(register: Register) -> None:
    run = published()
    access = somebody(Role.COUNTY_OFFICE, unit=county())
    other = Cadre.objects.exclude(pk__in=access.cadres().values("pk")).first()
    assert other
    for kind, id in (("cadre", other.pk), ("cadre", "nobody"), ("city", "city"), ("planet", "x")):
        with pytest.raises(NotThere):
            explaining.explain(access, run, kind, id)
    theirs = Decision.objects.filter(cadre=other.pk).first()
    if theirs:
        with pytest.raises(NotThere):
            access_decision(access, theirs.pk)
    own = decisions(access).first()
    assert own and access_decision(access, own.pk) == own


def test_who_came_after_the_run_is_not_known_to_it(register: Register) -> None:
    run = published()
    new = Cadre.objects.first()
    assert new
    new.pk, new.name = "NEW", "新来的"
    new.save(force_insert=True)
    with pytest.raises(Refused, match="台账里没有这个干部"):
        explaining.explain(somebody(Role.CITY_CADRES), run, "cadre", "NEW")


def test_runs_are_for_everybody_and_jobs_for_who_asked(register: Register) -> None:
    run = published()
    access = somebody(Role.CITY_CADRES)
    assert access_run(run.pk) == run
    with pytest.raises(NotThere):
        access_run("0" * 64)
    own = Job.objects.create(kind="run.make", actor=access.account.username, role=Role.CITY_CADRES)
    other = Job.objects.create(kind="run.make", actor="other", role=Role.CITY_CADRES)
    assert access_job(access, own.pk) == own
    with pytest.raises(NotThere):
        access_job(access, other.pk)


def test_the_place_of_a_decision_stays_when_another_run_is_published(register: Register) -> None:
    published()
    before = dict(Decision.objects.values_list("pk", "subject"))
    open_duty = Decision.objects.filter(outcome__in=["overdue", "missed"]).first()
    assert open_duty
    settlement_record(
        actor=CLERK, statement=open_duty.statement, subject_kind=open_duty.subject_kind, subject=open_duty.subject,
        item=open_duty.item, kind="justified", decided_on=DAY, document="1号", why="研究过",
    )  # fmt: skip
    published()
    assert dict(Decision.objects.values_list("pk", "subject")) == before
    assert Decision.objects.get(pk=open_duty.pk).outcome == "settled"


@pytest.mark.parametrize("role", [Role.CITY_CADRES, Role.COUNTY_OFFICE, Role.UNIT_HEAD, Role.LEADER, Role.DISCIPLINE])
def test_one_decision_and_those_about_one_subject_are_seen_as_among_all(register: Register, role: Role) -> None:
    published()
    city_wide = role in (Role.CITY_CADRES, Role.LEADER, Role.DISCIPLINE)
    access = somebody(role, unit=None if city_wide else county())
    seen = set(decisions(access).values_list("pk", flat=True))
    for pk in Decision.objects.values_list("pk", flat=True).order_by("pk")[::37]:
        if pk in seen:
            assert access_decision(access, pk).pk == pk
        else:
            with pytest.raises(NotThere):
                access_decision(access, pk)
    for kind in ("cadre", "team"):
        for subject in access.of(TABLES[kind]).values_list("pk", flat=True).order_by("pk")[:20]:
            about = {"cadre": subject} if kind == "cadre" else {"subject_kind": kind, "subject": subject}
            assert decisions_about(access, kind, subject) == list(
                decisions(access).filter(**about).order_by("statement", "item")
            )
