"""Sixteen people save the same record at the same time, again and again, each adding one to what they were shown.

The service refuses who saves what somebody else has changed meanwhile; they look again and try again. In the end the
number must be that of the saves. The control saves what it was shown without asking and must lose some.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from evidence.cluster import Cluster
from evidence.outcome import Outcome
from evidence.processes import environment, migrate, run, start

EDITORS = 16


def trial(saves: int = 50) -> Outcome:
    begin = time.monotonic()
    counts, control = _edit(saves, "versioned"), _edit(saves, "naive")
    passed = not counts["lost"] and bool(control["lost"])
    title = f"{EDITORS} editors on one record"
    return Outcome(title, counts, passed, control, time.monotonic() - begin)


def _edit(saves: int, how: str) -> dict[str, int | float | str]:
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        env = environment(Path(folder), cluster.environment)
        migrate(env)
        run("evidence.editor", "make", env=env)
        editors = [start("evidence.editor", how, str(saves), env=env) for _ in range(EDITORS)]
        refused = sum(int(editor.communicate()[0]) for editor in editors)
        found = int(run("evidence.editor", "read", env=env))
    return {"saves": EDITORS * saves, "refused and tried again": refused, "lost": EDITORS * saves - found}
