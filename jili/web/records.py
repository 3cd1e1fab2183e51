"""Pages of single records: whom one may see, what is kept about them, and changing it.

What is sensitive is shown only after its reader has said what for; that is an event.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jili.access.classes import COLUMNS, Level
from jili.access.editing import Stale, record_change, record_remove
from jili.access.gate import Request
from jili.access.log import append_alone
from jili.access.scope import Access, NotThere, access_record, access_values
from jili.access.vicinity import cadres_of
from jili.exchange.sheets.offered import may_fill
from jili.web.record_forms import RecordForm, add_errors, fields_of, shown


class RemoveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label="删去的原因", max_length=500)


def record(request: Request, table: str, pk: str) -> HttpResponse:
    """Change a record, unless somebody else has meanwhile: then both versions are shown."""
    access, found = _to_change(request, table, pk)
    form = RecordForm(access, found, request.POST or None)
    stale: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        access_values(access, table, values)
        version, why = form.cleaned_data["version"], form.cleaned_data["why"]
        try:
            record_change(actor=access.actor(), record=found, version=version, values=values, why=why)
        except Stale as error:
            if error.current is None:
                messages.error(request, "这条记录在您填写期间已被他人删去。")
                return redirect(_back(found))
            stale = _both(access, form, error.current)
            form = RecordForm(access, error.current, {**request.POST.dict(), "version": error.current.version})
            form.add_error(None, "您填写期间,别人已更改了这条记录。请看下面两种写法;再按“保存”,就以您填的为准。")
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "已保存。")
            return redirect(_back(found))
    label = found._meta.verbose_name
    context = {"record": found, "label": label, "form": form, "stale": stale, "table": table, "back": _back(found)}
    return render(request, "records/record.html", context)


def record_removal(request: Request, table: str, pk: str) -> HttpResponse:
    """Remove a record, after asking."""
    access, found = _to_change(request, table, pk)
    form = RemoveForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            record_remove(actor=access.actor(), record=found, **form.cleaned_data)
        except Stale:
            form.add_error(None, "您打开这一页之后,别人已更改了这条记录;请回到上一页再看。")
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "已删去;变更历史仍保留。")
            return redirect(_back(found))
    says = f"删去这条“{found._meta.verbose_name}”?删去后,依据它的结论在下一次运算时改变。"
    context = {
        "form": form,
        "title": "删去记录",
        "do": "删去",
        "back": reverse("record", args=[table, pk]),
        "says": says,
    }
    return render(request, "form_page.html", context)


def _to_change(request: Request, table: str, pk: str) -> tuple[Access, Any]:
    """The record, if it is one of those that the role keeps. Seeing what is sensitive of it is an event."""
    access = request.access
    found = access_record(access, table, pk)
    if not may_fill(access, table):
        raise NotThere
    if request.method == "GET" and any(COLUMNS[table, column][1] > Level.INTERNAL for column in access.columns(table)):
        append_alone(actor=access.actor("更改记录"), kind=f"{table}.read", subject=f"{table}:{pk}")
    return access, found


def _both(access: Access, form: RecordForm, current: Any) -> list[tuple[str, str, str]]:
    """Where what was entered differs from what is there now: label, entered, now."""
    own = {field.column: field for field in fields_of(access, current._meta.db_table)}
    found = []
    for column, value in form.values().items():
        field = own[column]
        now = shown(current, field)
        setattr(current, field.attname, value)
        if (entered := shown(current, field)) != now:
            found.append((str(field.verbose_name), entered, now))
    return found


def _back(record: Any) -> str:
    """The page of the cadre whom a record is about, or the list."""
    row = {field.column: getattr(record, field.attname) for field in record._meta.concrete_fields}
    about = sorted(cadres_of(record._meta.db_table, [row]))
    return reverse("cadre", args=[about[0]]) if about else reverse("cadres")


urlpatterns = [
    path("records/<str:table>/<str:pk>/", record, name="record"),
    path("records/<str:table>/<str:pk>/remove/", record_removal, name="record-remove"),
]
