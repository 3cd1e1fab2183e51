"""Files in and out, by their pages: a pasted block goes the way of a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jili.decisions.jobs import job_run
from jili.decisions.models import Job
from jili.exchange.models import Upload
from jili.records.models import Leave
from jili.records.sight import everything
from tests.access import cast
from tests.access.cast import SELF

pytestmark = pytest.mark.django_db

BLOCK = "姓名\t所在单位\t年度\t已休天数\r\n柳AD员\t甲县水利局\t2023\t7.5\r\n"


@pytest.fixture
def personnel(settings: Any, tmp_path: Any) -> Client:
    settings.HOME = tmp_path
    cast.city()
    return cast.client(cast.people()["unit_personnel"])  # type: ignore[index]


def work() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED).order_by("pk"):
        with everything():
            job_run(job)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def paste(browser: Client, rows: str, table: str = "leave") -> str:
    """The page of the upload once it is checked."""
    answer = browser.post("/data/paste/", {"table": table, "rows": rows})
    assert answer.status_code == 302, text(answer)
    work()
    return text(browser.get(answer["Location"]))


def test_a_pasted_block_is_checked_kept_confirmed_and_taken_back(personnel: Client) -> None:
    page = paste(personnel, BLOCK)
    upload = Upload.objects.get()
    assert (upload.name, upload.kind, upload.state) == ("年休假.tsv", "tsv", "checked")
    assert "确认导入" in page and not Leave.objects.exists()
    personnel.post(f"/data/uploads/{upload.pk}/keep/")
    assert "草稿" in text(personnel.get(f"/data/uploads/{upload.pk}/"))
    personnel.post(f"/data/uploads/{upload.pk}/confirm/", {"why": "年底扎账"})
    work()
    assert [(leave.cadre_id, leave.year, str(leave.taken_days)) for leave in Leave.objects.all()] == [
        (SELF, 2023, "7.5")
    ]
    personnel.post(f"/data/uploads/{upload.pk}/undo/", {"why": "贴错了"})
    work()
    assert not Leave.objects.exists()


def test_what_is_wrong_in_it_is_said_by_row_and_column(personnel: Client) -> None:
    page = paste(personnel, BLOCK + "柳AD员\t甲县水利局\t明年\t5\r\n柳\0BT员\t\t2023\t5\r\n柳BT员\t\t2023\t5\r\n")
    assert "确认导入" not in page
    found = list(Upload.objects.get().problems.order_by("row").values_list("row", "column", "message"))
    assert found == [
        (3, "年度", "年度应为 1900 至 2200 之间的整数"),
        (4, "姓名", "第 2 个字是看不见的字符 U+0000"),
        (5, "姓名", "您的范围内没有叫“柳BT员”的人"),
    ]


@pytest.mark.parametrize(("given", "said"), [
    ({"table": "leave", "rows": " "}, "没有内容"),
    ({"table": "leave", "rows": "张三\t5"}, "第 1 行不是表头"),
])  # fmt: skip
def test_what_is_no_table_is_refused_for_what_it_is(personnel: Client, given: dict[str, str], said: str) -> None:
    assert said in paste(personnel, **{"rows": given["rows"]})


@pytest.mark.parametrize(
    "given", [{"table": "leave", "rows": ""}, {"table": "proposals", "rows": BLOCK}, {"rows": BLOCK}]
)
def test_nothing_is_kept_without_a_sheet_of_ones_own_and_rows(personnel: Client, given: dict[str, str]) -> None:
    answer = personnel.post("/data/paste/", given)
    assert (answer.status_code, "没有选表" in text(answer), Upload.objects.count()) == (422, True, 0)


def test_too_much_is_refused_with_what_to_do(personnel: Client) -> None:
    answer = personnel.post("/data/paste/", {"table": "leave", "rows": "x" * (9 << 19)})
    assert (answer.status_code, "请存成 .xlsx 文件后上传" in text(answer)) == (422, True)


def test_the_same_block_again_leads_to_what_became_of_it(personnel: Client) -> None:
    paste(personnel, BLOCK)
    assert "同样的内容以前上传过" in paste(personnel, BLOCK)
    assert Upload.objects.count() == 1


def test_a_ledger_offers_to_paste_what_may_be_filled_in(personnel: Client) -> None:
    page = text(personnel.get("/ledgers/care/", {"table": "leave"}))
    assert 'name="table" value="leave"' in page and "粘贴并核对" in page
    head = cast.client(cast.account("head", cast.Role.UNIT_HEAD, unit="AD"))
    assert "粘贴并核对" not in text(head.get("/ledgers/care/", {"table": "leave"}))
