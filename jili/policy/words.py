"""Words for people: what each column is called and how its codes are said."""

from __future__ import annotations

from collections.abc import Mapping

from jili.policy.facts import RANKS, SCHEMA, TEAM_GRADES

DERIVED = {
    "freed_on": "满一年之日",
    "found_on": "认定日",
    "due_on": "期限",
    "list_due_on": "建清单期限",
    "talked_on": "谈话日",
    "arose_on": "发生日",
    "counted_from": "计时起点",
    "first_on": "最早任职",
    "announced_on": "公布日",
    "from_on": "期初",
    "to_on": "期末",
    "year_end": "年末",
    "taken_days": "已休天数",
    "days_due": "应休天数",
    "days": "天数",
    "heads": "成员数",
    "places": "名额",
    "excellent_heads": "评优人数",
    "rank_then": "当日职务层次",
    "vacancy_rank": "拟任层次",
    "years_needed": "所需年数",
    "low_years": "等次不符的年数",
    "good_years": "称职以上年数",
    "excellent_years": "优秀年数",
    "excellent_team_years": "班子优秀年数",
    "assessed_years": "班子有等次的年数",
    "reached_on": "任现层次起",
    "year_done_on": "任满一年之日",
    "years_done_on": "任满年限之日",
    "levels": "相差层次",
    "day": "判断日",
    "place": "位次",
    "last_place": "同分者最末位次",
    "earlier_place": "上年位次",
    "places_lost": "下降位次",
    "earlier_group": "上年组别",
    "awarded_on": "奖励决定日",
    "unannounced": "未公示项数",
    "action_then": "用人方式",
    "team_grade": "班子等次",
    "years_review": "8.1.1结论",
    "excellent_review": "8.1.2结论",
    "team_review": "8.1.3结论",
    "exception_review": "8.3.3结论",
    "missing_years": "缺考核的年度",
    "window_years": "所看年度",
    "short_years": "还差年数",
    "closed_year": "最近已审定年度",
    "group_size": "组内班子数",
    "earlier_size": "上年组内班子数",
    "score_shown": "综合得分",
    "grade_year": "上一考核年度",
}
"""Columns of relations that no table of the register has."""

COLUMNS: Mapping[str, str] = {
    **{column.name: column.label for table in reversed(SCHEMA.tables) for column in table.columns},
    **DERIVED,
}
"""Column → its word. A name that several tables share has the word of the first."""


def _codes() -> dict[str, dict[str, str]]:
    from jili.policy.facts import ACTIONS
    from jili.policy.outcomes import NAMES

    codes: dict[str, dict[str, str]] = {}
    for table in reversed(SCHEMA.tables):
        for column in table.columns:
            if column.codes:
                codes.setdefault(column.name, {}).update(column.codes)
    ranks = {str(rank): name for rank, name in RANKS.items()}
    codes.update(rank_then=ranks, vacancy_rank=ranks, team_grade=dict(TEAM_GRADES), action_then=dict(ACTIONS))
    for review in ("years_review", "excellent_review", "team_review", "exception_review"):
        codes[review] = NAMES
    return codes


CODES: Mapping[str, Mapping[str, str]] = _codes()


def said(column: str, value: object) -> str:
    """A value of a column as people say it: code names, dates as 2024年6月30日, 是/否."""
    if value is None:
        return "不适用" if column.endswith("_review") else "无记录"
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "isoformat"):
        return f"{value.year}年{value.month}月{value.day}日"  # type: ignore[attr-defined]
    if isinstance(value, list):
        return "、".join(sorted(str(part) for part in value)) or "无"
    text = str(value)
    if "." in text and text.replace(".", "").replace("-", "").isdigit():
        text = text.rstrip("0").rstrip(".")
    return CODES.get(column, {}).get(text, text)
