"""待填清单 as its page shows it: first at the workbench of 单位人事, each line one click from person and form."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from jili.access.models import Event
from jili.access.roles import Role
from jili.decisions.models import Decision, Run
from jili.records.models import Unit
from tests.access import cast
from tests.web.conftest import person


@pytest.fixture
def personnel(published: Run) -> Client:
    return cast.client(person("personnel", Role.UNIT_PERSONNEL, unit=Unit.objects.get(parent=None)))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_stands_first_at_the_workbench_and_leads_on(personnel: Client) -> None:
    page = text(personnel.get("/"))
    assert page.index("待填清单</") < page.index("stat-value")
    person_page, fill, reason = (
        re.search(pattern, page) for pattern in (
            r'href="(/cadres/\w+/)"', r'href="(/cadres/\w+/new/\w+/[^"]*)">填写', r'href="(/cadres/[^"]+)">理由',
        )
    )  # fmt: skip
    for found in (person_page, fill, reason):
        assert found and personnel.get(found[1].replace("&amp;", "&")).status_code == 200


def test_the_form_of_a_line_knows_the_year(personnel: Client) -> None:
    page = text(personnel.get("/missing/", {"table": "leave"}))
    found = re.search(r'href="(/cadres/\w+/new/leave/\?year=(\d{4}))"', page)
    assert found and f'value="{found[2]}"' in text(personnel.get(found[1]))


def test_it_is_narrowed_by_table_and_name(personnel: Client) -> None:
    page = text(personnel.get("/missing/", {"table": "health_checks"}))
    assert "<strong>体检</strong>" in page and "<strong>年休假</strong>" not in page
    assert "没有缺的记录" in text(personnel.get("/missing/", {"q": "谁也不叫这个"}))


def test_the_workbook_is_taken_away_with_an_event(personnel: Client) -> None:
    answer = personnel.post("/missing/workbook/")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert {"填写说明", "年休假", "体检"} <= set(book.sheetnames)
    event = Event.objects.get(kind="missing.export")
    assert event.purpose == "待填清单" and '"leave":' in event.body


def test_when_nothing_is_missing_it_says_so_and_there_is_nothing_to_take(personnel: Client) -> None:
    Decision.objects.all().delete()
    assert "没有缺的记录" in text(personnel.get("/")) and "下载预填的表" not in text(personnel.get("/"))
    assert "没有缺的记录" in text(personnel.post("/missing/workbook/", follow=True))


def test_who_does_not_keep_the_records_of_a_unit_has_no_such_list(clerk: Client) -> None:
    assert clerk.get("/missing/").status_code == 404
    assert "下载预填的表" not in text(clerk.get("/"))
