"""Fields that forms share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jili.access.remembered import remembered
from jili.access.scope import Access


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
        parts: list[SafeString] = []
        for grouped, together in groupby(self.choices, key=lambda choice: isinstance(choice[1], list)):
            if grouped:
                groups = (format_html('<optgroup label="{}">{}</optgroup>', name, _options(of, chosen))
                          for name, of in together)  # fmt: skip
                parts.extend(groups)
            else:
                parts.append(_options(together, chosen))
        given = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", given, mark_safe("".join(parts)))


def _options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    return _written(tuple((str(own), str(label)) for own, label in choices), chosen)


@lru_cache(maxsize=256)
def _written(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The same hundred options stand on every page of a list."""
    rows = ((own, mark_safe(" selected" if own == chosen else ""), label) for own, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class _Called(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from cast(RecordChoice, self.field).called()


class RecordChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the records of a table that are in scope, of which there may be hundreds: what they are called is
    remembered. ``queryset``: all of them, as ``access.of`` gives them."""

    widget = Choices
    iterator = _Called

    def __init__(self, access: Access, queryset: QuerySet[Any], **given: Any) -> None:
        self.access = access
        super().__init__(queryset, **given)

    def called(self) -> Sequence[tuple[str, str]]:
        rows: Any = self.queryset
        question = "called", rows.model._meta.db_table, rows.query.order_by
        return remembered(
            self.access, question, lambda: tuple((str(row.pk), self.label_from_instance(row)) for row in rows)
        )
