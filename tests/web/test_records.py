"""The pages of records: what is sensitive after a purpose, what is changed not over somebody else's change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from jili.access.models import Event
from jili.access.roles import Role
from jili.records import models
from tests.access import cast
from tests.access.cast import SELF, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers() -> dict[str, Client]:
    cast.city()
    models.Hardship.objects.create(hardship_id="H", cadre_id=SELF, opened_on=date(2023, 4, 5))
    models.AnnualAssessment.objects.create(
        assessment_id="N", cadre_id=SELF, year=2024, grade="none", reason="case_open", decided_on=date(2025, 3, 1)
    )
    models.Leave.objects.create(cadre_id=SELF, year=2024, taken_days=5)
    return {str(role): cast.client(account) for role, account in cast.people().items()}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def leave() -> models.Leave:
    return models.Leave.objects.get()


def save(browser: Client, version: int = 1, **given: Any) -> Any:
    values = {"version": version, "why": "更正", "year": 2024, "taken_days": "5.0", **given}
    return browser.post(f"/records/leave/{leave().pk}/", values)


def test_the_list_is_searched_by_name_and_unit_within_the_scope(browsers: dict[str, Client]) -> None:
    page = text(browsers["unit_head"].get("/cadres/", {"q": "水库"}))
    assert "柳AS员" in page and "柳AD员" not in page
    assert "没有找到干部" in text(browsers["unit_head"].get("/cadres/", {"q": "柳BT"}))
    assert "柳BT员" in text(browsers["city_cadres"].get("/cadres/", {"q": "柳BT"}))


def test_what_is_sensitive_is_shown_after_a_purpose_which_is_an_event(browsers: dict[str, Client]) -> None:
    browser = browsers["city_cadres"]
    assert "2023-04-05" not in text(browser.get(f"/cadres/{SELF}/"))
    assert "2023-04-05" not in text(browser.post(f"/cadres/{SELF}/", {"purpose": " "}))
    assert not Event.objects.exists()
    page = text(browser.post(f"/cadres/{SELF}/", {"purpose": "春节走访"}))
    assert "2023-04-05" in page and "立案未结" in page
    event = Event.objects.get()
    assert (event.kind, event.subject, event.purpose) == ("cadres.read", f"cadres:{SELF}", "春节走访")


@pytest.mark.parametrize(
    ("role", "hardship", "case"),
    [
        ("city_cadres", True, True), ("county_office", True, False), ("unit_personnel", True, False), ("leader", True, False),
        ("unit_head", True, False), ("cadre", True, False), ("city_assessment", False, False),
    ],
)  # fmt: skip
def test_a_purpose_opens_no_more_than_the_roles_classes(
    browsers: dict[str, Client], role: str, hardship: bool, case: bool
) -> None:
    page = text(browsers[role].post(f"/cadres/{SELF}/", {"purpose": "核对"}))
    assert ("2023-04-05" in page, "立案未结" in page) == (hardship, case)


def test_a_unit_shows_what_is_below_it(browsers: dict[str, Client]) -> None:
    page = text(browsers["county_office"].get("/units/A/"))
    assert "甲县水利局" in page and "甲县清河镇" in page and "乙县" not in page


def test_a_record_is_changed_with_a_reason(browsers: dict[str, Client]) -> None:
    answer = save(browsers["unit_personnel"], taken_days="7.5")
    assert answer["Location"] == f"/cadres/{SELF}/"
    assert (leave().taken_days, leave().version) == (7.5, 2)
    event = Event.objects.get(kind="leave.change")
    assert (event.actor, event.role, event.why) == ("of-unit_personnel", "unit_personnel", "更正")


def test_a_stale_save_is_refused_and_both_versions_are_shown(browsers: dict[str, Client]) -> None:
    save(browsers["city_cadres"], taken_days="7.5")
    answer = save(browsers["unit_personnel"], taken_days="9.0")
    page = text(answer)
    assert answer.status_code == 200 and leave().taken_days == 7.5
    assert "别人已更改了这条记录" in page
    assert '<th scope="row">已休天数</th><td>9.0</td><td>7.5</td>' in page
    assert 'name="version" value="2"' in page and 'value="9.0"' in page
    save(browsers["unit_personnel"], version=2, taken_days="9.0")
    assert leave().taken_days == 9


def test_saving_what_was_removed_meanwhile_says_so(browsers: dict[str, Client]) -> None:
    pk = leave().pk
    browsers["city_cadres"].post(f"/records/leave/{pk}/remove/", {"version": 1, "why": "误录"})
    assert browsers["unit_personnel"].post(f"/records/leave/{pk}/", {"version": 1}).status_code == 404
    assert models.Leave.history.filter(history_type="-").count() == 1


def test_what_is_wrong_is_said_at_the_field(browsers: dict[str, Client]) -> None:
    browser = browsers["city_cadres"]
    assert "输入一个数" in text(save(browser, taken_days="许多"))
    given = {
        "version": 1,
        "why": "x",
        "year": 2024,
        "grade": "excellent",
        "reason": "case_open",
        "decided_on": "2025-03-01",
    }
    page = text(browser.post("/records/annual_assessments/N/", given))
    assert "等次(grade)为 none 不定等次时要填原因,其他等次不得填" in page
    assert models.AnnualAssessment.objects.get().grade == "none"


def test_columns_that_are_not_seen_are_neither_shown_nor_changed(browsers: dict[str, Client]) -> None:
    browser = browsers["county_office"]
    page = text(browser.get("/records/annual_assessments/N/"))
    assert "不定等次原因" not in page and "case_open" not in page
    given = {"version": 1, "why": "x", "year": 2023, "grade": "none", "reason": "study", "decided_on": "2025-03-01"}
    browser.post("/records/annual_assessments/N/", {**given, "cadre_id": "BT-staff", "assessment_id": "X"})
    found = models.AnnualAssessment.objects.get()
    assert (found.pk, found.cadre_id, found.year, found.reason) == ("N", SELF, 2023, "case_open")


def test_opening_a_record_with_what_is_sensitive_is_an_event(browsers: dict[str, Client]) -> None:
    browsers["unit_personnel"].get(f"/records/leave/{leave().pk}/")
    assert not Event.objects.exists()
    browsers["unit_personnel"].get("/records/hardships/H/")
    assert Event.objects.get().kind == "hardships.read"


def test_a_post_may_only_be_given_in_a_unit_in_scope_and_up_to_the_rank_that_is_governed(
    browsers: dict[str, Client],
) -> None:
    account = cast.account("county")
    cast.grant(account, Role.COUNTY_OFFICE, "A", up_to_rank=3)
    browser = cast.client(account)
    post = models.Appointment.objects.get(cadre=SELF)
    given = {
        "version": 1,
        "why": "x",
        "unit_id": "AT",
        "title": "副镇长",
        "rank": 2,
        "kind": "regular",
        "start_on": "2020-01-01",
    }
    for wrong, said in (({"unit_id": "BT"}, "不在可用的选项中"), ({"rank": 4}, "超出了您的管理权限")):
        assert said in text(browser.post(f"/records/appointments/{post.pk}/", {**given, **wrong}))
    browser.post(f"/records/appointments/{post.pk}/", given)
    post.refresh_from_db()
    assert (post.unit_id, post.title, post.cadre_id) == ("AT", "副镇长", SELF)


def test_nobody_changes_records_of_themselves(browsers: dict[str, Client]) -> None:
    account = cast.account("self", Role.UNIT_PERSONNEL, unit="AD", cadre_id="AD-head")
    own = models.Leave.objects.create(cadre_id="AD-head", year=2024, taken_days=5)
    given = {"version": 1, "why": "x", "year": 2024, "taken_days": "6"}
    page = text(cast.client(account).post(f"/records/leave/{own.pk}/", given))
    assert "不能更改自己的记录" in page


def test_removing_asks_first_and_keeps_what_is_referred_to(browsers: dict[str, Client]) -> None:
    browser = browsers["city_cadres"]
    models.Visit.objects.create(visit_id="V", hardship_id="H", visited_on=today())
    assert "删去这条“困难家庭”" in text(browser.get("/records/hardships/H/remove/"))
    page = text(browser.post("/records/hardships/H/remove/", {"version": 1, "why": "误录"}))
    assert "还有“走访慰问”引用这条记录" in page and models.Hardship.objects.exists()
    browser.post("/records/visits/V/remove/", {"version": 1, "why": "误录"})
    browser.post("/records/hardships/H/remove/", {"version": 1, "why": "误录"})
    assert not models.Hardship.objects.exists()


def test_tables_that_a_role_does_not_keep_are_not_there(browsers: dict[str, Client]) -> None:
    assert browsers["unit_personnel"].get("/records/units/AD/").status_code == 404
    assert browsers["city_cadres"].get("/records/units/AD/").status_code == 200
