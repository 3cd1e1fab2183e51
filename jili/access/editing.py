"""Records are entered, changed and removed one by one: each with its reason, its event and its history, or not at all.

Values are given by column (``cadre_id``). Whoever changes a record says which version of it they have seen. What is
wrong with a record is a ValidationError by column, in Chinese.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from jili.access.actor import Actor
from jili.access.classes import COLUMNS
from jili.access.log import append
from jili.access.models import Account
from jili.access.reach import TABLES
from jili.access.vicinity import Row, cadres_of, problems_near
from jili.policy.facts import SCHEMA
from jili.records.base import Record, under_event
from jili.records.models import Cadre, Unit
from jili.records.names import names_keep
from jili.records.tree import Loop, paths

KEPT = {"version", "path"}
"""Columns that nobody enters."""


class Stale(Exception):
    """Somebody else has changed the record meanwhile; ``current`` is it as it is now, None if it was removed."""

    def __init__(self, current: Record | None) -> None:
        super().__init__("记录在此期间已被他人更改")
        self.current = current


@transaction.atomic
def record_create(*, actor: Actor, table: str, values: Mapping[str, Any], why: str) -> Record:
    """Enter a record, which gets its id here."""
    record = cast(Record, TABLES[table]())
    if (key := own_key(table)) is not None:
        setattr(record, key, new_id())
    _set(record, values)
    _save(actor, "create", record, None, why)
    return record


@transaction.atomic
def record_change(*, actor: Actor, record: Record, version: int, values: Mapping[str, Any], why: str) -> Record:
    """Change some columns of a record of which ``version`` was seen. Returns it as it then is; if it was so already,
    nothing happens. Raises Stale."""
    fresh = _claimed(record, version)
    before = row_of(fresh)
    _set(fresh, values)
    if row_of(fresh) == before:
        transaction.set_rollback(True)
        fresh.version = version
    else:
        _save(actor, "change", fresh, before, why)
    return fresh


@transaction.atomic
def record_remove(*, actor: Actor, record: Record, version: int, why: str) -> None:
    """Remove a record that nothing refers to; its history stays. Raises Stale."""
    fresh = _claimed(record, version)
    table, pk, before = fresh._meta.db_table, fresh.pk, row_of(fresh)
    _hold_cadres(actor, table, [before])
    event = _tell(actor, "remove", fresh, before, {}, why)
    try:
        with under_event(event):
            fresh.delete()
    except ProtectedError as error:
        label = next(iter(error.protected_objects))._meta.verbose_name
        raise ValidationError(f"还有“{label}”引用这条记录;请先更改或删去那一条") from None
    _check_near(table, pk, [before])


def new_id() -> str:
    """An id that no other record has."""
    return secrets.token_hex(10)


def own_key(table: str) -> str | None:
    """The column of a table's own id, if its records have one."""
    if table not in SCHEMA or not SCHEMA[table].has_id:
        return None
    key = SCHEMA[table].columns[0]
    return key.name if key.type == "text" else None


def row_of(record: Record) -> dict[str, Any]:
    """A record by column."""
    table = record._meta.db_table
    return {f.column: getattr(record, f.attname) for f in record._meta.concrete_fields if (table, f.column) in COLUMNS}


def _claimed(record: Record, version: int) -> Record:
    """The record as the database holds it, ours until the transaction ends, if it is still of this version."""
    model = TABLES[record._meta.db_table]
    if not model._default_manager.filter(pk=record.pk, version=version).update(version=F("version") + 1):
        raise Stale(cast("Record | None", model._default_manager.filter(pk=record.pk).first()))
    return cast(Record, model._default_manager.get(pk=record.pk))


def _set(record: Record, values: Mapping[str, Any]) -> None:
    """Give the record these values and check it by itself."""
    table = record._meta.db_table
    for field in record._meta.concrete_fields:
        if field.column in values and (table, field.column) in COLUMNS:
            value = values[field.column]
            setattr(record, field.attname, None if value == "" and field.null else value)
    if unknown := [name for name in values if (table, name) not in COLUMNS]:
        raise ValueError(f"no columns of {table}: {unknown}")
    _check(record)


