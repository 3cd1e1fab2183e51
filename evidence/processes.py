"""Processes of the product that a trial starts, and the home that they work in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def environment(home: Path, database: Mapping[str, str] | None = None, **more: str) -> dict[str, str]:
    """Of a process on this home and database (default: SQLite in the home)."""
    without = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "JILI_", "DJANGO_"))}
    kept = {k: v for k, v in os.environ.items() if k == "JILI_CACHE"}
    given = {"JILI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jili.site.settings"}
    return {**without, **kept, **given, **(database or {}), **more}


def start(module: str, *words: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", module, *words], env=dict(env), text=True, stdout=subprocess.PIPE)


def run(module: str, *words: str, env: Mapping[str, str]) -> str:
    """What a process printed. Raises CalledProcessError where it fails."""
    done = subprocess.run([sys.executable, "-m", module, *words], env=dict(env), text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def command(*words: str, env: Mapping[str, str]) -> int:
    """The exit status of ``jili``."""
    whole = [sys.executable, "-m", "jili.cli", *words]
    return subprocess.run(whole, env=dict(env), stdout=subprocess.DEVNULL, check=False).returncode


def migrate(env: Mapping[str, str]) -> None:
    """Make the tables, as their owner."""
    run("django", "migrate", "--verbosity", "0", env={**env, "JILI_AS_OWNER": "1"})


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still are there."""
    found: list[int] = []
    for thread in Path(f"/proc/{parent}/task").glob("[0-9]*/children"):
        with suppress(OSError):
            found += map(int, thread.read_text("ascii").split())
    return found
