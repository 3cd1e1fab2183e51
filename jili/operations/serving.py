"""``jili serve``: the site and a worker of its queue, two children that end with their parent."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

TIMEOUT = 60
"""Seconds that a request may take; a web worker that takes longer is ended."""
THREADS = 4
"""Of a web worker: pages are made in turn (``jili.site.wsgi``), so that they are for waiting."""
LINES = 2 * THREADS
"""So many connections a web worker takes at most; the rest wait for the worker that is free first, instead of behind
one that has taken them all."""
LEAVE = 30
"""Seconds for ending in order."""


def serve(*, host: str, port: int, workers: int, home: Path) -> int:
    """Serve until told to stop; the exit status of the server. A worker of the queue that dies is replaced."""
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    counted = run / "metrics"
    shutil.rmtree(counted, ignore_errors=True)  # what the processes of last time counted
    counted.mkdir(mode=0o700)
    words = ("-m", "gunicorn", "jili.site.wsgi:application", *options(host, port, workers, run))
    site = _start(*words, PROMETHEUS_MULTIPROC_DIR=str(counted), JILI_WARM="1")
    queue = _start("-m", "jili.cli", "worker")
    stopping = False

    def stop(*_: int | FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for child in (site, queue):
            if child.poll() is None:
                child.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while site.poll() is None:
        if queue.poll() is not None and not stopping:
            queue = _start("-m", "jili.cli", "worker")
        time.sleep(0.5)
    stop()
    try:
        queue.wait(LEAVE)
    except subprocess.TimeoutExpired:
        queue.kill()  # what it was at is taken up again when its lease runs out
    return 0 if stopping and site.returncode in (0, -signal.SIGTERM) else site.returncode


def options(host: str, port: int, workers: int, run: Path) -> list[str]:
    """Gunicorn's. It logs nothing of requests: addresses name people's records (``jili.operations.observing``)."""
    named = {
        "bind": f"{host}:{port}", "workers": workers, "worker-class": "gthread", "threads": THREADS,
        "worker-connections": LINES, "timeout": TIMEOUT,
        "graceful-timeout": LEAVE, "control-socket": run / "gunicorn.ctl", "log-level": "warning",
        "limit-request-line": 4094, "logger-class": "jili.operations.logs.ServerLog",
    }  # fmt: skip
    return [part for name, value in named.items() for part in (f"--{name}", str(value))]


def _start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    own = {**os.environ, **environment}
    return subprocess.Popen([sys.executable, *words], preexec_fn=_end_with_parent, env=own)


def _end_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent dies, however it dies; leave Ctrl-C to the parent."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    os.setpgrp()
