"""What a trial found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """``counts`` are what was tried and what was found, in order, with their names; ``control`` the same with the
    guard taken away. ``passed``: nothing was lost, and the control lost something."""

    title: str
    counts: Mapping[str, int | float | str]
    passed: bool
    control: Mapping[str, int | float | str] = field(default_factory=dict)
    seconds: float = 0.0
