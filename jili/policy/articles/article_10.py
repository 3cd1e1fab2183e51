"""第十条 干部交流。"""

from __future__ import annotations

from ibis import _

from jili.engine.formula import all_of
from jili.engine.statement import Article, Effect, Statement, Subject, if_, sentence, silence, update

ARTICLE = Article(10, "干部交流", (
    silence(
        "10.1",
        "完善干部交流平台机制,加大干部横向、纵向交流力度,",
        because="对交流工作的要求,按人次统计,不对个人得出结论。",
    ),
    sentence(
        "10.2",
        "对政绩突出、群众公认的优秀干部,有计划地向上级机关、重点工作和重要岗位进行交流。",
        Statement(
            "10.2", Effect.CANDIDACY, Subject.CADRE,
            of="在职干部的最近一次研判",
            among=lambda r: r.latest_reviews,
            when={
                "政绩突出": _.performance,
                "群众公认": _.recognition,
                "正受“不得提拔重用”的限制": _.reuse_barred,
            },
            then={
                "candidate_restricted": all_of("政绩突出", "群众公认", "正受“不得提拔重用”的限制"),
                "candidate": all_of("政绩突出", "群众公认"),
            },
            evidence={"talent_reviews": _.review_id},
            promises=(
                if_(
                    "研判认定政绩突出、群众公认",
                    update("talent_reviews", {"review_id": _.review_id}, performance=True, recognition=True),
                    makes={"政绩突出": True, "群众公认": True},
                    given=_.review_id.notnull(),
                ),
            ),
        ),
    ),
))  # fmt: skip
