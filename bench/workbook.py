"""A workbook of the whole city goes out, is changed in twenty places, comes in, is confirmed and taken back.

    python -m bench.workbook            (SQLite; with DATABASE_URL and DATABASE_OWNER_URL set, PostgreSQL too)

Measures each step and holds the story against what it must be (``bench.workbook_story``); writes its section of
``docs/reference/benchmarks.md``. A PostgreSQL that is given must be empty, or hold the city of an earlier run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from bench.process import WORK, Failed, jili, run, say
from bench.report import table
from bench.sections import WORKBOOK, put_section
from bench.whole import city

CADRES, ROWS = 50_000, 50_000
STEPS: Mapping[str, str] = {
    "register": "the register from the database to the engine",
    "run": "a run of the city, to its end",
    "export": "export",
    "receive": "receive the changed file, 5 of 20 wrong",
    "check": "check and preview",
    "confirm_refused": "confirm: refused, nothing taken",
    "receive_mended": "receive the mended file",
    "check_mended": "check and preview",
    "preview": "a page of the preview",
    "confirm": "confirm 20 changes",
    "undo": "undo",
    "check_new": "check and preview, all rows new",
    "confirm_new": "confirm, all rows new",
    "undo_new": "undo, all rows new",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.workbook", description="measure workbooks out and in")
    parser.add_argument(
        "--cadres", type=int, default=CADRES, metavar="N", help="size of the city; another writes nothing"
    )
    chosen = parser.parse_args()
    databases: dict[str, dict[str, str]] = {"SQLite": {"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}}
    if os.environ.get("DATABASE_URL"):
        databases["PostgreSQL"] = {}
    try:
        told = {name: measure(name, chosen.cadres, environment) for name, environment in databases.items()}
    except Failed as problem:
        say(str(problem))
        return 1
    text = section(told, chosen.cadres)
    print(text)
    if chosen.cadres == CADRES:
        put_section(WORKBOOK, text)
    return 0


def measure(name: str, cadres: int, environment: Mapping[str, str]) -> dict[str, Any]:
    """The story on one database, as ``bench.workbook_story`` tells it."""
    home = WORK / f"home-{name.lower()}-{cadres}"
    own = {**environment, "JILI_HOME": str(home)}
    say(f"a workbook of {cadres:,} cadres, {name}")
    run(jili("migrate"), own)
    command = [sys.executable, "-m", "bench.workbook_story", str(city(cadres)), str(min(ROWS, cadres))]
    done = run(command, own)
    found: dict[str, Any] = json.loads(done.printed)
    for step, (seconds, cpu, peak, reader) in found["steps"].items():
        say(f"  {step}: {seconds:.1f} s, {cpu:.1f} s CPU, {peak:,.0f} MB, its child {reader:,.0f} MB")
    return found


def section(told: Mapping[str, Mapping[str, Any]], cadres: int) -> str:
    first = next(iter(told.values()))
    header = ["step", *(part for name in told for part in (name, "CPU", "peak"))]
    rows = [
        [said, *(cell for each in told.values() for cell in _cells(each["steps"][step]))]
        for step, said in STEPS.items()
    ]
    return "\n\n".join(
        (
            WORKBOOK,
            "Written by `python -m bench.workbook`, which also checks that the story is true: of 20 changed places"
            " exactly these are shown, none is taken while 5 are wrong, and taking all back gives the content hash of"
            " before.",
            f"A city of {cadres:,} cadres. Out go the sheets of cadres and of usual assessments, as they stand:"
            f" {first['rows']:,} rows, {first['cells']:,} cells, {first['bytes'] / 1e6:.1f} MB."
            f" *All rows new*: a sheet of {first['new']:,} cadres whom nobody knows. Each step once."
            " CPU: user and system, of the process that receives or works and of the child that reads the file, without"
            " the database's server; peak: of the one and, after the plus, of the other.",
            table(header, rows),
            "The last file once more, sent by a browser to the served site (one process of the web, one worker):",
            table(
                ["", *told],
                [
                    [said, *(_served(each["served"])[place] for each in told.values())]
                    for place, said in enumerate(SERVED)
                ],
            ),
        )
    )


SERVED = (
    "sent, checked, its page shown, by the browser's clock",
    "the process of the web holds before / at most until then",
    "the slowest of the pages meanwhile",
    "what they say of the work, in turn",
)


def _served(seen: Mapping[str, Any]) -> list[str]:
    return [
        f"{seen['seconds']:.1f} s",
        f"{seen['before']:,.0f} / {seen['most']:,.0f} MB",
        f"{seen['slowest'] * 1000:.0f} ms",
        ", ".join(seen["said"]),
    ]


def _cells(measured: tuple[float, float, float, float]) -> list[str]:
    seconds, cpu, peak, reader = measured
    return [f"{seconds:.1f} s", f"{cpu:.1f} s", f"{peak:,.0f}{f' + {reader:,.0f}' if reader else ''} MB"]


if __name__ == "__main__":
    sys.exit(main())
