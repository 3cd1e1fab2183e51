"""What is registered in a scope, as the rows of the sheets to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from jili.access.models import Grant
from jili.access.scope import Access
from jili.exchange.matching.incoming import Asked, Mark, fingerprint
from jili.exchange.matching.people import People
from jili.exchange.naming import Labels
from jili.exchange.sheets.sheet import MARK, Sheet, Slot
from jili.exchange.sheets.template import MOST_CHOICES
from jili.exchange.targets import Found, target
from jili.records.models import Unit


def narrowed(access: Access, unit: Unit) -> Access:
    """The access with its scope narrowed to a unit in it and all below."""
    grants = (_narrowed(grant, unit) for grant in access.grants)
    return replace(access, grants=tuple(grant for grant in grants if grant is not None))


def _narrowed(grant: Grant, unit: Unit) -> Grant | None:
    if grant.unit is not None and not unit.path.startswith(grant.unit.path):
        return grant if grant.unit.path.startswith(unit.path) else None
    fields = {field.attname: getattr(grant, field.attname) for field in Grant._meta.concrete_fields}
    return Grant(**{**fields, "id": None, "unit_id": unit.pk})


class Filler:
    """Rows of tables for sheets. People and records are named as ``whole`` names them: so they come in again."""

    def __init__(self, whole: Access, shown: Access) -> None:
        self._shown = shown
        self._people, self._labels = People(whole), Labels(whole)
        self._numbers: dict[str, str] = {}
        if whole.sees("dossiers", "id_number_digest"):
            self._numbers = self._people.numbers(self._people.doubles)

    def count(self, sheet: Sheet) -> int:
        return self._shown.of(sheet.table).count()

    def rows(self, sheet: Sheet) -> Iterator[dict[str, Any]]:
        """Slot → value of each record."""
        wanted = target(sheet.table)
        columns = {slot.column for slot in sheet.slots} & wanted.columns.keys()
        key = [*wanted.table.key]
        rows = self._shown.of(sheet.table).order_by(*key)
        for found in wanted.read(rows, dict.fromkeys([*key, *sorted(columns)])):
            yield self._row(sheet, found)

    def asked(self, sheet: Sheet, **known: Any) -> dict[str, Any]:
        """Slot → value of a record that is asked for: what is known of it (by column), the rest to be filled in."""
        values = {slot.column: known.get(slot.column) for slot in sheet.slots}
        given = {slot.name: self._cell(slot, Found("", 0, values)) for slot in sheet.slots if slot.name != MARK}
        given[MARK] = str(Asked(fingerprint(given)))
        return given

    def _row(self, sheet: Sheet, found: Found) -> dict[str, Any]:
        given = {slot.name: self._cell(slot, found) for slot in sheet.slots if slot.name != MARK}
        given[MARK] = str(Mark(str(found.pk), found.version, fingerprint(given)))
        return given

    def _cell(self, slot: Slot, found: Found) -> Any:
        if slot.name == "id_number":
            return self._numbers.get(str(found.pk))
        value = found.values[slot.column]
        if value is None:
            return None
        _, _, part = slot.name.partition(".")
        if part == "unit":
            return self._people.unit(value) or None
        if part == "id_number":
            return self._numbers.get(value)
        if part == "name" and not slot.refers:
            return self._people.names.get(value)
        if slot.refers:
            return self._label(slot.refers, value)
        return value

    def _label(self, table: str, id: str) -> str:
        labels = self._labels.triggers() if table == "*" else self._labels.of(table)
        return labels.get(id, f"〔{id}〕")

    def choices(self, sheets: Iterable[Sheet], *, named_only: bool) -> dict[str, Sequence[str]]:
        """What the drop-downs of the sheets offer; ``named_only``: only names that are no secret."""
        from jili.exchange.naming import NAMED

        tables = {slot.refers for sheet in sheets for slot in sheet.slots if slot.refers}
        found: dict[str, Sequence[str]] = {}
        for table in tables:
            if table in NAMED or not named_only:
                labels = self._labels.triggers() if table == "*" else self._labels.of(table)
                found[table] = list(labels.values())[: MOST_CHOICES + 1]
        return found
