"""Compiled SQL kept on disk: written once per version of the rules, read in milliseconds after that.

The key hashes the sources that make the SQL and the versions of what compiles and runs it. A folder that
cannot be written or a file that cannot be read costs time, nothing else.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any


def folder() -> Path:
    """Where compiled SQL is kept: ``JILI_CACHE``, else ``jili`` in the user's cache."""
    own = os.environ.get("JILI_CACHE")
    return Path(own) if own else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jili"


def key(sources: Iterable[Path], packages: Iterable[str]) -> str:
    """A hash of the files below ``sources`` and the versions of ``packages``."""
    digest = sha256()
    for source in sources:
        for file in sorted(source.rglob("*.py")):
            digest.update(file.relative_to(source).as_posix().encode())
            digest.update(file.read_bytes())
    for package in packages:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()[:24]


def kept(name: str, key: str, make: Callable[[], Any]) -> Any:
    """What ``make`` answers (JSON data), from disk if it was kept under this key."""
    file = folder() / f"{name}-{key}.json"
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        pass
    collecting = gc.isenabled()
    gc.disable()  # Compiling makes a million small objects that all live: to look for dead ones takes a sixth more.
    try:
        made = make()
    finally:
        (gc.enable if collecting else gc.disable)()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, suffix=".part", delete=False, encoding="utf-8") as part:
            json.dump(made, part, ensure_ascii=False)
        os.replace(part.name, file)
    except OSError:
        pass
    return made
