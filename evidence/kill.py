"""An import, a settlement and a run are killed (``kill -9``) at random moments and done again.

After each kill the database must be as before the action or as after it, never between, and its log must prove itself;
done again, the action has happened once. Every other kill falls into the part that writes, which is short. The control
lets every statement commit by itself and must leave something half.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from evidence.outcome import Outcome
from evidence.processes import environment, migrate, run, start
from jili.city import make_city

CADRES = 400
ACTIONS = ("import", "settlement", "run")
WHEN = ("begins", "writes")
DAY = "2025-12-31"


def trial(kills: int = 100) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        counts = ground.kill(kills)
        control = ground.kill(max(6, kills // 4), autocommit=True)
    passed = not counts["half"] + counts["double"] + counts["not done again"] and control["half"] > 0
    return Outcome("kill −9 of import, settlement and run", counts, passed, control, time.monotonic() - begin)


class Ground:
    """A small city; and for each action a home that is ready for it, of which every attempt gets a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.random = random.Random(1)
        make_city(CADRES, 1, folder / "city")
        self.ready = {action: folder / f"ready-{action}" for action in ACTIONS}
        first, *others = self.ready.values()
        migrate(environment(first))
        for action, home in zip(ACTIONS[1:], others, strict=True):
            shutil.copytree(first, home)
            self._do("import", environment(home))
            if action == "settlement":
                self._do("run", environment(home))
        self.usual = {(action, when): self._seconds(action, when) for action in ACTIONS for when in WHEN}

    def kill(self, kills: int, autocommit: bool = False) -> dict[str, int]:
        seen: Counter[str] = Counter()
        for number in range(kills):
            action, when = ACTIONS[number % len(ACTIONS)], WHEN[number // len(ACTIONS) % len(WHEN)]
            env = self._copy(action, autocommit)
            victim = self._begun(action, when, env)
            time.sleep(self.random.uniform(0, self.usual[action, when]))
            victim.kill()
            victim.communicate()
            seen["killed while at work"] += victim.returncode != 0
            state = self._state(action, env)
            seen["done before"] += state == "done"
            seen["half"] += state == "half"
            if state != "half":
                self._do(action, env)
                again = self._state(action, env)
                seen["double"] += again == "half"
                seen["not done again"] += again == "before"
        names = ("killed while at work", "done before", "half", "double", "not done again")
        return {"kills": kills, **{name: seen[name] for name in names}}

    def _copy(self, action: str, autocommit: bool) -> dict[str, str]:
        home = self.folder / "attempt"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.ready[action], home)
        return environment(home, **({"EVIDENCE_AUTOCOMMIT": "1"} if autocommit else {}))

    def _do(self, action: str, env: Mapping[str, str]) -> None:
        run("evidence.victim", action, *self._words(action), env={**env, "EVIDENCE_AUTOCOMMIT": ""})

    def _state(self, action: str, env: Mapping[str, str]) -> str:
        return run("evidence.victim", "state", action, env={**env, "EVIDENCE_AUTOCOMMIT": ""}).split()[-1]

    def _begun(self, action: str, when: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
        """A process at work, once it has said that it begins: at all, or to write."""
        victim = start("evidence.victim", action, *self._words(action), env=env)
        assert victim.stdout
        while victim.stdout.readline() not in (f"{when}\n", ""):
            pass
        return victim

    def _words(self, action: str) -> list[str]:
        return {"import": [str(self.folder / "city")], "settlement": [], "run": [DAY]}[action]

    def _seconds(self, action: str, when: str) -> float:
        """How long an action takes from there on."""
        victim = self._begun(action, when, self._copy(action, False))
        begin = time.monotonic()
        victim.communicate()
        return time.monotonic() - begin
