"""The walls inside the database hold when the application has forgotten its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from jili.access import log, walls
from jili.access.actor import Actor
from jili.access.classes import COLUMNS, Level
from jili.access.models import EventDetail
from jili.access.roles import Role
from jili.access.scope import Access
from jili.records import models
from jili.records.sight import NOTHING, seeing
from tests.access import cast

ABOUT_CADRES = {
    "annual_assessments", "finding_cadres", "proposals", "composite_scores", "talent_reviews", "talk_triggers", "talks",
    "talk_covers", "hardships", "visits", "hardship_requests", "settlements", "dossiers", "family_members",
}  # fmt: skip
SELECTION = {"proposals", "vacancies"}
REVIEWS = {"talent_reviews", "composite_scores"}
TALKS = {"talks", "talk_triggers", "talk_covers"}
FAMILIES = {"hardships", "visits", "hardship_requests"}
FINDINGS = {"findings", "finding_cadres"}
USUAL = {"annual_assessments", "team_assessments", "settlements", "dossiers"}
TABLES = ABOUT_CADRES | {"team_assessments", "findings", "vacancies"}

BESIDE = {"access_eventdetail", "decisions_decision", "decisions_decisionchange", "decisions_settlementproposal"}
"""Sensitive tables that are no records."""

SEEN = {
    Role.CITY_CADRES: TABLES,
    Role.CITY_ASSESSMENT: {*USUAL, *FINDINGS, "composite_scores"},
    Role.COUNTY_OFFICE: TABLES,
    Role.UNIT_PERSONNEL: {*USUAL, *FAMILIES, "family_members"},
    Role.UNIT_HEAD: {*USUAL, *FAMILIES, *TALKS, *FINDINGS},
    Role.CADRE: {*USUAL, *FAMILIES, "talks", "family_members"},
    Role.LEADER: TABLES,
    Role.DISCIPLINE: SELECTION,
    Role.SYSTEM_ADMIN: set(),
    Role.SECURITY_ADMIN: set(),
    Role.AUDITOR: set(),
}
EVERYBODY = {f"{unit}-{who}" for unit in cast.UNITS for who in ("head", "staff")} | {cast.MOVED}
UNDER = {unit: {f"{unit}-head", f"{unit}-staff"} for unit in cast.UNITS}
WHOSE = {
    Role.COUNTY_OFFICE: UNDER["A"] | UNDER["AD"] | UNDER["AS"] | UNDER["AT"],
    Role.UNIT_PERSONNEL: UNDER["AD"] | UNDER["AS"],
    Role.UNIT_HEAD: UNDER["AD"] | UNDER["AS"],
    Role.CADRE: {cast.SELF},
}
WHERE = {
    Role.COUNTY_OFFICE: {"A", "AD", "AS", "AT"},
    Role.UNIT_PERSONNEL: {"AD", "AS"},
    Role.UNIT_HEAD: {"AD", "AS"},
    Role.CADRE: {"AD"},
}


def fill() -> None:
    """A row of every sensitive table for every unit and every cadre, who is named in its key."""
    day = cast.today()
    for unit in cast.UNITS:
        models.Vacancy.objects.create(vacancy_id=unit, unit_id=unit, title="某职", rank=3, chief=False)
        models.TeamAssessment.objects.create(
            assessment_id=unit,
            team_id=f"T-{unit}",
            year=2025,
            grade="good",
            group="一",
            rank=1,
            group_size=3,
            decided_on=day,
        )
        models.Finding.objects.create(finding_id=unit, kind="target_unmet", team_id=f"T-{unit}", decided_on=day)
    for who in EVERYBODY:
        own = {"cadre_id": who}
        models.AnnualAssessment.objects.create(
            assessment_id=who, year=2025, grade="none", reason="case_open", decided_on=day, **own
        )
        models.FindingCadre.objects.create(finding_id=_home(who), **own)
        models.Proposal.objects.create(
            proposal_id=who, vacancy_id=_home(who), action="promote", required_years=2, tier=1, special_need=False,
            selected=False, **own,
        )  # fmt: skip
        models.CompositeScore.objects.create(year=2025, target_score=1, party_score=1, work_score=1, **own)
        models.TalentReview.objects.create(
            review_id=who, reviewed_on=day, quality=True, potential=True, performance=True, recognition=True, **own
        )
        models.TalkTrigger.objects.create(trigger_id=who, kind="sign", occurred_on=day, **own)
        models.Talk.objects.create(talk_id=who, held_on=day, **own)
        models.TalkCover.objects.create(talk_id=who, trigger=who)
        models.Hardship.objects.create(hardship_id=who, opened_on=day, **own)
        models.Visit.objects.create(visit_id=who, hardship_id=who, visited_on=day)
        models.HardshipRequest.objects.create(request_id=who, hardship_id=who, kind="comfort", raised_on=day)
        models.Settlement.objects.create(
            settlement_id=who, statement="11.5", subject_kind="cadre", subject=who, item="", kind="justified",
            decided_on=day, document="文",
        )  # fmt: skip
        models.Dossier.objects.create(resume="简历", **own)
        models.FamilyMember.objects.create(dossier_id=who, place=1, name="某")


def _home(who: str) -> str:
    return "BT" if who == cast.MOVED else who.partition("-")[0]


OWNER = {
    **dict.fromkeys(ABOUT_CADRES, "cadre_id"), "talk_covers": "talk_id", "visits": "hardship_id",
    "hardship_requests": "hardship_id", "settlements": "subject", "family_members": "dossier_id",
    "team_assessments": "assessment_id", "findings": "finding_id", "vacancies": "vacancy_id",
}  # fmt: skip


def without_filters() -> dict[str, set[str]]:
    """Every table and its history as plain SQL finds them: table → about whom or which unit."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table, name in walls.tables_behind().items():
            if name in OWNER:
                cursor.execute(f'SELECT "{OWNER[name]}" FROM "{table}"')
                found[table] = {key for (key,) in cursor.fetchall()}
    return found


