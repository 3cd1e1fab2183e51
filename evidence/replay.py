"""Stored runs are computed again from their snapshots, in processes of another time zone, locale and order of hashes.

``jili replay`` must find the same bytes, also after records have been changed, and with the rules compiled anew. The
control computes the same days from the register as it then is, and must find others.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from evidence.outcome import Outcome
from evidence.processes import command, environment, migrate, run
from jili.city import make_city

CADRES = 400
PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Los_Angeles", "LC_ALL": "POSIX"},
)


def trial(days: int = 6) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        env = environment(home)
        make_city(CADRES, 1, Path(folder, "city"))
        migrate(env)
        run("evidence.victim", "import", str(Path(folder, "city")), env=env)
        for year in range(days):
            run("jili.cli", "runs", "make", "--day", f"{2025 - year}-12-31", env=env)
        ids = [line.split()[0] for line in run("jili.cli", "runs", "list", env=env).splitlines()]
        changed = int(run("evidence.again", env=env))
        anew = {"JILI_CACHE": str(Path(folder, "cache"))}
        counts = _replay(ids, env, [*PLACES[:-1], {**PLACES[-1], **anew}] if days > 1 else PLACES[:2])
    control = {"runs": len(ids), "replays": len(ids), "identical": len(ids) - changed}
    passed = len(ids) == days and counts["identical"] == counts["replays"] and changed > 0
    return Outcome("Runs computed again", counts, passed, control, time.monotonic() - begin)


def _replay(
    ids: list[str], env: Mapping[str, str], places: list[dict[str, str]] | tuple[dict[str, str], ...]
) -> dict[str, int]:
    found = [command("replay", id, env={**env, **place}) for place in places for id in ids]
    return {"runs": len(ids), "environments": len(places), "replays": len(found), "identical": found.count(0)}
