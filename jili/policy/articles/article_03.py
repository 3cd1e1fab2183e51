"""第三条 以考核结果为主要依据。"""

from __future__ import annotations

from ibis import _

from jili.engine.formula import all_of, no
from jili.engine.function import as_of
from jili.engine.statement import NEW, Article, Effect, Statement, Subject, if_, insert, sentence, silence

ARTICLE = Article(3, "依据与措施", (
    sentence(
        "3.1",
        "干部激励工作以平时考核、年度综合考核、脱贫攻坚等全市重点攻坚工作考核结果为主要依据,",
        Statement(
            "3.1", Effect.FINDING, Subject.CADRE,
            of="在职干部上一考核年度的考核依据",
            among=lambda r: r.assessment_bases,
            when={
                "该年度全年在册": _.whole_year,
                "有年度综合考核": _.annual,
                "有平时考核": _.usual,
                "有攻坚工作实绩认定": _.campaign,
            },
            then={
                "no_basis": all_of("该年度全年在册", no("有年度综合考核"), no("有平时考核"), no("有攻坚工作实绩认定")),
                "no_annual": all_of("该年度全年在册", no("有年度综合考核")),
            },
            item=_.year.cast("string"),
            evidence={"assessment_rounds": _.year.cast("string")},
            promises=(
                if_(
                    "补录{year}年度综合考核结果",
                    insert("annual_assessments", assessment_id=NEW, cadre_id=_.cadre_id, year=_.year, grade="competent",
                           decided_on=as_of()),
                    makes={"有年度综合考核": True},
                ),
            ),
        ),
    ),
    silence(
        "3.2",
        "通过思想激励、工作激励、考核激励、荣誉激励、选拔重用及关心关爱等具体措施,激励干部奋发有为、建功立业。",
        because="列出六类措施,分别由第四条至第十一条落实,此处只作统计分类。",
    ),
))  # fmt: skip
