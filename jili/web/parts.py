"""Parts of pages, written once for whoever sees the same, as long as no record changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jili.access.remembered import remembered
from jili.access.scope import Access


@dataclass(frozen=True)
class Written:
    """HTML, with what else follows from the same; nothing where nothing is written. It weighs what it is long."""

    html: SafeString

    def __bool__(self) -> bool:
        return bool(self.html)

    def __sizeof__(self) -> int:
        return object.__sizeof__(self) + getsizeof(self.html)


def part(access: Access, template: str, question: Hashable, context: Callable[[], Mapping[str, Any]]) -> SafeString:
    """``template`` filled with ``context``, of which all follows from the records, from what ``access`` may see and
    from ``question``. What belongs to a session (messages, a form that changes something) stands in no part."""
    return remembered(access, (template, question), lambda: render_to_string(template, dict(context())))
