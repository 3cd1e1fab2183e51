"""``jili serve``: the site and its worker, begun and ended together."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.operations.conftest import Installation

PATIENCE = 90
"""Seconds."""


def eventually(asked: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not asked():
        assert time.monotonic() < end
        time.sleep(0.2)


def children(of: int) -> dict[int, str]:
    """The processes that a process began, with their words."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if parent == of:
                found[int(entry.name)] = words
    return found


def alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def serving(fresh: Installation) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "jili.cli", "serve", "--port", str(port), "--workers", "1"],
        env=fresh.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.communicate()


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except HTTPError as error:
        error.close()
        return False
    except OSError:  # nobody there yet, or still starting
        return False


def test_it_serves_pages_and_files_makes_links_and_ends_with_its_children(
    serving: tuple[subprocess.Popen[str], str], fresh: Installation
) -> None:
    process, url = serving
    eventually(lambda: answers(f"{url}sign-in/"))
    assert answers(f"{url}static/jili/jili.css")
    eventually(lambda: len(children(process.pid)) == 2)
    (queue,) = [pid for pid, words in children(process.pid).items() if "worker" in words and "gunicorn" not in words]
    assert (fresh.home / "run").stat().st_mode & 0o077 == 0

    os.kill(queue, signal.SIGKILL)
    eventually(lambda: [pid for pid in children(process.pid) if pid != queue and alive(pid)].__len__() == 2)
    both = list(children(process.pid))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    eventually(lambda: not any(map(alive, both)))
    printed = process.stdout.read() if process.stdout else ""
    assert [line.partition(" ")[0] for line in printed.splitlines() if "的链接" in line] == [
        "系统管理员(sysadmin)", "安全管理员(secadmin)", "审计员(auditor)",
    ]  # fmt: skip
    assert f"{url} 已启动,按 Ctrl-C 停止。" in printed


def test_it_is_watched_over_all_its_processes_and_writes_lines_without_addresses(
    serving: tuple[subprocess.Popen[str], str], fresh: Installation
) -> None:
    process, url = serving
    eventually(lambda: answers(f"{url}health/"))
    answers(f"{url}cadres/C1/?q=li")
    secret = (fresh.home / "keys" / "metrics").read_text("ascii")
    asked = Request(f"{url}metrics", headers={"Authorization": f"Bearer {secret}"})
    with urlopen(asked, timeout=5) as response:
        page = response.read().decode()
    assert 'jili_requests_total{method="GET",route="cadre",status="302"} 1.0' in page
    assert 'jili_jobs{state="queued"} 0.0' in page
    assert not answers(f"{url}metrics")
    process.send_signal(signal.SIGTERM)
    printed = process.communicate(timeout=PATIENCE)[0]
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert {"cadre", "health", "metrics", "sign-in"} <= {line.get("route") for line in lines}
    assert "/cadres/" not in printed and "q=li" not in printed


def test_its_children_end_when_it_is_killed(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, url = serving
    eventually(lambda: answers(f"{url}sign-in/"))
    both = list(children(process.pid))
    assert len(both) == 2
    process.kill()
    eventually(lambda: not any(map(alive, both)))


def test_a_database_that_cannot_be_reached_is_said(fresh: Installation, tmp_path: Path) -> None:
    gone = Installation(fresh.home, *("postgres://jili_app@%2Fnowhere/jili",) * 2)
    done = gone.jili("check")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
