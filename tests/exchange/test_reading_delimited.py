"""CSV and Parquet files as they should not be, read as uploads are: in a process of its own, with limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jili.exchange.parsing import apart
from tests.exchange.nasty import LEAVE, Said, parse, refusal, rows, said

NAME = "年休假.csv"
HEAD = ",".join(LEAVE) + "\n"
LINE = "张三,财政局,,2024,5,\n"
READ = [(2, ["张三", "财政局", None, 2024, "5.0", None], "")]
SAVE = "请另存为“CSV UTF-8(逗号分隔)”"
UNSEEN = "请删去它,或整格重新输入"
QUOTES = ("引号不成对,或一行太长", "含逗号或引号的格要整格加引号,格内不得换行")
MARKS = "请检查逗号和引号"
COLUMNS = "请改名或删去这一列。这张表的列是:姓名、所在单位、身份证号、年度、已休天数、行标识(勿改)"
GUESSED = "文件不是 UTF-8 编码,按 GB18030(GBK)读出;请核对以下几行有没有乱码"


def written(folder: Path, data: str | bytes, name: str = NAME) -> Path:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder / name


TAKEN: dict[str, tuple[str | bytes, list[Any], list[Any]]] = {
    "a mark before the first heading": ("\ufeff" + HEAD + LINE, READ, []),
    "lines as Windows ends them, one of them empty": ((HEAD + "\n" + LINE).replace("\n", "\r\n"), [(3, *READ[0][1:])], []),
    "GB18030 with characters that GBK has not": (
        (HEAD + LINE.replace("三", "㛃䶮𠮷")).encode("gb18030"),
        [(2, ["张㛃䶮𠮷", "财政局", None, 2024, "5.0", None], "")],
        [[NAME, "", GUESSED, 1, [], ""],
         [NAME, "", "第 2 行读作:张㛃䶮𠮷,财政局,,2024,5,", 1, [2], "张㛃䶮𠮷,财政局,,2024,5,"]],
    ),
    "full-width digits": (
        HEAD + LINE.replace("2024", "２０２４"), READ, [[NAME, "年度", "全角字符改成了半角", 1, [2], "２０２４"]],
    ),
    "what a spreadsheet takes for a formula": (
        HEAD + LINE.replace("张三", "=cmd|'/c calc'!A0"),
        [(2, ["=cmd|'/c calc'!A0", "财政局", None, 2024, "5.0", None], "")], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_what_can_be_read_in_one_way_is_taken_and_told(case: str, tmp_path: Path) -> None:
    data, expected, notices = TAKEN[case]
    found = parse(written(tmp_path, data))
    assert (rows(found), found.notices, said(found)) == (expected, notices, [])


PLACED: dict[str, tuple[str, list[Said]]] = {
    "a quote that is not closed": (HEAD + '"张三,财政局,,2024,5,\n' + LINE, [(NAME, 2, "", '"张三,财政局,,2024,5,', *QUOTES)]),
    "a cell of 200 kB": (HEAD + "x" * 200_000 + ",,,,,\n", [(NAME, 2, "", "x" * 60, *QUOTES)]),
    "a cell too many, cells too few": (
        HEAD + LINE.replace("\n", ",\n") + "李四\n",
        [(NAME, 2, "", "张三,财政局,,2024,5,,", "应有 6 格,实有 7 格", MARKS), (NAME, 3, "", "李四", "应有 6 格,实有 1 格", MARKS)],
    ),
    "control characters": (
        HEAD + LINE.replace("三", "\0三") + LINE.replace("三", "\x1b"),
        [(NAME, 2, "姓名", "张␀三", "第 2 个字是看不见的字符 U+0000", UNSEEN),
         (NAME, 3, "姓名", "张␛", "第 2 个字是看不见的字符 U+001B", UNSEEN)],
    ),
    "a control character in a heading": (
        HEAD.replace("姓名", "姓\0名") + LINE,
        [(NAME, 1, "姓␀名", "姓␀名", "没有名为“姓␀名”的列", COLUMNS),
         (NAME, 1, "姓名", "", "缺少“姓名”这一列", "请补上,或重新下载模板。表头应在第 1 行")],
    ),
    "digits that are none": (
        HEAD + LINE.replace("2024", "²"), [(NAME, 2, "年度", "²", "年度应为 1900 至 2200 之间的整数", "请只写数字")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACED)
def test_what_is_wrong_in_a_line_is_said_with_its_place(case: str, tmp_path: Path) -> None:
    data, expected = PLACED[case]
    assert said(parse(written(tmp_path, data))) == expected


ELSE = ("文件其实是工作簿、压缩包或 Parquet,不是 CSV", "请改回原来的后缀,或另存为 CSV 后再上传")
NO_HEAD = ("第 1 行不是表头", f"第 1 行应是各列的名称,用逗号分隔。{SAVE}")
WHOLE: dict[str, tuple[str | bytes, tuple[str, str]]] = {
    "neither UTF-8 nor GB18030": (
        HEAD.encode() + b"\xff\xff,,,,,\n", ("第 2 行既不是 UTF-8 也不是 GB18030(GBK)编码", SAVE),
    ),
    "lines in two encodings": (
        (HEAD + LINE).encode() + LINE.encode("gb18030"), ("第 3 行既不是 UTF-8 也不是 GB18030(GBK)编码", SAVE),
    ),
    "UTF-16": ((HEAD + LINE).encode("utf-16"), ("文件是 UTF-16 编码", SAVE)),
    "semicolons": ((HEAD + LINE).replace(",", ";"), ("各列不是用逗号分隔的", SAVE)),
    "tabs": ((HEAD + LINE).replace(",", "\t"), ("各列不是用逗号分隔的", SAVE)),
    "lines as old Macs ended them": ((HEAD + LINE).replace("\n", "\r"), ("行尾是单独的 CR(旧式 Mac 文本),或格内有回车", SAVE)),
    "a zip": (b"PK\x03\x04" + bytes(60), ELSE),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), ELSE),
    "Parquet": (b"PAR1" + bytes(60), ELSE),
    "nothing": (b"", NO_HEAD),
    "too many rows": (HEAD + LINE * 100_001, ("超过 100000 行", "请分成几个文件,每张表不超过 100000 行")),
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_no_table_is_refused_for_what_it_is(case: str, tmp_path: Path) -> None:
    data, expected = WHOLE[case]
    assert refusal(written(tmp_path, data)) == expected


def test_what_needs_too_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", {**apart.LIMITS, "memory": 150 << 20})
    expected = ("文件展开后太大,放不下", "请分成几个文件,删去图片和多余的内容")
    assert refusal(written(tmp_path, "\n" * (40 << 20))) == expected


def table(**cells: Any) -> pa.Table:
    """One row of 年休假, some columns changed."""
    given = dict(zip(LEAVE, (["张三"], ["财政局"], [None], [2024], [5], [None]), strict=True))
    return pa.table({**given, **cells})


def kept(folder: Path, content: pa.Table) -> Path:
    pq.write_table(content, folder / "年休假.parquet")
    return folder / "年休假.parquet"


def test_parquet_is_read_as_the_same_table_in_csv_would_be(tmp_path: Path) -> None:
    found = parse(kept(tmp_path, table()))
    assert (rows(found), said(found), found.notices) == (READ, [], [])


def test_a_text_in_parquet_that_cannot_be_kept_is_refused_with_its_place(tmp_path: Path) -> None:
    assert said(parse(kept(tmp_path, table(姓名=["张\0三"])))) == [
        ("年休假.parquet", 2, "姓名", "张␀三", "第 2 个字是看不见的字符 U+0000", UNSEEN)
    ]


BROKEN = ("文件已损坏,或不是它的后缀所说的格式", "请用 Excel 或 WPS 打开,确认内容完好,重新保存后再上传")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (table(姓名=[[1]]), ("“姓名”这一列的类型是 list<element: int64>", "应为文本、日期、布尔或数")),
        (pa.table({name: pa.nulls(100_001) for name in LEAVE}), ("超过 100000 行", "请分成几个文件,每张表不超过 100000 行")),
        (pa.table({f"列{number}": [1] for number in range(101)}), ("超过 100 列", "请删去多余的列")),
    ],
    ids=["lists", "rows", "columns"],
)  # fmt: skip
def test_parquet_that_is_no_table_of_ours_is_refused(
    content: pa.Table, expected: tuple[str, str], tmp_path: Path
) -> None:
    assert refusal(kept(tmp_path, content)) == expected


def test_parquet_that_is_cut_off_or_broken_inside_is_refused(tmp_path: Path) -> None:
    data = kept(tmp_path, table()).read_bytes()
    assert refusal(written(tmp_path, data[:-20], "年休假.parquet")) == ("不是完整的 Parquet 文件", "请重新导出")
    assert refusal(written(tmp_path, data[:30] + b"\xff" * 30 + data[60:], "年休假.parquet")) == BROKEN
