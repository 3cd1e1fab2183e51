"""Parts of pages, written once for whoever sees the same, as long as no record changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jili.access.remembered import remembered
from jili.access.scope import Access


def part(access: Access, template: str, question: Hashable, context: Callable[[], Mapping[str, Any]]) -> SafeString:
    """``template`` filled with ``context``, of which all follows from the records, from what ``access`` may see and
    from ``question``. What belongs to a session (messages, a form that changes something) stands in no part."""
    return remembered(access, (template, question), lambda: render_to_string(template, dict(context())))
