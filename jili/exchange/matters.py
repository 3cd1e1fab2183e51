"""Each statement's short name in an office, and which statement a decision comes from."""

from __future__ import annotations

from collections.abc import Mapping

MATTERS: Mapping[str, str] = {
    "3.1": "{year}年度考核依据",
    "4.2/course": "{year}年专题培训",
    "4.2/candidate": "{year}年专题培训人选",
    "5.1": "{year}年任务清单",
    "5.2": "{year}年任务清单三栏",
    "5.3/announce": "{year}年岗位目标公示",
    "5.3/event": "{year}年{half}观摩点评",
    "6.2/team": "{year}年度",
    "6.2/city": "{year}年度(全市合并)",
    "6.3": "{year}年度优秀班子奖金",
    "6.4": "基本称职者的限制",
    "6.5": "不称职者降职",
    "6.5/bar": "不称职者的限制",
    "6.6": "责任认定后的限制",
    "6.6/place": "{year}年度考核位次",
    "6.6/target": "重要责任目标",
    "7.1": "{year}年创先争优活动",
    "7.3/cadre": "个人记功嘉奖",
    "7.3/team": "集体记功嘉奖",
    "7.5": "奖励奖金",
    "8/conclusion": "结论",
    "8/choice": "同等条件下的优先",
    "8.1.1": "任职年限内等次",
    "8.1.2": "一次以上“优秀”",
    "8.1.3": "所在班子近三年“优秀”",
    "8.2.1/team": "选拔任用上倾斜",
    "8.2.1/proposal": "所在班子受倾斜",
    "8.3.2": "攻坚一线优先",
    "8.3.3": "破格提拔",
    "8.3.4": "专家评选优先推荐",
    "8.3.5": "攻坚一线优先安排",
    "8.4.2/candidate": "{year}年度十名综合评定",
    "8.4.2/list": "{year}年度十名名单",
    "8.4.3": "十名名单优先",
    "8.4.4/unit": "乡镇正职经历占比",
    "8.4.4/city": "乡镇正职经历占比",
    "9.2": "挂职锻炼人选",
    "10.2": "干部交流人选",
    "11.4a": "岗位调整谈话(到任)",
    "11.4a/end": "岗位调整谈话(卸任)",
    "11.4b": "遭遇重大挫折谈话",
    "11.4c": "发现问题苗头谈话",
    "11.4d": "主动约谈",
    "11.5": "{year}年年休假",
    "11.6": "{year}年体检",
    "11.7": "{year}年意外伤害保险",
    "11.8": "{year}年走访慰问",
    "11.9": "困难诉求",
}
"""Statement → its short name; ``{year}`` and ``{half}`` are taken from the item."""

FIGURES: Mapping[str, str] = {
    "8.1.1": "应看{base}年,“称职”以上{actual}年",
    "8.1.3": "近{base}年中“优秀”{actual}年",
    "11.5": "应休{limit}天[,已休{actual}天]",
}
"""Statement → its numbers in words, where the sheet has no columns for them."""

ENDINGS: Mapping[str, str] = {"5.3/announce": "/announce", "11.4a/end": "/end"}
"""Statements that only the end of the item tells from another of the same id, effect and kind of subject."""

AFTERWARDS: Mapping[str, str] = {"settled": "已有办结说明", "unrecorded": "产生于台账启用之前,没有记录"}
"""Why an outcome that no statement has by itself, but the general words for all rows."""

REMAINING: Mapping[str, str] = {"barred": "正受“不得晋升职务”的限制(6.4、6.5)", "incomplete": "现任或拟任层次不清楚"}
"""What alone is left to have made a conclusion (8) where neither a review beside it nor a finding did."""
