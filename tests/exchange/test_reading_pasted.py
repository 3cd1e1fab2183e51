"""Blocks pasted from Excel and WPS, as they should be and as they should not, read as uploads are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.exchange.nasty import Said, parse, refusal, rows, said

NAME = "年休假.tsv"
HEAD = "姓名\t所在单位\t年度\t已休天数\n"
LINE = "张三\t财政局\t2024\t5\n"
READ = [(2, ["张三", "财政局", 2024, "5.0"], "")]
AGAIN = "请在 Excel 或 WPS 中连同表头一起选中,复制后再粘贴"
UNSEEN = "请删去它,或整格重新输入"
COLUMNS = "请改名或删去这一列。这张表的列是:姓名、所在单位、身份证号、年度、已休天数、行标识(勿改)"


def pasted(folder: Path, text: str | bytes) -> Path:
    (folder / NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / NAME


TAKEN: dict[str, tuple[str, list[Any]]] = {
    "a block": (HEAD + LINE, READ),
    "lines as browsers send them": ((HEAD + LINE).replace("\n", "\r\n"), READ),
    "without the last line's end": ((HEAD + LINE).rstrip("\n"), READ),
    "an empty row between, counted": (HEAD + "\t\t\t\n" + LINE, [(3, *READ[0][1:])]),
    "columns in another order, an empty one behind": (
        "年度\t姓名\t已休天数\t\n2024\t张三\t5\t\n", [(2, [2024, "张三", "5.0"], "")],
    ),
    "a cell that a spreadsheet quoted": (HEAD + LINE.replace("张三", '"张""三"""'), [(2, ['张"三"', "财政局", 2024, "5.0"], "")]),
    "a quote that is not closed is part of its cell": (
        HEAD + LINE.replace("张三", '"张三') + LINE, [(2, ['"张三', "财政局", 2024, "5.0"], ""), (3, *READ[0][1:])],
    ),
    "what a spreadsheet takes for a formula": (
        HEAD + LINE.replace("张三", "=cmd|'/c calc'!A0"), [(2, ["=cmd|'/c calc'!A0", "财政局", 2024, "5.0"], "")],
    ),
    "a row that ends early": ("姓名\t年度\t已休天数\t所在单位\n张三\t2024\t5\n", [(2, ["张三", 2024, "5.0", None], "")]),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_a_block_is_read_cell_by_cell(case: str, tmp_path: Path) -> None:
    text, expected = TAKEN[case]
    found = parse(pasted(tmp_path, text))
    assert (rows(found), said(found)) == (expected, [])


PLACED: dict[str, tuple[str, list[Said]]] = {
    "a line break in a cell": (
        HEAD + LINE + LINE.replace("财政局", '"财政\n局"') + LINE.replace("5", "x"),
        [(NAME, 3, "所在单位", "财政\n局", "第 3 个字是换行", UNSEEN),
         (NAME, 4, "已休天数", "x", "已休天数应为数,至多 1 位小数", "请只写数字,不用逗号、单位或科学记数")],
    ),
    "NUL and other characters that nobody sees": (
        HEAD + LINE.replace("三", "\0三") + LINE.replace("三", "\u202e三"),
        [(NAME, 2, "姓名", "张␀三", "第 2 个字是看不见的字符 U+0000", UNSEEN),
         (NAME, 3, "姓名", "张\u202e三", "第 2 个字是看不见的字符 U+202E", UNSEEN)],
    ),
    "a heading that is none": (
        HEAD.replace("年度", "哪年") + LINE,
        [(NAME, 1, "哪年", "哪年", "没有名为“哪年”的列", COLUMNS),
         (NAME, 1, "年度", "", "缺少“年度”这一列", "请补上,或重新下载模板。表头应在第 1 行")],
    ),
    "a cell beyond the headings": (
        HEAD + LINE.replace("5\n", "5\t多\n"), [(NAME, 2, "", "多", "这一格上面没有表头", "请删去,或给这一列加上表头")],
    ),
    "a row far too wide": (HEAD + "x\t" * 200 + "\n", [(NAME, 2, "", "x", "超过 100 列", "请删去右边多余的列后重新复制")]),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACED)
def test_what_is_wrong_in_a_row_is_said_with_row_and_column(case: str, tmp_path: Path) -> None:
    text, expected = PLACED[case]
    assert said(parse(pasted(tmp_path, text))) == expected


NO_HEAD = ("第 1 行不是表头", f"{AGAIN}。“年休假”至少要有这些列:姓名、年度、已休天数")
WHOLE: dict[str, tuple[str, tuple[str, str]]] = {
    "nothing": ("\n \n".replace(" ", ""), ("没有内容", AGAIN)),
    "rows without their headings": (LINE, NO_HEAD),
    "text that is no table": ("今天开会\n请大家准时", NO_HEAD),
    "too many rows": (HEAD + LINE * 100_001, ("超过 100000 行", "请分成几个文件,每张表不超过 100000 行")),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_no_table_is_refused_for_what_it_is(case: str, tmp_path: Path) -> None:
    text, expected = WHOLE[case]
    assert refusal(pasted(tmp_path, text)) == expected


def test_a_block_of_quotes_takes_no_long_time(tmp_path: Path) -> None:
    found = parse(pasted(tmp_path, HEAD + '"' * 100_000 + "\t" + '"\n' * 20_000))
    assert said(found)
