"""The whole Measures: register files to decision files, and one person's explanation."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

import jili as jili_package
from bench.process import WORK, Failed, Run, Runs, in_turn, jili, run, run_without_cache, say
from jili.engine.kept import key

DAY = "2025-12-31"
PHASES = 3
ASKED = 20


@dataclass(frozen=True)
class Whole:
    """One size. ``parts``, ``steps`` and ``check`` (which runs beside others) are medians of seconds."""

    cadres: int
    records: int
    decisions: int
    kept: Runs
    first: Runs | None
    parts: dict[str, float]
    steps: dict[str, float]
    check: float


@dataclass(frozen=True)
class Explained:
    """Explaining a cadre: the command, from an open session the first time, and each time after."""

    cadres: int
    cold: Runs
    opening: float
    warm: float


def city(cadres: int) -> Path:
    """The register of an invented city, made once by what makes cities now."""
    folder, stamp = WORK / f"city-{cadres}", WORK / f"city-{cadres}.made"
    maker = key([Path(jili_package.__path__[0]) / "city"], [])
    if not folder.exists() or not stamp.exists() or stamp.read_text("utf-8") != maker:
        WORK.mkdir(parents=True, exist_ok=True)
        say(f"making a city of {cadres:,}")
        aside = folder.with_name(f"{folder.name}-part")
        shutil.rmtree(aside, ignore_errors=True)
        run(jili("make-city", "--cadres", str(cadres), "--seed", "1", "--out", str(aside)))
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
        stamp.write_text(maker, "utf-8")
    return folder


def measure(cadres: int, times: int) -> Whole:
    """Evaluate a city of this size ``times`` times with compiled SQL kept and as often without."""
    register, out = city(cadres), WORK / "out"
    command = jili("evaluate", str(register), "--as-of", DAY, "--out", str(out))
    say(f"the whole Measures, {cadres:,} cadres")
    runs = in_turn({"kept": lambda: run(command), "first time": lambda: run_without_cache(command)}, times)
    phases = [_phases(register, out) for _ in range(PHASES)]
    return _whole(cadres, runs["kept"], runs["first time"], phases)


def measure_once(cadres: int) -> Whole:
    """The same from a single run, for sizes at which one takes long."""
    register = city(cadres)
    say(f"the whole Measures, {cadres:,} cadres, once")
    phases = _phases(register, WORK / "out")
    return _whole(cadres, Runs((phases.run,)), None, [phases])


@dataclass(frozen=True)
class _Phases:
    run: Run
    parts: dict[str, float]
    steps: dict[str, float]
    check: float


def _phases(register: Path, out: Path) -> _Phases:
    """Seconds by part, and by step, with what is left of the whole as ``rest``."""
    report = WORK / "phases.json"
    one = run([sys.executable, "-m", "bench.phases", str(register), DAY, str(out), str(report)])
    said = json.loads(report.read_text("utf-8"))
    report.unlink()
    rest = one.wall - sum(said["parts"].values())
    return _Phases(one, {**said["parts"], "rest": rest}, said["steps"], said["check"])


def _whole(cadres: int, kept: Runs, first: Runs | None, phases: Sequence[_Phases]) -> Whole:
    decisions = _lines(WORK / "out" / "decisions.csv")
    shutil.rmtree(WORK / "out")
    records = sum(map(_lines, city(cadres).glob("*.csv")))
    parts, steps = _medians([p.parts for p in phases]), _medians([p.steps for p in phases])
    check = median(p.check for p in phases)
    return Whole(cadres, records, decisions, kept, first, parts, steps, check)


def _medians(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(row[name] for row in rows) for name in rows[0]}


def explain(cadres: int, times: int) -> Explained | None:
    """Explain cadres of a city of this size. None if the command is not built yet."""
    register = city(cadres)
    with (register / "cadres.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["cadre_id"] for row in islice(csv.DictReader(file), 0, cadres, max(1, cadres // ASKED))]
    say(f"explaining, {cadres:,} cadres")
    command = jili("explain", str(register), "--as-of", DAY, "--subject", f"cadre:{ids[0]}")
    try:
        cold = in_turn({"cold": lambda: run(command)}, times)["cold"]
    except Failed as problem:
        if "尚未建成" not in str(problem):
            raise
        say("  not built yet")
        return None
    warm = run([sys.executable, "-m", "bench.warm_explain", str(register), DAY, *ids])
    opening, *rest = json.loads(warm.printed)
    say(f"  open session: first {opening:.3f} s, then {median(rest):.3f} s")
    return Explained(cadres, cold, opening, median(rest))


def _lines(file: Path) -> int:
    """Lines after the header (no cell of a city holds a line break)."""
    with file.open("rb") as source:
        return sum(block.count(b"\n") for block in iter(lambda: source.read(1 << 20), b"")) - 1
