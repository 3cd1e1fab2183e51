"""The pages of what the Measures say: of the city of ``tests/decisions/conftest.py``, whose run is published. They only
read, so that one city serves all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jili.access.roles import Role, needs_unit
from jili.access.scope import Access
from jili.decisions.explaining import explain
from jili.decisions.models import Decision, Run, published
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.decisions.seen import decisions
from jili.policy.outcomes import NAMES
from jili.policy.program import articles
from jili.policy.sentences import TITLES
from jili.records import register
from jili.records.load import load_register
from jili.records.models import AnnualAssessment, Appointment, Cadre, Team, Unit, held_on
from jili.web import home
from jili.web.boards import of_board
from jili.web.ledgers.ledgers import LEDGERS
from jili.web.rounds import last_round
from tests.access import cast
from tests.access.canary import read
from tests.access.conftest import as_if_committed
from tests.decisions.conftest import CLERK, DAY, city
from tests.web.conftest import person

__all__ = ["city"]
pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture(scope="module")
def run(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any, city: Any) -> Iterator[Run]:
    home: Path = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), override_settings(HOME=home), transaction.atomic():
        load_register(city)
        with pytest.MonkeyPatch.context() as patch:  # what is not committed is read by the connection that wrote it
            patch.setattr(register, "read", read)
            made = run_make(actor=CLERK, day=DAY)
        run_publish(actor=CLERK, run=made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def clerk(run: Run) -> Client:
    return cast.client(person("clerk"))


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    inner = re.sub(r"<(script|style)\b.*?</\1>", "", text(answer), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", inner).split())


def restricted() -> Decision:
    found = Decision.objects.filter(effect="restriction", subject_kind="cadre").order_by("pk").first()
    assert found
    return found


def named(route: str) -> str:
    """An address of a page; of a thing the one of which most is said."""
    unit = Unit.objects.filter(kind="county").order_by("pk")[0]
    things = {
        **dict.fromkeys(("cadre", "cadre-reason", "cadre-day", "cadre-history"), restricted().subject),
        "unit": unit.pk, "team": Team.objects.filter(unit=unit).order_by("pk")[0].pk,
    }  # fmt: skip
    address = reverse(route, args=[things[route]] if route in things else [])
    return f"{address}?on=2023-06-30" if route == "cadre-day" else address


@pytest.mark.parametrize(
    "route",
    ["home", "cadres", "cadre", "cadre-reason", "cadre-day", "cadre-history", "units", "unit", "team", "decisions",
     "settlements", "changed", "measures", "city", *(one.route for one in LEDGERS)],
)  # fmt: skip
def test_a_page_asks_the_database_little_and_is_small(clerk: Client, route: str) -> None:
    answer, own = asking(clerk, named(route))
    assert answer.status_code == 200 and len(answer.content) < 300_000
    assert len(own) <= MOST_QUERIES, own


def asking(browser: Client, address: str) -> tuple[Any, list[str]]:
    """A page, and what it asks the database besides who asks for it."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    of_asking = r"session|account|totp|set_config|SAVEPOINT|advisory|access_grant|access_event|access_log|lastchange"
    return answer, [one["sql"] for one in asked if not re.search(of_asking, one["sql"])]


FIRST_SCREENS = {
    Role.CITY_CADRES: ["本月三件事", "受限台账", "逾期", "30 天内到期"],
    Role.COUNTY_OFFICE: ["本月三件事", "受限台账", "逾期", "30 天内到期"],
    Role.CITY_ASSESSMENT: ["2024年度考核进度", "名额、位次和认定", "疑似,等研判认定", "逾期"],
    Role.UNIT_PERSONNEL: ["待填清单", "逾期"],
    Role.UNIT_HEAD: ["本单位班子", "我该谈谁", "逾期", "30 天内到期", "受限台账"],
    Role.LEADER: ["须写明理由的事项"],
}
"""Role → the headings of its first screen, as ``product.md`` has them."""


