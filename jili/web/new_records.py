"""Entering a record of a cadre or a unit, from their page: nobody types an id, whose it is is known already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jili.access.editing import record_create
from jili.access.gate import Request
from jili.access.reach import TABLES
from jili.access.scope import Access, NotThere, access_cadre, access_unit, access_values
from jili.exchange.sheets.offered import may_fill
from jili.records.models import Appointment, Cadre, TalkTrigger
from jili.web.record_forms import CHOSEN, RecordForm, add_errors, fields_of

OF_CADRE = (
    "appointments", "annual_assessments", "usual_assessments", "campaign_service", "task_owners", "merits", "awards",
    "payments", "talent_reviews", "expert_nominations", "course_members", "talk_triggers", "talks", "talk_covers",
    "leave", "health_checks", "insurances", "hardships", "visits", "hardship_requests",
)  # fmt: skip
"""The tables of which a cadre's page offers a new row."""
OF_UNIT = ("tasks", "unit_events", "vacancies", "teams")
MOST = 500
"""Records of the cadre or the unit offered to refer to."""


class NewRecordForm(RecordForm):
    """The columns of a new record, without what is known (``given``, by column)."""

    def __init__(self, access: Access, table: str, given: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(access, TABLES[table](), data)
        self.given = given
        self.fields["why"].label = "填写的依据"
        for name in ("version", *given):
            self.fields.pop(name, None)
        for field in fields_of(access, table):
            if isinstance(field, ForeignKey) and field.column not in (*given, *self.fields) and not field.primary_key:
                rows = _near(access, field.target_field.model._meta.db_table, given)
                own = field.formfield(queryset=rows)
                if own is not None:
                    self.fields = {field.column: own, **self.fields}
        if table == "talk_covers":
            self.fields = {
                "trigger": forms.ChoiceField(label="所谈的事由", choices=_triggers(access, given)),
                **self.fields,
            }

    def values(self) -> dict[str, Any]:
        return {**super().values(), **self.given}


def _near(access: Access, table: str, given: Mapping[str, Any]) -> QuerySet[Any]:
    """The records of a table that have to do with the cadre or unit a new one is about."""
    rows = access.of(table)
    fields = {field.name for field in TABLES[table]._meta.concrete_fields}
    cadre = given.get("cadre_id") or given.get("for_cadre")
    if table in CHOSEN:
        return rows
    if cadre and "cadre" in fields:
        return rows.filter(cadre=cadre)
    if cadre and "unit" in fields:
        return rows.filter(unit__in=access.posts().filter(cadre=cadre).values("unit"))
    return rows


def _triggers(access: Access, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a talk may cover: the posts taken up and left, and the other occasions, of one cadre."""
    cadre = given["for_cadre"]
    found = []
    for post in access.of("appointments").filter(cadre=cadre).select_related("unit").order_by("-start_on")[:MOST]:
        assert isinstance(post, Appointment)
        found.append((post.pk, f"{post.start_on:%Y-%m-%d} 任 {post.unit} {post.title}"))
        if post.end_on:
            found.append((f"{post.pk}/end", f"{post.end_on:%Y-%m-%d} 卸任 {post.unit} {post.title}"))
    for trigger in access.of("talk_triggers").filter(cadre=cadre).order_by("-occurred_on")[:MOST]:
        assert isinstance(trigger, TalkTrigger)
        found.append((trigger.pk, f"{trigger.occurred_on:%Y-%m-%d} {trigger.get_kind_display()}"))
    return found


def for_cadre(request: Request, cadre_id: str, table: str) -> HttpResponse:
    """A new record of a cadre."""
    found: Cadre = access_cadre(request.access, cadre_id)
    if table not in OF_CADRE:
        raise NotThere
    return _new(request, table, "cadre_id", cadre_id, found.name, reverse("cadre", args=[cadre_id]))


def for_unit(request: Request, unit_id: str, table: str) -> HttpResponse:
    """A new record of a unit."""
    found = access_unit(request.access, unit_id)
    if table not in OF_UNIT:
        raise NotThere
    return _new(request, table, "unit_id", unit_id, found.name, reverse("unit", args=[unit_id]))


def offered(access: Access, tables: tuple[str, ...]) -> list[tuple[str, str]]:
    """Of these tables those that somebody may enter: name and label."""
    return [
        (table, str(TABLES[table]._meta.verbose_name))
        for table in tables
        if access.columns(table) and may_fill(access, table)
    ]


def _new(request: Request, table: str, column: str, about: str, name: str, back: str) -> HttpResponse:
    access = request.access
    if not may_fill(access, table) or not access.columns(table):
        raise NotThere
    own = any(field.column == column for field in TABLES[table]._meta.concrete_fields)
    form = NewRecordForm(
        access, table, {column if own else f"for_{column.removesuffix('_id')}": about}, request.POST or None
    )
    if "year" in form.fields:
        form.initial["year"] = request.GET.get("year", "")[:4]
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.values().items() if not name.startswith("for_")}
        access_values(access, table, values)
        try:
            record_create(actor=access.actor(), table=table, values=values, why=form.cleaned_data["why"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "已新增,下一次运行见效。")
            return redirect(back)
    title = f"新增“{TABLES[table]._meta.verbose_name}”:{name}"
    return render(request, "form_page.html", {"form": form, "title": title, "do": "保存", "back": back})


urlpatterns = [
    path("cadres/<str:cadre_id>/new/<str:table>/", for_cadre, name="cadre-record-new"),
    path("units/<str:unit_id>/new/<str:table>/", for_unit, name="unit-record-new"),
]
