"""Reading a register: what is accepted loads exactly, what is not is named with its line."""

from __future__ import annotations

import csv
import datetime
import io
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jili.engine import register, textscan
from jili.engine.cells import size
from jili.engine.problems import BadRegister, shown
from jili.engine.register import load
from jili.engine.schema import Schema, Table, code, date, decimal, flag, number, ref, text

SEXES = {"male": "男", "female": "女", "a": "甲", "b": "乙", "c": "丙", "d": "丁"}
PEOPLE = Table("people", "人员", (
    text("person_id", "人员编号"), text("name", "姓名"), code("sex", "性别", SEXES),
    date("born_on", "出生日期", optional=True), flag("local", "本地"), number("year", "年度", optional=True),
    number("rank", "层次", optional=True, bounds=(1, 8)), decimal("score", "得分", 2, optional=True),
), key=("person_id",))  # fmt: skip
VISITS = Table("visits", "走访", (ref("person_id", "人员", "people"), date("held_on", "走访日")), key=("person_id",))
SCHEMA = Schema((PEOPLE, VISITS))

HEADER = "person_id,name,sex,born_on,local,year,rank,score\n"
ROW = "P1,张三,male,1980-02-29,true,2023,3,89.5\n"
LOADED = ("P1", "张三", "male", datetime.date(1980, 2, 29), True, 2023, 3, Decimal("89.50"))
COLUMNS = "person_id、name、sex、born_on、local、year、rank、score"

