"""第六条 考核激励:考核结果的运用。"""

from __future__ import annotations

from ibis import _

from jili.engine.formula import all_of, any_of, no, otherwise, unknown
from jili.engine.function import as_of
from jili.engine.statement import (
    NEW,
    Article,
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
from jili.policy.duty import done_or_pending

_annulled = if_(
    "该考核结果被撤销", update("annual_assessments", {"assessment_id": _.assessment_id}, annulled_on=as_of())
)

ARTICLE = Article(6, "考核激励", (
    silence(
        "6.1",
        "强化考核结果运用,发挥考核奖优罚劣的鲜明导向作用。",
        because="总的要求,由以下各句落实。",
    ),
    sentence(
        "6.2",
        "对年度综合考核评为“优秀”等次的领导班子,其班子成员“优秀”等次比例提升至20%,",
        Statement(
            "6.2/team", Effect.QUOTA, Subject.TEAM,
            of="领导班子的年度综合考核",
            among=lambda r: r.quotas,
            when={
                "名额不足一名": _.places == 0,
                "评为优秀的成员至多一名": _.excellent_heads <= 1,
                "评为优秀的成员超过名额": _.excellent_heads > _.places,
            },
            then={
                "below_one": all_of("名额不足一名", "评为优秀的成员至多一名"),
                "exceeded": "评为优秀的成员超过名额",
                "within": otherwise,
            },
            item=_.year.cast("string"),
            base=_.heads, limit=_.places, actual=_.excellent_heads,
            evidence={"team_assessments": _.assessment_id, "annual_assessments": _.excellent_ids},
        ),
        Statement(
            "6.2/city", Effect.QUOTA, Subject.CITY,
            of="当年全部优秀班子合并计算的名额",
            among=lambda r: r.pooled_quotas,
            when={"评为优秀的成员超过名额": _.excellent_heads > _.places},
            then={"exceeded": "评为优秀的成员超过名额", "within": otherwise},
            item="pool/" + _.year.cast("string"),
            base=_.heads, limit=_.places, actual=_.excellent_heads,
            evidence={"team_assessments": _.team_assessment_ids},
        ),
    ),
    sentence(
        "6.3",
        "依据有关规定落实相关奖金待遇;",
        Statement(
            "6.3", Effect.DUTY, Subject.TEAM,
            of="领导班子的年度综合考核",
            among=lambda r: r.bonus_duties,
            when={
                "班子评为“优秀”等次": _.team_grade == "excellent",
                "本办法施行后审定": _.decided_on >= reading.effective_on(),
                "已落实奖金": _.payment_ids.notnull(),
            },
            then=done_or_pending("班子评为“优秀”等次", "本办法施行后审定", done="已落实奖金"),
            item=_.year.cast("string"),
            starts_on=_.decided_on,
            evidence={"team_assessments": _.assessment_id, "payments": _.payment_ids},
            promises=(
                if_(
                    "查明{year}年度班子奖金已发放并补录",
                    insert("payments", payment_id=NEW, kind="team_bonus", team_id=_.team_id, year=_.year, paid_on=as_of()),
                    makes={"已落实奖金": True},
                ),
            ),
        ),
    ),
    sentence(
        "6.4",
        "对年度综合考核评为“基本称职”等次的干部,一年内不得晋升职务;",
        Statement(
            "6.4", Effect.RESTRICTION, Subject.CADRE,
            of="年度综合考核",
            among=lambda r: r.graded_with_span,
            when={
                "评为“基本称职”等次": _.grade == "basic",
                "自审定之日起未满一年": _.freed_on > as_of(),
            },
            then="no_promotion",
            item=_.assessment_id,
            starts_on=_.decided_on, ends_on=_.freed_on,
            evidence={"annual_assessments": _.assessment_id},
            promises=(_annulled,),
        ),
    ),
    sentence(
        "6.5",
        "对年度综合考核评为“不称职”等次的干部,降低一个职务层次任职;",
        Statement(
            "6.5", Effect.DUTY, Subject.CADRE,
            of="“不称职”等次的年度综合考核",
            among=lambda r: r.demotions,
            when={
                "本办法施行后审定": _.decided_on >= reading.effective_on(),
                "有可降的职务层次": _.rank_then > 1,
                "已降低一个职务层次任职": _.demoted_by.notnull(),
            },
            then={
                "manual": all_of("本办法施行后审定", any_of(no("有可降的职务层次"), unknown("有可降的职务层次"))),
                **done_or_pending("本办法施行后审定", done="已降低一个职务层次任职"),
            },
            item=_.assessment_id,
            starts_on=_.decided_on,
            evidence={"annual_assessments": _.assessment_id, "appointments": _.demoted_by},
        ),
        Statement(
            "6.5/bar", Effect.RESTRICTION, Subject.CADRE,
            of="年度综合考核",
            among=lambda r: r.graded_with_span,
            when={
                "评为“不称职”等次": _.grade == "incompetent",
                "自审定之日起未满一年": _.freed_on > as_of(),
                "不称职者不宽于基本称职者(举轻以明重)": _.incompetent_bars,
            },
            then="no_promotion",
            item=_.assessment_id + "/bar",
            starts_on=_.decided_on, ends_on=_.freed_on,
            evidence={"annual_assessments": _.assessment_id},
            promises=(_annulled,),
        ),
    ),
    sentence(
        "6.6",
        "凡重要责任目标未完成或位次明显倒退的,无特殊原因相关责任干部一年内不得提拔重用。",
        Statement(
            "6.6", Effect.RESTRICTION, Subject.CADRE,
            of="对相关责任干部的责任认定",
            among=lambda r: r.responsible_today,
            when={
                "本办法施行后认定": _.found_on >= reading.effective_on(),
                "无特殊原因": _.excused_on.isnull(),
                "自认定之日起未满一年": _.freed_on > as_of(),
            },
            then="no_promotion_no_reuse",
            item=_.finding_id,
            starts_on=_.found_on, ends_on=_.freed_on,
            evidence={"findings": _.finding_id, "tasks": _.task_id},
            promises=(
                if_(
                    "认定本人有特殊原因",
                    update("finding_cadres", {"finding_id": _.finding_id, "cadre_id": _.cadre_id}, excused_on=as_of()),
                    makes={"无特殊原因": False},
                ),
                if_("该责任认定被撤销", update("findings", {"finding_id": _.finding_id}, annulled_on=as_of())),
            ),
        ),
        Statement(
            "6.6/place", Effect.FINDING, Subject.TEAM,
            of="班子连续两年的考核位次",
            among=lambda r: r.place_changes,
            when={
                "两年位次、组别、班子数都有": _.places_known,
                "两年同组": _["group"] == _.earlier_group,
                "班子数变化不大": _.size_comparable,
                "名次降幅大": _.places_lost >= reading.rank_drop_places(),
                "降幅占比大": _.drop_share_large,
                "由前段跌入后段": _.fell_to_the_back,
                "已作位次倒退认定": _.found_since,
            },
            then={
                "suspect_rank_drop": all_of(
                    "两年位次、组别、班子数都有", "两年同组", "班子数变化不大",
                    any_of(all_of("名次降幅大", "降幅占比大"), "由前段跌入后段"),
                    no("已作位次倒退认定"),
                ),
                "incomparable": all_of(
                    "两年位次、组别、班子数都有", any_of(no("两年同组"), no("班子数变化不大")), no("已作位次倒退认定")
                ),
            },
            item=_.year.cast("string"),
            base=_.earlier_place, actual=_.place,
            evidence={"team_assessments": _.both_ids},
            tells=("earlier_place", "earlier_size", "place", "group_size"),
            promises=(
                if_(
                    "作出位次明显倒退的认定",
                    insert("findings", finding_id=NEW, kind="rank_drop", team_id=_.team_id, decided_on=as_of()),
                    makes={"已作位次倒退认定": True},
                    given=_.earlier_decided_on < as_of(),
                ),
            ),
        ),
        Statement(
            "6.6/target", Effect.FINDING, Subject.UNIT,
            of="任务",
            among=lambda r: r.unmet_targets,
            when={
                "属重要责任目标": _.important,
                "期限在本办法施行后": _.due_on >= reading.effective_on(),
                "期限已过": _.due_on < as_of(),
                "按期完成": _.done_in_time,
                "已作未完成认定": _.found,
            },
            then={
                "suspect_target_unmet": all_of(
                    "属重要责任目标", "期限在本办法施行后", "期限已过", no("按期完成"), no("已作未完成认定")
                ),
            },
            item=_.task_id,
            evidence={"tasks": _.task_id},
            promises=(
                if_(
                    "作出重要责任目标未完成的认定",
                    insert("findings", finding_id=NEW, kind="target_unmet", task_id=_.task_id, decided_on=as_of()),
                    makes={"已作未完成认定": True},
                ),
                if_(
                    "查明已于 {due_on} 或之前完成,并更正完成日",
                    update("tasks", {"task_id": _.task_id}, completed_on=_.due_on),
                    makes={"按期完成": True},
                ),
            ),
        ),
    ),
))  # fmt: skip
