"""第八条 选拔重用。"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from jili.engine.formula import all_of, any_of, no, otherwise, unknown
from jili.engine.function import as_of
from jili.engine.statement import (
    EACH,
    NEW,
    REFERENCES,
    Article,
    Change,
    Effect,
    Statement,
    Subject,
    if_,
    insert,
    sentence,
    silence,
    update,
)  # fmt: skip
from jili.policy import reading
from jili.policy.duty import done_late_or_overdue

_PARTY_POST = "属党政干部的任用"


def _place(proposals: ir.Table) -> ir.Value:
    """Place among the vacancy's proposals that may be chosen and have a tier: by tier, then preference."""
    eligible = proposals.outcome_.isin(["qualified", "justify"]) & proposals.tier.notnull()
    place = ibis.rank().over(group_by=[proposals.vacancy_id, eligible], order_by=[proposals.tier, proposals.preference])
    return eligible.ifelse(place + 1, None)


conclusion = Statement(
    "8/conclusion", Effect.REVIEW, Subject.PROPOSAL,
    of="拟任人选",
    among=lambda r: r.reviewed,
    when={
        "正受“不得晋升职务”的限制": _.no_promotion,
        "正受“不得提拔重用”的限制": _.no_reuse,
        "规定年限内考核等次不符(8.1.1)": (_.years_review == "fail").fill_null(False),
        "破格不符合条件(8.3.3)": (_.exception_review == "barred").fill_null(False),
        "考核情况尚不清楚": _.years_review.isin(["unknown", "manual"]).fill_null(False)
        | _.excellent_review.isin(["unknown", "manual"]).fill_null(False)
        | _.team_review.isin(["unknown", "manual"]).fill_null(False),
        "破格手续或标注不全(8.3.3)": _.exception_review.isin(["incomplete", "unmarked"]).fill_null(False),
        "现任和拟任层次清楚": _.ranks_known,
        "有“一般”要求未满足": (_.excellent_review == "justify").fill_null(False)
        | (_.team_review == "justify").fill_null(False),
    },
    then={
        "barred": any_of(
            "正受“不得晋升职务”的限制", "正受“不得提拔重用”的限制",
            "规定年限内考核等次不符(8.1.1)", "破格不符合条件(8.3.3)",
        ),
        "incomplete": any_of("考核情况尚不清楚", "破格手续或标注不全(8.3.3)", no("现任和拟任层次清楚")),
        "justify": "有“一般”要求未满足",
        "qualified": otherwise,
    },
    item="conclusion",
    rank=_place,
    evidence={REFERENCES: _.barring_references},
)  # fmt: skip

choice = Statement(
    "8/choice", Effect.FINDING, Subject.VACANCY,
    of="拟定人选",
    among=lambda r: r.choices,
    when={
        "同档另有应当优先的人选": _.tie_broken.fill_null(False),
        "另有攻坚一线的优秀人选(8.3.5)": _.frontline_passed.fill_null(False),
    },
    then={"explain_choice": any_of("同档另有应当优先的人选", "另有攻坚一线的优秀人选(8.3.5)")},
    item=_.proposal_id,
    evidence={"proposals": _.other_ids},
)  # fmt: skip

_only_missing = (
    (_.open_years == _.missing_years.length()) & (_.missing_years.length() > 0)
    & (_.low_years == 0) & (_.short_years <= 0)
)  # fmt: skip


def _missing_years(grade: str) -> Change:
    """The assessments of the years that are missing, entered with a grade."""
    return insert(
        "annual_assessments", each=_.missing_years, assessment_id=NEW, cadre_id=_.cadre_id, year=EACH, grade=grade,
        decided_on=_.day,
    )  # fmt: skip


def township_share(about: Subject) -> Statement:
    """结构: the same target for each county and for the city."""
    of_city = about is Subject.CITY
    return Statement(
        f"8.4.4/{about}", Effect.TARGET, about,
        of="县级党政班子的结构",
        among=lambda r: r.township_shares.filter(r.township_shares.city == of_city),
        when={"达到目标": _.reached, "接近目标": _.nearly},
        then={"reached": "达到目标", "nearly": "接近目标", "below": otherwise},
        base=_.heads, limit=_.target, actual=_.chief_heads,
        evidence={"cadres": _.chief_ids},
    )  # fmt: skip


