"""Which sentences and which tables each ledger is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ledger:
    """``route`` and title of the page, the articles it is about, its sentences and its tables."""

    route: str
    title: str
    says: str
    statements: tuple[str, ...]
    tables: tuple[str, ...]


ASSESSMENT = "ledger-assessment"

LEDGERS = (
    Ledger(
        "ledger-tasks", "目标任务", "第五条:任务清单、实事难事亮点、公示和观摩点评",
        ("5.1", "5.2", "5.3"), ("tasks", "task_owners", "unit_events"),
    ),
    Ledger(
        ASSESSMENT, "考核", "第三条、第六条:考核结果及其运用",
        ("3.1", "6.2", "6.3", "6.4", "6.5", "6.6"),
        ("assessment_rounds", "annual_assessments", "usual_assessments", "team_assessments", "findings",
         "finding_cadres"),
    ),
    Ledger(
        "ledger-honours", "攻坚与荣誉", "第七条、第八条:攻坚一线、记功嘉奖、奖金待遇",
        ("7.1", "7.3", "7.5", "8.2.1", "8.3.2", "8.3.4", "8.3.5"),
        ("campaigns", "campaign_service", "activities", "merits", "awards", "payments", "demonstrations"),
    ),
    Ledger(
        "ledger-selection", "选拔任用", "第八条:资格、优先、破格、综合评定十名",
        ("8", "8.1.1", "8.1.2", "8.1.3", "8.3.3", "8.4.2", "8.4.3", "8.4.4"),
        ("vacancies", "proposals", "composite_scores", "ten_list"),
    ),
    Ledger(
        "ledger-training", "培养锻炼", "第四条、第九条、第十条:专题培训、挂职锻炼、交流",
        ("4.2", "9.2", "10.2"), ("courses", "course_members", "talent_reviews", "expert_nominations"),
    ),
    Ledger(
        "ledger-care", "关心关爱", "第十一条:谈心谈话、休假、体检、保险、走访和困难",
        ("11.4a", "11.4b", "11.4c", "11.4d", "11.5", "11.6", "11.7", "11.8", "11.9"),
        ("talk_triggers", "talks", "talk_covers", "leave", "health_checks", "insurances", "hardships", "visits",
         "hardship_requests"),
    ),
)  # fmt: skip
