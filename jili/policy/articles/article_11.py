"""第十一条 关心关爱:四必谈、休假、体检、保险、走访。"""

from __future__ import annotations

from dataclasses import replace

import ibis
from ibis import _

from jili.engine.formula import all_of, any_of, no
from jili.engine.function import add_days, as_of
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
from jili.policy.duty import done_or_overdue, done_or_pending

_TALKED = {"已谈话": _.talked_on.notnull(), "在期限内谈话": _.talked_on <= _.due_on}
_EXPOSED = {
    "参与攻坚一线工作": _.frontline,
    "岗位列入艰苦复杂高危目录": _.listed,
    "长期在艰苦复杂高危岗位": _.harsh,
}
_exposed = any_of(*_EXPOSED)
_talk = if_(
    "现在谈话并登记所销事由",
    insert("talks", talk_id=NEW, cadre_id=_.cadre_id, held_on=as_of()),
    insert("talk_covers", talk_id=NEW, trigger=_.trigger),
    makes={"已谈话": True, "在期限内谈话": _.due_on >= as_of()},
    given=_.talked_on.isnull(),
)


def _talk_outcomes(*applies: str) -> dict:  # type: ignore[type-arg]
    """A talk that must be held: done, done late, missed altogether, past its last day, not yet."""
    return {
        "fulfilled": all_of(*applies, "已谈话", "在期限内谈话"),
        "late": all_of(*applies, "已谈话"),
        "missed": all_of(*applies, "超过视为未谈的天数"),
        "overdue": all_of(*applies, "期限已过"),
        "pending": all_of(*applies),
    }


def trigger_talk(name: str, kind: str) -> Statement:
    """A talk that a setback, a sign or a request calls for: one rule, three kinds."""
    return Statement(
        name, Effect.DUTY, Subject.CADRE,
        of="谈话事由",
        among=lambda r: r.triggers.filter(r.triggers.kind == kind),
        when={
            "本办法施行后知悉": _.arose_on >= reading.effective_on(),
            **_TALKED,
            "正在暂缓": _.on_hold,
            "超过视为未谈的天数": add_days(_.counted_from, reading.missed_days()) < as_of(),
            "期限已过": _.due_on < as_of(),
        },
        then={
            "fulfilled": all_of("本办法施行后知悉", "已谈话", "在期限内谈话"),
            "late": all_of("本办法施行后知悉", "已谈话"),
            "on_hold": all_of("本办法施行后知悉", "正在暂缓"),
            **{k: v for k, v in _talk_outcomes("本办法施行后知悉").items() if k in ("missed", "overdue", "pending")},
        },
        item=_.trigger_id,
        starts_on=_.arose_on, ends_on=_.due_on,
        evidence={"talk_triggers": _.trigger_id, "talks": _.talk_id},
        promises=(replace(_talk, given=_.talked_on.isnull() & ~_.on_hold),),
    )  # fmt: skip


