"""Nobody comes upon what they may not know: not in any page, file, header, log line or explanation, nor by asking for
it, nor by comparing. Pages remember answers for one another (``jili.access.remembered``) as they do when served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import override_settings

from jili.access import scope
from jili.access.classes import COLUMNS
from jili.access.scope import Access
from jili.decisions import explaining, seen
from jili.decisions.lineage import kind_needs
from jili.records.models import Cadre
from tests.access import twins
from tests.access.canary import ADMINISTRATORS, EVERYBODY, PARAMETERS, TEXT, City
from tests.access.conftest import as_if_committed
from tests.access.permitted import BUSINESS, CADRES, HEAD, PERSONNEL
from tests.access.size import SAMPLE

pytestmark = pytest.mark.django_db
NOTHING = "zq.nothing."
LOWERED = {"11.4b", "11.4d"}
"""Sentences of which some see the rows that are not held."""


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    home: Path = tmp_path_factory.mktemp("canary")
    with (
        django_db_blocker.unblock(),
        override_settings(HOME=home, SESSION_IDLE_SECONDS=86_400),
        transaction.atomic(),
    ):
        city = City.build()
        with as_if_committed():
            yield city
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_comes_upon_a_mark_that_they_may_not_know(city: City, role: str) -> None:
    answers = city.answers(role)
    assert city.hits(role, answers) == []
    failed = [str(asked) for asked, answer in answers.items() if answer.startswith("5")]
    assert set(failed) <= {"GET /health/"}  # which says so: no worker of the queue is there


def test_the_crawl_comes_upon_every_mark_that_a_page_shows(city: City) -> None:
    """What no page shows is not put to the test."""
    everything = "\n".join(city.answers(CADRES).values())
    assert {(mark.table, mark.column) for mark in city.marks if mark.text not in everything} == {
        ("dossiers", "id_number_cipher"),
        ("family_members", "unknown_tags"),
        ("settlements", "document"),
        ("settlements", "settlement_id"),
    }


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_log_says_nothing_of_anybody(city: City, role: str) -> None:
    city.answers(role)
    assert city.logged[role] or role in ADMINISTRATORS  # that something was not found, without what
    assert [line for line in city.logged[role] for mark in city.marks if mark.text in line] == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_asking_for_what_is_hidden_is_answered_like_asking_for_nothing(city: City, role: str) -> None:
    city.answers(role)
    hidden = sorted(mark.text for mark in city.marks if not city.may_know(role, mark))[:: 120 if SAMPLE else 24]
    for asked in [asked for asked in city.answers(role) if "?" not in asked.address and not asked.posts]:
        for name in (name for name in city.noticed.get(asked.route, ()) if PARAMETERS[name] is TEXT):
            said = {text: unsaid(city.asked_for(role, asked, name, text), text) for text in (NOTHING, *hidden)}
            assert {text: answer for text, answer in said.items() if answer != said[NOTHING]} == {}


def unsaid(answer: str, text: str) -> str:
    """An answer without the text that was asked for, which a page may repeat."""
    return answer.replace(text, "…").replace(quote(text), "…")


@pytest.mark.parametrize("role", [role for roles in twins.ALIKE for role in roles[: 1 if SAMPLE else None]])
def test_nobody_tells_the_city_from_one_without_what_they_may_not_see(city: City, role: str) -> None:
    city.answers(role)
    with twins.twin(city, role):
        assert twins.told_apart(city, role) == []


@pytest.mark.parametrize("role", sorted(BUSINESS))
def test_what_somebody_is_told_of_a_subject_is_what_the_command_says_word_for_word(city: City, role: str) -> None:
    """But for statements, rows and records that they may not see."""
    whole = {name: reasons.told() for name, reasons in city.reasons(CADRES).items()}
    for name, reasons in city.reasons(role).items():
        part = reasons.told()
        assert (part.title, part.day) == (whole[name].title, whole[name].day)
        told = {(said.sentence, said.quote, said.of, without_records(line)) for said in whole[name].statements
                for line in said.lines}  # fmt: skip
        for said in part.statements:
            mine = [(said.sentence, said.quote, said.of, without_records(line)) for line in said.lines]
            theirs = [of for of in told if of[:3] == (said.sentence, said.quote, said.of)]
            assert set(mine) <= told
            assert said.sentence in LOWERED or len(mine) == len(theirs)


def without_records(line: Any) -> Any:
    return replace(line, evidence=())


CONTROLS: dict[str, tuple[str, str, Any, str, Any]] = {
    "classes of columns": (PERSONNEL, "cadre", Access, "columns", lambda _, of: [c for t, c in COLUMNS if t == of]),
    "signs and held talks": ("county_office", "cadre", scope, "unseen", lambda *_: Q(pk__in=[])),
    "the scope": (PERSONNEL, "cadres", Access, "cadres", lambda _: Cadre.objects.all()),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_without_one_of_the_checks_the_crawl_finds_it(
    city: City, control: str, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    role, route, *removed = CONTROLS[control]
    monkeypatch.setattr(*removed)
    assert city.hits(role, {asked: city.ask(role, asked) for asked in city.requests(role) if asked.route == route})


def test_without_the_classes_of_decisions_a_twin_is_told_apart(
    city: City, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    asked = next(asked for asked in city.requests(PERSONNEL) if asked.route == "settlements")
    monkeypatch.setattr(seen, "seen_kinds", lambda _: list(kind_needs()))
    before = city.ask(PERSONNEL, asked)
    with twins.twin(city, PERSONNEL):
        assert city.ask(PERSONNEL, asked) != before


def test_without_their_filter_decisions_betray_a_held_talk(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def held() -> bool:
        return any(".held." in row.item for row in seen.decisions(city.access(HEAD)))

    assert not held()
    monkeypatch.setattr(seen, "_by_sight", lambda _: [])
    assert held()


def test_without_its_filter_an_explanation_betrays_a_held_talk(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining._Seen, "_in_sight", lambda _, explained: explained)
    monkeypatch.setattr(explaining, "records_in_sight", lambda _, references: set(references))
    assert any(".held." in said for said in city.explained(HEAD).values())
