"""PostgreSQL is ended as by a power cut, again and again, while processes write events.

An event counts as acknowledged once its commit has returned. All acknowledged ones must be there afterwards and the log
must still prove itself. The control does not wait for the disk (``synchronous_commit=off``) and must lose some.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from evidence.cluster import Cluster
from evidence.outcome import Outcome
from evidence.processes import environment, migrate, run, start

WRITERS = 4
BETWEEN = 0.8
"""Seconds of writing before each cut."""


def trial(cuts: int = 10) -> Outcome:
    begin = time.monotonic()
    counts, control = _cut(cuts), _cut(cuts, synchronous_commit="off", wal_writer_delay="10s")
    passed = not counts["lost"] and not counts["broken logs"] and bool(control["lost"])
    return Outcome("PostgreSQL stopped hard under writers", counts, passed, control, time.monotonic() - begin)


def _cut(cuts: int, **settings: str) -> dict[str, int | float | str]:
    acknowledged = lost = broken = 0
    with tempfile.TemporaryDirectory() as folder, Cluster(**settings) as cluster:
        home = Path(folder)
        env = environment(home, cluster.environment)
        migrate(env)
        for cut in range(cuts):
            files = [home / f"acknowledged-{cut}-{writer}" for writer in range(WRITERS)]
            writers = [start("evidence.writer", str(file), env=env) for file in files]
            while not all(file.exists() and file.stat().st_size for file in files):
                time.sleep(0.05)
            time.sleep(BETWEEN)
            cluster.crash()
            for writer in writers:
                writer.wait()
            cluster.start()
            told = [line for file in files for line in file.read_text("ascii").split()]
            found = run("evidence.writer", "--count", *map(str, files), env=env).split()
            acknowledged += len(told)
            lost += len(told) - int(found[0])
            broken += found[1] != "whole"
    return {"cuts": cuts, "writers": WRITERS, "acknowledged": acknowledged, "lost": lost, "broken logs": broken}
