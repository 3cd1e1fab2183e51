"""Hostile files sent in as people do: each has its answer in the database, and nothing of it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from jili.access.roles import Role
from jili.exchange import files
from jili.exchange.models import Upload
from jili.records import models
from tests.access import cast
from tests.exchange.desk import Desk, problems
from tests.exchange.nasty import LEAVE, book, zipped

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = ",".join(LEAVE) + "\n"
UNSEEN = "请删去它,或整格重新输入"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    cast.city()
    return Desk(cast.people()[Role.UNIT_PERSONNEL], tmp_path)


def sent(desk: Desk, data: str | bytes, name: str) -> Upload:
    (desk.folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return desk.send(desk.folder / name)


def test_what_no_database_can_hold_is_a_problem_with_its_place(desk: Desk) -> None:
    upload = sent(desk, HEAD + "柳\0员,,,2024,5,\n", "年休假.csv")
    assert problems(upload) == [("年休假.csv", 2, "姓名", "柳␀员", "第 2 个字是看不见的字符 U+0000", UNSEEN)]
    made = book(desk.folder / "表.xlsx", rows=[("柳_x0000_员", "财_xDFFF_局", None, 2024, 5, None)])
    assert problems(desk.send(made)) == [
        ("年休假", 2, "姓名", "柳␀员", "第 2 个字是看不见的字符 U+0000", UNSEEN),
        ("年休假", 2, "所在单位", "财\ufffd局", "第 2 个字是看不见的字符 U+DFFF", UNSEEN),
    ]
    assert not models.Leave.objects.exists()


def test_names_that_no_database_can_hold_are_refused_or_cut(desk: Desk) -> None:
    (desk.folder / "册.zip").write_bytes(zipped(**{"甲" * 300 + ".csv": HEAD.encode()}))
    assert desk.refused(desk.folder / "册.zip") == (
        f"“{'甲' * 60}……”这个文件名超过 200 个字",
        "请改短文件名,重新打包后再上传",
    )
    made = book(desk.folder / "表.xlsx", rows=[("柳AD员", None, None, 2024, 5, None)], title=f"{' ' * 20}年休假")
    upload = desk.send(made)
    assert (problems(upload), [row.sheet for row in upload.rows.all()]) == ([], ["年休假"])


def test_a_file_of_another_unit_is_answered_as_if_its_people_were_not_there(desk: Desk) -> None:
    upload = sent(desk, HEAD + "柳BT员,乙县石桥镇,,2024,5,\n柳没有,,,2024,5,\n", "年休假.csv")
    told = [
        (row, column, value, message.replace("柳BT员", "柳没有"))
        for _, row, column, value, message, _ in problems(upload)
    ]
    assert told[1][3] == "您的范围内没有叫“柳没有”的人"
    assert {message for *_, message in told} <= {"您的范围内没有叫“柳没有”的人", "您的范围内没有这个单位"}


def test_a_refused_file_leaves_itself_and_nothing_else(desk: Desk) -> None:
    upload = sent(desk, b"PK\x03\x04" + bytes(100), "册.zip")
    assert (upload.state, upload.counts, upload.notices, upload.rows.count()) == (Upload.State.REFUSED, {}, [], 0)
    assert files.upload(upload.digest).exists()
