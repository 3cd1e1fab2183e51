"""Small pieces that stand in rows by the hundred, where a component would be slow."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jili.access.roles import Role
from jili.access.scope import Access, menu_of
from jili.web.tones import LOOKS, PRESSES, TONES, Tone, spoken

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of the sprite, for the eye only."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', _sprite(), name)


@register.simple_tag
def badge(outcome: str, text: str = "") -> SafeString:
    """An outcome with its colour and shape; ``text`` instead of its own words."""
    return toned(TONES[outcome], text or spoken(outcome))


@register.simple_tag
@lru_cache(maxsize=2000, typed=True)
def toned(tone: str, text: str) -> SafeString:
    """Words in a tone."""
    look = LOOKS[Tone(tone)]
    return format_html('<span class="verdict verdict-{}">{}{}</span>', tone, icon(look.icon), text)


@register.simple_tag
def menu(access: Access, path: str) -> SafeString:
    """The pages of a role, that at ``path`` as the one that is open."""
    links = _menu_of(access.role, access.keeps_holds)
    return mark_safe("".join(f"{start}{_OPEN if url == path else ''}{end}" for url, start, end in links))


_OPEN = ' aria-current="page"'


@cache
def _menu_of(role: Role | None, keeps_holds: bool) -> tuple[tuple[str, str, str], ...]:
    """Each page: its address, and what stands in the menu before and after the mark of the open one."""
    found, under = [], ""
    for item in menu_of(role, keeps_holds):
        heading = format_html('<li class="nav-heading">{}</li>', item["under"]) if item["under"] != under else ""
        under = item["under"]
        start = format_html('{}<li class="nav-item"><a class="nav-link" href="{}"', heading, item["url"])
        end = format_html('><span class="nav-link-icon">{}</span>{}</a></li>', icon(item["icon"]), item["label"])
        found.append((item["url"], start, end))
    return tuple(found)


@register.filter
def choices(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The choices of a select, of which there may be hundreds."""
    lines = []
    for name, options, _ in groups:
        if name:
            lines.append(f'<optgroup label="{escape(name)}">')
        for own in options:
            selected = " selected" if own["selected"] else ""
            lines.append(f'<option value="{escape(str(own["value"]))}"{selected}>{escape(str(own["label"]))}</option>')
        if name:
            lines.append("</optgroup>")
    return mark_safe("\n".join(lines))


@register.filter
def coded(text: str) -> SafeString:
    """Plain text in which what stands between backticks is code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))


@register.filter
def grouped(count: Any) -> Any:
    """A count as one reads it: 34,321. What is no number stays as it is."""
    return f"{count:,}" if isinstance(count, int) else count


@register.filter
def day(value: date | None) -> str:
    """A date as people write it: 2024年3月5日; nothing for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def month(value: date | None) -> str:
    """A date of which only the month is known or matters: 2024年3月."""
    return f"{value.year}年{value.month}月" if value else ""


@register.simple_tag
def left_of(decision: Any, day: date) -> SafeString | str:
    """How many days are left of a decision on a day, if it still runs."""
    return days_left(decision.ends_on, day) if TONES[decision.outcome] in PRESSES else ""


@register.simple_tag
def days_left(until: date | None, day: date | None = None) -> SafeString | str:
    """How far off a date is: 还有 12 天, 今天, 已过 3 天."""
    if until is None:
        return ""
    left = (until - (day or timezone.localdate())).days
    said = f"还有 {left} 天" if left > 0 else "今天" if left == 0 else f"已过 {-left} 天"
    return format_html('<span class="left{}">{}</span>', " left-over" if left < 0 else "", said)


@register.simple_tag
def plain(values: list[str]) -> SafeString:
    """The cells of a record; what is short stays on one line."""
    return mark_safe("".join(f"<td{_KEEP if len(value) < SHORT else ''}>{escape(value)}</td>" for value in values))


SHORT = 11
_KEEP = ' class="keep"'


@register.simple_tag(takes_context=True)
def asked(context: Any, **changed: Any) -> str:
    """The query of this page with some parts changed; empty ones go. Starts with ``?``."""
    query = context["request"].GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@cache
def _sprite() -> str:
    return static("vendor/icons.svg")