Row = tuple[Any, ...]
Read = Callable[..., list[Row]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Loads ``people.csv`` (text or bytes) and other files (name → bytes); the rows of people."""

    def read(people: str | bytes | None = None, **files: bytes) -> list[Row]:
        if people is not None:
            (tmp_path / "people.csv").write_bytes(people if isinstance(people, bytes) else people.encode())
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_bytes(content)
        return people_in(tmp_path)

    return read


@pytest.fixture
def complaints(read: Read) -> Callable[..., list[str]]:
    """The same, where it must fail: the lines that a user sees."""

    def complaints(*args: Any, **files: bytes) -> list[str]:
        with pytest.raises(BadRegister) as raised:
            read(*args, **files)
        return str(raised.value).splitlines()

    return complaints


Complaints = Callable[..., list[str]]


CON = duckdb.connect()


def people_in(folder: Path) -> list[Row]:
    con = CON.cursor()
    load(con, SCHEMA, folder)
    names = ", ".join(c.name for c in PEOPLE.columns)
    return con.execute(f"SELECT {names} FROM people ORDER BY rowid").fetchall()


# What is accepted


def test_cells_become_values_of_their_types(read: Read) -> None:
    assert read(HEADER + ROW) == [LOADED]


def test_a_missing_table_is_empty(read: Read) -> None:
    assert read() == []


def test_a_table_may_have_only_a_header(read: Read) -> None:
    assert read(HEADER) == []


def test_tables_have_exactly_the_types_of_the_schema(tmp_path: Path) -> None:
    con = duckdb.connect()
    for content in (None, HEADER + ROW):
        if content:
            (tmp_path / "people.csv").write_text(content, encoding="utf-8")
        load(con, SCHEMA, tmp_path)
        assert [(name, kind) for name, kind, *_ in con.execute("DESCRIBE people").fetchall()] == [
            ("person_id", "VARCHAR"), ("name", "VARCHAR"), ("sex", "VARCHAR"), ("born_on", "DATE"),
            ("local", "BOOLEAN"), ("year", "BIGINT"), ("rank", "BIGINT"), ("score", "DECIMAL(18,2)"),
            ("_size", "BIGINT"),
        ]  # fmt: skip


def test_empty_cells_are_null_also_when_quoted(read: Read) -> None:
    empty = ("P1", "张三", "male", None, True, None, None, None)
    assert read(HEADER + "P1,张三,male,,true,,,\n") == [empty]
    assert read(HEADER + 'P1,张三,male,"",true,"",,""\n') == [empty]


def test_columns_may_come_in_any_order(read: Read) -> None:
    assert read("score,rank,year,local,born_on,sex,name,person_id\n89.5,3,2023,true,1980-02-29,male,张三,P1\n") == [
        LOADED
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEADER + ROW).replace("\n", "\r\n"), id="CRLF"),
        pytest.param(HEADER + ROW.replace("\n", "\r\n"), id="LF and CRLF"),
        pytest.param((HEADER + ROW)[:-1], id="no last line end"),
        pytest.param((HEADER + ROW).replace("\n", "\r\n")[:-2], id="CRLF, no last line end"),
        pytest.param("\ufeff" + HEADER + ROW, id="byte order mark"),
        pytest.param(HEADER + ROW + "\n\n", id="blank lines at the end"),
        pytest.param(HEADER + ",".join(f'"{cell}"' for cell in ROW.strip().split(",")) + "\n", id="all quoted"),
    ],
)
def test_these_ways_of_writing_a_file_read_the_same(read: Read, content: str) -> None:
    assert read(content) == [LOADED]


def test_commas_and_quotes_in_quoted_cells_are_text(read: Read) -> None:
    assert read(HEADER + ROW.replace("张三", '"张,""三"""')) == [("P1", '张,"三"', *LOADED[2:])]


def test_rare_characters_stay_as_they_are(read: Read) -> None:
    names = ["㛃䶮", "𠮷野", "\uf9dc\u2f2f", "买买提·吐尔逊", "=1+1", "NULL", " 张 ", "e\u0301"]
    rows = read(HEADER + "".join(f"P{i},{name},male,,true,,,\n" for i, name in enumerate(names)))
    assert [row[1] for row in rows] == names


def test_rows_keep_the_order_of_the_file_for_line_numbers(read: Read) -> None:
    name = "长" * 100  # so that the file is long enough to be read by several cores
    rows = read(HEADER + "".join(f"P{i},{name},male,1980-02-29,true,2023,3,89.5\n" for i in range(60_000)))
    assert [row[0] for row in rows] == [f"P{i}" for i in range(60_000)]


def test_cells_are_looked_at_without_joins_behind_which_that_order_is_lost() -> None:
    con = CON.cursor()
    con.execute(f"CREATE TEMP TABLE text AS SELECT {', '.join(f'NULL::VARCHAR AS {c.name}' for c in PEOPLE.columns)}")
    ((_, plan),) = con.execute(f"EXPLAIN CREATE TABLE x AS SELECT *, {size(PEOPLE)} FROM text").fetchall()
    assert "Batch Create Table As" in plan


def test_a_folder_and_a_link_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "a[1]*'year=2020"
    folder.mkdir()
    (tmp_path / "elsewhere").write_text(HEADER + ROW, encoding="utf-8")
    (folder / "people.csv").symlink_to(tmp_path / "elsewhere")
    (folder / ".hidden").touch()
    assert people_in(folder) == [LOADED]


# Parquet


def parquet(**columns: Any) -> bytes:
    table = {c.name: pa.array([None], pa.string()) for c in PEOPLE.columns}
    table |= {
        "person_id": pa.array(["P1"]),
        "name": pa.array(["张三"]),
        "sex": pa.array(["male"]),
        "local": pa.array([True]),
    }
    file = io.BytesIO()
    pq.write_table(pa.table({name: column for name, column in (table | columns).items() if column is not None}), file)
    return file.getvalue()


@pytest.mark.parametrize(
    "columns",
    [
        {"born_on": [datetime.date(1980, 2, 29)], "year": [2023], "rank": [3], "score": [Decimal("89.50")]},
        {"born_on": ["1980-02-29"], "year": ["2023"], "rank": [3.0], "score": [89.5]},
        {"born_on": ["1980-02-29"], "year": [2023.0], "rank": ["3"], "score": [Decimal("89.5000")]},
    ],
)
def test_parquet_loads_like_csv(read: Read, columns: dict[str, list[Any]]) -> None:
    assert read(people__parquet=parquet(**{name: pa.array(values) for name, values in columns.items()})) == [LOADED]


def test_parquet_cells_are_checked_like_those_of_csv(complaints: Complaints) -> None:
    bad = parquet(
        name=pa.array([""]),
        born_on=pa.array([datetime.datetime(1980, 2, 29)]),
        year=pa.array([2023.5]),
        score=pa.array([float("nan")]),
    )
    assert complaints(people__parquet=bad) == [
        "people.parquet:2: born_on: 1980-02-29 00:00:00: 出生日期应为实有的日期,写作 YYYY-MM-DD,在 1900 至 2200 年间",
        "people.parquet:2: name: (空): 姓名必填,不得为空",
        "people.parquet:2: score: nan: 得分应为至多 2 位小数的数(不用科学计数法)",
        "people.parquet:2: year: 2023.5: 年度应为 1900 至 2200 之间的整数",
    ]


def test_a_parquet_file_must_be_one_and_have_the_columns(complaints: Complaints) -> None:
    assert complaints(people__parquet=b"PAR1 is not enough of a file") == [
        "people.parquet: 不是完整的 Parquet 文件,请重新导出"
    ]
    assert complaints(people__parquet=parquet(sex=None, age=pa.array([1]))) == [
        f"people.parquet:1: 没有名为“age”的列;本表的列是 {COLUMNS}",
        f"people.parquet:1: 缺少 sex(性别)这一列;本表的列是 {COLUMNS}",
    ]
    assert complaints(people__parquet=parquet(name=pa.array([b"\xff"]), born_on=pa.array([["1980-02-29"]]))) == [
        "people.parquet:1: born_on 这一列的类型是 VARCHAR[],应为文本、日期、布尔或数",
        "people.parquet:1: name 这一列的类型是 BLOB,应为文本、日期、布尔或数",
    ]


# The folder


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRegister) as raised:
        people_in(tmp_path / "nowhere")
    assert str(raised.value) == f"{tmp_path}/nowhere: 没有这个文件夹;请给出存放各表文件的文件夹"


