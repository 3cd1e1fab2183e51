"""A form for any record, from its model; and how the values of a record are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, partial
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, TextField

from jili.access.reach import TABLES
from jili.access.scope import Access
from jili.policy.facts import SCHEMA
from jili.web.fields import DayInput, RecordChoice

CHOSEN = frozenset({"units", "teams", "campaigns", "courses"})
"""Tables of which a form offers the records to choose from; other references stay as they are."""
LONG = frozenset({"resume", "rewards_and_punishments", "assessments", "reason", "speciality"})


class RecordForm(forms.Form):
    """The columns of a record that its editor sees, by column; the version that was seen; why it is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label="更改的原因", max_length=500)

    def __init__(self, access: Access, record: Any, data: Any = None) -> None:
        super().__init__(data, initial={"version": record.version})
        own = {}
        for field in fields_of(access, record._meta.db_table):
            if _enterable(field):
                own[field.column] = _form_field(access, field)
                self.initial[field.column] = getattr(record, field.attname)
        self.fields = {**own, **self.fields}
        self.access, self.record = access, record

    def clean_rank(self) -> Any:
        rank, end = self.cleaned_data["rank"], self.access.up_to_rank
        if rank and end is not None and rank > end and self.record._meta.db_table == "appointments":
            raise forms.ValidationError("这个层次的任职超出了您的管理权限;请报上级组织部门办理")
        return rank

    def values(self) -> dict[str, Any]:
        """What was entered, by column."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "why")}
        return {name: value.pk if isinstance(value, Model) else value for name, value in own.items()}


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What is wrong with a record, beside the field that it is about."""
    by_column = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for column, texts in by_column.items():
        form.add_error(column if column in form.fields else None, texts)


def fields_of(access: Access, table: str) -> list[Field[Any, Any]]:
    """The fields of a table that may be seen."""
    return [field for field in TABLES[table]._meta.concrete_fields if field.column in access.columns(table)]


def followed(fields: Iterable[Field[Any, Any]]) -> Iterator[str]:
    """What is fetched with records to show these fields: what they refer to, and whose that is."""
    for field in fields:
        if field.related_model is not None:
            yield field.name
            if any(own.name == "cadre" for own in cast(Any, field.related_model)._meta.concrete_fields):
                yield f"{field.name}__cadre"


def shown(record: Any, field: Field[Any, Any]) -> str:
    """A value of a record as people read it."""
    return spelled(getattr(record, field.name), field)


def spelled(value: Any, field: Field[Any, Any]) -> str:
    """A value of a field as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, bytes | memoryview):
        return "(已存)"
    if isinstance(value, date):
        return value.isoformat()
    if field.choices:
        return str(_labels(field).get(value, value))
    return str(value)


@cache
def _labels(field: Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


def _enterable(field: Field[Any, Any]) -> bool:
    table = field.model._meta.db_table
    if field.primary_key or not field.editable:
        return False
    if isinstance(field, ForeignKey):
        return field.target_field.model._meta.db_table in CHOSEN
    return table not in SCHEMA or SCHEMA[table][field.column].refers is None


def _form_field(access: Access, field: Any) -> Any:
    if isinstance(field, ForeignKey):
        rows = access.of(field.target_field.model._meta.db_table)
        return field.formfield(form_class=cast(Any, partial(RecordChoice, access)), queryset=rows)
    if isinstance(field, TextField) and field.name not in LONG:
        return field.formfield(widget=forms.TextInput)
    made = field.formfield()
    if isinstance(made, forms.DateField):
        made.widget = DayInput()
    return made
