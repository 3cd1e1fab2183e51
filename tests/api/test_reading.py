"""What a program is told of units and cadres: its scope, its columns, a page at a time."""

from __future__ import annotations

import json
from datetime import date

import pytest

from jili.access.models import Account, Event
from jili.access.scope import Access
from jili.records import models
from tests.access.cast import SELF, today
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


def test_a_county_sees_its_units_and_none_above(callers: dict[str, Caller]) -> None:
    status, found = callers["county_office"].get("units")
    names = ("unit_id", "name", "parent_id", "kind", "remote")
    rows = [
        ("A", "甲县", None, "county", False), ("AD", "甲县水利局", "A", "county_dept", False),
        ("AS", "甲县水库管理所", "AD", "institution", False), ("AT", "甲县清河镇", "A", "township", False),
    ]  # fmt: skip
    items = [dict(zip(names, row, strict=True)) for row in rows]
    assert (status, found) == (200, {"page": 1, "page_size": 50, "total": 4, "items": items})
    assert callers["county_office"].get("units/AD") == (200, items[1])
    assert callers["county_office"].get("units", {"name": "水"})[1]["total"] == 2


def test_a_list_is_given_a_page_at_a_time_and_ends(callers: dict[str, Caller]) -> None:
    pages = [callers["city_cadres"].get("units", {"page": page, "page_size": 3})[1] for page in (1, 3, 4)]
    ids = [[unit["unit_id"] for unit in page["items"]] for page in pages]
    assert (ids, {page["total"] for page in pages}) == ([["M", "A", "AD"], ["BT", "MD"], []], {8})


def test_cadres_are_found_by_name_and_unit_with_their_posts(callers: dict[str, Caller]) -> None:
    office = callers["county_office"]
    _, found = office.get("cadres", {"unit": "AD"})
    assert [row["cadre_id"] for row in found["items"]] == ["AD-staff", "AD-head", "AS-staff", "AS-head"]
    post = {"unit_id": "AD", "unit": "甲县水利局", "title": "职务", "chief": True}
    assert office.get("cadres", {"name": "AD长"})[1]["items"] == [
        {"cadre_id": "AD-head", "name": "柳AD长", "posts": [post]}
    ]
    assert office.get("cadres", {"name": "BT"})[1]["total"] == 0


def test_what_is_out_of_scope_answers_like_what_does_not_exist(callers: dict[str, Caller]) -> None:
    office = callers["county_office"]
    nothing = office.get("no/such/address")
    assert nothing == (404, {"code": "not_found", "message": "没有这个地址或对象,或不在管理范围内", "problems": []})
    for address in ("units/B", "cadres/BT-head", "cadres/NONE", "cadres/BT-head/records?table=leave"):
        assert office.get(address) == nothing, address
    for query in ({"unit": "B"}, {"unit": "NONE"}):
        assert office.get("cadres", query) == nothing
    refused = Event.objects.filter(kind="access.refused").values_list("subject", flat=True)
    assert sorted(set(refused)) == ["route:api:cadre", "route:api:cadre-records", "route:api:cadres", "route:api:unit"]


def test_records_are_told_by_column(callers: dict[str, Caller]) -> None:
    models.Leave.objects.create(cadre_id=SELF, year=2024, taken_days="5.5")
    assert callers["unit_personnel"].get(f"cadres/{SELF}/records", {"table": "leave"}) == (200, {
        "table": "leave", "label": "年休假", "more_with_purpose": False,
        "columns": [
            {"name": "cadre_id", "label": "干部"}, {"name": "year", "label": "年度"},
            {"name": "taken_days", "label": "已休天数"},
        ],
        "rows": [{"cadre_id": SELF, "year": 2024, "taken_days": "5.5"}],
    })  # fmt: skip


def test_what_is_sensitive_is_told_for_a_purpose_which_is_an_event(callers: dict[str, Caller]) -> None:
    models.Hardship.objects.create(hardship_id="H", cadre_id=SELF, opened_on=date(2023, 4, 5))
    office, asked = callers["county_office"], (f"cadres/{SELF}/records", {"table": "hardships"})
    before = Event.objects.count()
    status, found = office.get(*asked)
    assert (status, found["columns"], found["rows"], found["more_with_purpose"]) == (200, [], [], True)
    assert Event.objects.count() == before
    _, found = office.get(*asked, jili_purpose="%E6%98%A5%E8%8A%82%E8%B5%B0%E8%AE%BF")
    row = {"hardship_id": "H", "cadre_id": SELF, "opened_on": "2023-04-05", "closed_on": None}
    assert (found["rows"], found["more_with_purpose"]) == ([row], False)
    event = Event.objects.latest("seq")
    told = (event.kind, event.actor, event.role, event.purpose, event.subject, json.loads(event.body))
    where = {"table": "hardships"}
    assert told == ("cadres.read", "for-county_office", "county_office", "春节走访", f"cadres:{SELF}", where)


@pytest.mark.parametrize("table", ["annual_assessments", "dossiers"])
def test_a_purpose_opens_no_more_than_the_roles_classes(callers: dict[str, Caller], table: str) -> None:
    """Ciphers and pictures are told to nobody."""
    hidden = {"id_number_cipher", "id_number_digest", "photo", "style", "unknown_tags"}
    del callers["discipline"]
    for role, caller in callers.items():
        access = Access.for_account(Account.objects.get(username=f"for-{role}"), today())
        _, found = caller.get(f"cadres/{SELF}/records", {"table": table}, jili_purpose="check")
        assert {column["name"] for column in found["columns"]} == set(access.columns(table)) - hidden


def test_what_has_not_changed_is_not_sent_again(callers: dict[str, Caller]) -> None:
    client = callers["city_cadres"].client
    first = client.get("/api/v1/cadres?page_size=5")
    tag = first["ETag"]
    again = client.get("/api/v1/cadres?page_size=5", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    models.Cadre.objects.filter(pk="AD-head").update(name="柳改")
    changed = client.get("/api/v1/cadres?page_size=5", headers={"if-none-match": tag})
    assert (changed.status_code, changed["ETag"] != tag, changed["Cache-Control"]) == (200, True, "no-store")
    head = client.head("/api/v1/cadres?page_size=5")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", changed["ETag"])