def test_a_file_is_not_a_register(tmp_path: Path) -> None:
    (tmp_path / "people.csv").touch()
    with pytest.raises(BadRegister) as raised:
        people_in(tmp_path / "people.csv")
    assert str(raised.value) == f"{tmp_path}/people.csv: 不是文件夹;请给出存放各表文件的文件夹"


def test_unknown_files_and_tables_given_twice_are_named(tmp_path: Path, complaints: Complaints) -> None:
    (tmp_path / "visits.csv").mkdir()
    (tmp_path / "visits.parquet").symlink_to(tmp_path / "gone")
    unknown = "不是登记册的文件;文件名应为“表名.csv”或“表名.parquet”,表名见数据说明"
    assert complaints(
        HEADER + ROW, people__parquet=parquet(), persons__csv=b"", people__txt=b"", PEOPLE__CSV=b"", visits__csv__=b""
    ) == [
        f"PEOPLE.CSV: {unknown}",
        "people.parquet: 同一张表已有 people.csv;请只留一个",
        f"people.txt: {unknown}",
        f"persons.csv: {unknown}",
        "visits.csv: 不是普通文件,或链接已失效",
        f"visits.csv.: {unknown}",
        "visits.parquet: 不是普通文件,或链接已失效",
    ]


# The file


def test_an_empty_file_is_refused(complaints: Complaints) -> None:
    assert complaints("") == ["people.csv: 文件是空的,连表头也没有;没有记录的表请只留表头,或删去此文件"]


def test_unknown_missing_and_doubled_columns_are_named(complaints: Complaints) -> None:
    assert complaints("person_id,name,name,Sex,born_on,local,year,rank,\n") == [
        f"people.csv:1: name 这一列出现了不止一次;本表的列是 {COLUMNS}",
        f"people.csv:1: 有一列没有名称;本表的列是 {COLUMNS}",
        f"people.csv:1: 没有名为“Sex”的列;本表的列是 {COLUMNS}",
        f"people.csv:1: 缺少 score(得分)这一列;本表的列是 {COLUMNS}",
        f"people.csv:1: 缺少 sex(性别)这一列;本表的列是 {COLUMNS}",
    ]


def test_gb18030_is_refused_with_advice(complaints: Complaints) -> None:
    assert complaints((HEADER + ROW).encode("gb18030")) == [
        "people.csv:2: 不是 UTF-8 编码,看来是 GB18030(GBK);请另存为 UTF-8 编码的 CSV"
    ]
    assert complaints("编号,姓名\n".encode("gb18030")) == [
        "people.csv:1: 不是 UTF-8 编码,看来是 GB18030(GBK);请另存为 UTF-8 编码的 CSV"
    ]


def test_utf_16_is_refused_with_advice(complaints: Complaints) -> None:
    assert complaints((HEADER + ROW).encode("utf-16")) == ["people.csv: 文件是 UTF-16 编码;请另存为 UTF-8 编码的 CSV"]
    assert complaints((HEADER + ROW).encode("utf-16-le")) == [
        "people.csv:1: 含有 NUL 字节,不是文本文件或不是 UTF-8 编码;请另存为 UTF-8 编码的 CSV"
    ]


def test_bytes_in_no_known_encoding_are_refused(complaints: Complaints) -> None:
    assert complaints(HEADER.encode() + b"P1,\xff\xff,male,,true,,,\n") == [
        "people.csv:2: 不是 UTF-8 编码,也不是 GB18030;请另存为 UTF-8 编码的 CSV"
    ]


def test_nul_is_refused(complaints: Complaints) -> None:
    assert complaints(HEADER + ROW + ROW.replace("张", "\0")) == [
        "people.csv:3: 含有 NUL 字节,不是文本文件或不是 UTF-8 编码;请另存为 UTF-8 编码的 CSV"
    ]


