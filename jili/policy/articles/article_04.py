"""第四条 思想激励:专题培训。"""

from __future__ import annotations

from ibis import _

from jili.engine.formula import all_of, any_of
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
from jili.policy.duty import done_or_overdue

ARTICLE = Article(4, "思想激励", (
    silence(
        "4.1",
        "围绕加强政治定力,坚定理想信念,充分利用“一衙一山五馆”等市内外红色教育资源,建立激励性教育培训制度,",
        because="要求建立制度,是否建立由文件证明,不从个人记录得出结论。",
    ),
    sentence(
        "4.2",
        "每年选调基层一线、艰苦偏远地区和参与重大项目攻坚、重点工程建设的优秀干部开展专题培训,",
        Statement(
            "4.2/course", Effect.DUTY, Subject.CITY,
            of="年度专题培训",
            among=lambda r: r.course_years,
            when={
                "本办法已施行": _.from_on >= reading.effective_on(),
                "当年办过有学员的专题培训班": _.course_ids.notnull(),
                "当年已过": _.to_on < as_of(),
            },
            then=done_or_overdue("本办法已施行", done="当年办过有学员的专题培训班", past="当年已过"),
            item=_.year.cast("string"),
            starts_on=_.from_on, ends_on=_.to_on,
            evidence={"courses": _.course_ids},
        ),
        Statement(
            "4.2/candidate", Effect.CANDIDACY, Subject.CADRE,
            of="在职干部",
            among=lambda r: r.training_grounds,
            when={
                "在基层一线任职": _.in_township,
                "在艰苦偏远地区任职": _.in_remote_unit,
                "当年参与攻坚一线": _.at_frontline,
                "当年参与重大项目或重点工程": _.at_project,
                "上一考核年度优秀": _.grade == "excellent",
            },
            then={
                "candidate": all_of(
                    any_of("在基层一线任职", "在艰苦偏远地区任职", "当年参与攻坚一线", "当年参与重大项目或重点工程"),
                    "上一考核年度优秀",
                ),
            },
            item=_.this_year.cast("string"),
            evidence={
                "annual_assessments": _.assessment_id,
                "appointments": _.appointment_ids,
                "campaign_service": _.service_ids,
            },
            promises=(
                if_(
                    "{grade_year}年度考核依程序更正为优秀",
                    update("annual_assessments", {"assessment_id": _.assessment_id}, grade="excellent", reason=None),
                    makes={"上一考核年度优秀": True},
                    given=_.assessment_id.notnull(),
                ),
                if_(
                    "查明{grade_year}年度考核已评为优秀并补录",
                    insert("annual_assessments", assessment_id=NEW, cadre_id=_.cadre_id, year=_.grade_year,
                           grade="excellent", decided_on=as_of()),
                    makes={"上一考核年度优秀": True},
                    given=_.assessment_id.isnull() & _.grade_year.notnull(),
                ),
            ),
        ),
    ),
    silence(
        "4.3",
        "提升党性修养和专业素养,激发党政干部履职尽责的内生动力。",
        because="说明培训的目的,不产生结论。",
    ),
))  # fmt: skip