@pytest.mark.parametrize("role", FIRST_SCREENS)
def test_the_first_screen_of_a_role_begins_with_what_it_is_there_for(clerk: Client, role: Role) -> None:
    unit = Unit.objects.filter(kind="county").order_by("pk")[0] if needs_unit(role) else None
    browser = cast.client(person("first", role, unit=unit))
    assert re.findall(r"<h2[^>]*>\s*([^<]+?)\s*<", text(browser.get("/"))) == FIRST_SCREENS[role]
    with as_if_committed():
        browser.get("/")
        _, again = asking(browser, "/")
    assert len(again) <= MOST_QUERIES, again


def test_a_line_of_the_workbench_leads_to_its_person_reason_and_settlement(clerk: Client, run: Run) -> None:
    page = text(clerk.get("/"))
    access = Access.for_account(person("second"), timezone.localdate())
    overdue = next(row for row in of_board(decisions(access), run, "overdue") if row.subject_kind == "cadre")
    for link in (
        reverse("cadre", args=[overdue.subject]),
        f"{reverse('cadre-reason', args=[overdue.subject])}?statement={overdue.statement}",
        reverse("decision-settle", args=[overdue.pk]),
    ):
        assert link in page


@pytest.mark.parametrize("most", [3, 10])
def test_a_leader_is_shown_a_few_items_each_with_the_words_of_the_measures(
    clerk: Client, run: Run, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.SHOWN == 10
    monkeypatch.setattr(home, "SHOWN", most)
    page = words(cast.client(person("first", Role.LEADER)).get("/"))
    access = Access.for_account(person("second", Role.LEADER), timezone.localdate())
    rows = list(of_board(decisions(access), run, "justify"))
    passages = {one.id: one.text for _, _, own in articles() for one in own}
    assert 3 < len(rows) < 10 and page.count("须写明的理由") == min(most, len(rows))
    assert [row for row in rows[:most] if f"{passages[row.statement]} ({row.statement})" not in page] == []


def test_how_far_a_round_has_come_is_counted_place_by_place(clerk: Client) -> None:
    access = Access.for_account(person("second", Role.CITY_ASSESSMENT), timezone.localdate())
    found = last_round(access)
    assert found
    posts = Appointment.objects.filter(held_on(access.day), kind="regular")
    known = AnnualAssessment.objects.filter(year=found.year, decided_on__lte=access.day).exclude(
        annulled_on__lte=access.day
    )
    homes: dict[str, str] = {}
    for cadre, unit in posts.values_list("cadre", "unit").order_by("-unit"):
        homes[cadre] = unit
    given = dict(known.values_list("cadre", "grade"))
    county = Unit.objects.filter(kind="county").order_by("pk")[0]
    paths = dict(Unit.objects.values_list("pk", "path"))
    here = [cadre for cadre, unit in homes.items() if paths[unit].startswith(county.path)]
    (one,) = (place for place in found.places if place.unit == county)
    assert (one.people, one.graded, one.excellent, one.unrecorded) == (
        len(here),
        sum(cadre in given for cadre in here),
        sum(given.get(cadre) == "excellent" for cadre in here),
        sum(cadre not in given for cadre in here),
    )
    assert (found.whole.people, found.whole.graded) == (len(homes), len(homes.keys() & given.keys()))


def test_a_list_holds_what_it_says_and_narrows_by_name_and_sentence(clerk: Client) -> None:
    found = restricted()
    name = Cadre.objects.get(pk=found.subject).name
    count = Decision.objects.filter(effect="restriction", ends_on__gt=published().day).count()  # type: ignore[union-attr]
    assert f"共 {count} 条" in words(clerk.get("/decisions/", {"board": "restricted"}))
    assert name in words(clerk.get("/decisions/", {"board": "all", "q": name, "statement": found.statement}))
    assert "没有这样的事项" in words(clerk.get("/decisions/", {"q": "没有这个人"}))


def test_the_page_of_a_cadre_says_what_holds_until_when_and_its_reasons_are_those_of_the_command(clerk: Client) -> None:
    found = restricted()
    page = words(clerk.get(reverse("cadre", args=[found.subject])))
    assert TITLES[found.statement] in page and "解除" in page
    access = Access.for_account(person("second"), timezone.localdate())
    run = published()
    assert run
    reasons = explain(access, run, "cadre", found.subject, found.statement).told()
    shown = words(clerk.get(f"{reverse('cadre-reason', args=[found.subject])}?statement={found.statement}"))
    for said in reasons.statements:
        for line in said.lines:
            for piece in (said.quote, line.conclusion, *(of for _, of in line.conditions), *line.evidence, *line.readings,
                          *line.promises):  # fmt: skip
                assert " ".join(piece.split()) in shown


def test_why_not_is_answered_too_and_as_a_part_of_the_page_where_scripts_run(clerk: Client) -> None:
    cadre = restricted().subject
    said = {row.statement for row in Decision.objects.filter(cadre=cadre)}
    statement = next(one for one in ("4.2", "9.2", "10.2") if one not in said)
    address = f"{reverse('cadre-reason', args=[cadre])}?statement={statement}"
    whole, part = text(clerk.get(address)), text(clerk.get(address, headers={"HX-Request": "true"}))
    assert "<html" in whole and "<html" not in part
    assert "没有结论" in part


def test_another_day_is_answered_by_what_was_known_on_it(clerk: Client) -> None:
    found = restricted()
    assert found.ends_on
    address = reverse("cadre-day", args=[found.subject])
    on, after = (words(clerk.get(address, {"on": str(day)})) for day in (found.starts_on, found.ends_on))
    barred = f"{NAMES[found.outcome]},自"
    assert barred in on and barred not in after


def test_a_day_that_is_none_is_refused_beside_its_field(clerk: Client) -> None:
    assert "输入一个有效的日期" in words(
        clerk.get(reverse("cadre-day", args=[restricted().subject]), {"on": "2024-02-30"})
    )


def test_units_teams_and_the_city_are_shown_with_what_is_open(clerk: Client) -> None:
    unit = Unit.objects.filter(kind="county").order_by("pk")[0]
    team = Team.objects.filter(unit=unit).order_by("pk")[0]
    assert unit.name in words(clerk.get("/units/", {"q": unit.name}))
    page = text(clerk.get(reverse("unit", args=[unit.pk])))
    assert team.name in page and reverse("team", args=[team.pk]) in page
    assert "成员" in words(clerk.get(reverse("team", args=[team.pk])))
    assert unit.name in words(clerk.get("/city/"))


def test_the_text_stands_as_printed_and_a_sentence_opens_its_rule_its_readings_and_its_count(clerk: Client) -> None:
    page = words(clerk.get("/measures/"))
    printed = "对年度综合考核评为“基本称职”等次的干部,一年内不得晋升职务;"
    count = Decision.objects.filter(statement="6.4").count()
    assert printed in page and f"现有 {count} 条" in page
    rule = words(clerk.get("/measures/6.4/"))
    assert printed in rule and "自审定之日起未满一年" in rule and "口径" in rule
    assert "这一句本身不产生结论" in words(clerk.get("/measures/6.1/"))
    assert clerk.get("/measures/99/").status_code == 404


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.route)
def test_a_ledger_lists_its_sentences_and_the_records_of_its_tables(clerk: Client, ledger: Any) -> None:
    page = words(clerk.get(reverse(ledger.route)))
    assert [one for one in ledger.statements if f"{one} {TITLES[one]}" not in page] == []
    for table in ledger.tables:
        assert clerk.get(reverse(ledger.route), {"table": table, "q": "王", "year": "2023"}).status_code == 200
        answer, own = asking(clerk, f"{reverse(ledger.route)}?table={table}")
        assert " object (" not in text(answer) and len(own) <= MOST_QUERIES


def test_the_three_administrators_see_no_list_and_no_decision(run: Run) -> None:
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        browser = cast.client(person(role, role))
        assert [browser.get(address).status_code for address in ("/decisions/", "/units/", "/measures/", "/city/")] == [
            404
        ] * 4


def test_whoever_has_a_page_of_their_own_comes_to_it_first(run: Run) -> None:
    cadre = restricted().subject
    own = cast.account("own", Role.CADRE, cadre_id=cadre)
    browser = cast.client(own)
    assert browser.get("/")["Location"] == "/mine/"
    assert Cadre.objects.get(pk=cadre).name in words(browser.get("/mine/"))
    assert "看另一天" in words(browser.get("/mine/"))
