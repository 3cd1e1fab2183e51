"""What a heading does not say by itself: where the fact is found on paper, when it is filled in."""

from __future__ import annotations

HINTS: dict[tuple[str, str], str] = {
    ("appointments", "harsh"): "按岗位目录;其他岗位留空",
    ("appointments", "harsh_listed"): "任职时岗位已列入艰苦复杂高危岗位目录的填“是”",
    ("appointments", "rank"): "职务的层次,从下拉框中选",
    ("cadres", "joined_on"): "从哪天起由本册管理;只知道年月的写 2024年3月",
    ("annual_assessments", "decided_on"): "优秀、称职可不填,按该年度考核结果审定之日;其余等次必填",
    ("annual_assessments", "reason"): "只在不定等次时填",
    ("usual_assessments", "period"): "如 2024Q1;只收“好”和“较差”的也可以",
    ("team_assessments", "group"): "考核组的代码,各年用同一个;选填",
    ("team_assessments", "rank"): "1 为第一;不公布位次的留空",
    ("campaign_service", "outstanding_on"): "攻坚一线表现突出干部认定表的日期,与群众公认一并填",
    ("campaign_service", "recognised_on"): "攻坚一线表现突出干部认定表的日期,与实绩突出一并填",
    ("tasks", "important"): "签订责任书时标;约束性、否决、省定目标填“是”",
    ("tasks", "completed_on"): "督查销号之日;未完成留空",
    ("merits", "recognised_on"): "推荐材料受理之日,或党委研究之日",
    ("proposals", "required_years"): "按现任层次和拟任层次的规定年限",
    ("proposals", "tier"): "综合研判的档次,1 为最好;没有研判的留空",
    ("composite_scores", "party_score"): "按市里定的换算办法折成与全市同一把尺子的分",
    ("payments", "paid_on"): "财务凭证之日;不填金额",
    ("talks", "held_on"): "只登记谈过,不写内容",
    ("health_checks", "checked_on"): "只登记到检,不写结果",
    ("insurances", "end_on"): "到期日",
    ("talk_covers", "trigger"): "从下拉框中选任职、离任或谈话事由",
}
