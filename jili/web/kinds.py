"""Kinds of events and their roles in words. An event's kind is ``noun.verb``; nouns of records are their tables."""

from __future__ import annotations

from jili.access.roles import LABELS, Role
from jili.policy.facts import SCHEMA

_NOUNS = {
    "access": "访问", "account": "账户", "grant": "授权", "token": "令牌", "session": "登录", "import": "导入",
    "export": "导出", "dossier": "任免审批表", "register": "台账", "run": "运行", "reading": "口径",
    "settlement": "办结", "decisions": "结论", "database": "数据库", "missing": "待填清单", "log": "日志",
}  # fmt: skip
_VERBS = {
    "create": "新增", "change": "更改", "remove": "删去", "read": "查看", "refused": "被拒", "start": "登入",
    "end": "结束", "give": "授予", "link": "生成链接", "close": "停用", "open": "启用", "unlock": "解锁",
    "revoke": "作废口令", "first_use": "首次设好", "make": "建立", "release": "放行", "export": "导出",
    "import": "导入", "confirm": "确认", "undo": "撤销", "publish": "公布", "simulate": "试算",
    "backup": "备份", "restore": "恢复", "verify": "核对", "columns": "选列", "propose": "提出",
    "decline": "不同意", "approve": "同意", "check": "核对",
}  # fmt: skip


def kind_words(kind: str) -> str:
    """A kind of event as people read it; a part without a word stays as it is."""
    noun, _, verb = kind.partition(".")
    known = SCHEMA[noun].label if noun in SCHEMA else _NOUNS.get(noun, noun)
    return f"{known}{'·' if verb else ''}{_VERBS.get(verb, verb)}"


def role_words(role: str) -> str:
    return LABELS[Role(role)] if role in set(Role) else role
