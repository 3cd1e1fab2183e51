"""An import, a settlement and a run are killed (``kill −9``) at random moments and done again.

After each kill the database must be as before the action or as after it, never between, and its log must prove itself;
done again, the action has happened once. Every other kill falls into the part that writes, which is short. The control
lets every statement commit by itself, is killed after one of its first that write, and must leave something half.
"""

from __future__ import annotations

import random
import shutil
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
STATEMENTS = 3
"""The control ends after one of so many that write."""


def trial(kills: int = 100) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        control = ground.kill(max(1, kills // 4), autocommit=True)
        counts = ground.kill(kills)
    passed = not counts["half"] + counts["double"] + counts["not done again"] and control["half"] > 0
    return Outcome("kill −9 of import, settlement and run", counts, passed, control, time.monotonic() - begin)


class Ground:
    """A small city; and for each action a home that is ready for it, of which every attempt gets a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.random = random.Random(1)
        make_city(CADRES, 1, folder / "city")
        home = folder / "home"
        migrate(environment(home))
        self.ready, self.usual = {}, {}
        for action in ("import", "run", "settlement"):  # each needs those before it
            self.ready[action] = folder / f"ready-{action}"
            shutil.copytree(home, self.ready[action])
            for when, seconds in self._timed(action, environment(home)).items():
                self.usual[action, when] = seconds

    def kill(self, kills: int, autocommit: bool = False) -> dict[str, int]:
        seen: Counter[str] = Counter()
        for number in range(kills):
            action, when = ACTIONS[number % len(ACTIONS)], WHEN[number % len(WHEN)]
            env = self._copy(action)
            killed = self._ended(action, env) if autocommit else self._killed(action, when, env)
            seen["killed while at work"] += killed
            state, again = run("evidence.victim", "after", action, *self._words(action), env=env).split()[-2:]
            seen["done before"] += state == "done"
            seen["half"] += state == "half"
            seen["double"] += state != "half" and again == "half"
            seen["not done again"] += again == "before"
        names = ("killed while at work", "done before", "half", "double", "not done again")
        return {"kills": kills, **{name: seen[name] for name in names}}

    def _killed(self, action: str, when: str, env: Mapping[str, str]) -> bool:
        """Whether it was at work when it was killed, at a random moment after it said that it begins, or to write."""
        victim = start("evidence.victim", action, *self._words(action), env=env)
        assert victim.stdout
        while victim.stdout.readline() not in (f"{when}\n", ""):
            pass
        time.sleep(self.random.uniform(0, self.usual[action, when]))
        victim.kill()
        victim.communicate()
        return victim.returncode != 0

    def _ended(self, action: str, env: Mapping[str, str]) -> bool:
        """The same without transactions, after a statement."""
        statements = str(self.random.randint(1, STATEMENTS))
        victim = start("evidence.victim", action, *self._words(action), env={**env, "EVIDENCE_AUTOCOMMIT": statements})
        victim.communicate()
        return victim.returncode != 0

    def _copy(self, action: str) -> dict[str, str]:
        home = self.folder / "attempt"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.ready[action], home)
        return environment(home)

    def _timed(self, action: str, env: Mapping[str, str]) -> dict[str, float]:
        """Does it; how long it takes from its beginning, and from when it first writes."""
        victim = start("evidence.victim", action, *self._words(action), env=env)
        assert victim.stdout
        said: dict[str, float] = {}
        while line := victim.stdout.readline().strip():
            said.setdefault(line, time.monotonic())
        victim.communicate()
        return {when: said["done"] - said[when] for when in WHEN}

    def _words(self, action: str) -> list[str]:
        return {"import": [str(self.folder / "city")], "settlement": [], "run": [DAY]}[action]
