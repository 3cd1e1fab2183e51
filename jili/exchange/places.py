"""Where every unit stands in the tree, after units came or moved."""

from __future__ import annotations

from jili.records.models import Unit
from jili.records.tree import paths


def moved() -> list[Unit]:
    """The units whose path is not what their superiors say, with the path that it should be; not yet saved.

    Raises Loop.
    """
    units = {unit.pk: unit for unit in Unit.objects.all()}
    placed = paths({pk: unit.parent_id for pk, unit in units.items()})
    found = [unit for pk, unit in units.items() if unit.path != placed[pk]]
    for unit in found:
        unit.path = placed[unit.pk]
    return found
