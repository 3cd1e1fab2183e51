"""The tree of units: where each stands, kept as a path so that a subtree is a prefix."""

from __future__ import annotations

from collections.abc import Mapping


class Loop(ValueError):
    """A unit that stands, through its superiors, above itself."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(f"{unit_id}: 沿上级单位往上走会绕回原处")
        self.unit_id = unit_id


def paths(parents: Mapping[str, str | None]) -> dict[str, str]:
    """The path of every unit (``U1/U7/``) from unit → superior. Raises Loop."""
    found: dict[str, str] = {}
    for unit in parents:
        line: list[str] = []
        at: str | None = unit
        while at is not None and at not in found:
            if at in line:
                raise Loop(unit)
            line.append(at)
            at = parents[at]
        above = found[at] if at is not None else ""
        for below in reversed(line):
            above = found[below] = f"{above}{below}/"
    return found
