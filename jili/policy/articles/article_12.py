"""第十二条 解释机关。"""

from __future__ import annotations

from jili.engine.statement import Article, silence

ARTICLE = Article(12, "解释", (
    silence(
        "12.1",
        "本办法由市委组织部负责解释。",
        because="口径(readings)由市委组织部确定;未经确定的一律标为暂行。",
    ),
))  # fmt: skip
