"""Which county a unit belongs to, or which unit is at the top of those that are below none."""

from __future__ import annotations

from collections.abc import Mapping

from jili.records.models import Unit


def tops(units: Mapping[str, Unit]) -> dict[str, Unit]:
    """Each unit's county, or the unit at the top of what is not below one; by the unit's id."""
    found = {unit.path: unit for unit in units.values() if unit.kind == "county" or unit.parent_id not in units}
    return {unit.pk: _above(unit.path, found) for unit in units.values()}


def _above(path: str, tops: Mapping[str, Unit]) -> Unit:
    """The nearest of ``tops`` (by path) that a path is below, or is."""
    parts = path.rstrip("/").split("/")
    return next(tops[own] for n in range(len(parts), 0, -1) if (own := "/".join(parts[:n]) + "/") in tops)