def wanted(role: Role) -> dict[str, set[str]]:
    whose, where = WHOSE.get(role, EVERYBODY), WHERE.get(role, set(cast.UNITS))
    return {
        table: (whose if name in ABOUT_CADRES else where) if name in SEEN[role] else set()
        for table, name in walls.tables_behind().items()
        if name in OWNER
    }


@contextmanager
def as_owner() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield cursor
        cursor.execute("SET ROLE jili_app")


def test_every_table_with_a_sensitive_column_is_behind_a_wall() -> None:
    sensitive = {table for (table, _), (_, level) in COLUMNS.items() if level >= Level.SENSITIVE}
    assert sensitive <= walls.WALLS.keys()
    assert walls.WALLS.keys() - BESIDE == TABLES


@pytest.mark.postgresql
@pytest.mark.django_db
def test_every_wall_binds_the_owner_too_and_has_its_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relrowsecurity AND relforcerowsecurity AND polcmd = '*'"
        )
        assert {name for (name,) in cursor.fetchall()} == walls.tables_behind().keys()
    assert len(walls.tables_behind()) == 2 * len(TABLES) + len(BESIDE)


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_forgotten_filter_shows_no_row_out_of_scope(role: Role) -> None:
    cast.city()
    fill()
    access = Access.for_account(cast.people()[role], cast.today())
    with walls.entered(access):
        assert without_filters() == wanted(role)
    assert without_filters() == wanted(Role.CITY_CADRES)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_without_the_wall_the_same_queries_leak() -> None:
    cast.city()
    fill()
    access = Access.for_account(cast.people()[Role.AUDITOR], cast.today())
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in walls.tables_behind():
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    with walls.entered(access):
        assert without_filters() == wanted(Role.CITY_CADRES)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_nothing_is_seen_by_who_is_not_signed_in_and_by_who_holds_no_role() -> None:
    cast.city()
    fill()
    for access in (None, Access.for_account(cast.account("nobody"), cast.today())):
        with walls.entered(access):
            assert not any(without_filters().values())


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_grant_up_to_a_rank_shows_nobody_above_it() -> None:
    cast.city()
    fill()
    account = cast.account("科")
    cast.grant(account, Role.COUNTY_OFFICE, "A", up_to_rank=2)
    with walls.entered(Access.for_account(account, cast.today())):
        assert without_filters()["talks"] == {f"{unit}-staff" for unit in ("A", "AD", "AS", "AT")}


SUBJECTS = [
    ("cadre", "AD-staff"), ("cadre", "BT-staff"), ("unit", "AD"), ("unit", "BT"), ("team", "T-AD"), ("team", "T-BT"),
    ("vacancy", "AD"), ("vacancy", "BT"), ("proposal", "AD-staff"), ("proposal", "BT-staff"), ("campaign", "K"),
    ("city", "city"),
]  # fmt: skip
ABOUT_AD = {"cadre:AD-staff", "unit:AD", "team:T-AD", "campaign:K"}


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.CITY_CADRES, {f"{kind}:{subject}" for kind, subject in SUBJECTS}),
        (Role.COUNTY_OFFICE, ABOUT_AD | {"vacancy:AD", "proposal:AD-staff"}),
        (Role.UNIT_HEAD, ABOUT_AD),
        (Role.CADRE, ABOUT_AD),
        (Role.AUDITOR, set()),
    ],
)
def test_decisions_and_proposed_settlements_are_behind_the_wall_of_their_subjects(role: Role, seen: set[str]) -> None:
    cast.city()
    fill()
    models.Campaign.objects.create(campaign_id="K", name="攻坚", kind="battle", start_on=cast.today())
    with connection.cursor() as cursor:
        for number, subject in enumerate(SUBJECTS):
            cursor.execute(
                "INSERT INTO decisions_decision (id, statement, effect, subject_kind, subject, item, outcome, evidence,"
                " unit, unit_path, cadre, level) VALUES (%s, '1', 'duty', %s, %s, '', 'x', '', '', '', '', 1)",
                [number, *subject],
            )
            cursor.execute(
                "INSERT INTO decisions_settlementproposal (statement, subject_kind, subject, item, kind, decided_on,"
                " document, why, state, proposed_by, proposed_at, decided_by, why_declined)"
                " VALUES ('1', %s, %s, '', 'justified', now(), '', '', 'proposed', '', now(), '', '')",
                subject,
            )
    with walls.entered(Access.for_account(cast.people()[role], cast.today())), connection.cursor() as cursor:
        for table in ("decisions_decision", "decisions_settlementproposal"):
            cursor.execute(f"SELECT subject_kind || ':' || subject FROM {table}")
            assert {subject for (subject,) in cursor.fetchall()} == seen


