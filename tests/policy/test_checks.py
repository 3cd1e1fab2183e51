"""Rules between the rows and tables of a register: each broken once, and what is then said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from jili.engine.checks import CompiledCheck, compile_checks, run_checks
from jili.engine.problems import BadRegister
from jili.engine.register import load
from jili.policy.checks import policy_checks
from jili.policy.facts import SCHEMA

CADRE = ["3.1", "5.1", "5.2", "6.5", "7.5", "11.4a", "11.4b", "11.4c", "11.4d", "11.5", "11.6", "11.7", "11.8", "11.9"]
STATEMENTS = {
    **{statement: ["cadre"] for statement in CADRE},
    **{statement: ["proposal"] for statement in ["8.1.1", "8.1.2", "8.1.3"]},
    "4.2": ["city", "cadre"], "5.3": ["unit"], "6.3": ["team"], "6.6": ["cadre", "team", "unit"], "7.1": ["campaign"],
    "7.3": ["cadre", "team"], "8": ["proposal", "vacancy"], "8.4.2": ["cadre", "city"],
}  # fmt: skip
CHECKS = compile_checks(SCHEMA, policy_checks(STATEMENTS), "duckdb")

CAST = {
    "units": ["U0,某市,,municipality,false", "U1,某县,U0,county,false"],
    "teams": ["T1,U1,县委,party_committee", "T2,U1,县政府,government"],
    "cadres": [f"C{i},张三,male,1980-02-29,2003-07-01,2003-07-01,,civil_servant,false" for i in (1, 2)],
    "appointments": ["A1,C1,U1,县长,5,T2,true,regular,false,2018-01-01,2020-01-01,,false"],
    "talk_triggers": ["G2,C2,setback,2019-01-01,,"],
    "talks": ["L1,C1,2019-01-01"],
    "tasks": ["K1,U1,2019,annual,deed,true,2019-12-31,,,false"],
    "merits": ["M1,C1,,major,false,2019-01-01,", "M2,,T1,major,false,2019-01-01,"],
    "awards": ["W1,M1,C1,,second,municipal,2019-02-01,"],
    "campaigns": ["P1,攻坚,battle,2019-01-01,"],
    "vacancies": ["V1,U1,T1,书记,5,true"],
    "proposals": ["R1,V1,C1,promote,3,1,,false,,,true"],
}
"""Two cadres of one county and what they have; nothing is wrong with it."""

Complaints = Callable[..., list[str]]


@pytest.fixture
def complaints(tmp_path: Path) -> Complaints:
    """The cast with rows added (table → rows): the lines that a user sees."""

    def complaints(**added: list[str]) -> list[str]:
        for name in CAST.keys() | added.keys():
            header = ",".join(column.name for column in SCHEMA[name].columns)
            lines = [header, *CAST.get(name, []), *added.get(name, [])]
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return checked(tmp_path)

    return complaints


CON = duckdb.connect()


def checked(folder: Path) -> list[str]:
    con = CON.cursor()
    load(con, SCHEMA, folder)
    return [str(problem) for problem in run_checks(con, CHECKS)]


def test_nothing_is_wrong_with_the_cast(complaints: Complaints) -> None:
    assert complaints() == []


CASES = sorted((Path(__file__).parent.parent / "cases").glob("*/register"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.parent.name)
def test_nothing_is_wrong_with_the_cases(folder: Path) -> None:
    assert checked(folder) == []


def test_there_are_cases() -> None:
    assert CASES


# What follows from the schema


def test_the_later_of_two_rows_with_one_id_is_named(complaints: Complaints) -> None:
    assert complaints(teams=["T2,U1,县委,party_committee", "T1,U1,县委,party_committee"]) == [
        "teams.csv:4: team_id: T2: 班子编号与第 3 行重复;请删去一行或改正",
        "teams.csv:5: team_id: T1: 班子编号与第 2 行重复;请删去一行或改正",
    ]


def test_keys_of_several_columns_are_unique_together(complaints: Complaints) -> None:
    assert complaints(leave=["C1,2019,5", "C1,2020,5", "C2,2019,5", "C1,2019,3"]) == [
        "leave.csv:5: cadre_id/year: C1/2019: 干部、年度与第 2 行重复;请删去一行或改正"
    ]


def test_a_team_is_assessed_once_a_year(complaints: Complaints) -> None:
    rows = ["B1,T1,2019,good,,,,2020-01-01", "B2,T2,2019,good,,,,2020-01-01", "B3,T1,2019,excellent,,,,2020-02-01"]
    assert complaints(team_assessments=rows) == [
        "team_assessments.csv:4: team_id/year: T1/2019: 领导班子、年度与第 2 行重复;请删去一行或改正"
    ]


def test_settlements_without_an_item_are_the_same_item(complaints: Complaints) -> None:
    rows = [
        "X1,8.1.2,proposal,R1,,justified,2020-01-01,", "X2,8.1.2,proposal,R1,,not_upheld,2020-01-01,",
        "X3,8.1.2,proposal,R1,,justified,2020-01-02,", "X4,8.1.2,proposal,R1,x,justified,2020-01-01,",
    ]  # fmt: skip
    key = "statement/subject_kind/subject/item/decided_on"
    assert complaints(settlements=rows) == [
        f"settlements.csv:3: {key}: 8.1.2/proposal/R1//2020-01-01: 所依语句、对象类别、对象、事项、办结日与第 2 行重复;请删去一行或改正"
    ]


def test_references_lead_somewhere(complaints: Complaints) -> None:
    assert complaints(units=["U2,某乡,U9,township,true"], task_owners=["K1,C1", "K9,C9"]) == [
        "task_owners.csv:3: cadre_id: C9: 干部(cadres)中没有这个编号;请改正,或补上这一条",
        "task_owners.csv:3: task_id: K9: 任务清单(tasks)中没有这个编号;请改正,或补上这一条",
        "units.csv:4: parent_id: U9: 单位(units)中没有这个编号;请改正,或补上这一条",
    ]


def test_nothing_ends_before_it_starts(complaints: Complaints) -> None:
    assert complaints(
        campaigns=["P2,攻坚,battle,2019-01-01,2018-12-31", "P3,攻坚,battle,2019-01-01,2019-01-01"],
        cadres=["C3,李四,male,1980-01-01,2003-07-01,2003-07-01,2003-06-30,civil_servant,false"],
        demonstrations=["D1,T1,province,2020-01-01,2019-12-31"],
        talk_triggers=["G3,C1,sign,2019-01-01,2019-03-01,2019-02-01"],
    ) == [
        "cadres.csv:4: left_on: 2003-06-30: 离开本册不得早于进入本册(joined_on)",
        "campaigns.csv:3: end_on: 2018-12-31: 结束日不得早于开始日(start_on)",
        "demonstrations.csv:2: annulled_on: 2019-12-31: 撤销日不得早于认定日(recognised_on)",
        "talk_triggers.csv:3: hold_until: 2019-02-01: 暂缓止不得早于暂缓起(hold_from)",
    ]


# What the facts ask besides


def test_units_do_not_stand_above_themselves(complaints: Complaints) -> None:
    units = ["U2,甲,U3,county,false", "U3,乙,U2,county,false", "U4,丙,U2,township,false", "U5,丁,U5,county,false"]
    loop = "沿上级单位往上走会绕回原处,走不到顶;请改正上级单位"
    assert complaints(units=units) == [
        f"units.csv:4: parent_id: U3: {loop}",
        f"units.csv:5: parent_id: U2: {loop}",
        f"units.csv:7: parent_id: U5: {loop}",
    ]


def test_a_hold_that_ends_has_begun(complaints: Complaints) -> None:
    assert complaints(talk_triggers=["G3,C1,sign,2019-01-01,,2019-02-01", "G4,C1,sign,2019-01-01,2019-02-01,"]) == [
        "talk_triggers.csv:3: hold_until: 2019-02-01: 有暂缓止就要有暂缓起(hold_from)"
    ]


def test_a_reason_goes_with_no_grade_and_only_then(complaints: Complaints) -> None:
    rows = ["N1,C1,2018,none,,2019-01-01,", "N2,C1,2019,basic,leave,2020-01-01,", "N3,C1,2020,none,leave,2021-01-01,"]
    message = "等次(grade)为 none 不定等次时要填原因,其他等次不得填"
    assert complaints(annual_assessments=rows) == [
        f"annual_assessments.csv:2: reason: (空): {message}",
        f"annual_assessments.csv:3: reason: leave: {message}",
    ]


def test_quarters_are_written_in_one_way(complaints: Complaints) -> None:
    bad = ["2024", "2024Q5", "2024q1", "24Q1", "2024Q1 ", "1899Q1", "2201Q1", "2024第一季度", "２０２４Q1"]
    rows = [f"Q{i},C1,{period},good,2024-04-01" for i, period in enumerate(["1900Q1", "2200Q4", *bad])]
    assert complaints(usual_assessments=rows) == [
        f"usual_assessments.csv:{line}: period: {period}: 季度应写作年份(1900 至 2200)加 Q1 至 Q4,如 2024Q1"
        for line, period in enumerate(bad, 4)
    ]


def test_a_finding_is_about_a_task_or_a_team(complaints: Complaints) -> None:
    rows = [
        "F1,rank_drop,,,2020-01-01,", "F2,rank_drop,K1,T1,2020-01-01,", "F3,target_unmet,,T1,2020-01-01,",
        "F4,rank_drop,K1,,2020-01-01,", "F5,rank_drop,,T1,2020-01-01,", "F6,target_unmet,K1,,2020-01-01,",
    ]  # fmt: skip
    one = "任务(task_id)和领导班子(team_id)要填且只填一个"
    assert complaints(findings=rows) == [
        f"findings.csv:2: task_id: (空): {one}",
        f"findings.csv:3: task_id: K1: {one}",
        "findings.csv:4: task_id: (空): 认定类别(kind)为 target_unmet 重要责任目标未完成时要填任务,不填领导班子",
    ]


def test_merits_and_awards_are_a_cadres_or_a_teams(complaints: Complaints) -> None:
    one = "干部(cadre_id)和领导班子(team_id)要填且只填一个"
    assert complaints(
        merits=["M3,,,major,false,2019-01-01,", "M4,C1,T1,major,false,2019-01-01,"],
        awards=["W2,,,,second,municipal,2019-02-01,", "W3,,C1,T1,second,municipal,2019-02-01,"],
    ) == [
        f"awards.csv:3: cadre_id: (空): {one}",
        f"awards.csv:4: cadre_id: C1: {one}",
        f"merits.csv:4: cadre_id: (空): {one}",
        f"merits.csv:5: cadre_id: C1: {one}",
    ]


def test_an_award_goes_to_whom_the_merit_is(complaints: Complaints) -> None:
    rows = [
        "W2,M1,C2,,second,county,2019-02-01,",
        "W3,M2,C1,,second,county,2019-02-01,",
        "W4,M2,,T1,second,county,2019-02-01,",
    ]
    message = "奖励的干部或领导班子应与所依功绩(merits)的相同"
    assert complaints(awards=rows) == [
        f"awards.csv:3: merit_id: M1: {message}",
        f"awards.csv:4: merit_id: M2: {message}",
    ]


def test_a_payment_has_the_ids_that_its_kind_names(complaints: Complaints) -> None:
    right = ["Y1,team_bonus,T1,,,2019,2020-01-01", "Y2,award_bonus,,,W1,,2020-01-01", "Y3,leave,,C1,,2019,2020-01-01"]
    wrong = ["Y4,team_bonus,,C1,,,2020-01-01", "Y5,award_bonus,,,,2019,2020-01-01", "Y6,leave,T1,C1,W1,2019,2020-01-01"]
    message = "班子奖金(team_bonus)填班子和年度,奖励奖金(award_bonus)填奖励,未休年休假报酬(leave)填干部和年度,其余留空"
    assert complaints(payments=right + wrong) == [
        f"payments.csv:5: cadre_id: C1: {message}",
        f"payments.csv:5: team_id: (空): {message}",
        f"payments.csv:5: year: (空): {message}",
        f"payments.csv:6: award_id: (空): {message}",
        f"payments.csv:6: year: 2019: {message}",
        f"payments.csv:7: award_id: W1: {message}",
        f"payments.csv:7: team_id: T1: {message}",
    ]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("2020-01-01", ""), ("2020-06-01", ""), True),
        (("2020-06-01", ""), ("2020-01-01", ""), True),
        (("2020-01-01", "2020-06-01"), ("2020-06-01", ""), False),
        (("2020-06-01", ""), ("2020-01-01", "2020-06-01"), False),
        (("2020-01-01", "2020-06-02"), ("2020-06-01", ""), True),
        (("2020-01-01", "2020-06-01"), ("2020-03-01", "2020-04-01"), True),
        (("2020-01-01", ""), ("2020-03-01", "2020-03-01"), False),
    ],
)
def test_assessments_of_a_year_do_not_stand_side_by_side(
    complaints: Complaints, first: tuple[str, str], second: tuple[str, str], clash: bool
) -> None:
    rows = [f"N{i},C1,2019,basic,,{','.join(span)}" for i, span in enumerate((first, second))]
    others = ["N8,C2,2019,basic,,2020-01-01,", "N9,C1,2018,basic,,2019-01-01,"]
    message = "同一干部同一年度的考核与第 4 行同时有效;请给先前的一件填上撤销日(annulled_on)或删去一行"
    expected = [f"annual_assessments.csv:5: year: 2019: {message}"] if clash else []
    assert complaints(annual_assessments=others + rows) == expected


def test_the_ten_are_announced_on_one_day_a_year(complaints: Complaints) -> None:
    cadres = [f"C{i},张三,male,1980-02-29,2003-07-01,2003-07-01,,civil_servant,false" for i in (3, 4)]
    rows = [
        "C1,2019,2020-05-01",
        "C1,2020,2021-05-01",
        "C2,2019,2020-05-02",
        "C3,2019,2020-05-01",
        "C4,2020,2021-05-01",
    ]
    assert complaints(cadres=cadres, ten_list=rows) == [
        "ten_list.csv:4: announced_on: 2020-05-02: 同一年度的名单只能有一个公布日;与第 2 行不同"
    ]


def test_ids_of_appointments_and_triggers_are_unique_together(complaints: Complaints) -> None:
    assert complaints(talk_triggers=["A1,C1,sign,2019-01-01,,"]) == [
        "talk_triggers.csv:3: trigger_id: A1: 任职(appointments)中已有同样的编号;任职编号和事由编号合在一起也不得重复"
    ]


def test_a_talk_covers_what_is_there_and_its_own_cadres(complaints: Complaints) -> None:
    nothing = "应为任职编号、任职编号加“/end”或谈话事由编号;没有找到"
    foreign = "所销事由不是谈话的这名干部的"
    assert complaints(
        talks=["L2,C2,2019-01-01"],
        talk_covers=[
            "L1,A1",
            "L1,A1/end",
            "L2,G2",
            "L1,A9",
            "L1,A9/end",
            "L2,G2/end",
            "L1,A1/start",
            "L1,G2",
            "L2,A1/end",
        ],
    ) == [
        f"talk_covers.csv:5: trigger: A9: {nothing}",
        f"talk_covers.csv:6: trigger: A9/end: {nothing}",
        f"talk_covers.csv:7: trigger: G2/end: {nothing}",
        f"talk_covers.csv:8: trigger: A1/start: {nothing}",
        f"talk_covers.csv:9: trigger: G2: {foreign}",
        f"talk_covers.csv:10: trigger: A1/end: {foreign}",
    ]


def test_a_settlement_names_a_statement_its_kind_of_subject_and_a_subject(complaints: Complaints) -> None:
    subjects = [
        "7.3,cadre,C1",
        "7.3,team,T1",
        "5.3,unit,U1",
        "8,proposal,R1",
        "8,vacancy,V1",
        "7.1,campaign,P1",
        "4.2,city,city",
    ]
    missing = [
        "7.3,cadre,T1",
        "7.3,team,C1",
        "5.3,unit,U9",
        "8,proposal,V1",
        "8,vacancy,R1",
        "7.1,campaign,C1",
        "4.2,city,U0",
    ]
    rows = [*subjects, *missing, "7.4,cadre,C1", "7.3,unit,U1"]
    assert complaints(settlements=[f"X{i},{row},,justified,2020-01-01," for i, row in enumerate(rows)]) == [
        *(
            f"settlements.csv:{line}: subject: {row.split(',')[2]}:"
            " 没有这个对象;应为对象类别(subject_kind)那张表中的编号,全市写作 city"
            for line, row in enumerate(missing, 9)
        ),
        "settlements.csv:16: statement: 7.4: 没有这一语句;应为决定表 statement 一列中的编号,如 7.3、11.4a",
        "settlements.csv:17: subject_kind: unit: 所依语句的决定不针对这类对象;请按决定表填写",
    ]


# How they are run


def test_many_problems_of_one_kind_are_counted(complaints: Complaints) -> None:
    gone = "干部(cadres)中没有这个编号;请改正,或补上这一条"
    assert complaints(health_checks=[f"H{i},X{i},2020-01-01" for i in range(100)]) == [
        *(f"health_checks.csv:{i + 2}: cadre_id: X{i}: {gone}" for i in range(20)),
        f"health_checks.csv: cadre_id 同类问题另有 80 处:{gone}",
    ]


def test_a_parquet_file_is_named_as_such(tmp_path: Path) -> None:
    duckdb.execute(f"COPY (SELECT 'K1' AS course_id, 'C1' AS cadre_id) TO '{tmp_path / 'course_members.parquet'}'")
    gone = "中没有这个编号;请改正,或补上这一条"
    assert checked(tmp_path) == [
        f"course_members.parquet:2: cadre_id: C1: 干部(cadres){gone}",
        f"course_members.parquet:2: course_id: K1: 专题培训班(courses){gone}",
    ]


def test_what_rests_on_a_table_that_could_not_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "cadres.csv").write_text("nonsense\n", encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,hardship_id,visited_on\nS1,D1,2020-01-01\n", encoding="utf-8")
    (tmp_path / "leave.csv").write_text("cadre_id,year,taken_days\nC1,2020,5\n", encoding="utf-8")
    con = duckdb.connect()
    with pytest.raises(BadRegister):
        load(con, SCHEMA, tmp_path)
    assert [str(problem) for problem in run_checks(con, CHECKS)] == [
        "visits.csv:2: hardship_id: D1: 困难家庭(hardships)中没有这个编号;请改正,或补上这一条"
    ]


def test_compiled_checks_are_plain_data() -> None:
    kept = [CompiledCheck(**check) for check in json.loads(json.dumps([asdict(check) for check in CHECKS]))]
    con = duckdb.connect()
    load(con, SCHEMA, CASES[0])
    assert run_checks(con, kept) == []


def test_checks_translate_to_spark() -> None:
    translated = compile_checks(SCHEMA, policy_checks(STATEMENTS), "pyspark")
    assert [check.reads for check in translated] == [check.reads for check in CHECKS]
    assert [asdict(check) for check in translated if (check.table, check.kind) == ("usual_assessments", "period")] == [
        {
            "table": "usual_assessments",
            "column": "period",
            "kind": "period",
            "message": "季度应写作年份(1900 至 2200)加 Q1 至 Q4,如 2024Q1",
            "reads": ("usual_assessments",),
            "sql": "SELECT t.rowid + 2 AS line, CAST(t.`period` AS STRING) AS value, CAST(NULL AS BIGINT) AS other"
            " FROM `usual_assessments` AS t WHERE NOT t.period RLIKE '^((19|20|21)[0-9][0-9]|2200)Q[1-4]$'",
            "probe": "SELECT COUNT(*) FROM `usual_assessments` AS t"
            " WHERE NOT t.period RLIKE '^((19|20|21)[0-9][0-9]|2200)Q[1-4]$'",
        }
    ]
