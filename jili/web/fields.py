"""Fields that forms share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class DayInput(forms.DateInput):
    """A day to choose. Browsers take its value only as ISO writes it, whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Choices(forms.Select):
    """A select whose hundred options are written at once: a template for each takes a third of the page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        del renderer
        chosen = str(value or "")
        parts = [
            format_html('<optgroup label="{}">{}</optgroup>', own, _options(of, chosen))
            if isinstance(of, list)
            else _options([(own, of)], chosen)
            for own, of in self.choices
        ]
        given = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", given, mark_safe("".join(parts)))


def _options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    return _written(tuple((str(own), str(label)) for own, label in choices), chosen)


@lru_cache(maxsize=256)
def _written(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The same hundred options stand on every page of a list."""
    rows = ((own, mark_safe(" selected" if own == chosen else ""), label) for own, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)
