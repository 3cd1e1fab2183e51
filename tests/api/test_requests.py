"""How a request is read: nothing that is not known, nothing without bounds, every mistake named where it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jili.exchange.models import Upload
from tests.access import cast
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db

INVALID = "请求的内容有误,什么也没有做;请按 problems 逐处改正"


@pytest.fixture
def office(callers: dict[str, Caller]) -> Caller:
    return callers["county_office"]


@pytest.mark.parametrize(
    ("query", "where", "message"),
    [
        ("page=0", "query.page", "应不小于 1"), ("page=-1", "query.page", "应为整数,只用数字 0 至 9"),
        ("page=1e400", "query.page", "应为整数,只用数字 0 至 9"), ("page=１", "query.page", "应为整数,只用数字 0 至 9"),
        ("page=1_0", "query.page", "应为整数,只用数字 0 至 9"), ("page=9999999999", "query.page", "应为整数,只用数字 0 至 9"),
        ("page_size=201", "query.page_size", "应不大于 200"),
        ("order_by=health__result", "query.order_by", "没有这一项;请去掉"),
        ("page=1&page=2", "query.page", "写了两次;请只写一次"),
        ("name=%00", "query.name", "写法不对:不能只有空白,不能有控制字符"),
        ("name=" + "柳" * 101, "query.name", "至多 100 个字"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_address_is_named(office: Caller, query: str, where: str, message: str) -> None:
    problems = [{"where": where, "message": message}]
    assert office.get(f"cadres?{query}") == (422, {"code": "invalid", "message": INVALID, "problems": problems})


def test_only_known_codes_are_taken(office: Caller) -> None:
    status, found = office.get("explanations/person/x", jili_purpose="x")
    assert (status, found["problems"][0]["where"]) == (422, "path.kind")
    assert found["problems"][0]["message"].startswith("应为下列之一:'cadre'、'team'")


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b'{"why": "x", "why": "y"}', 400, "同一个名字在一个 JSON 对象里出现了两次"),
        (b'{"why": NaN}', 400, "NaN 不是 JSON 的数"), (b"{", 400, "第 1 行第 2 字起不是 JSON"),
        (b"[" * 100_000, 400, "JSON 嵌套太深"), (b"\xff", 400, "请求不是 UTF-8 文字"),
        (b'{"why": "\\ud800"}', 422, "有不成对的代理字符,不是文字"), (b'{"why": "\\u0000"}', 422, "写法不对:不能只有空白,不能有控制字符"),
        (b'{"why": " "}', 422, "写法不对:不能只有空白,不能有控制字符"), (b'{"why": 1}', 422, "应为文字"),
        (b'{"why": "x", "state": "confirmed"}', 422, "没有这一项;请去掉"), (b"", 422, "必须写"), (b"[]", 422, "应为 JSON 对象"),
        (b'{"why": "x", "proposed": "maybe"}', 422, "应为 true 或 false"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_body_is_named_and_nothing_is_done(
    office: Caller, body: bytes, status: int, says: str
) -> None:
    answer = office.client.post("/api/v1/uploads/1/confirm", body, content_type="application/json")
    found = answer.json()
    told = found["problems"][0]["message"] if found["problems"] else found["message"]
    assert (answer.status_code, told) == (status, says)


def test_a_body_of_another_kind_is_not_read(office: Caller) -> None:
    answer = office.client.post("/api/v1/uploads/1/undo", {"why": "x"})
    assert (answer.status_code, answer.json()["message"]) == (415, "请求的 Content-Type 应为 application/json")


def test_a_body_that_is_too_large_is_not_read(office: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert office.post("uploads/1/undo", {"why": "x" * 20})[0] == 413


def test_only_the_file_is_taken_of_a_form(office: Caller) -> None:
    given = {"file": SimpleUploadedFile("a.csv", b"x"), "unit_id": "B"}
    answer = office.client.post("/api/v1/uploads", given)
    assert (answer.status_code, answer.json()["problems"]) == (
        422, [{"where": "body.unit_id", "message": "没有这一项;请去掉"}],
    )  # fmt: skip
    assert not Upload.objects.exists()
    broken = office.client.generic("POST", "/api/v1/uploads", b"--x", "multipart/form-data; boundary=")
    assert (broken.status_code, broken.json()["code"]) == (400, "malformed")


def test_an_error_of_the_program_tells_nothing_of_itself(office: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jili.api.units.page", lambda *_: 1 / 0)
    office.client.raise_request_exception = False
    told = {"code": "failed", "message": "处理时出现意外错误;请把时间和地址告诉系统管理员", "problems": []}
    assert office.get("units") == (500, told)


def test_who_shows_nothing_is_told_what_to_show(db: None) -> None:
    answer = Client().get("/api/v1/units")
    says = "没有令牌,或令牌未放行、已到期、已停用;请在请求头写 Authorization: Bearer 令牌"
    assert (answer.status_code, answer.json()) == (
        401, {"code": "unauthenticated", "message": says, "problems": []},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "purpose"),
    [("%E6%A0%B8%E5%AF%B9", "核对"), ("check", "check"), ("%FF", "%FF"), ("%00", "%00"), ("%20", "%20")],
)
def test_a_purpose_is_kept_in_words_or_as_it_was_written(header: str, purpose: str) -> None:
    from jili.api.fields import purpose_of

    assert purpose_of(header) == purpose


def test_the_document_is_for_whoever_has_a_token_and_the_page_for_whoever_is_signed_in(
    callers: dict[str, Caller],
) -> None:
    status, document = callers["discipline"].get("openapi.json")
    assert (status, len(document["paths"]), document["security"]) == (200, 16, [{"token": []}])
    answer = cast.client(cast.account("somebody")).get("/api-docs/")
    page = answer.content.decode()
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            assert f"<code>{method.upper()} {address}</code>" in page and operation["summary"] in page
    assert (
        not re.search("<script(?! src=)", page) and "style=" not in page and "http" not in page.replace("https://", "")
    )