def test_a_lone_carriage_return_is_no_line_end(complaints: Complaints) -> None:
    assert complaints((HEADER + ROW).replace("\n", "\r")) == [
        "people.csv:1: 行尾是单独的 CR(旧式 Mac 文本);请另存为 UTF-8 编码的 CSV,行尾用 LF 或 CRLF"
    ]


def test_ragged_rows_are_named_even_where_only_a_comma_is_too_many(complaints: Complaints) -> None:
    assert complaints(HEADER + "P1,张三\n" + ROW + ROW.replace("\n", ",\n") + "\n" + ROW) == [
        "people.csv:2: 应有 8 格,实有 2 格;请检查逗号和引号",
        "people.csv:4: 应有 8 格,实有 9 格;请检查逗号和引号",
        "people.csv:5: 空行;请删去",
    ]


QUOTES = "引号不成对;含逗号或引号的格要整格加引号,格内的引号写两个,格内不得换行"


@pytest.mark.parametrize("name", ['"张三', '张"三"', ' "张三"', '"张三" ', '"张三"先生', '"""张三'])
def test_quotes_that_do_not_pair_are_refused(complaints: Complaints, name: str) -> None:
    assert complaints(HEADER + ROW.replace("张三", name) + ROW) == [f"people.csv:2: {QUOTES}"]


def test_a_row_swallowed_by_a_quote_is_noticed(complaints: Complaints) -> None:
    swallowing = ROW.replace("张三", '"张三') + ROW.replace("张三", '张三"')
    assert complaints(HEADER + ROW + swallowing) == [f"people.csv:3: {QUOTES}", f"people.csv:4: {QUOTES}"]
    # A reference is not looked at for line breaks, only for whether it leads anywhere.
    assert complaints(visits__csv=b'person_id,held_on\n"P1\nP2",2020-01-01\n')[-2:] == [
        f"visits.csv:2: {QUOTES}",
        f"visits.csv:3: {QUOTES}",
    ]


def test_a_cell_of_100_mb_is_refused_quickly(complaints: Complaints) -> None:
    long = HEADER + ROW.replace("张三", "x" * 100_000_000) + ROW
    start = time.monotonic()
    found = complaints(long)
    assert time.monotonic() - start < 5
    assert found == ["people.csv:2: 一行超过 100000 字节;请检查引号是否成对,或是否误贴了整篇文字"]


def test_a_long_cell_is_refused_and_long_lines_of_short_cells_are_not(read: Read, complaints: Complaints) -> None:
    assert complaints(HEADER + ROW.replace("张三", "x" * 20_001)) == [
        f"people.csv:2: name: {'x' * 60}…: 一格不得超过 20000 字节;请检查引号,或是否误贴了整篇文字"
    ]
    assert read(HEADER + ROW.replace("张三", "x" * 20_000).replace("P1", "P" * 20_000))[0][:2] == (
        "P" * 20_000,
        "x" * 20_000,
    )


# The cell


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("person_id", ["P 1", "P/1", "P:1", "P;1", "P\u3000", "\u00a0P", "P\t", "P\u200b1", "P\u202e1"],
         "人员编号不得含有 / : ; 、空白或控制字符(含零宽、双向控制符)"),
        ("name", ["张\t三", "张\u2028三", "张\u0085三", "张\u200b三", "\ufeff张三"],
         "姓名不得含有换行或控制字符(含零宽、双向控制符);请删去"),
        ("sex", ["Male", "男", " male"], "性别应为以下代码之一:male 男、female 女、a 甲、b 乙、c 丙、d 丁"),
        ("born_on", ["1981-02-29", "1980-2-29", "19800229", "1980/02/29", "1980-02-29 00:00:00", "1899-12-31",
                     "2201-01-01", "infinity", "today", " 1980-02-29", "1980-02-29 (BC)", "１９８０-02-29"],
         "出生日期应为实有的日期,写作 YYYY-MM-DD,在 1900 至 2200 年间"),
        ("local", ["TRUE", "1", "是", "t"], "本地应为 true 或 false"),
        ("year", ["1899", "2201", "2023.0", "2e3", "+2023", " 2023", "二〇二三", "２０２３", "9" * 40],
         "年度应为 1900 至 2200 之间的整数"),
        ("rank", ["0", "9", "-1"], "层次应为 1 至 8 之间的整数"),
        ("score", ["1.234", "1e2", ".5", "5.", "NaN", "inf", "1 000", "--1", "9" * 17],
         "得分应为至多 2 位小数的数(不用科学计数法)"),
    ],
)  # fmt: skip
def test_a_cell_of_the_wrong_kind_is_named(
    complaints: Complaints, column: str, values: list[str], message: str
) -> None:
    names = HEADER.strip().split(",")
    rows = [dict(zip(names, ROW.strip().split(","), strict=True)) | {column: value} for value in values]
    assert complaints(HEADER + "".join(",".join(row.values()) + "\n" for row in rows)) == [
        f"people.csv:{line}: {column}: {shown(value)}: {message}" for line, value in enumerate(values, 2)
    ]


