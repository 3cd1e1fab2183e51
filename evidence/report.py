"""What the trials found last, kept in ``report.json`` beside this file, and the page that is made of it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from evidence.outcome import Outcome
from evidence.trials import TRIALS

KEPT = Path(__file__).with_name("report.json")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "evidence.md"
HEAD = """# Evidence

Written by `make evidence` from what its trials found last. Each breaks something on purpose. The control is the same
with the guard taken away: it must lose something, or the trial proves nothing. `make test` runs a small size of each.
"""

Report = dict[str, dict[str, Any]]
"""Trial → what it found, when and where."""


def read() -> Report:
    found: Report = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return found


def record(name: str, outcome: Outcome) -> None:
    """Keep what a trial found in place of what it found before."""
    found = {**asdict(outcome), "on": date.today().isoformat(), "machine": machine()}
    kept = {**read(), name: found}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def document() -> str:
    """The page; a trial that has not been run at its full size says so."""
    found = read()
    return HEAD + "".join(
        section(name, trial.about, found[name]) if name in found else awaited(name) for name, trial in TRIALS.items()
    )


def awaited(name: str) -> str:
    trial = TRIALS[name]
    waits = f"`python -m evidence {name}`; **not yet run** at its full size of {trial.full:,}."
    return f"\n## {name}\n\n{waits}\n\n{trial.about}\n"


def section(name: str, about: str, found: Mapping[str, Any]) -> str:
    counts, control = found["counts"], found["control"]
    lines = [
        f"\n## {found['title']}\n",
        f"`python -m evidence {name}`; {found['on']}, {found['seconds']:.0f} s, {found['machine']}.\n",
        f"{about.replace('``', '`')}\n",
        "Held.\n" if found["passed"] else "**Did not hold.**\n",
        "| | counted | control |\n| --- | ---: | ---: |",
        *(f"| {row} | {_cell(counts, row)} | {_cell(control, row)} |" for row in {**counts, **control}),
    ]
    return "\n".join(lines) + "\n"


def _cell(column: Mapping[str, Any], row: str) -> str:
    value = column.get(row, "–")
    return f"{value:,}" if isinstance(value, int) else str(value)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.machine()} Linux, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
