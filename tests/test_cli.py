"""The commands as a user runs them: what is printed, what is written, and what is left when it goes wrong."""

from __future__ import annotations

import csv
import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from jili.cli import main
from jili.engine.program import COLUMNS
from jili.policy.readings import declared

UNITS = "unit_id,name,parent_id,kind,remote\nU1,某市发展和改革委员会,,municipal_dept,false\n"
CADRES = (
    "cadre_id,name,gender,birth_on,work_start_on,joined_on,left_on,category,professional\n"
    "C1,王一,male,1980-01-01,2003-07-01,2003-07-01,,civil_servant,false\n"
    "C2,李二,female,1985-01-01,2008-07-01,2008-07-01,2024-05-01,civil_servant,false\n"
)
ROUNDS = "year,closed_on\n2023,2024-03-31\n"
GRADES = (
    "assessment_id,cadre_id,year,grade,reason,decided_on,annulled_on\n"
    "G1,C1,2023,basic,,2024-03-15,\n"
    "G2,C2,2023,incompetent,,2024-03-15,\n"
)
DECISIONS = """\
statement,effect,subject_kind,subject,item,outcome,starts_on,ends_on,base,limit,actual,rank,evidence
11.5,duty,cadre,C1,2023,unrecorded,2023-01-01,2023-12-31,,15,,,
11.5,duty,cadre,C1,2024,pending,2024-01-01,2024-12-31,,15,,,
4.2,duty,city,city,2023,overdue,2023-01-01,2023-12-31,,,,,
4.2,duty,city,city,2024,pending,2024-01-01,2024-12-31,,,,,
6.4,restriction,cadre,C1,G1,no_promotion,2024-03-15,2025-03-15,,,,,annual_assessments:G1
8.4.2,duty,city,city,2023,pending,2024-03-31,2024-12-31,,,,,assessment_rounds:2023
"""
SUMMARY = """\
2024-06-30  结论共 6 条
语句    内容                                        结论                          条数
4.2     每年选调优秀干部专题培训                    逾期未办                         1
                                                    待办                             1
6.4     基本称职:一年内不得晋升职务                 一年内不得晋升职务               1
8.4.2   综合评定10名                                待办                             1
11.5    带薪休假                                    待办                             1
                                                    未记录                           1
"""
EXPLAINED = """\
干部 C1 王一  2024年6月30日

【6.4】对年度综合考核评为“基本称职”等次的干部,一年内不得晋升职务;
  年度综合考核(2023年度):一年内不得晋升职务,自 2024年3月15日 起,2025年3月15日 解除
    ✓ 评为“基本称职”等次(等次:基本称职)
    ✓ 自审定之日起未满一年(满一年之日:2025年3月15日)
    依据:年度综合考核:干部 王一,年度 2023,等次 基本称职,审定日 2024年3月15日
    口径:“一年内”止于何日 = 对应日解除(暂行)
    若该考核结果被撤销,则不再有此项。
"""
CHANGES = """\
2025-03-15  试改口径(未采用)
  “一年内”止于何日(period_end):half_open → civil_code
共 1 条结论变化
语句    变化      原结论 → 新结论                                   条数
6.4     新出现    无 → 一年内不得晋升职务                              1
变化最多的单位:
  全市                                           1
"""
DAY = ("--as-of", "2024-06-30")


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Jili = Callable[..., Answer]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which one cadre was graded 基本称职 and another has left."""
    folder = tmp_path / "台账"
    folder.mkdir()
    for name, content in (
        ("units", UNITS), ("cadres", CADRES), ("assessment_rounds", ROUNDS), ("annual_assessments", GRADES)
    ):  # fmt: skip
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def jili(capsys: pytest.CaptureFixture[str]) -> Jili:
    """Runs a command in this process."""

    def jili(*words: object) -> Answer:
        try:
            code = main([str(word) for word in words])
        except SystemExit as exit:
            code = int(exit.code or 0)
        return Answer(code, *capsys.readouterr())

    return jili


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# evaluate


def test_evaluate_writes_both_files_and_prints_the_table(jili: Jili, register: Path, tmp_path: Path) -> None:
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out") == (0, SUMMARY, "")
    assert names(tmp_path) == ["out", "台账"]
    assert names(tmp_path / "out") == ["decisions.csv", "decisions.parquet"]
    assert (tmp_path / "out" / "decisions.csv").read_text("utf-8") == DECISIONS
    table = pq.read_table(tmp_path / "out" / "decisions.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.num_rows == 6


def test_evaluating_again_replaces_the_files_with_the_same_bytes(jili: Jili, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written = []
    for _ in range(2):
        assert jili("evaluate", register, *DAY, "--out", out).code == 0
        written.append({name: (out / name).read_bytes() for name in names(out)})
    assert written[0] == written[1]


def test_a_register_of_parquet_files_says_the_same(jili: Jili, register: Path, tmp_path: Path) -> None:
    import duckdb

    for file in list(register.iterdir()):
        target = file.with_suffix(".parquet")
        duckdb.sql(f"COPY (FROM read_csv('{file}', all_varchar=true)) TO '{target}' (FORMAT parquet)")
        file.unlink()
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out") == (0, SUMMARY, "")
    assert (tmp_path / "out" / "decisions.csv").read_text("utf-8") == DECISIONS


def test_readings_of_a_file_are_used(jili: Jili, register: Path, tmp_path: Path) -> None:
    (tmp_path / "口径.yaml").write_text("period_end: civil_code\n", encoding="utf-8")
    asked = ("evaluate", register, *DAY, "--out", tmp_path / "out", "--readings", tmp_path / "口径.yaml")
    assert jili(*asked).code == 0
    assert (tmp_path / "out" / "decisions.csv").read_text("utf-8") == DECISIONS.replace("2025-03-15", "2025-03-16")


def test_the_program_runs_by_its_name(register: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("jili")
    answer = subprocess.run(
        [program, "evaluate", register, *DAY, "--out", tmp_path / "out"], capture_output=True, text=True, timeout=120
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, SUMMARY, "")
    assert (tmp_path / "out" / "decisions.csv").read_text("utf-8") == DECISIONS


def test_before_the_measures_took_effect_nothing_is_said(jili: Jili, register: Path, tmp_path: Path) -> None:
    answer = jili("evaluate", register, "--as-of", "2017-12-14", "--out", tmp_path / "out")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "本办法自 2017-12-15 起施行,此前不产生结论。")
    assert (tmp_path / "out" / "decisions.csv").read_text() == ",".join(COLUMNS) + "\n"


# A register that is refused

REFUSED = "台账有问题,共列出 {} 处,未作任何判断。请改正后再查一次。\n"


def test_every_problem_is_named_and_nothing_written(jili: Jili, register: Path, tmp_path: Path) -> None:
    bad = GRADES + "G2,C9,2023,good,,2024-02-30,\n"
    (register / "annual_assessments.csv").write_text(bad, encoding="utf-8")
    (register / "assessment_rounds.csv").write_text(ROUNDS + "2023,2024-04-01\n", encoding="utf-8")
    grades = "excellent 优秀、competent 称职、basic 基本称职、incompetent 不称职、none 不定等次"
    told = (
        f"annual_assessments.csv:4: decided_on: 2024-02-30: 审定日应为实有的日期,写作 YYYY-MM-DD,在 1900 至 2200 年间\n"
        f"annual_assessments.csv:4: grade: good: 等次应为以下代码之一:{grades}\n"
        "assessment_rounds.csv:3: year: 2023: 年度与第 2 行重复;请删去一行或改正\n"
    )
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out") == (2, "", told + REFUSED.format(3))
    assert names(tmp_path) == ["台账"]


def test_what_refers_to_nothing_is_named(jili: Jili, register: Path) -> None:
    (register / "annual_assessments.csv").write_text(GRADES + "G3,C9,2023,basic,,2024-03-15,\n", encoding="utf-8")
    told = "annual_assessments.csv:4: cadre_id: C9: 干部(cadres)中没有这个编号;请改正,或补上这一条\n"
    assert jili("validate", register) == (2, "", told + REFUSED.format(1))


def test_all_commands_refuse_a_bad_register_in_the_same_words(jili: Jili, register: Path, tmp_path: Path) -> None:
    (register / "notes.txt").touch()
    told = "notes.txt: 不是登记册的文件;文件名应为“表名.csv”或“表名.parquet”,表名见数据说明\n" + REFUSED.format(1)
    commands = (
        ("validate", register),
        ("evaluate", register, *DAY, "--out", tmp_path / "out"),
        ("explain", register, *DAY, "--subject", "cadre:C1"),
        ("simulate", register, *DAY, "--set", "award_days=31", "--out", tmp_path / "out" / "changes.csv"),
    )
    assert [jili(*words) for words in commands] == [(2, "", told)] * 4
    assert names(tmp_path) == ["台账"]


def test_a_good_register_is_said_to_be_good(jili: Jili, register: Path) -> None:
    assert jili("validate", register) == (0, f"{register}: 没有发现问题。\n", "")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            CADRES.encode("gb18030"),
            "cadres.csv:2: 不是 UTF-8 编码,看来是 GB18030(GBK);请另存为 UTF-8 编码的 CSV\n"
            "cadres.csv:3: 不是 UTF-8 编码,看来是 GB18030(GBK);请另存为 UTF-8 编码的 CSV\n",
            id="GB18030",
        ),
        pytest.param(
            CADRES.replace("李二", "李\0二").encode(),
            "cadres.csv:3: 含有 NUL 字节,不是文本文件或不是 UTF-8 编码;请另存为 UTF-8 编码的 CSV\n",
            id="NUL",
        ),
        pytest.param(
            CADRES.replace("王一", '"王一').encode(),
            "cadres.csv:2: 引号不成对;含逗号或引号的格要整格加引号,格内的引号写两个,格内不得换行\n",
            id="unclosed quote",
        ),
        pytest.param(
            CADRES.replace("王一", "王" * 35_000_000).encode(),
            "cadres.csv:2: 一行超过 100000 字节;请检查引号是否成对,或是否误贴了整篇文字\n",
            id="100 MB cell",
        ),
    ],
)
def test_a_hostile_file_is_refused(jili: Jili, register: Path, tmp_path: Path, content: bytes, told: str) -> None:
    (register / "cadres.csv").write_bytes(content)
    answer = jili("evaluate", register, *DAY, "--out", tmp_path / "out")
    assert answer == (2, "", told + REFUSED.format(told.count("\n")))
    assert names(tmp_path) == ["台账"]


def test_a_folder_that_is_not_there_is_named(jili: Jili, tmp_path: Path) -> None:
    told = f"{tmp_path}/无: 没有这个文件夹;请给出存放各表文件的文件夹\n" + REFUSED.format(1)
    assert jili("evaluate", tmp_path / "无", *DAY, "--out", tmp_path / "out") == (2, "", told)
    assert names(tmp_path) == []


# Words that are refused


@pytest.mark.parametrize("day", ["2024-02-30", "2024-6-30", "20240630", "今天", "1899-12-31", "2201-01-01", ""])
def test_a_day_that_is_none_is_refused(jili: Jili, register: Path, tmp_path: Path, day: str) -> None:
    answer = jili("evaluate", register, "--as-of", day, "--out", tmp_path / "out")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1] == (
        f"jili evaluate: --as-of:{day}: 没有这一天,应写成 2024-06-30 这样的日期(1900 年至 2200 年之间)"
    )
    assert names(tmp_path) == ["台账"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("awards_days: 30\n", "awards_days: 没有这项口径。可用的口径见 jili readings"),
        ("award_days: 三十\n", "award_days: 三十: 应为不小于零的整数"),
        ("period_end: never\n", "period_end: never: 应为 half_open 或 civil_code"),
        ("half_years: 1\n", "half_years: 这项口径由规则结构决定,不能只改数值"),
        ("- 1\n", "应为“名称: 值”的对照"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(
    jili: Jili, register: Path, tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "口径.yaml"
    file.write_text(content, encoding="utf-8")
    asked = ("evaluate", register, *DAY, "--out", tmp_path / "out", "--readings", file)
    assert jili(*asked) == (2, "", f"{file}: {told}\n")
    assert names(tmp_path) == ["口径.yaml", "台账"]


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("cadre:C9", "cadre:C9: 台账里没有这个干部,请核对编号"),
        ("team:T1", "team:T1: 台账里没有这个领导班子,请核对编号"),
        ("king:C1", "king: 对象应为 cadre、team、unit、proposal、vacancy、campaign、city 之一,写成 cadre:C12 这样"),
    ],
)
def test_a_subject_that_is_not_there_is_refused(jili: Jili, register: Path, subject: str, told: str) -> None:
    assert jili("explain", register, *DAY, "--subject", subject) == (2, "", f"{told}\n")


def test_a_statement_that_is_not_there_is_refused(jili: Jili, register: Path) -> None:
    answer = jili("explain", register, *DAY, "--subject", "cadre:C1", "--statement", "99")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("99: 没有这一条。可用的有 ")
    assert sorted(answer.err.strip().removeprefix("99: 没有这一条。可用的有 ").split("、")) == sorted(
        ["3.1", "4.2", "5.1", "5.2", "5.3", "6.2", "6.3", "6.4", "6.5", "6.6", "7.1", "7.3", "7.5", "8", "8.1.1",
         "8.1.2", "8.1.3", "8.2.1", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.4.2", "8.4.3", "8.4.4", "9.2", "10.2",
         "11.4a", "11.4b", "11.4c", "11.4d", "11.5", "11.6", "11.7", "11.8", "11.9"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("award_days", "award_days: 应写成 口径=值,如 rank_drop_places=5"),
        ("award_days=[1", "award_days=[1: 等号后不是有效的值"),
        ("award_day=1", "award_day: 没有这项口径。可用的口径见 jili readings"),
        ("award_days=-1", "award_days: -1: 应为不小于零的整数"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(jili: Jili, register: Path, change: str, told: str) -> None:
    assert jili("simulate", register, *DAY, "--set", change) == (2, "", f"{told}\n")


@pytest.mark.parametrize("words", [[], ["evaluate"], ["判断"], ["evaluate", "x", "--engine", "sqlite"]])
def test_other_words_are_answered_with_the_usage_and_exit_2(jili: Jili, words: list[str]) -> None:
    answer = jili(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("用法:jili")


# explain


def test_explain_tells_the_reasons(jili: Jili, register: Path) -> None:
    asked = ("explain", register, *DAY, "--subject", "cadre:C1", "--statement", "6.4")
    assert jili(*asked) == (0, EXPLAINED, "")


def test_explain_gives_the_same_as_data(jili: Jili, register: Path) -> None:
    answer = jili("explain", register, *DAY, "--subject", "cadre:C1", "--statement", "6.4", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == {
        "as_of": "2024-06-30",
        "subject": "cadre:C1",
        "statements": [
            {
                "statement": "6.4", "name": "6.4", "effect": "restriction",
                "text": "对年度综合考核评为“基本称职”等次的干部,一年内不得晋升职务;",
                "rows": [
                    {
                        "item": "G1", "computed": "no_promotion", "outcome": "no_promotion",
                        "conditions": [
                            {"name": "评为“基本称职”等次", "truth": True, "values": {"grade": "basic"},
                             "functions": ["as_of"]},
                            {"name": "自审定之日起未满一年", "truth": True, "values": {"freed_on": "2025-03-15"},
                             "functions": ["add_days", "as_of", "period_end"]},
                        ],
                        "starts_on": "2024-03-15", "ends_on": "2025-03-15",
                        "base": None, "limit": None, "actual": None, "rank": None,
                        "evidence": ["annual_assessments:G1"],
                        "promises": [
                            {
                                "says": "该考核结果被撤销", "values": {}, "outcome": None,
                                "changes": [
                                    {"table": "annual_assessments", "values": {"annulled_on": "2024-06-30"},
                                     "key": {"assessment_id": "G1"}},
                                ],
                            },
                        ],
                        "told": {},
                    },
                ],
            },
        ],
        "records": {
            "annual_assessments:G1":
                "年度综合考核:干部 王一,年度 2023,等次 基本称职,审定日 2024年3月15日",
        },
    }  # fmt: skip


def test_the_whole_city_is_a_subject(jili: Jili, register: Path) -> None:
    answer = jili("explain", register, *DAY, "--subject", "city", "--statement", "4.2")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "全市  2024年6月30日"


# simulate


def test_simulate_prints_and_writes_what_would_change(jili: Jili, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "试改" / "变化.csv"
    asked = ("simulate", register, "--as-of", "2025-03-15", "--set", "period_end=civil_code", "--out", out)
    assert jili(*asked) == (0, f"{CHANGES}逐条变化已写入 {out}\n", "")
    assert names(out.parent) == ["变化.csv"]
    with out.open(encoding="utf-8", newline="") as file:
        rows = [{name: value for name, value in row.items() if value} for row in csv.DictReader(file)]
    assert rows == [
        {
            "statement": "6.4", "subject_kind": "cadre", "subject": "C1", "item": "G1", "change": "appears",
            "after_outcome": "no_promotion", "after_starts_on": "2024-03-15", "after_ends_on": "2025-03-16",
        },
    ]  # fmt: skip


def test_simulate_writes_nothing_where_no_file_is_named(jili: Jili, register: Path, tmp_path: Path) -> None:
    asked = ("simulate", register, "--as-of", "2025-03-15", "--set", "period_end=civil_code")
    assert jili(*asked) == (0, CHANGES, "")
    assert names(tmp_path) == ["台账"]


def test_simulate_says_when_nothing_would_change(jili: Jili, register: Path) -> None:
    told = "2024-06-30  试改口径(未采用)\n  “及时”奖励的天数(award_days):30 → 31\n没有任何结论因此变化。\n"
    assert jili("simulate", register, *DAY, "--set", "award_days=31") == (0, told, "")


# readings, make-city


def test_readings_are_listed_with_value_and_status(jili: Jili, tmp_path: Path) -> None:
    file = tmp_path / "口径.yaml"
    file.write_text("award_days: 45\n", encoding="utf-8")
    default, own = jili("readings"), jili("readings", "--readings", file)
    assert (default.code, own.code, default.err + own.err) == (0, 0, "")
    lines = default.out.splitlines()
    assert [line.split()[0] for line in lines] == ["名称", *declared()]
    line = next(line for line in lines if line.startswith("award_days"))
    assert line.split() == ["award_days", "“及时”奖励的天数", "30", "暂行"]
    assert own.out == default.out.replace(line, line.replace("30", "45"))


def test_make_city_refuses_a_folder_that_is_in_use(jili: Jili, register: Path) -> None:
    before = {file.name: file.read_bytes() for file in register.iterdir()}
    told = f"目标文件夹“{register}”已经存在且不是空的:为免覆盖已有数据,没有生成。请换一个新文件夹,或先清空它。\n"
    assert jili("make-city", "--cadres", 200, "--out", register) == (2, "", told)
    assert {file.name: file.read_bytes() for file in register.iterdir()} == before


def test_make_city_refuses_too_few_cadres(jili: Jili, tmp_path: Path) -> None:
    told = "干部人数 10 太少,组不成一个市:请至少给 100 人。\n"
    assert jili("make-city", "--cadres", 10, "--out", tmp_path / "city") == (2, "", told)
    assert names(tmp_path) == []


def test_a_made_city_is_a_good_register(jili: Jili, tmp_path: Path) -> None:
    city = tmp_path / "city"
    made = jili("make-city", "--cadres", 200, "--seed", 1, "--out", city)
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines()[-1].startswith(f"{city}: {len(names(city))} 张表,")
    assert jili("validate", city) == (0, f"{city}: 没有发现问题。\n", "")


# Trouble on the way


def test_an_interrupt_leaves_nothing(
    jili: Jili, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(decisions: object, folder: Path) -> None:
        (folder / "decisions.csv").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr("jili.engine.output.write", interrupted)
    told = "已中断,没有写出任何结果。\n"
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out") == (130, "", told)
    assert names(tmp_path) == ["台账"]


def test_a_full_disk_leaves_nothing(
    jili: Jili, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(decisions: object, folder: Path) -> None:
        (folder / "decisions.parquet").write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "decisions.csv"))

    monkeypatch.setattr("jili.engine.output.write", full)
    answer = jili("evaluate", register, *DAY, "--out", tmp_path / "out")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith("decisions.csv: No space left on device:没有写成,请检查磁盘空间和权限。\n")
    assert names(tmp_path) == ["台账"]


def test_an_old_result_stays_when_a_new_one_cannot_be_written(
    jili: Jili, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out").code == 0

    def full(decisions: object, folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("jili.engine.output.write", full)
    assert jili("evaluate", register, *DAY, "--out", tmp_path / "out").code == 2
    assert (tmp_path / "out" / "decisions.csv").read_text("utf-8") == DECISIONS
    assert names(tmp_path) == ["out", "台账"]


def test_a_folder_that_cannot_be_written_is_named(jili: Jili, register: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    answer = jili("evaluate", register, *DAY, "--out", tmp_path / "out")
    assert answer == (2, "", f"{tmp_path}/out: 已有同名文件,请换一个文件夹\n")
    assert (tmp_path / "out").read_text() == "a file"
    assert names(tmp_path) == ["out", "台账"]


def test_a_reader_that_goes_away_is_no_error(register: Path) -> None:
    program = Path(sys.executable).with_name("jili")
    command = f"{program} explain {register} --as-of 2024-06-30 --subject cadre:C1 --json | head -c 1"
    answer = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120, check=False
    )
    assert (answer.stdout, answer.stderr) == ("{", "")


def test_a_workbook_is_no_register_and_it_is_said_where_it_goes(jili: Jili, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    done = jili("import", tmp_path / "a.xlsx", "--records-from", "2017-12-15", "--why", "试")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"{tmp_path / 'a.xlsx'}: 不是台账文件夹,没有导入。工作簿和任免审批表(xlsx、lrmx、lrm、zip)"
        "请在网页的“数据”中上传:要由有权的人看过改动再确认。\n"
    )