def test_required_cells_may_not_be_empty(complaints: Complaints) -> None:
    assert complaints(HEADER + ",,,,,,,\n", visits__csv=b"person_id,held_on\n,\n") == [
        "people.csv:2: local: (空): 本地必填,不得为空",
        "people.csv:2: name: (空): 姓名必填,不得为空",
        "people.csv:2: person_id: (空): 人员编号必填,不得为空",
        "people.csv:2: sex: (空): 性别必填,不得为空",
        "visits.csv:2: held_on: (空): 走访日必填,不得为空",
        "visits.csv:2: person_id: (空): 人员必填,不得为空",
    ]


def test_all_problems_of_all_files_come_at_once(complaints: Complaints) -> None:
    found = complaints(HEADER + "P1,张三\n" + ROW.replace("male", "x"), visits__csv=b"person_id\n", other__csv=b"")
    assert found == [
        "other.csv: 不是登记册的文件;文件名应为“表名.csv”或“表名.parquet”,表名见数据说明",
        "people.csv:2: 应有 8 格,实有 2 格;请检查逗号和引号",
        "people.csv:3: sex: x: 性别应为以下代码之一:male 男、female 女、a 甲、b 乙、c 丙、d 丁",
        "visits.csv:1: 缺少 held_on(走访日)这一列;本表的列是 person_id、held_on",
    ]


def test_many_problems_of_one_kind_are_counted(complaints: Complaints) -> None:
    found = complaints(HEADER + ROW.replace("true", "1") * 1000 + "P1\n" * 30)
    assert found == [
        *(f"people.csv:{line}: local: 1: 本地应为 true 或 false" for line in range(2, 22)),
        *(f"people.csv:{line}: 应有 8 格,实有 1 格;请检查逗号和引号" for line in range(1002, 1022)),
        "people.csv: local 同类问题另有 980 处:本地应为 true 或 false",
        "people.csv: 同类问题另有 10 处:应有 8 格,实有 1 格;请检查逗号和引号",
    ]


# Anything at all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register")


@settings(deadline=None, max_examples=50)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_loads_exactly_or_is_a_problem(folder: Path, name: str) -> None:
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [HEADER.strip().split(","), ["P1", name, *ROW.strip().split(",")[2:]]]
        )
    try:
        rows = people_in(folder)
    except BadRegister as bad:
        assert {problem.file for problem in bad.problems} == {"people.csv"}
    else:
        assert rows == [("P1", name, *LOADED[2:])]


@settings(deadline=None, max_examples=50)
@given(content=st.binary() | st.text('P1, "\r\n\t\ufeff男').map(lambda s: HEADER.encode() + s.encode()))
def test_any_bytes_load_or_are_a_problem(folder: Path, content: bytes) -> None:
    (folder / "people.csv").write_bytes(content)
    try:
        people_in(folder)
    except BadRegister as bad:
        assert {problem.file for problem in bad.problems} == {"people.csv"}


CELLS = st.sampled_from(["P1", "P2", '"P1"', '"P,1"', '"P""1"', "", '""', '"P1', 'P"1', ' "P1"', '"P1" ', "\r"])
DAYS = st.sampled_from(["2020-01-01", '"2020-01-01"', "2020-01-01,", '2020-01-01"', "2020-01-01\r", "", "\n"])


@settings(deadline=None)
@given(lines=st.lists(st.tuples(CELLS, DAYS).map(",".join)), end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
def test_the_quick_reading_and_the_slow_one_agree(folder: Path, lines: list[str], end: str, last: bool) -> None:
    path = folder / "visits.csv"
    path.write_bytes((end.join(["person_id,held_on", *lines]) + (end if last else "")).encode())
    header = textscan.header(path, VISITS)
    assert isinstance(header, textscan.Header)
    readings = []
    for read in (register._load_csv, lambda con, table, path: register._load_line_by_line(con, table, path, header)):
        con = CON.cursor()
        problems = read(con, VISITS, path)
        readings.append((problems, con.execute("FROM visits").fetchall() if not problems else []))
    path.unlink()
    assert readings[0] == readings[1]
