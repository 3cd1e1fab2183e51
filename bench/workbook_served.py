"""What the web process holds, and what people see, while a big workbook is received and worked at by the worker."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from evidence.clerk import session_of
from evidence.processes import children
from evidence.site import Browser

EVERY = 0.2
_BUSY = re.compile(r'<p role="status">(.+?)……</p>')


def send(file: Path, account: Any) -> dict[str, Any]:
    """Send a file to a served site as a browser does, and look at its page until it is checked.

    ``before`` and ``most``: MB that the process of the web holds, before, and at most until the end; ``said``: what its
    page says of the work, in turn; ``slowest``: seconds of the slowest of those pages; ``seconds`` in all.
    """
    session = session_of(account)
    with _served() as (port, web):
        browser = Browser(port, session)
        for _ in range(20):  # warm
            browser.get("/data/")
        before = most = _holds(web)
        began = time.monotonic()
        answer = browser.post_file("/data/upload/", file.name, file.read_bytes())
        assert answer.status == 302, answer.status
        said: list[str] = []
        slowest = 0.0
        while True:
            asked = time.monotonic()
            page = browser.get(answer.headers["Location"])
            slowest = max(slowest, time.monotonic() - asked)
            assert page.status == 200, page.status
            most = max(most, _holds(web))
            busy = _BUSY.search(page.body.decode())
            if busy is None:
                break
            if busy.group(1) not in said:
                said.append(busy.group(1))
            time.sleep(EVERY)
        seconds = time.monotonic() - began
    return {"before": before, "most": most, "said": said, "slowest": slowest, "seconds": seconds}


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The site with one process for the web, and its worker: the port, and that process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jili.cli", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as site:
        try:
            yield port, _web(site)
        finally:
            site.terminate()


def _web(site: subprocess.Popen[bytes]) -> int:
    while site.poll() is None:
        for master in children(site.pid):
            for worker in children(master):
                with suppress(OSError):
                    if b"gunicorn" in Path(f"/proc/{worker}/cmdline").read_bytes():
                        time.sleep(1)
                        return worker
        time.sleep(0.1)
    raise RuntimeError("the site has ended")


def _holds(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024  # type: ignore[union-attr]
