"""第十三条 施行。"""

from __future__ import annotations

from jili.engine.statement import Article, silence

ARTICLE = Article(13, "施行", (
    silence(
        "13.1",
        "本办法自印发之日起施行。",
        because="施行日是一项口径(effective_on),各条据此判断,此前的日子不产生任何结论。",
    ),
))  # fmt: skip
