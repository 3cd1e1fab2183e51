"""Why a statement has an outcome, in Chinese, from the statement's own cases.

Two things are said: the formula of the outcome as it is written, and what else must hold because the
earlier cases did not (an overdue talk was *not held*, though the case only says that its last day is past).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

import numpy as np

from jili.engine.formula import Formula
from jili.engine.statement import Statement

_TRUE, _UNKNOWN, _FALSE = 1, 0, -1

OPPOSITES: Mapping[str, str] = {
    "当年从事上述工作天数不足": "当年从事上述工作天数够",
    "评为优秀的成员至多一名": "",
    "在期限内谈话": "超过期限",
    "按期完成": "未按期完成",
    "当日另任他职": "当日未另任他职",
    "期限已过": "期限未到",
    "建清单期限已过": "建清单期限未到",
    "当年已过": "当年未结束",
    "半年已过": "半年未结束",
    "次年已过": "次年未结束",
    "超过视为未谈的天数": "",
    "及时": "未及时",
    "全部公示": "未全部公示",
    "两年同组": "两年不同组",
    "班子数变化不大": "班子数变化大",
    "等级与贡献相符": "等级与贡献不符",
    "审批层级足够": "审批层级不足",
    "三项考核结果齐全": "三项考核结果不齐",
    "未受限制": "正受限制",
    "未超过两个层次": "超过两个层次",
    "任现层次时未破格": "任现层次时已属破格",
    "任现层次已满一年": "任现层次未满一年",
    "评为优秀的成员超过名额": "评为优秀的成员未超过名额",
    "名额不足一名": "名额在一名以上",
    "现任和拟任层次清楚": "现任或拟任层次不清楚",
    "考核情况尚不清楚": "考核情况清楚",
    "按破格申报": "未按破格申报",
    "未在挂职": "正在挂职",
    "当年体检过": "当年未体检",
    "规定年限内各年均为“称职”以上": "规定年限内有“称职”以下等次",
    "规定年限内有一次以上“优秀”": "规定年限内没有“优秀”",
    "所在班子近三年有一次以上“优秀”": "所在班子近三年没有“优秀”",
    "半年内有本单位或上级组织的观摩或点评": "半年内没有本单位或上级组织的观摩点评",
    "急难险重中有重大以上贡献": "没有急难险重中的重大以上贡献",
    "工作特殊需要": "无工作特殊需要",
    "接近目标": "未接近目标",
    "达到目标": "未达到目标",
    "当年走访过": "当年未走访",
    "当年办过有学员的专题培训班": "当年未办过有学员的专题培训班",
    "当年开展过创先争优活动": "当年未开展创先争优活动",
    "越级": "未越级",
    "在次年年底前公布": "未在次年年底前公布",
    "上级已同意": "上级尚未同意",
    "连同同分者在名额之内": "连同同分者超出名额",
    "破格不符合条件(8.3.3)": "无破格不符情形",
    "规定年限内考核等次不符(8.1.1)": "规定年限内没有不符的考核等次",
    "破格手续或标注不全(8.3.3)": "无破格手续或标注问题",
    "正受“不得提拔重用”的限制": "未受“不得提拔重用”的限制",
}
"""Conditions whose opposite the rules below would say badly. Empty: its absence is not worth saying."""

_BEGINNINGS = (
    ("正受", "未受"), ("正在", "未在"), ("已", "尚未"), ("有", "没有"), ("列有", "未列"), ("在", "不在"),
    ("是", "不是"), ("属", "不属"), ("评为", "未评为"), ("适用", "不适用"), ("参与", "未参与"),
)  # fmt: skip


def opposite(name: str) -> str:
    """A condition that does not hold, as one would say it."""
    if name in OPPOSITES:
        return OPPOSITES[name]
    for start, turned in _BEGINNINGS:
        if name.startswith(start):
            return turned + name.removeprefix(start)
    return f"并非:{name}"


def why(statement: Statement, outcome: str) -> str:
    """The conditions of an outcome, joined by commas; empty where the outcome is none of the statement's."""
    cases = statement.cases
    if outcome not in cases:
        return ""
    said = [*_conjuncts(cases[outcome]), *_by_elimination(cases, outcome)]
    return ",".join(dict.fromkeys(words for words in said if words and not _SCOPE.search(words)))


_SCOPE = re.compile("本办法.*施行|进入本册后")
"""Conditions that only say from when a statement applies; they hold for every row and tell nothing of it."""


def _conjuncts(formula: Formula) -> list[str]:
    if formula.kind == "all":
        return [words for part in formula.parts for words in _conjuncts(part)]
    return [] if formula.kind == "always" else [say(formula)]


def say(formula: Formula) -> str:
    """A formula as a phrase."""
    match formula.kind:
        case "holds":
            return formula.name
        case "no":
            return opposite(formula.name)
        case "unknown":
            return f"{formula.name}:尚不清楚"
        case "any":
            return "或".join(dict.fromkeys(_alternative(part, formula) for part in formula.parts))
        case "all":
            return "且".join(say(part) for part in formula.parts)
    return ""


def _alternative(part: Formula, among: Formula) -> str:
    if part.kind == "unknown" and any(other.name == part.name for other in among.parts if other is not part):
        return "尚不清楚"
    return f"({say(part)})" if part.kind == "all" else say(part)


def _by_elimination(cases: Mapping[str, Formula], outcome: str) -> Iterator[str]:
    """What must hold, beyond the outcome's own formula, in every way to reach it: conditions that have one
    value or are not true; and which of the further conditions of an earlier, stricter case may be missing."""
    own = cases[outcome]
    names = list(dict.fromkeys(name for formula in cases.values() for name in formula.names()))
    worlds: Any = np.indices((3,) * len(names), dtype=np.int8).reshape(len(names), -1) - 1
    values = dict(zip(names, worlds, strict=True))
    earlier = [formula for other, formula in takewhile(lambda case: case[0] != outcome, cases.items())]
    reached = _truth(own, values) == _TRUE
    for formula in earlier:
        reached &= _truth(formula, values) != _TRUE
    for name in names:
        possible = set(np.unique(values[name][reached]).tolist())
        if name in own.names():
            continue
        if possible == {_TRUE}:
            yield name
        elif possible == {_UNKNOWN}:
            yield f"{name}:尚不清楚"
        elif possible and _TRUE not in possible:
            yield opposite(name)
    for formula in earlier:
        wanted = set(own.parts) if own.kind == "all" else {own}
        parts = formula.parts if formula.kind == "all" and wanted < set(formula.parts) else ()
        truths = [set(np.unique(_truth(part, values)[reached]).tolist()) for part in parts]
        left = [part for part, truth in zip(parts, truths, strict=True) if truth != {_TRUE}]
        settled = any(_TRUE not in truth for truth in truths)
        if len(left) > 1 and not settled and all(part.kind in ("holds", "no") for part in left):
            turned = [opposite(part.name) if part.kind == "holds" else part.name for part in left]
            if all(turned):
                yield "或".join(turned)


def _truth(formula: Formula, values: Mapping[str, Any]) -> Any:
    """A formula's value in every world at once: 1, 0 for unknown, -1."""
    match formula.kind:
        case "always":
            return np.int8(_TRUE)
        case "holds":
            return values[formula.name]
        case "no":
            return -values[formula.name]
        case "unknown":
            return np.where(values[formula.name] == _UNKNOWN, _TRUE, _FALSE)
    parts = [_truth(part, values) for part in formula.parts]
    return np.maximum.reduce(parts) if formula.kind == "any" else np.minimum.reduce(parts)
