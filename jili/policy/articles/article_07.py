"""第七条 荣誉激励:创先争优与记功嘉奖。"""

from __future__ import annotations

import ibis
from ibis import _

from jili.engine.formula import all_of, no
from jili.engine.function import as_of
from jili.engine.statement import NEW, Article, Effect, Statement, Subject, if_, insert, sentence, silence
from jili.policy import reading
from jili.policy.duty import done_late_or_overdue, done_or_overdue, done_or_pending


def reward(name: str, about: Subject) -> Statement:
    """记功嘉奖: the same rule for a cadre's merits and for a team's."""
    return Statement(
        name, Effect.DUTY, about,
        of="功绩",
        among=lambda r: r.merit_awards.filter(r.merit_awards[f"{about}_id"].notnull()),
        when={
            "本办法施行后认定": _.recognised_on >= reading.effective_on(),
            "适用记功嘉奖": _.ladder_applies,
            "已给予奖励": _.award_id.notnull(),
            "等级与贡献相符": _.level_right | ~_.ladder_applies,
            "审批层级足够": _.authority_enough | ~_.ladder_applies,
            "及时": _.awarded_on <= _.due_on,
            "期限已过": _.due_on < as_of(),
        },
        then={
            "manual": all_of("本办法施行后认定", no("适用记功嘉奖"), no("已给予奖励")),
            "mismatch": all_of("本办法施行后认定", no("等级与贡献相符")),
            "ultra_vires": all_of("本办法施行后认定", no("审批层级足够")),
            **done_late_or_overdue("本办法施行后认定", done="已给予奖励", in_time="及时", past="期限已过"),
        },
        item=_.merit_id,
        starts_on=_.recognised_on, ends_on=_.due_on,
        evidence={"merits": _.merit_id, "awards": _.award_id},
        promises=(
            if_(
                "查明已给予与贡献相符、审批层级足够的奖励并补录",
                insert(
                    "awards", award_id=NEW, merit_id=_.merit_id, level=_.right_level, authority="nation",
                    decided_on=as_of(), **{f"{about}_id": _[f"{about}_id"]},
                ),
                makes={
                    "已给予奖励": True, "等级与贡献相符": True, "审批层级足够": True, "及时": _.due_on >= as_of(),
                },
                given=_.award_id.isnull() | _.ladder_applies & ~(_.level_right & _.authority_enough),
            ),
        ),
    )  # fmt: skip


ARTICLE = Article(7, "荣誉激励", (
    sentence(
        "7.1",
        "加大激励奖励力度,以全市“六大攻坚战”为载体,统筹开展各类先进模范集体和个人等创先争优活动,",
        Statement(
            "7.1", Effect.DUTY, Subject.CAMPAIGN,
            of="攻坚战在进行的年度",
            among=lambda r: r.campaign_years,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "当年开展过创先争优活动": _.activity_ids.notnull(),
                "当年已过": _.to_on < as_of(),
            },
            then=done_or_overdue("本办法已施行", done="当年开展过创先争优活动", past="当年已过"),
            item=_.year.cast("string"),
            starts_on=_.from_on, ends_on=_.to_on,
            evidence={"campaigns": _.campaign_id, "activities": _.activity_ids},
            promises=(
                if_(
                    "查明{year}年开展过创先争优活动并补录",
                    insert("activities", activity_id=NEW, campaign_id=_.campaign_id, held_on=ibis.least(_.to_on, as_of())),
                    makes={"当年开展过创先争优活动": True},
                ),
            ),
        ),
    ),
    silence(
        "7.2",
        "加强舆论宣传,形成先进典型示范引领的浓厚氛围。",
        because="对宣传工作的要求,不从个人记录得出结论。",
    ),
    sentence(
        "7.3",
        "对工作中表现突出,或在处理突发事件和承担专项重要工作中,作出显著成绩和贡献的,及时给予记功嘉奖奖励。"
        "作出杰出贡献的,记一等功;作出重大贡献的,记二等功;作出较大贡献的,记三等功;表现突出的,给予嘉奖,",
        reward("7.3/cadre", Subject.CADRE),
        reward("7.3/team", Subject.TEAM),
    ),
    sentence(
        "7.5",
        "并按有关规定落实相关奖金待遇。",
        Statement(
            "7.5", Effect.DUTY, Subject.CADRE,
            of="干部所获奖励",
            among=lambda r: r.award_bonuses,
            when={
                "本办法施行后决定": _.decided_on >= reading.effective_on(),
                "已落实奖金": _.payment_ids.notnull(),
            },
            then=done_or_pending("本办法施行后决定", done="已落实奖金"),
            item=_.award_id,
            starts_on=_.decided_on,
            evidence={"awards": _.award_id, "payments": _.payment_ids},
            promises=(
                if_(
                    "查明该项奖励奖金已发放并补录",
                    insert("payments", payment_id=NEW, kind="award_bonus", award_id=_.award_id, paid_on=as_of()),
                    makes={"已落实奖金": True},
                ),
            ),
        ),
    ),
))  # fmt: skip
