"""第九条 挂职锻炼。"""

from __future__ import annotations

from ibis import _

from jili.engine.statement import Article, Effect, Statement, Subject, if_, sentence, silence, update

ARTICLE = Article(9, "挂职锻炼", (
    silence("9.1", "建立党政干部激励性挂职锻炼制度,", because="要求建立制度,由文件证明,不从个人记录得出结论。"),
    sentence(
        "9.2",
        "对综合素质高、发展潜质好,政绩突出、群众公认的优秀干部,有计划开展脱产培训、选派到乡(镇、街道)、上级机关或经济发达地区进行挂职锻炼,",
        Statement(
            "9.2", Effect.CANDIDACY, Subject.CADRE,
            of="在职干部的最近一次研判",
            among=lambda r: r.latest_reviews,
            when={
                "综合素质高": _.quality,
                "发展潜质好": _.potential,
                "政绩突出": _.performance,
                "群众公认": _.recognition,
                "未在挂职": ~_.on_secondment,
            },
            then="candidate",
            evidence={"talent_reviews": _.review_id},
            promises=(
                if_(
                    "研判四项均认定",
                    update("talent_reviews", {"review_id": _.review_id},
                           quality=True, potential=True, performance=True, recognition=True),
                    makes={"综合素质高": True, "发展潜质好": True, "政绩突出": True, "群众公认": True},
                    given=_.review_id.notnull(),
                ),
            ),
        ),
    ),
    silence("9.3", "通过开拓眼界提升素能,激发干事创业热情。", because="说明挂职锻炼的目的,不产生结论。"),
))  # fmt: skip
