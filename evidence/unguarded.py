"""The control's settings: whoever works off the queue opens what people send itself, and nothing catches it.

It has as much memory as a small machine, so that the machine of the trial survives.
"""

from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jili.exchange.parsing import apart
from jili.exchange.parsing.child import parser_of
from jili.exchange.parsing.out import Out
from jili.exchange.sheets.sheet import Sheet
from jili.site.settings import *  # noqa: F403

MEMORY = 3 << 30


def parse(file: Path, name: str, sheets: Sequence[Sheet], into: Path, **_: Any) -> None:
    with into.open("w", encoding="utf-8") as stream:
        out = Out(stream)
        parser_of(Path(name).suffix.lower())(file, name, sheets, out)
        out.end()


resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
apart.parse = parse
