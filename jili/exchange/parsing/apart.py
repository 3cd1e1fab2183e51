"""Starts the process that opens a file, and reads what it found."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from jili.exchange.parsing import PARSERS, Unreadable
from jili.exchange.parsing.child import BROKEN, TOO_LARGE
from jili.exchange.parsing.out import FORMAT
from jili.exchange.sheets.sheet import Sheet

log = logging.getLogger("jili.parsing")

LIMITS = {"memory": 2 << 30, "written": 512 << 20, "seconds": 120, "files": 64}
WALL_SECONDS = 180
_OLD = {".xls", ".et", ".ett", ".wps", ".doc", ".docx", ".pdf", ".rar", ".7z", ".numbers", ".ods"}
_TOO_LONG = ("读了很久也没有读完", "请分成几个文件;若文件不大,请复制到新下载的模板中再上传")


@dataclass
class Part:
    """The rows of one sheet. ``rows``: number, values, the text it was made from."""

    sheet: str
    table: str
    slots: list[str]
    headings: list[str]
    rows: list[tuple[int, list[Any], str]] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """A problem with its place; ``row`` 0: the sheet, no ``sheet``: the file."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    remedy: str


@dataclass
class Parsed:
    """What a file holds. ``notices``: sheet, column, message, count, some rows, a value."""

    parts: list[Part] = field(default_factory=list)
    problems: list[Said] = field(default_factory=list)
    problems_in_all: int = 0
    notices: list[list[Any]] = field(default_factory=list)


def refuse_name(name: str) -> None:
    """Files of a kind that is not read are refused by their name. Raises Unreadable."""
    suffix = Path(name).suffix.lower()
    if suffix in PARSERS:
        return
    if suffix in _OLD:
        raise Unreadable(f"不读 {suffix} 文件", "请用 Excel 或 WPS 另存为不带密码的 .xlsx 后再上传")
    raise Unreadable(f"不认识后缀“{suffix[:20]}”的文件", f"可以上传 {'、'.join(PARSERS)}")


def parse(
    file: Path, name: str, sheets: Sequence[Sheet], into: Path, *, wall: float = WALL_SECONDS,
    folder: Path | None = None, holding: Sequence[int] = (),
) -> None:  # fmt: skip
    """Have ``file``, called ``name``, read by a process of its own, which writes what it found to ``into``.

    The process works in a folder of its own below ``folder``. Both files may be given as ``place`` of open ones, which
    are then among ``holding``. Raises Unreadable if it did not come to an end; a file that it could not read is a
    problem in ``into``.
    """
    refuse_name(name)
    task = {
        "file": str(file.absolute()), "name": Path(name).name, "into": str(into.absolute()), "limits": LIMITS,
        "sheets": [sheet.to_data() for sheet in sheets],
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="jili-reading-", dir=folder) as own, _child(own, holding) as child:
        try:
            child.communicate(json.dumps(task).encode(), timeout=wall)
        except subprocess.TimeoutExpired:
            raise Unreadable(*_TOO_LONG) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode == -signal.SIGXCPU:
        raise Unreadable(*_TOO_LONG)
    if child.returncode in (-signal.SIGKILL, -signal.SIGXFSZ):
        raise Unreadable(*TOO_LARGE)
    if child.returncode:
        raise Unreadable(*BROKEN)


def place(file: IO[bytes]) -> Path:
    """An open file by its number: its path for this process and one that holds it too."""
    return Path(f"/proc/self/fd/{file.fileno()}")


def _child(folder: str, holding: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "jili.exchange.parsing.child"], stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, start_new_session=True, pass_fds=holding,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": folder},
    )  # fmt: skip


def read(into: Path) -> Parsed:
    """What the process wrote. Raises Unreadable unless it is whole."""
    found = Parsed()
    ended = False
    with into.open(encoding="utf-8") as lines:
        if next(lines, "") != f'"{FORMAT}"\n':
            raise Unreadable(*BROKEN)
        for line in _whole(lines):
            ended = _take(json.loads(line), found)
    if not ended:
        raise Unreadable(*BROKEN)
    if any(not said.sheet and not said.row for said in found.problems):
        found.parts.clear()  # what was read before a file turned out to be broken is not believed either
    return found


def _whole(lines: Iterator[str]) -> Iterator[str]:
    return (line for line in lines if line.endswith("\n"))


def _take(line: Any, found: Parsed) -> bool:
    """Whether it was the last."""
    if isinstance(line, list):
        number, values, *beside = line
        found.parts[-1].rows.append((number, values, beside[0] if beside else ""))
    elif "sheet" in line:
        found.parts.append(Part(line["sheet"], line["table"], line["slots"], line["headings"]))
    elif "problem" in line:
        found.problems.append(Said(*line["problem"]))
    elif "notice" in line:
        found.notices.append(line["notice"])
    else:
        found.problems_in_all = line["problems"]
        if line["broken"]:
            log.warning("a file could not be read: %s", line["broken"])
        return True
    return False
