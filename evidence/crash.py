"""PostgreSQL is ended as by a power cut, again and again, while processes write events.

An event counts as acknowledged once its commit has returned. All acknowledged ones must be there afterwards and the log
must still prove itself. The control does not wait for the disk (``synchronous_commit=off``) and must lose some; it is
cut on, if need be, until it has.
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
MOST = 10
"""Cuts of the control, if it loses nothing at first."""
LAZY = {
    "synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB", "wal_buffers": "64MB",
}  # fmt: skip
"""Commits that are told before they are on the disk."""


def trial(cuts: int = 10) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        ground = Ground(Path(folder), cluster)
        counts = ground.cut(cuts)
        cluster.crash()
        cluster.settings.update(LAZY)
        cluster.start()
        control = ground.cut(cuts, until_lost=True)
    passed = not counts["lost"] and not counts["broken logs"] and bool(control["lost"])
    return Outcome("PostgreSQL stopped hard under writers", counts, passed, control, time.monotonic() - begin)


class Ground:
    """A cluster with tables, and a home for those who write."""

    def __init__(self, home: Path, cluster: Cluster) -> None:
        self.home, self.cluster = home, cluster
        self.env = environment(home, cluster.environment())
        migrate(self.env)

    def cut(self, least: int, until_lost: bool = False) -> dict[str, int | float | str]:
        cuts = acknowledged = lost = broken = 0
        while cuts < least or (until_lost and not lost and cuts < MOST):
            files = [self.home / f"acknowledged-{writer}" for writer in range(WRITERS)]
            self._write_until_cut(files)
            told = sum(len(file.read_text("ascii").split()) for file in files)
            found, whole = run("evidence.writer", "--count", *map(str, files), env=self.env).split()
            cuts += 1
            acknowledged += told
            lost += told - int(found)
            broken += whole != "whole"
        return {"cuts": cuts, "writers": WRITERS, "acknowledged": acknowledged, "lost": lost, "broken logs": broken}

    def _write_until_cut(self, files: list[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)
        writers = [start("evidence.writer", str(file), env=self.env) for file in files]
        while not all(file.exists() and file.stat().st_size for file in files):
            time.sleep(0.05)
        time.sleep(BETWEEN)
        self.cluster.crash()
        for writer in writers:
            writer.communicate()
        self.cluster.start()
