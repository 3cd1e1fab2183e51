"""The measurements as a document. It names no machine and no path."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from math import log
from pathlib import Path

from bench.peers.measure import REQUIREMENTS, SIDES, lines
from bench.process import Runs
from bench.sections import kept_sections
from bench.whole import Explained, Whole

NOTES = Path(__file__).with_name("notes.md")
SLOWEST = 10
_PARTS = {
    "start-up": "start-up: interpreter, imports",
    "load": "load: files to typed tables, every cell checked; meanwhile the rules are read",
    "steps": "steps: relations and the rows of each statement",
    "finish": "finish: general words, sorting",
    "wait": "wait: until the checks, which run beside steps and finish, are done too",
    "write": "write: CSV and Parquet",
    "summary": "summary on the screen",
    "rest": "rest: closing, exit",
}


def document(
    wholes: Sequence[Whole], explained: Sequence[Explained], jobs: dict[int, dict[str, Runs]], busy: float
) -> str:
    """All of it, in Markdown."""
    parts = [
        "# Benchmarks",
        f"Written by `python -m bench` on {date.today().isoformat()}; the numbers are of that run.",
        *_machine(busy),
        "## The whole Measures",
        "From a folder of CSV files to `decisions.csv` and `decisions.parquet`, by `jili evaluate`, each run a fresh"
        " process. Medians of wall time (in brackets the shortest and the longest run), medians of processor time (user"
        " and system, all cores), the highest peak of memory. *Kept*: the compiled SQL is on disk, as in every run but"
        " the first after an installation. *First time*: it is compiled in the run. The files"
        " are in the file cache, Python's bytecode is kept.",
        _wholes(wholes),
        *_growths(
            [
                ("jili evaluate, wall", [(w.cadres, w.kept.wall) for w in wholes]),
                ("jili evaluate, CPU", [(w.cadres, w.kept.cpu) for w in wholes]),
            ]
        ),
        "### Where the time goes",
        "From separate runs with clocks around the command's own functions.",
        _shares(wholes),
        f"The {SLOWEST} slowest steps at {wholes[-1].cadres:,} cadres:",
        _slowest(wholes[-1]),
        *_explanations(explained),
        *_jobs(jobs),
        *kept_sections(),
    ]
    if NOTES.exists():
        parts.append(NOTES.read_text("utf-8").strip())
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine(busy: float) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ("duckdb", "ibis-framework", "pyarrow", "numpy")
    own = ", ".join(f"{name} {version(name)}" for name in packages)
    pins = REQUIREMENTS.with_suffix(".in").read_text("utf-8").split()
    others = ", ".join(pin.replace("==", " ") for pin in pins)
    said = [
        "## Machine",
        f"{_processor()}, {os.cpu_count()} cores; {memory:.0f} GiB of memory; {platform.system()};"
        f" Python {platform.python_version()}; {own}. The others: {others}."
        f" Load average when it began: {busy:.1f}.",
    ]
    if busy > 0.5:
        said.append("**The machine was busy with other work: wall times are too long, processor times somewhat.**")
    return said


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _wholes(wholes: Sequence[Whole]) -> str:
    def three(runs: Runs | None) -> list[str]:
        return [_wall(runs), f"{runs.cpu:.2f} s", f"{runs.peak:,.0f} MB"] if runs else ["–", "–", "–"]

    header = ["cadres", "records", "decisions", "runs", "kept", "CPU", "peak", "first time", "CPU", "peak"]
    rows = [
        [f"{w.cadres:,}", f"{w.records:,}", f"{w.decisions:,}", str(len(w.kept.runs)), *three(w.kept), *three(w.first)]
        for w in wholes
    ]
    return table(header, rows)


def _wall(runs: Runs) -> str:
    return f"{runs.wall:.2f} s ({runs.spread})" if len(runs.runs) > 1 else f"{runs.wall:.2f} s"


def _growths(series: Iterable[tuple[str, list[tuple[int, float]]]]) -> list[str]:
    """Of each series, the exponent e of time ~ size^e between its sizes."""
    found = []
    for name, points in series:
        for (n1, t1), (n2, t2) in pairwise(points):
            found.append([name, f"{n1:,} → {n2:,}", f"{log(t2 / t1) / log(n2 / n1):.2f}"])
    said = "Growth: the exponent e of time ∝ size^e; 1 is in proportion."
    return [said, table(["", "sizes", "e"], found)] if found else []


def _shares(wholes: Sequence[Whole]) -> str:
    header = ["part", *(f"{w.cadres:,}" for w in wholes)]
    rows = []
    for part, said in _PARTS.items():
        cells = [f"{w.parts[part]:.2f} s · {w.parts[part] / sum(w.parts.values()):.0%}" for w in wholes]
        rows.append([said, *cells])
    rows.append(["(the checks, beside steps and finish)", *(f"{w.check:.2f} s" for w in wholes)])
    return table(header, rows)


def _slowest(w: Whole) -> str:
    slowest = sorted(w.steps.items(), key=lambda step: -step[1])[:SLOWEST]
    return table(["step", "seconds"], [[f"`{name}`", f"{seconds:.2f}"] for name, seconds in slowest])


def _explanations(explained: Sequence[Explained]) -> list[str]:
    if not explained:
        return []
    header = ["cadres", "command, cold", "CPU", "peak", "open session: first", "then"]
    rows = [
        [f"{e.cadres:,}", _wall(e.cold), f"{e.cold.cpu:.2f} s", f"{e.cold.peak:,.0f} MB",
         f"{e.opening:.2f} s", f"{e.warm * 1000:.0f} ms"]
        for e in explained
    ]  # fmt: skip
    return [
        "### Explaining one person",
        "`jili explain --subject cadre:…`, every statement about a cadre: as a command, which loads and checks the"
        " register first; and from a session that is open, the first time and (median of twenty people) thereafter.",
        table(header, rows),
    ]


def _jobs(jobs: dict[int, dict[str, Runs]]) -> list[str]:
    said = [
        "## One job, several ways",
        "A small job over the same register, from CSV files to a file of verdicts, process start included: is the"
        " latest assessment a bar, are five years good, is one of them excellent, was the team excellent; and what"
        " follows, where unknown is not false. It is said in full in `bench/peers/__init__.py`. All sides wrote the"
        " same bytes, on these registers and on one of hard cases (`bench/peers/hard.py`); otherwise these tables"
        " would not be here.",
        "- **jili**: a statement and four relations, run by the engine, its SQL kept (or, first time, compiled). Alone"
        " of all, it checks every cell of what it loads; the checks between rows and tables are left out."
        " **Files believed** reads them as the others do, checking nothing: what the rule costs, like for like.\n"
        "- **DuckDB SQL**, **NumPy**: written by hand for this job. NumPy has PyArrow read and write the CSV.\n"
        "- **OpenFisca**: variables by year and day, vectorised formulas, teams as a group entity, the closed year as a"
        " dated parameter; registers loaded and turned into columns by the same code as for NumPy.\n"
        "- **ZEN**: a JSON decision in loop mode, a thousand people in a request, requests in batches; people prepared"
        " by the same code as for NumPy.\n"
        "- **plain Python**: the standard library alone.",
        "Code: lines without blanks, comments and docstrings, shared code counted in full for each that uses it.",
    ]
    code = {side.title: lines(side) for side in SIDES}
    for cadres, sides in jobs.items():
        best = sides["jili"].wall
        rows = [
            [name, str(code[name]), _wall(runs), f"{runs.cpu:.2f} s", f"{runs.peak:,.0f} MB", f"{runs.wall / best:.1f}"]
            for name, runs in sides.items()
        ]
        said += [
            f"### {cadres:,} cadres, {len(next(iter(sides.values())).runs)} runs",
            table(["", "lines", "wall", "CPU", "peak", "× jili"], rows),
        ]
    names = next(iter(jobs.values()))
    return [*said, *_growths((name, [(size, sides[name].wall) for size, sides in jobs.items()]) for name in names)]