def _save(actor: Actor, verb: str, record: Record, before: Row | None, why: str) -> None:
    """Write the record's event, then it with its history, then look at what is near it."""
    table = record._meta.db_table
    rows = [row for row in (before, row_of(record)) if row is not None]
    _hold_cadres(actor, table, rows)
    moved = _placed(record) if isinstance(record, Unit) else []
    with under_event(_tell(actor, verb, record, before or {}, row_of(record), why)):
        try:
            with transaction.atomic():
                record.save(force_insert=before is None)
        except IntegrityError:  # somebody else was quicker
            raise ValidationError(_taken(record)) from None
        for unit in moved:
            unit.save()
    if isinstance(record, Cadre):
        names_keep([record.pk])
    _check_near(table, record.pk, rows)


def _hold_cadres(actor: Actor, table: str, rows: list[Row]) -> None:
    """Whoever else changes records of the same cadres waits; nobody changes their own."""
    about = cadres_of(table, rows)
    list(Cadre.objects.select_for_update().filter(pk__in=about).order_by("pk"))
    if Account.objects.filter(username=actor.account, cadre__in=about).exists():
        raise ValidationError("不能更改自己的记录;请由他人办理")


def _placed(unit: Unit) -> list[Unit]:
    """Give a unit its path; the other units, whose paths change with it."""
    others = {other.pk: other for other in Unit.objects.exclude(pk=unit.pk)}
    parents = {**{pk: other.parent_id for pk, other in others.items()}, unit.pk: unit.parent_id}
    try:
        found = paths(parents)
    except Loop:
        raise ValidationError({"parent_id": "沿上级单位往上走会绕回原处;请改选上级单位"}) from None
    unit.path = found[unit.pk]
    moved = [other for pk, other in others.items() if other.path != found[pk]]
    for other in moved:
        other.path = found[other.pk]
    return moved


def _check(record: Record) -> None:
    """What is wrong with the record by itself."""
    problems: dict[str, list[str]] = {}
    try:
        record.clean_fields(exclude=KEPT)
        record.validate_unique(exclude=KEPT)
    except ValidationError as error:
        problems = {_column(record, name): texts for name, texts in error.message_dict.items()}
    for constraint in () if problems else record._meta.constraints:
        if getattr(constraint, "expressions", ()):
            continue  # which Django cannot ask for; the database refuses
        try:
            cast(Any, constraint).validate(type(record), record)
        except ValidationError as error:
            column, said = _said(record, str(constraint.name))
            problems.setdefault(column, []).append(said or "".join(error.messages))
    if problems:
        raise ValidationError(problems)


def _column(record: Record, name: str) -> str:
    return name if name == NON_FIELD_ERRORS else str(cast(Any, record._meta.get_field(name)).column)


def _said(record: Record, constraint: str) -> tuple[str, str]:
    """Where a constraint that follows from the facts is shown, and what it says."""
    table = record._meta.db_table
    rest = constraint.removeprefix(f"{table}_")
    if table in SCHEMA and rest.endswith("_order"):
        declared = SCHEMA[table]
        first, last = next(pair for pair in declared.ordered if pair[1] == rest.removesuffix("_order"))
        return last, f"{declared[last].label}不得早于{declared[first].label}"
    if rest == "unique":
        return NON_FIELD_ERRORS, _taken(record)
    return NON_FIELD_ERRORS, ""


def _taken(record: Record) -> str:
    return f"已有同样的“{record._meta.verbose_name}”;请更改那一条,不要再填"


def _check_near(table: str, pk: Any, rows: list[Row]) -> None:
    problems: dict[str, list[str]] = {}
    for column, message in problems_near(table, pk, rows):
        problems.setdefault(column or NON_FIELD_ERRORS, []).append(message)
    if problems:
        raise ValidationError(problems)


def _tell(actor: Actor, verb: str, record: Record, before: Row, after: Row, why: str) -> int:
    """Write the event: which columns, and their values before and after as commitments."""
    table = record._meta.db_table
    key = SCHEMA[table].key if table in SCHEMA else [f.column for f in record._meta.concrete_fields if f.primary_key]
    named = before or after
    reference = "/".join(str(named.get(name, record.pk)) for name in key)
    names = [name for name in named if before.get(name) != after.get(name)]
    event = append(
        actor=actor,
        kind=f"{table}.{verb}",
        subject=f"{table}:{reference}",
        why=why,
        body={"columns": names, "version": record.version},
        details={name: [_plain(before.get(name)), _plain(after.get(name))] for name in names},
    )
    return event.seq


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, bytes | memoryview):
        return f"sha256:{sha256(value).hexdigest()}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
