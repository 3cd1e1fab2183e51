"""Outcomes: their Chinese names, and which of them a settlement or an early date may turn."""

from __future__ import annotations

SETTLEABLE = (
    "late", "overdue", "missed", "pending", "unrecorded", "manual", "explain", "mismatch", "ultra_vires", "justify",
    "explain_choice", "suspect_rank_drop", "suspect_target_unmet", "incomparable", "list_incomplete", "no_basis",
    "no_annual",
)  # fmt: skip
"""Outcomes of duties, findings and reviews that a settlement closes."""
SETTLED_EFFECTS = ("duty", "finding", "review")
CONCLUSION = "conclusion"
"""The item of the row that sums up a statement's other rows: those are settled, not it."""

UNRECORDABLE = ("pending", "overdue", "missed", "on_hold", "explain")
"""Outcomes of duties that are ``unrecorded`` where the duty arose before the records began."""

NAMES = {
    "fulfilled": "已办", "late": "迟办", "pending": "待办", "overdue": "逾期未办", "missed": "应谈未谈",
    "on_hold": "暂缓", "explain": "未办,须说明", "manual": "须人工认定", "mismatch": "等级与贡献不符",
    "ultra_vires": "审批层级不足", "unrecorded": "未记录", "settled": "已办结",
    "no_promotion": "一年内不得晋升职务", "no_promotion_no_reuse": "一年内不得提拔重用",
    "below_one": "名额不足一名,须并池", "exceeded": "超过名额", "within": "在名额之内",
    "candidate": "人选", "candidate_restricted": "人选,但正受限制", "listed": "列入前十名", "tied": "并列,须研究确定",
    "incomplete": "待核", "pass": "符合", "fail": "不符合", "unknown": "记录不全,待核", "justify": "须说明",
    "barred": "障碍", "qualified": "未见本办法障碍", "permitted": "可以破格", "unmarked": "应按破格办理而未标注",
    "favoured": "予以倾斜", "on_ties": "同等条件下优先", "recommended_first": "优先推荐",
    "frontline_first": "优先安排", "listed_first": "优先提拔使用", "reached": "达到", "nearly": "基本达到",
    "below": "未达到", "suspect_rank_drop": "疑似位次明显倒退", "suspect_target_unmet": "疑似重要责任目标未完成",
    "incomparable": "两年不可比", "list_incomplete": "清单缺栏", "no_basis": "无考核依据",
    "no_annual": "缺年度综合考核", "explain_choice": "未优先,须说明",
}  # fmt: skip
"""Outcome → what people read."""


def is_settleable(outcome: str, effect: str, item: str) -> bool:
    """Whether a settlement would close a decision."""
    return outcome in SETTLEABLE and effect in SETTLED_EFFECTS and item != CONCLUSION