ARTICLE = Article(11, "关心关爱", (
    silence("11.1", "加强对干部的心理关怀和生活关爱。", because="总的要求,由以下各句落实。"),
    silence(
        "11.2",
        "建立谈心谈话常态化机制,及时了解干部思想动态,掌握干部心理变化,对取得成绩多予鼓励肯定,对顾虑问题多加疏导解决,",
        because="对谈心谈话工作的要求;本系统不收集谈话内容,只核对应谈的是否谈了。",
    ),
    sentence(
        "11.4a",
        "做到岗位调整的必谈、",
        Statement(
            "11.4a", Effect.DUTY, Subject.CADRE,
            of="到任的岗位",
            among=lambda r: r.adjustments,
            when={
                "本办法施行后到任": _.arose_on >= reading.effective_on(),
                "进入本册后到任": _.arose_on >= _.joined_on,
                "此前另有任职": _.first_on < _.arose_on,
                **_TALKED,
                "超过视为未谈的天数": add_days(_.arose_on, reading.missed_days()) < as_of(),
                "期限已过": _.due_on < as_of(),
            },
            then=_talk_outcomes("本办法施行后到任", "进入本册后到任", "此前另有任职"),
            item=_.appointment_id,
            starts_on=_.arose_on, ends_on=_.due_on,
            evidence={"appointments": _.appointment_id, "talks": _.talk_id},
            promises=(_talk,),
        ),
        Statement(
            "11.4a/end", Effect.DUTY, Subject.CADRE,
            of="卸任的岗位",
            among=lambda r: r.endings,
            when={
                "本办法施行后卸任": _.arose_on >= reading.effective_on(),
                "进入本册后卸任": _.arose_on >= _.joined_on,
                "当日另任他职": _.moved_on,
                **_TALKED,
                "超过视为未谈的天数": add_days(_.arose_on, reading.missed_days()) < as_of(),
                "期限已过": _.due_on < as_of(),
            },
            then={
                outcome: all_of(no("当日另任他职"), formula)
                for outcome, formula in _talk_outcomes("本办法施行后卸任", "进入本册后卸任").items()
            },
            item=_.trigger,
            starts_on=_.arose_on, ends_on=_.due_on,
            evidence={"appointments": _.appointment_id, "talks": _.talk_id},
            promises=(_talk,),
        ),
    ),
    sentence("11.4b", "工作生活遭遇重大挫折的必谈、", trigger_talk("11.4b", "setback")),
    sentence("11.4c", "发现问题苗头的必谈、", trigger_talk("11.4c", "sign")),
    sentence("11.4d", "干部主动约谈的必谈,", trigger_talk("11.4d", "request")),
    silence("11.3", "从思想源头激发干部动力活力。", because="说明谈话的目的,不产生结论。"),
    sentence(
        "11.5",
        "规范和落实干部带薪休假、津贴补贴发放、健康体检等制度。",
        Statement(
            "11.5", Effect.DUTY, Subject.CADRE,
            of="在册年度的年休假",
            among=lambda r: r.leave_years,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "有应休天数": _.days_due > 0,
                "已休满": _.taken_days >= _.days_due,
                "已付未休报酬": _.payment_ids.notnull(),
                "有休假记录": _.taken_days.notnull(),
                "当年已过": _.to_on < as_of(),
            },
            then={
                "fulfilled": all_of("本办法已施行", "有应休天数", any_of("已休满", "已付未休报酬")),
                "unrecorded": all_of("本办法已施行", "有应休天数", "当年已过", no("有休假记录")),
                "overdue": all_of("本办法已施行", "有应休天数", "当年已过"),
                "pending": all_of("本办法已施行", "有应休天数"),
            },
            item=_.year.cast("string"),
            starts_on=_.from_on, ends_on=_.to_on,
            limit=_.days_due, actual=_.taken_days,
            evidence={"leave": _.leave_ref, "payments": _.payment_ids},
            promises=(
                if_(
                    "查明{year}年已休 {days_due} 天并补录",
                    insert("leave", cadre_id=_.cadre_id, year=_.year, taken_days=_.days_due),
                    makes={"已休满": True, "有休假记录": True},
                    given=_.taken_days.isnull(),
                ),
                if_(
                    "查明{year}年实休 {days_due} 天并更正",
                    update("leave", {"cadre_id": _.cadre_id, "year": _.year}, taken_days=_.days_due),
                    makes={"已休满": True},
                    given=_.taken_days.notnull(),
                ),
                if_(
                    "查明{year}年未休年休假报酬已发放并补录",
                    insert("payments", payment_id=NEW, kind="leave", cadre_id=_.cadre_id, year=_.year, paid_on=as_of()),
                    makes={"已付未休报酬": True},
                ),
            ),
        ),
    ),
    sentence(
        "11.6",
        "对参与重大项目、重大任务、重大改革等攻坚一线工作或长期在艰苦地区、复杂环境、高危岗位工作的干部,每年体检不少于1次,",
        Statement(
            "11.6", Effect.DUTY, Subject.CADRE,
            of="年度体检",
            among=lambda r: r.check_years,
            when={
                "本办法已施行": _.year_start >= reading.effective_on(),
                **_EXPOSED,
                "当年体检过": _.check_ids.notnull(),
                "当年已过": _.year_end < as_of(),
                "当年从事上述工作天数不足": _.days < reading.check_days(),
            },
            then={
                "fulfilled": all_of("本办法已施行", _exposed, "当年体检过"),
                "explain": all_of("本办法已施行", _exposed, "当年已过", "当年从事上述工作天数不足"),
                "overdue": all_of("本办法已施行", _exposed, "当年已过"),
                "pending": all_of("本办法已施行", _exposed),
            },
            item=_.year.cast("string"),
            starts_on=_.year_start, ends_on=_.year_end,
            evidence={"health_checks": _.check_ids},
            promises=(
                if_(
                    "查明{year}年已体检并补录",
                    insert("health_checks", check_id=NEW, cadre_id=_.cadre_id, checked_on=ibis.least(_.year_end, as_of())),
                    makes={"当年体检过": True},
                ),
            ),
        ),
    ),
    sentence(
        "11.7",
        "并结合实际为其办理人身意外伤害保险。",
        Statement(
            "11.7", Effect.DUTY, Subject.CADRE,
            of="当日的意外伤害保险",
            among=lambda r: r.insured_today,
            when={
                "本办法已施行": _.year_start >= reading.effective_on(),
                **_EXPOSED,
                "有在保的意外伤害保险": _.insurance_ids.notnull(),
            },
            then={
                "fulfilled": all_of("本办法已施行", _exposed, "有在保的意外伤害保险"),
                "explain": all_of("本办法已施行", _exposed),
            },
            item=_.year.cast("string"),
            starts_on=_.year_start,
            evidence={"insurances": _.insurance_ids},
            promises=(
                if_(
                    "查明有在保的意外伤害保险并补录",
                    insert("insurances", insurance_id=NEW, cadre_id=_.cadre_id, start_on=as_of(),
                           end_on=add_days(as_of(), 365)),
                    makes={"有在保的意外伤害保险": True},
                ),
            ),
        ),
    ),
    sentence(
        "11.8",
        "对家庭收入低、负担重、生活困难干部家庭,落实走访慰问制度,加大经济补助力度,",
        Statement(
            "11.8", Effect.DUTY, Subject.CADRE,
            of="认定的困难家庭",
            among=lambda r: r.hardship_years,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "当年走访过": _.visit_ids.notnull(),
                "当年已过": _.to_on < as_of(),
            },
            then=done_or_overdue("本办法已施行", done="当年走访过", past="当年已过"),
            item=_.hardship_id + "/" + _.year.cast("string"),
            starts_on=_.since, ends_on=_.to_on,
            evidence={"hardships": _.hardship_id, "visits": _.visit_ids},
            promises=(
                if_(
                    "查明{year}年已走访并补录",
                    insert("visits", visit_id=NEW, hardship_id=_.hardship_id, visited_on=ibis.least(_.to_on, as_of())),
                    makes={"当年走访过": True},
                ),
            ),
        ),
    ),
    sentence(
        "11.9",
        "切实解决其家属安抚、子女入学和就业等生活困难。",
        Statement(
            "11.9", Effect.DUTY, Subject.CADRE,
            of="困难家庭的诉求",
            among=lambda r: r.requests,
            when={
                "本办法施行后提出": _.raised_on >= reading.effective_on(),
                "已解决": _.resolved_on.notnull(),
            },
            then=done_or_pending("本办法施行后提出", done="已解决"),
            item=_.request_id,
            starts_on=_.raised_on,
            evidence={"hardship_requests": _.request_id},
            promises=(
                if_(
                    "诉求得到解决并登记",
                    update("hardship_requests", {"request_id": _.request_id}, resolved_on=as_of()),
                    makes={"已解决": True},
                ),
            ),
        ),
    ),
))  # fmt: skip
