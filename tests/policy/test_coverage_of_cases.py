"""The cases of the statements leave nothing out: every outcome, and every condition true, false and unknown.

The cases alone show all of it; the given registers, which could only add to it, are not needed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest

from jili.engine.statement import Effect, Statement
from jili.policy.measures import MEASURES
from jili.policy.outcomes import SETTLEABLE, UNRECORDABLE
from tests.policy.cases import Run, Runner, all_cases

NEVER: Mapping[str, str] = {
    "7.3/team manual": "须人工认定只对事业、企业人员本人的功绩;班子的功绩都适用记功嘉奖(与干部的同一条规则)",
    "7.3/team 适用记功嘉奖 False": "同上",
}
"""What is declared and yet cannot be, and why."""

NEVER_UNKNOWN: Mapping[str, frozenset[str]] = {
    reason: frozenset(names)
    for reason, names in {
        "日期都必填,先后总能断定": (
            "本办法已施行", "当年已过", "建清单期限已过", "半年已过", "本办法施行后审定", "自审定之日起未满一年",
            "本办法施行后认定", "自认定之日起未满一年", "期限在本办法施行后", "期限已过", "本办法施行后决定",
            "考核结果在本办法施行后审定", "次年已过", "本办法施行后到任", "进入本册后到任", "此前另有任职", "超过视为未谈的天数",
            "本办法施行后卸任", "进入本册后卸任", "本办法施行后知悉", "本办法施行后提出", "该年度全年在册",
        ),
        "记录在不在册,总能断定": (
            "有年度综合考核", "有平时考核", "有攻坚工作实绩认定", "当年办过有学员的专题培训班", "在基层一线任职",
            "在艰苦偏远地区任职", "当年参与攻坚一线", "当年参与重大项目或重点工程", "有年度任务和重点工作任务",
            "已有任务", "列有实事", "列有难事",
            "列有亮点", "全部公示", "半年内有本单位或上级组织的观摩或点评", "已落实奖金",
            "已降低一个职务层次任职", "无特殊原因", "两年位次、组别、班子数都有", "已作位次倒退认定", "按期完成",
            "已作未完成认定", "当年开展过创先争优活动",
            "已给予奖励", "连续三年“优秀”", "是在期内的全省、全国示范典型",
            "在连续三年“优秀”的班子任职", "在示范典型班子任职", "在攻坚一线实绩突出、群众公认",
            "急难险重中有重大以上贡献", "上级已同意", "在攻坚一线实绩突出",
            "近年有“优秀”", "三项考核结果齐全", "已公布名单",
            "在最近公布的十名名单上", "未在挂职", "已谈话", "当日另任他职",
            "正在暂缓", "已付未休报酬", "有休假记录", "参与攻坚一线工作",
            "岗位列入艰苦复杂高危目录", "当年体检过", "有在保的意外伤害保险", "当年走访过", "已解决", "按破格申报",
            "现任和拟任层次清楚",
        ),
        "代码、是非都必填": (
            "班子评为“优秀”等次", "评为“基本称职”等次", "评为“不称职”等次", "属重要责任目标", "适用记功嘉奖",
            "属党政干部的任用", "属提拔、重用、职级晋升、岗位晋聘或遴选", "工作特殊需要", "是专业技术人才", "属提拔",
            "进入县(市、区)党政班子或市直部门班子", "不称职者不宽于基本称职者(举轻以明重)",
        ),
        "人数、天数数得出": (
            "名额不足一名", "评为优秀的成员至多一名", "评为优秀的成员超过名额", "攻坚一线经历时间足够", "达到目标",
            "接近目标", "有应休天数", "长期在艰苦复杂高危岗位", "当年从事上述工作天数不足",
        ),
        "限制在不在,由认定和审定的记录断定": (
            "正受“不得晋升职务”的限制", "正受“不得提拔重用”的限制", "未受限制",
        ),
        "层次不明时此项不成立(8.3.3 括注)": ("越级", "任职年限不足"),
        "由前面各句的结论得来,未知在那里已是待核": (
            "规定年限内考核等次不符(8.1.1)", "破格不符合条件(8.3.3)", "考核情况尚不清楚", "破格手续或标注不全(8.3.3)",
            "有“一般”要求未满足", "同档另有应当优先的人选", "另有攻坚一线的优秀人选(8.3.5)",
        ),
    }.items()
}  # fmt: skip
"""Conditions that no register can leave unknown, by the reason why."""


@pytest.fixture(scope="module")
def runs(runner: Runner) -> dict[str, list[Run]]:
    """Statement → the runs of all its cases."""
    found: dict[str, list[Run]] = defaultdict(list)
    for case in all_cases():
        runner.begin(case)
    for case in all_cases():
        found[case.statement].append(runner.run(case))
    return found


def possible_outcomes(statement: Statement) -> set[str]:
    """The outcomes of its own cases, and those that the general words make of them."""
    outcomes = set(statement.cases)
    unrecorded = {"unrecorded"} if statement.effect is Effect.DUTY and outcomes & set(UNRECORDABLE) else set()
    closes = statement.effect in (Effect.DUTY, Effect.FINDING, Effect.REVIEW) and outcomes & set(SETTLEABLE)
    settled = {"settled"} if closes and statement.name != "8/conclusion" else set()
    return outcomes | unrecorded | settled


def test_every_outcome_of_every_statement_occurs_and_no_other(runs: dict[str, list[Run]]) -> None:
    occurring = {f"{name} {outcome}" for name, made in runs.items() for run in made for outcome in run.outcomes}
    possible = {f"{statement.name} {outcome}" for statement in MEASURES for outcome in possible_outcomes(statement)}
    assert occurring == possible - NEVER.keys()


def test_every_condition_is_true_and_false_and_where_it_can_be_unknown(runs: dict[str, list[Run]]) -> None:
    known = frozenset[str]().union(*NEVER_UNKNOWN.values())
    wanted, taken = set(), set()
    for statement in MEASURES:
        for name in statement.when:
            values = {value for run in runs[statement.name] for value in run.conditions[name]}
            taken |= {f"{statement.name} {name} {value}" for value in values}
            wanted |= {f"{statement.name} {name} {value}" for value in (True, False)}
            if name not in known:
                wanted.add(f"{statement.name} {name} None")
    assert taken == wanted - NEVER.keys()


def test_only_conditions_that_there_are_are_said_never_to_be_unknown() -> None:
    named = [name for names in NEVER_UNKNOWN.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= {name for statement in MEASURES for name in statement.when}
