"""The workbench of the three administrators: what waits for each of them, one click from where it is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jili.access import waiting
from jili.access.gate import Request
from jili.access.models import Account, Event
from jili.access.roles import Role
from jili.access.waiting import State
from jili.exchange.exports import exports_waiting
from jili.exchange.models import Export
from jili.policy.facts import SCHEMA
from jili.web.kinds import kind_words, role_words

SHOWN = 10


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A panel: what waits, at most ``SHOWN`` of ``count``."""

    title: str
    tone: str
    count: int
    headings: tuple[str, ...]
    rows: list[list[Cell]]
    empty: str
    more: str = ""


def home(request: Request) -> HttpResponse:
    parts = _PARTS[Role(str(request.access.role))]()
    context: dict[str, Any] = {"parts": parts}
    if request.access.role == Role.AUDITOR:
        context["standing"] = waiting.log_standing()
    return render(request, "administration/home.html", context)


def _system() -> list[Part]:
    unused = waiting.accounts_in(State.UNUSED)
    shown = list(unused.order_by("-created_at", "pk")[:SHOWN])
    links = waiting.links_of(shown)
    return [
        _part(
            ("等首次登录", "due", "账户都已设好口令"), ("账号", "姓名", "建立", "一次性链接"), unused,
            [[_account(row), Cell(row.name), _moment(row.created_at), _link(links.get(row.pk))] for row in shown],
            f"{reverse('accounts')}?state={State.UNUSED}",
        ),
        _tokens("等安全管理员放行的令牌", waiting.tokens_waiting(), "没有等放行的令牌"),
        _tokens("30 天内到期的令牌", waiting.tokens_ending(), "没有快到期的令牌"),
    ]  # fmt: skip


def _security() -> list[Part]:
    without, locked = waiting.accounts_in(State.WITHOUT), waiting.accounts_in(State.LOCKED)
    ending = waiting.grants_ending()
    headings = ("账号", "姓名", "建立")

    def rows(found: QuerySet[Account]) -> list[list[Cell]]:
        shown = found.order_by("-created_at", "pk")[:SHOWN]
        return [[_account(row), Cell(row.name), _moment(row.created_at)] for row in shown]

    return [
        _exports(),
        _tokens("等放行的令牌", waiting.tokens_waiting(), "没有等放行的令牌"),
        _part(("等授权的账户", "due", "账户都有角色"), headings, without, rows(without),
              f"{reverse('accounts')}?state={State.WITHOUT}"),
        _part(("输错锁住的账户", "overdue", "没有锁住的账户"), headings, locked, rows(locked),
              f"{reverse('accounts')}?state={State.LOCKED}"),
        _part(("30 天内到止日的授权", "due", "没有快到止日的授权"), ("账号", "角色", "单位", "止"), ending, [
            [_account(grant.account), Cell(grant.get_role_display()), Cell(str(grant.unit or "全市或本人")),
             Cell(f"{grant.to_on:%Y-%m-%d}")]
            for grant in ending[:SHOWN]
        ]),
    ]  # fmt: skip


def _auditor() -> list[Part]:
    since = timezone.localdate() - waiting.LATELY
    found = waiting.refusals(since)
    return [
        _part(
            ("七天内被拒的访问和登录", "overdue", "七天内没有被拒的"), ("时间", "账号", "角色", "种类", "对象"), found,
            [_refusal(event) for event in found[:SHOWN]], f"{reverse('events')}?kind=access.refused",
        ),
    ]  # fmt: skip


_PARTS: Mapping[Role, Callable[[], list[Part]]] = {
    Role.SYSTEM_ADMIN: _system, Role.SECURITY_ADMIN: _security, Role.AUDITOR: _auditor,
}  # fmt: skip


def _part(
    words: tuple[str, str, str], headings: tuple[str, ...], found: QuerySet[Any], rows: Iterable[list[Cell]],
    more: str = "",
) -> Part:  # fmt: skip
    title, tone, empty = words
    count = found.count()
    return Part(title, tone if count else "", count, headings, list(rows), empty, more if count > SHOWN else "")


def _tokens(title: str, found: QuerySet[Any], empty: str) -> Part:
    rows = [
        [_account(token.account), Cell(token.name, reverse("tokens", args=[token.account_id])), _moment(token.made_at),
         Cell(f"{token.expires_on:%Y-%m-%d}")]
        for token in found[:SHOWN]
    ]  # fmt: skip
    return _part((title, "due", empty), ("服务账户", "用途", "生成", "到期"), found, rows)


def _exports() -> Part:
    """Who takes out how much of which tables; not why, and nothing of what stands in it."""
    found = exports_waiting()
    rows = [
        [_account(one.account), Cell(role_words(one.role)), Cell(str(one.unit or "管理范围内的全部")),
         Cell(tables_said(one)), Cell(f"{one.rows:,}"), _moment(one.created_at),
         Cell("放行", reverse("export-release", args=[one.pk])),
         Cell("不同意", reverse("export-decline", args=[one.pk]))]
        for one in found[:SHOWN]
    ]  # fmt: skip
    headings = ("账号", "角色", "单位", "表", "条数", "时间", "", "")
    return _part(("等放行的导出", "due", "没有等放行的导出"), headings, found, rows)


def tables_said(export: Export) -> str:
    return "、".join(SCHEMA[table].label for table in export.tables)


def _refusal(event: Event) -> list[Cell]:
    told = json.loads(event.body)
    what = f"{told.get('method', '')} {told.get('address', '')}".strip() if event.kind == "access.refused" else ""
    return [
        _moment(event.at), Cell(event.actor), Cell(role_words(event.role)), Cell(kind_words(event.kind)),
        Cell(what or event.subject),
    ]  # fmt: skip


def _account(row: Account) -> Cell:
    return Cell(row.username, reverse("account", args=[row.pk]))


def _moment(at: datetime) -> Cell:
    return Cell(f"{timezone.localtime(at):%Y-%m-%d %H:%M}")


def _link(until: datetime | None) -> Cell:
    return Cell(f"有效至 {timezone.localtime(until):%m-%d %H:%M}" if until else "没有有效的链接,请生成")
