"""All trials, each with its full size and a small one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from evidence import crash, editors, kill, log, replay, uploads
from evidence.outcome import Outcome


@dataclass(frozen=True)
class Trial:
    module: ModuleType
    """Its docstring says what is broken and what must hold; its ``trial`` takes a size."""
    full: int
    small: int

    @property
    def about(self) -> str:
        return (self.module.__doc__ or "").strip()

    def run(self, *, small: bool) -> Outcome:
        outcome: Outcome = self.module.trial(self.small if small else self.full)
        return outcome


TRIALS: Mapping[str, Trial] = {
    "kill": Trial(kill, full=100, small=3),
    "crash": Trial(crash, full=10, small=1),
    "editors": Trial(editors, full=50, small=3),
    "log": Trial(log, full=1000, small=32),
    "replay": Trial(replay, full=6, small=1),
    "uploads": Trial(uploads, full=10_000, small=20),
}
