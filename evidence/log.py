"""Whoever owns the database changes the log, puts an old backup in its place, and forges proofs.

A superuser makes changes with the triggers down, from one bit of a hash to a history rewritten with all hashes above
it. An old backup is restored, as it is and written on until it is as long as the log was. A checkpoint kept outside
must find each, and nothing in the log that is untouched. The control verifies the same without that checkpoint, by
what stands in the database alone, and must miss some. What is added after the last checkpoint is not tried: it changes
nothing that was signed.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from evidence.cluster import Cluster
from evidence.outcome import Outcome
from evidence.processes import command, environment, migrate, run

EACH_BACKUP = 500
"""For as many changes an old backup is put back once."""


def trial(changes: int = 1000) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        home = Path(folder)
        env = environment(home, cluster.environment())
        migrate(env)
        backups = max(1, changes // EACH_BACKUP)
        put_back = [Backup(cluster, home, env, number).found() for number in range(backups)]
        missed, alone, without, untouched, alarms = json.loads(
            run("evidence.tamper", "changes", str(changes), env={**env, **cluster.superuser()})
        )
    true, believed, forged, accepted = json.loads(run("evidence.tamper", "proofs", str(changes), env=env))
    counts: dict[str, int | float | str] = {
        "changes": changes,
        "changes found": changes - len(missed),
        "old backups put back": 2 * backups,
        "old backups found": sum(with_note for with_note, _ in put_back),
        "forged proofs": forged,
        "forged proofs refused": forged - accepted,
        "true proofs": true,
        "true proofs believed": believed,
        "the untouched log verified": untouched,
        "false alarms": alarms,
        **({"missed": ", ".join(missed)} if missed else {}),
    }
    control: dict[str, int | float | str] = {
        "changes": alone,
        "changes found": without,
        "old backups put back": 2 * backups,
        "old backups found": sum(by_itself for _, by_itself in put_back),
    }
    passed = (
        (missed, accepted, believed, alarms) == ([], 0, true, 0)
        and counts["old backups found"] == 2 * backups
        and without < alone
        and control["old backups found"] == 0
    )
    return Outcome("Changes to the log", counts, passed, control, time.monotonic() - begin)


class Backup:
    """An old backup and a later checkpoint of the log that went on."""

    def __init__(self, cluster: Cluster, home: Path, env: Mapping[str, str], number: int) -> None:
        self.note, old = home / f"note-{number}", home / f"backup-{number}"
        run("evidence.tamper", "write", "10", str(home / "old-note"), env=env)
        run("jili.cli", "backup", str(old), env=env)
        run("evidence.tamper", "write", "20", str(self.note), env=env)
        self.env = {**env, **cluster.environment(cluster.new(f"restored_{number}"))}
        run("jili.cli", "restore", str(old), env=self.env)
        self.beside = str(home / "note-of-the-restored")

    def found(self) -> tuple[int, int]:
        """How often it is found, of the two times: with the checkpoint and without."""
        shorter = self._verified()
        run("evidence.tamper", "write", "40", self.beside, env=self.env)
        longer = self._verified()
        return shorter[0] + longer[0], shorter[1] + longer[1]

    def _verified(self) -> tuple[int, int]:
        with_note = command("log", "verify", "--checkpoint", str(self.note), env=self.env)
        alone = command("log", "verify", env=self.env)
        return with_note == 1, alone == 1
