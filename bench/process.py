"""A command as a fresh process: wall time, processor time, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
WORK = HERE / "work"
CACHE = WORK / "cache"
"""Where compiled SQL is kept between the runs that may find it."""


@dataclass(frozen=True)
class Run:
    """One run: seconds, seconds of processor (user and system), MB at the peak."""

    wall: float
    cpu: float
    peak: float
    printed: str = field(default="", repr=False)


@dataclass(frozen=True)
class Runs:
    """Several runs of one command; medians, and the largest peak."""

    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        return max(run.peak for run in self.runs)

    @property
    def spread(self) -> str:
        return f"{min(run.wall for run in self.runs):.2f}–{max(run.wall for run in self.runs):.2f}"


class Failed(Exception):
    """A command that did not end well, with what it said."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run it to its end. Raises Failed.

    The peak is what the kernel says of the ended child; this process stays small because a child begins as
    its copy.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.monotonic()
        own = {**_environment(), "BENCH_STARTED": repr(started), **(environment or {})}
        child = subprocess.Popen(command, stdout=out, stderr=err, env=own)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            raise Failed(err.read().strip() or out.read().strip())
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def _environment() -> dict[str, str]:
    """Ours, but with Python's bytecode kept, as on any ordinary machine; here, apart from everything else."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**ours, "PYTHONPYCACHEPREFIX": str(WORK / "bytecode"), "JILI_CACHE": str(CACHE)}


def run_without_cache(command: Sequence[str]) -> Run:
    """As the first time after an installation: nothing is kept."""
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as empty:
        return run(command, {"JILI_CACHE": empty})


def in_turn(sides: Mapping[str, Callable[[], Run]], times: int) -> dict[str, Runs]:
    """Each side ``times`` times, all sides in each round, so that a bad minute of the machine falls on all.
    A first round is not counted: it warms the file cache and keeps what is kept."""
    found: dict[str, list[Run]] = {name: [] for name in sides}
    for number in range(times + 1):
        for name, side in sides.items():
            one = side()
            if number:
                found[name].append(one)
            say(
                f"  {name}: {one.wall:.2f} s, {one.cpu:.2f} s CPU, {one.peak:,.0f} MB"
                + ("" if number else " (warm-up)")
            )
    return {name: Runs(tuple(runs)) for name, runs in found.items()}


def jili(*words: str) -> list[str]:
    """The installed command."""
    return [str(Path(sys.executable).with_name("jili")), *words]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
