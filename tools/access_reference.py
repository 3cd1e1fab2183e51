"""The page of who may do what, from the tables that the program itself asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from jili.access.classes import AREAS, COLUMNS, LEVELS, SEES, Area
from jili.access.roles import LABELS, Role
from jili.access.table import OPEN, ROWS, SIGNED_IN, Anybody, Row

ANYBODY = {OPEN: "任何人", SIGNED_IN: "已登录的人"}
SCOPES = {"unit": "范围内的单位", "cadre": "范围内的干部", "record": "范围内的记录", "": "—"}


def access() -> str:
    """Markdown: routes, roles and areas, columns."""
    return "\n".join(
        [
            "# 权限",
            "",
            "表里没有的一律拒绝;不在范围内的,回答与不存在的完全一样。",
            "",
            "## 谁可以到哪里",
            "",
            "| 地址 | 方法 | 角色 | 所指的对象 | 还须看得见 |",
            "| --- | --- | --- | --- | --- |",
            *map(_route, ROWS),
            "",
            "## 哪个角色看得到什么",
            "",
            "每列归一类、有一级;角色在一类里看到某级为止,没有列出的类一点也看不到。三员(系统管理员、安全管理员、审计员)看不到任何人事内容。",
            "",
            f"| | {' | '.join(AREAS[area] for area in Area)} |",
            f"| --- {'| --- ' * len(Area)}|",
            *(
                f"| {LABELS[role]} | {' | '.join(LEVELS[SEES[role][a]] if a in SEES[role] else '' for a in Area)} |"
                for role in Role
            ),
            "",
            "三员彼此不得由一人兼任,也不得兼任其他任何角色。",
            "",
            "## 每一列的类和级",
            "",
            "| 表 | 类 | 级 | 列 |",
            "| --- | --- | --- | --- |",
            *_columns(),
            "",
        ]
    )


def _route(row: Row) -> str:
    if isinstance(row.who, Anybody):
        roles = ANYBODY[row.who]
    else:
        roles = "、".join(LABELS[role] for role in Role if role in row.who)
    needs = "、".join(f"{AREAS[area]}({LEVELS[level]})" for area, level in row.needs.items()) or "—"
    return f"| `{row.route}` | {row.methods} | {roles} | {SCOPES.get(row.scope, row.scope)} | {needs} |"


def _columns() -> Iterator[str]:
    for table, columns in groupby(COLUMNS.items(), key=lambda entry: entry[0][0]):
        for (area, level), own in groupby(columns, key=lambda entry: entry[1]):
            names = "、".join(f"`{column}`" for (_, column), _ in own)
            yield f"| `{table}` | {AREAS[area]} | {LEVELS[level]} | {names} |"