ARTICLE = Article(8, "选拔重用", (
    sentence(
        "8",
        "坚持事业至上,加强优秀干部的选拔重用力度,树立起凭能力用干部、以实绩论英雄的导向。",
        conclusion,
        choice,
    ),
    sentence(
        "8.1.1",
        "拟提拔使用的党政干部,在规定任职资格年限内的年度综合考核结果应为“称职”以上等次,",
        Statement(
            "8.1.1", Effect.REVIEW, Subject.PROPOSAL,
            of="拟提拔人选",
            among=lambda r: r.windows,
            when={
                _PARTY_POST: _.party_post,
                "规定年限内各年均为“称职”以上": (_.low_years > 0).ifelse(False, _.years_unclear.ifelse(None, True)),
            },
            then={
                "manual": no(_PARTY_POST),
                "fail": no("规定年限内各年均为“称职”以上"),
                "unknown": unknown("规定年限内各年均为“称职”以上"),
                "pass": otherwise,
            },
            base=_.years_needed, actual=_.good_years,
            evidence={"annual_assessments": _.window_ids},
            tells=("years_needed", "window_years", "missing_years", "short_years"),
            promises=(
                if_(
                    "补录{missing_years}年度考核且均为称职以上", _missing_years("competent"),
                    makes={"规定年限内各年均为“称职”以上": True},
                    given=_only_missing,
                ),
            ),
        ),
    ),
    sentence(
        "8.1.2",
        "且一般要有一次以上“优秀”等次。",
        Statement(
            "8.1.2", Effect.REVIEW, Subject.PROPOSAL,
            of="拟提拔人选",
            among=lambda r: r.windows,
            when={
                _PARTY_POST: _.party_post,
                "规定年限内有一次以上“优秀”": (_.excellent_years > 0).ifelse(True, _.years_unclear.ifelse(None, False)),
            },
            then={
                "manual": no(_PARTY_POST),
                "pass": "规定年限内有一次以上“优秀”",
                "unknown": unknown("规定年限内有一次以上“优秀”"),
                "justify": otherwise,
            },
            evidence={"annual_assessments": _.excellent_ids},
            tells=("years_needed", "window_years", "missing_years", "short_years"),
            promises=(
                if_(
                    "补录{missing_years}年度考核且为优秀", _missing_years("excellent"),
                    makes={"规定年限内有一次以上“优秀”": True},
                    given=_only_missing,
                ),
                if_(
                    "补录{missing_years}年度考核且均为称职", _missing_years("competent"),
                    makes={"规定年限内有一次以上“优秀”": False},
                    given=_only_missing & (_.excellent_years == 0),
                ),
            ),
        ),
    ),
    sentence(
        "8.1.3",
        "党政正职拟提拔使用的,所在单位领导班子近三年年度考核一般应获得一次以上“优秀”等次。",
        Statement(
            "8.1.3", Effect.REVIEW, Subject.PROPOSAL,
            of="拟提拔的党政正职",
            among=lambda r: r.chief_years,
            when={
                _PARTY_POST: _.party_post,
                "所在班子近三年有一次以上“优秀”": (_.excellent_team_years > 0).ifelse(
                    True, (_.assessed_years < 3).ifelse(None, False)
                ),
            },
            then={
                "manual": no(_PARTY_POST),
                "pass": "所在班子近三年有一次以上“优秀”",
                "unknown": unknown("所在班子近三年有一次以上“优秀”"),
                "justify": otherwise,
            },
            base=3, actual=_.excellent_team_years,
            evidence={"team_assessments": _.team_assessment_ids},
            tells=("closed_year", "assessed_years", "excellent_team_years"),
        ),
    ),
    sentence(
        "8.2.1",
        "对在经济社会发展和党的建设中创造出重要经验,产生重大影响力,成为全省、全国示范典型或年度综合考核连续三年获得“优秀”等次的领导班子,"
        "在干部选拔任用上给予倾斜。",
        Statement(
            "8.2.1/team", Effect.PREFERENCE, Subject.TEAM,
            of="领导班子",
            among=lambda r: r.favoured_today,
            when={
                "连续三年“优秀”": _.streak_ids.notnull(),
                "是在期内的全省、全国示范典型": _.demonstration_ids.notnull(),
            },
            then={"favoured": any_of("连续三年“优秀”", "是在期内的全省、全国示范典型")},
            evidence={"team_assessments": _.streak_ids, "demonstrations": _.demonstration_ids},
            promises=(
                if_(
                    "认定该班子为全省示范典型",
                    insert("demonstrations", demonstration_id=NEW, team_id=_.team_id, level="province", recognised_on=as_of()),
                    makes={"是在期内的全省、全国示范典型": True},
                ),
            ),
        ),
        Statement(
            "8.2.1/proposal", Effect.PREFERENCE, Subject.PROPOSAL,
            of="拟提拔人选",
            among=lambda r: r.favoured_proposals,
            when={
                "在连续三年“优秀”的班子任职": _.streak_ids.notnull(),
                "在示范典型班子任职": _.demonstration_ids.notnull(),
            },
            then={"favoured": any_of("在连续三年“优秀”的班子任职", "在示范典型班子任职")},
            evidence={"team_assessments": _.streak_ids, "demonstrations": _.demonstration_ids},
        ),
    ),
    silence(
        "8.3.1",
        "注重在重大项目、重大任务、重大改革等攻坚一线发现、培养、考察、使用干部,大力选拔想干事、能干事、干成事的干部。",
        because="工作导向,不对个人得出结论;有攻坚经历者的优先由下面各句判断。",
    ),
    sentence(
        "8.3.2",
        "对在攻坚一线实绩突出、群众公认的干部,在提拔任用、交流重用、职级晋升(岗位晋聘)、公务员遴选时,同等条件下应当优先考虑;",
        Statement(
            "8.3.2", Effect.PREFERENCE, Subject.PROPOSAL,
            of="拟任人选",
            among=lambda r: r.frontline,
            when={
                "属提拔、重用、职级晋升、岗位晋聘或遴选": _.action_then.isin(
                    ["promote", "important_move", "grade", "post", "select"]
                ),
                "在攻坚一线实绩突出、群众公认": (_.proven_ids.length() > 0).fill_null(False),
            },
            then="on_ties",
            evidence={"campaign_service": _.proven_ids},
        ),
    ),
    sentence(
        "8.3.3",
        "在关键时刻或承担急难险重任务中经受住考验、表现突出、作出重大贡献,特别是受到党中央、国务院或省委、省政府表彰奖励的或者工作特殊需要的,"
        "按程序报经批准后可破格提拔;",
        Statement(
            "8.3.3", Effect.PERMISSION, Subject.PROPOSAL,
            of="拟提拔人选",
            among=lambda r: r.exceptions,
            when={
                "按破格申报": _.exceptional.notnull(),
                "现任和拟任层次清楚": _.levels.notnull(),
                "急难险重中有重大以上贡献": _.merit_ids.notnull(),
                "工作特殊需要": _.special_need,
                "任现层次已满一年": _.year_done_on <= _.day,
                "任现层次时未破格": ~_.earlier_exceptional,
                "未超过两个层次": _.levels <= reading.exceptional_levels(),
                "上级已同意": _.approved_by_then,
                "越级": (_.levels >= reading.skipped_levels()).fill_null(False),
                "任职年限不足": (_.years_done_on > _.day).fill_null(False),
            },
            then={
                "unmarked": all_of(no("按破格申报"), any_of("越级", "任职年限不足")),
                "barred": all_of(
                    "按破格申报", "现任和拟任层次清楚",
                    any_of(
                        all_of(no("急难险重中有重大以上贡献"), no("工作特殊需要")),
                        no("任现层次已满一年"), no("任现层次时未破格"), no("未超过两个层次"),
                    ),
                ),
                "permitted": all_of("按破格申报", "现任和拟任层次清楚", "上级已同意"),
                "incomplete": "按破格申报",
            },
            evidence={"merits": _.ground_ids, "appointments": _.reached_by},
            tells=("reached_on", "years_needed"),
            promises=(
                if_(
                    "补录上级同意破格的批复",
                    update("proposals", {"proposal_id": _.proposal_id}, approved_on=_.day),
                    makes={"上级已同意": True},
                ),
            ),
        ),
    ),
    sentence(
        "8.3.4",
        "对在攻坚一线作出突出贡献的专业技术人才,在评选享受政府特殊津贴人员,省、市有突出贡献优秀专家时优先推荐;",
        Statement(
            "8.3.4", Effect.PREFERENCE, Subject.CADRE,
            of="专家推荐",
            among=lambda r: r.nominations,
            when={
                "是专业技术人才": _.professional,
                "在攻坚一线实绩突出": _.service_ids.notnull(),
            },
            then="recommended_first",
            item=_.nomination_id,
            evidence={"expert_nominations": _.nomination_id, "campaign_service": _.service_ids},
        ),
    ),
    sentence(
        "8.3.5",
        "新提拔进入县(市、区)党政领导班子成员和市直部门领导班子成员,应当优先安排有攻坚一线工作经历的优秀干部。",
        Statement(
            "8.3.5", Effect.PREFERENCE, Subject.PROPOSAL,
            of="拟任人选",
            among=lambda r: r.frontline,
            when={
                "属提拔": _.action_then == "promote",
                "进入县(市、区)党政班子或市直部门班子": (
                    (_.team_unit_kind == "county") & _.team_kind.isin(["party_committee", "government"])
                    | (_.team_unit_kind == "municipal_dept")
                ).fill_null(False),
                "攻坚一线经历时间足够": _.days >= reading.frontline_days(),
                "近年有“优秀”": _.recent_excellent_ids.notnull(),
            },
            then="frontline_first",
            evidence={"campaign_service": _.service_ids, "annual_assessments": _.recent_excellent_ids},
        ),
    ),
    silence(
        "8.4.1",
        "注重从具有基层工作经历的干部中选拔党政领导干部。",
        because="工作导向,基层年限属任职资格的上位规定,此处不作结论。",
    ),
    sentence(
        "8.4.2",
        "每年结合年度目标责任考核、党建考核和市委、市政府确定的重点工作考核等结果,综合评定10名德才兼备的乡(镇、街道)党政正职、"
        "县(市、区)直部门主要负责人,",
        Statement(
            "8.4.2/candidate", Effect.CANDIDACY, Subject.CADRE,
            of="上一考核年度末的乡镇街道党政正职、县直部门主要负责人",
            among=lambda r: r.ten_candidates,
            when={
                "年度综合考核“称职”以上": _.grade.isin(["excellent", "competent"]),
                "未受限制": _.reuse_barred.isnull(),
                "三项考核结果齐全": _.score.notnull(),
                "连同同分者在名额之内": _.last_place <= reading.ten_size(),
                "名次在名额之内": _.place <= reading.ten_size(),
            },
            then={
                "incomplete": all_of("年度综合考核“称职”以上", "未受限制", no("三项考核结果齐全")),
                "listed": all_of("年度综合考核“称职”以上", "未受限制", "连同同分者在名额之内"),
                "tied": all_of("年度综合考核“称职”以上", "未受限制", "名次在名额之内"),
            },
            item=_.closed_year.cast("string"),
            actual=_.score_shown, rank=_.place,
            evidence={"annual_assessments": _.assessment_id, "composite_scores": _.score_ref},
        ),
        Statement(
            "8.4.2/list", Effect.DUTY, Subject.CITY,
            of="上一考核年度的十名名单",
            among=lambda r: r.ten_duty,
            when={
                "考核结果在本办法施行后审定": _.closed_on >= reading.effective_on(),
                "已公布名单": _.announced_on.notnull(),
                "在次年年底前公布": _.announced_on <= _.due_on,
                "次年已过": _.due_on < as_of(),
            },
            then=done_late_or_overdue(
                "考核结果在本办法施行后审定", done="已公布名单", in_time="在次年年底前公布", past="次年已过"
            ),
            item=_.year.cast("string"),
            starts_on=_.closed_on, ends_on=_.due_on,
            evidence={"assessment_rounds": _.year.cast("string"), "ten_list": _.list_refs},
        ),
    ),
    sentence(
        "8.4.3",
        "优先提拔使用。",
        Statement(
            "8.4.3", Effect.PREFERENCE, Subject.PROPOSAL,
            of="拟提拔人选",
            among=lambda r: r.listed_proposals,
            when={
                "在最近公布的十名名单上": _.list_ref.notnull(),
                "未受限制": _.bar_assessment_ids.isnull() & _.bar_finding_ids.isnull(),
            },
            then="listed_first",
            evidence={"ten_list": _.list_ref},
        ),
    ),
    sentence(
        "8.4.4",
        "县级党政班子成员具有乡(镇、街道)党政正职经历的要逐步达到50%左右。",
        township_share(Subject.UNIT),
        township_share(Subject.CITY),
    ),
))  # fmt: skip
