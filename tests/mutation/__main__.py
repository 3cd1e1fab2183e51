"""``python -m tests.mutation [name …]``: all mutants, or those of the statements and readings named."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import yaml

from jili.policy.measures import MEASURES
from jili.policy.readings import declared
from tests.mutation.hunt import Result, hunted
from tests.mutation.report import report

WORKERS = 2
GOAL = 95
REPORT = Path(__file__).parents[2] / "docs" / "reference" / "mutation.md"
SURVIVORS = Path(__file__).with_name("survivors.yaml")


def main(names: list[str]) -> int:
    began = time.time()
    known = [statement.name for statement in MEASURES] + [n for n, r in declared().items() if not r.fixed]
    if unknown := set(names) - set(known):
        print(f"no such statement or reading: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    reasons: dict[str, str] = yaml.safe_load(SURVIVORS.read_text("utf-8")) or {}
    results: list[Result] = []
    asked = [name for name in known if not names or name in names]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for name, found in zip(asked, pool.map(hunted, asked), strict=True):
            results += found
            left = [result.id for result in found if not result.killed]
            print(f"{name}: {len(found) - len(left)} of {len(found)} killed", flush=True)
            for id in left:
                print(f"    {'explained' if id in reasons else 'SURVIVES '}  {id}", flush=True)
    text, share, wrong = report(results, reasons, whole=not names)
    if not names:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, "utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{share:.1f} % killed, {time.time() - began:.0f} s")
    return 1 if wrong or share < GOAL else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
