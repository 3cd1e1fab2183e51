"""第五条 工作激励:目标责任与任务清单。"""

from __future__ import annotations

from ibis import _

from jili.engine.formula import all_of, any_of, no
from jili.engine.function import as_of
from jili.engine.statement import Article, Effect, Statement, Subject, sentence
from jili.policy import reading
from jili.policy.duty import done_or_overdue, done_or_pending

ARTICLE = Article(5, "工作激励", (
    sentence(
        "5.1",
        "健全领导干部岗位目标责任制,",
        Statement(
            "5.1", Effect.DUTY, Subject.CADRE,
            of="领导班子成员当年的任务清单",
            among=lambda r: r.task_lists,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "有年度任务和重点工作任务": _.has_annual & _.has_key,
                "建清单期限已过": _.list_due_on < as_of(),
            },
            then=done_or_overdue("本办法已施行", done="有年度任务和重点工作任务", past="建清单期限已过"),
            item=_.year.cast("string"),
            starts_on=_.from_on, ends_on=_.list_due_on,
            evidence={"tasks": _.task_ids},
        ),
    ),
    sentence(
        "5.2",
        "制定干部年度和重点工作任务清单,具体列出干成的实事、破解的难事、创造的亮点,",
        Statement(
            "5.2", Effect.FINDING, Subject.CADRE,
            of="领导班子成员当年的任务清单",
            among=lambda r: r.task_lists,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "已有任务": _.task_ids.notnull(),
                "列有实事": _.has_deed,
                "列有难事": _.has_problem,
                "列有亮点": _.has_highlight,
            },
            then={
                "list_incomplete": all_of(
                    "本办法已施行", "已有任务", any_of(no("列有实事"), no("列有难事"), no("列有亮点"))
                ),
            },
            item=_.year.cast("string"),
            evidence={"tasks": _.task_ids},
        ),
    ),
    sentence(
        "5.3",
        "通过定期特色亮点观摩、重点工作点评、公示岗位目标等措施,引导干部对标找差距、比学促提高。",
        Statement(
            "5.3/announce", Effect.DUTY, Subject.UNIT,
            of="单位当年的岗位目标(涉密者除外)",
            among=lambda r: r.unit_lists,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "全部公示": _.unannounced == 0,
            },
            then=done_or_pending("本办法已施行", done="全部公示"),
            item=_.from_on.year().cast("string") + "/announce",
            starts_on=_.from_on,
            evidence={"tasks": _.unannounced_ids},
        ),
        Statement(
            "5.3/event", Effect.DUTY, Subject.UNIT,
            of="有班子的单位每半年的观摩点评",
            among=lambda r: r.unit_halves,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "半年内有本单位或上级组织的观摩或点评": _.event_ids.notnull(),
                "半年已过": _.to_on < as_of(),
            },
            then=done_or_overdue("本办法已施行", done="半年内有本单位或上级组织的观摩或点评", past="半年已过"),
            item=_.half,
            starts_on=_.from_on, ends_on=_.to_on,
            evidence={"unit_events": _.event_ids},
        ),
    ),
))  # fmt: skip
