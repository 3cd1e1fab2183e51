"""Sixteen people save the same record at the same time, again and again, each adding one to what they were shown.

The service refuses who saves what somebody else has changed meanwhile; they look again and try again. In the end the
number must be that of the saves. The control saves what it was shown without asking and must lose some.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from evidence.cluster import Cluster
from evidence.editor import EDITORS
from evidence.outcome import Outcome
from evidence.processes import environment, migrate, run


def trial(saves: int = 50) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        env = environment(Path(folder), cluster.environment())
        migrate(env)
        counts, control = _edit("versioned", saves, env), _edit("naive", saves, env)
    passed = not counts["lost"] and bool(control["lost"])
    title = f"{EDITORS} editors on one record"
    return Outcome(title, counts, passed, control, time.monotonic() - begin)


def _edit(how: str, saves: int, env: Mapping[str, str]) -> dict[str, int | float | str]:
    refused, lost = run("evidence.editor", how, str(saves), env=env).split()
    return {"saves": EDITORS * saves, "refused and tried again": int(refused), "lost": int(lost)}
