"""``python -m evidence [--small] [TRIAL…]``"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from evidence import crash, editors, kill, uploads
from evidence.outcome import Outcome

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "reference" / "evidence.md"

TRIALS: dict[str, tuple[Callable[[int], Outcome], int, int]] = {
    "crash": (crash.trial, 10, 1),
    "kill": (kill.trial, 100, 6),
    "editors": (editors.trial, 50, 3),
    "uploads": (uploads.trial, 10_000, 20),
}
"""Name → the trial, its full size and its small one."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evidence")
    parser.add_argument("--small", action="store_true", help="a small size of each; nothing is written")
    parser.add_argument("trials", nargs="*", choices=[[], *TRIALS], metavar="TRIAL", help=f"of {', '.join(TRIALS)}")
    chosen = parser.parse_args()
    outcomes = []
    for name in chosen.trials or TRIALS:
        trial, full, small = TRIALS[name]
        outcomes.append(trial(small if chosen.small else full))
        print(section(name, outcomes[-1]), flush=True)
    if not chosen.small and not chosen.trials:
        DOCUMENT.write_text(document(outcomes), "utf-8")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def document(outcomes: list[Outcome]) -> str:
    head = (
        "# Evidence\n\nWritten by `make evidence` on "
        f"{date.today().isoformat()}, on {platform.machine()} Linux with 2 cores, Python {platform.python_version()}. "
        "Each trial breaks something on purpose; its control, with the guard taken away, must lose.\n"
    )
    return head + "".join(section(name, outcome) for name, outcome in zip(TRIALS, outcomes, strict=True))


def section(name: str, outcome: Outcome) -> str:
    """A trial as text."""
    names = list(dict.fromkeys([*outcome.counts, *outcome.control]))
    lines = [f"\n## {outcome.title}\n", f"`python -m evidence {name}`, {outcome.seconds:.0f} s. "]
    lines.append("Held.\n" if outcome.passed else "**Did not hold.**\n")
    lines.append("| | counted | control |\n| --- | ---: | ---: |")
    lines += [f"| {name} | {outcome.counts.get(name, '–')} | {outcome.control.get(name, '–')} |" for name in names]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
