"""The process that opens what people send: ``python -m jili.exchange.parsing.child``, the task as JSON on its input.

It knows neither database nor keys, works in a folder of its own, and gives itself limits before it opens anything.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from jili.exchange.parsing import PARSERS, Unreadable
from jili.exchange.parsing.out import Out
from jili.exchange.sheets.sheet import Sheet

Parser = Callable[[Path, str, Sequence[Sheet], Out], None]
BROKEN = ("文件已损坏,或不是它的后缀所说的格式", "请用 Excel 或 WPS 打开,确认内容完好,重新保存后再上传")
TOO_LARGE = ("文件展开后太大,放不下", "请分成几个文件,删去图片和多余的内容")


def parser_of(suffix: str) -> Parser:
    module, _, function = PARSERS[suffix].partition(":")
    parser: Parser = getattr(import_module(module), function)
    return parser


def main() -> None:
    task = json.load(sys.stdin)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # libraries would load it, and need nothing of it
    limit(task["limits"])
    sheets = [Sheet.from_data(data) for data in task["sheets"]]
    with open(task["into"], "w", encoding="utf-8") as stream:
        out = Out(stream)
        read(Path(task["file"]), task["name"], sheets, out, of="")
        out.end()


def read(file: Path, name: str, sheets: Sequence[Sheet], out: Out, *, of: str) -> None:
    """Read a file, or say why it cannot be read: ``of`` the member of an archive, or (empty) of all that was sent."""
    try:
        parser_of(Path(name).suffix.lower())(file, name, sheets, out)
    except Unreadable as refusal:
        out.problem(0, "", "", refusal.message, refusal.remedy, sheet=of)
    except MemoryError:
        out.problem(0, "", "", *TOO_LARGE, sheet=of)
    except Exception as error:  # a library met something that it was not made for
        out.problem(0, "", "", *BROKEN, sheet=of)
        place = traceback.extract_tb(error.__traceback__)[-1]
        out.broken = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def limit(limits: Mapping[str, Any]) -> None:
    """``memory`` and ``written`` in bytes, ``seconds`` of the processor, ``files`` open at a time."""
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    seconds = limits["seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))  # at once both would be told as one: killed
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python goes on, and could not even say why


if __name__ == "__main__":
    main()
