"""Zips as they should not be, read as uploads are: in a process of its own. A bad member is named, the others stand."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jili.exchange.parsing import Unreadable, zips
from tests.exchange.nasty import LEAVE, parse, refusal, rows, said, zipped

TABLE = (",".join(LEAVE) + "\n张三,财政局,,2024,5,\n").encode()
READ = [(2, ["张三", "财政局", None, 2024, "5.0", None], "")]
KINDS = "请只放 .csv、.tsv、.parquet、.lrmx、.lrm 文件,直接放在压缩包里"


def packed(folder: Path, members: dict[str, bytes]) -> Path:
    (folder / "册.zip").write_bytes(zipped(**members))
    return folder / "册.zip"


def test_members_are_read_by_their_names_without_folders(tmp_path: Path) -> None:
    found = parse(packed(tmp_path, {"册/年休假.csv": TABLE, "__MACOSX/._年休假.csv": b"", "册/": b""}))
    assert (rows(found), said(found), found.notices) == (READ, [], [])


def test_names_that_an_old_program_wrote_as_gbk_are_read(tmp_path: Path) -> None:
    data = zipped(abcdef=TABLE).replace(b"abcdef", "年休假".encode("gbk"))
    (tmp_path / "册.zip").write_bytes(data.replace(b"abcdef", b""))
    assert said(parse(tmp_path / "册.zip")) == [("年休假", 0, "", "", "压缩包里不应有这种文件", KINDS)]


def test_a_member_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    inner = zipped(a=bytes(1 << 20))
    found = parse(
        packed(
            tmp_path,
            {
                "年休假.csv": TABLE, "里.zip": inner, "簿.xlsx": inner, "a.exe": b"MZ", "leave.parquet": b"PAR1PAR1",
                "表.csv": b"\xff\xff",
            },
        )
    )  # fmt: skip
    assert rows(found) == READ
    assert said(found) == [
        ("里.zip", 0, "", "", "压缩包里不应有这种文件", KINDS),
        ("簿.xlsx", 0, "", "", "压缩包里不应有这种文件", KINDS),
        ("a.exe", 0, "", "", "压缩包里不应有这种文件", KINDS),
        ("leave.parquet", 0, "", "", "不是完整的 Parquet 文件", "请重新导出"),
        ("表.csv", 0, "", "", "第 1 行既不是 UTF-8 也不是 GB18030(GBK)编码", "请另存为“CSV UTF-8(逗号分隔)”"),
    ]


def test_a_member_at_which_a_library_gives_up_is_named(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({name: ["张三"] for name in LEAVE}), tmp_path / "表.parquet")
    data = (tmp_path / "表.parquet").read_bytes()
    found = parse(packed(tmp_path, {"年休假.parquet": data[:30] + b"\xff" * 30 + data[60:]}))
    broken = ("文件已损坏,或不是它的后缀所说的格式", "请用 Excel 或 WPS 打开,确认内容完好,重新保存后再上传")
    assert said(found) == [("年休假.parquet", 0, "", "", *broken)]


REFUSED = {
    "two of one name in two folders": (
        {"一/年休假.csv": TABLE, "二/年休假.CSV": TABLE},
        ("压缩包里有两个都叫“年休假.CSV”的文件", "请重新打包,不分文件夹,每个文件不同名"),
    ),
    "a name without end": (
        {"甲" * 300 + ".csv": TABLE},
        (f"“{'甲' * 60}……”这个文件名超过 200 个字", "请改短文件名,重新打包后再上传"),
    ),
    "a way up": ({"../年休假.csv": TABLE}, ("压缩包里有链接,或指向别处的文件名", "请重新打包,只放文件本身")),
    "too much when unpacked": (
        {f"{number}.csv": bytes(1 << 20) for number in range(301)},
        ("展开后超过 300 MB", "请分成几个文件,删去图片和多余的内容"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_zip_that_means_harm_is_refused(case: str, tmp_path: Path) -> None:
    members, expected = REFUSED[case]
    assert refusal(packed(tmp_path, members)) == expected


def test_a_zip_with_one_name_twice_is_refused(tmp_path: Path) -> None:
    data = zipped(**{"a.csv": TABLE, "b.csv": TABLE}).replace(b"b.csv", b"a.csv")
    (tmp_path / "册.zip").write_bytes(data)
    assert refusal(tmp_path / "册.zip") == ("压缩包里有两个同名的文件", "请重新打包,只留一个")


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, {"年休假.csv": TABLE})
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(bytes(data))
    assert refusal(file) == ("文件设了密码", "请另存为不带密码的 .xlsx 后再上传")


def test_a_member_whose_bytes_are_not_what_the_zip_says_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "册.zip"
    with zipfile.ZipFile(file, "w") as zip:
        zip.writestr("年休假.csv", TABLE)
    file.write_bytes(file.read_bytes().replace("张三".encode(), "李四".encode()))
    assert refusal(file) == ("“年休假.csv”解不开,压缩包不完整", "请重新打包后再上传")


def test_a_zip_that_lies_about_the_size_of_a_member_gives_no_more_than_it_said(tmp_path: Path) -> None:
    file = packed(tmp_path, {"a.csv": bytes(5 << 20)})
    data = bytearray(file.read_bytes())
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (100).to_bytes(4, "little")
    file.write_bytes(bytes(data))
    assert refusal(file) == ("“a.csv”解不开,压缩包不完整", "请重新打包后再上传")


def test_what_is_no_zip_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "册.zip").write_bytes(b"Rar!\x1a\x07\x00" + bytes(60))
    with pytest.raises(Unreadable) as refused:
        zips.opened(tmp_path / "册.zip")
    assert refused.value.message == "文件不完整,或不是它的后缀所说的格式"
