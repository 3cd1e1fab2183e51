"""The models keep what the facts declare, column for column."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from jili.engine.schema import Table
from jili.policy.facts import SCHEMA
from jili.records.declared import bounds
from jili.records.models import Cadre, Talk, Unit

MODELS = {
    facts: model for model in apps.get_app_config("records").get_models() if (facts := getattr(model, "facts", ""))
}
OWN = {"id", "version", "path"}
"""Columns that no rule reads: the row's number, its version, a unit's place in the tree."""


def test_every_table_of_the_facts_has_one_model_and_its_name() -> None:
    assert [MODELS[name]._meta.db_table for name in SCHEMA.names()] == SCHEMA.names()
    assert MODELS.keys() == set(SCHEMA.names())


@pytest.mark.parametrize("table", SCHEMA.tables, ids=lambda table: table.name)
def test_a_model_has_the_columns_of_its_table_in_order_with_label_type_codes_and_limits(table: Table) -> None:
    fields = [field for field in MODELS[table.name]._meta.concrete_fields if field.column not in OWN]
    kinds: dict[str, Any] = {
        "text": (models.CharField, models.TextField), "date": models.DateField, "bool": models.BooleanField,
        "int": models.IntegerField, "decimal": models.DecimalField,
    }  # fmt: skip
    found: list[tuple[Any, ...]] = []
    for field, column in zip(fields, table.columns, strict=True):
        own = field.target_field if isinstance(field, models.ForeignKey) else field
        assert isinstance(own, kinds[column.type])
        refers = own.model._meta.db_table if isinstance(field, models.ForeignKey) else None
        codes = dict(field.choices) if field.choices and column.type == "text" else None
        found.append((field.column, str(field.verbose_name), field.null, refers, codes))
    assert found == [
        (c.name, c.label, c.optional, None if c.refers == "*" else c.refers, dict(c.codes) if c.codes else None)
        for c in table.columns
    ]


@pytest.mark.parametrize("table", SCHEMA.tables, ids=lambda table: table.name)
def test_the_database_holds_codes_limits_order_and_what_is_unique(table: Table) -> None:
    names = {constraint.name for constraint in MODELS[table.name]._meta.constraints}
    wanted = {f"{table.name}_{c.name}_code" for c in table.columns if c.codes is not None}
    wanted |= {f"{table.name}_{c.name}_bounds" for c in table.columns if c.type == "int"}
    wanted |= {f"{table.name}_{last}_order" for _, last in table.ordered}
    assert wanted <= names
    assert all(bounds(c)[0] < bounds(c)[1] for c in table.columns if c.type == "int")


def test_whatever_a_record_refers_to_is_called_by_words_not_by_its_key() -> None:
    targets = {
        field.related_model
        for model in MODELS.values()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }
    assert [model.__name__ for model in targets if model.__str__ is models.Model.__str__] == []
    assert str(Talk(talk_id="K1", cadre=Cadre(cadre_id="C1", name="柳青"), held_on=date(2024, 3, 5))) == (
        "柳青谈心谈话,2024-03-05"
    )
    assert str(Talk(talk_id="K1", cadre_id="C1", held_on=date(2024, 3, 5))) == "谈心谈话,2024-03-05"


@pytest.mark.django_db
def test_a_code_that_is_none_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(unit_id="U1", name="某局", kind="bureau", remote=False, path="U1/")
    assert not Unit.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_keeps_no_index_for_searches_by_prefix_that_nobody_makes() -> None:
    tables = [model._meta.db_table for model in apps.get_app_config("records").get_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE right(indexname, 5) = '_like' AND tablename = ANY(%s)", [tables]
        )
        assert cursor.fetchall() == []  # a new one: drop it in the migration that makes it