@pytest.mark.postgresql
@pytest.mark.django_db
def test_rows_out_of_sight_can_neither_be_made_nor_changed_nor_removed() -> None:
    cast.city()
    fill()
    access = Access.for_account(cast.people()[Role.UNIT_HEAD], cast.today())
    with walls.entered(access):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            models.Talk.objects.create(talk_id="new", cadre_id="BT-staff", held_on=cast.today())
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            models.Talk.objects.filter(pk="AD-staff").update(cadre_id="BT-staff")
        assert models.Talk.objects.filter(pk="BT-staff").update(version=9) == 0
        assert models.TalkCover.objects.filter(talk_id="BT-staff").delete() == (0, {})
        models.Talk.objects.create(talk_id="new", cadre_id="AS-staff", held_on=cast.today())
    assert models.Talk.objects.get(pk="new").cadre_id == "AS-staff"


@pytest.mark.postgresql
@pytest.mark.django_db
def test_what_events_say_of_persons_is_written_by_all_and_read_by_none_but_the_system() -> None:
    with seeing(NOTHING), transaction.atomic():
        log.append(actor=Actor.system("试"), kind="talks.change", subject="talks:1", details={"held_on": "2025-01-01"})
        assert not EventDetail.objects.exists()
    assert EventDetail.objects.count() == 1


@pytest.mark.django_db
def test_the_log_is_only_added_to() -> None:
    with transaction.atomic():
        log.append(actor=Actor.system("试"), kind="a.b", subject="c:1", details={"was": "甲"})
        log.append(actor=Actor.system("试"), kind="a.b", subject="c:2")
    changes = [
        "UPDATE access_event SET why = 'x'", "DELETE FROM access_event", "UPDATE access_lognode SET level = 3",
        "DELETE FROM access_lognode", "UPDATE access_checkpoint SET size = 1", "DELETE FROM access_checkpoint",
        "UPDATE access_eventdetail SET value = '1'",
    ]  # fmt: skip
    for table in ("access_event", "access_lognode", "access_eventdetail"):
        assert _count(table)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO access_checkpoint (size, root, note, made_at) VALUES (1, 'a', 'b', '2025-01-01')")
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.django_db
def test_what_an_event_says_of_a_person_can_lawfully_be_removed() -> None:
    with transaction.atomic():
        event = log.append(actor=Actor.system("试"), kind="a.b", subject="c:1", details={"was": "甲", "is": "乙"})
    EventDetail.objects.filter(event=event, name="was").delete()
    assert list(EventDetail.objects.values_list("name", "value")) == [("is", "乙")]


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("table", walls.REFUSED)
def test_neither_the_application_nor_an_unprepared_owner_changes_the_log(table: str) -> None:
    for change in (
        f"TRUNCATE {table}", f"ALTER TABLE {table} DISABLE TRIGGER log_refuse", f"DROP TRIGGER log_refuse ON {table}",
        f"ALTER TABLE {table} ADD note text", f"DROP TABLE {table}", f"UPDATE {table} SET id = id",
        "SET session_replication_role = replica", "DROP FUNCTION log_refuse() CASCADE",
        f"GRANT UPDATE ON {table} TO jili_app", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
            if change.startswith("GRANT"):  # only a warning
                cursor.execute(f"UPDATE {table} SET ctid = ctid")
    with as_owner() as cursor:
        for change in (f"TRUNCATE {table}", *(f"{verb} {table}" for verb in ("DELETE FROM",) if "detail" not in table)):
            with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
                cursor.execute(change)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_application_owns_nothing_and_works_with_tables_that_come_later() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'jili_app'::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT has_schema_privilege('public', 'CREATE'), has_table_privilege('django_migrations', 'INSERT')"
        )
        assert cursor.fetchone() == (False, False)
    with as_owner() as cursor:
        cursor.execute("CREATE TABLE later (id serial PRIMARY KEY, word text)")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO later (word) VALUES ('甲'); UPDATE later SET word = '乙'; DELETE FROM later")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_role_that_is_missing_is_named_with_what_to_do(settings: Any) -> None:
    settings.APP_ROLE = "jili_nobody"
    with pytest.raises(ImproperlyConfigured, match="CREATE ROLE jili_nobody LOGIN"), as_owner():
        walls.walls_raise()


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
