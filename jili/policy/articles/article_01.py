"""第一条 目的与依据。"""

from __future__ import annotations

from jili.engine.statement import Article, silence

ARTICLE = Article(1, "目的与依据", (
    silence(
        "1.1",
        "为进一步调动干部工作积极性,提振干部干事创业精气神,激励全市干部聚焦主责主业、奋发拼搏进取、勇挑责任重担、奋力克难攻坚,"
        "根据河南省《关于建立干部激励机制的若干意见(试行)》等有关文件精神,制定本办法。",
        because="说明目的和依据,供解释其他条文时参照,本身不对任何人产生结论。",
    ),
))  # fmt: skip
