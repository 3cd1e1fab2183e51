"""What comes back when a page is asked for: as text, and what was written to the log and read of the address meanwhile."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

_OF_ONE_ASKING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce-[\w+/=-]+|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?'
)


def masked(text: str) -> str:
    """Without tokens of one request and without moments of time."""
    return _OF_ONE_ASKING.sub("…", text)


def unpacked(content: bytes) -> str:
    """Text, of a workbook that of all its parts."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as book:
        parts = [name for name in book.namelist() if not name.startswith("docProps/")]
        return "\n".join(f"{name}: {book.read(name).decode(errors='replace')}" for name in sorted(parts))


@contextmanager
def listening() -> Iterator[list[str]]:
    """What is written to the log."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(listener)


@contextmanager
def noticing(noticed: set[str]) -> Iterator[None]:
    """Write down which parameters of the address are read."""

    class Watched(QueryDict):
        def __getitem__(self, name: str) -> Any:
            noticed.add(name)
            return super().__getitem__(name)

        def get(self, name: str, default: Any = None) -> Any:
            noticed.add(name)
            return super().get(name, default)

        def getlist(self, name: str, default: Any = None) -> Any:
            noticed.add(name)
            return super().getlist(name, default)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, "GET", property(lambda request: Watched(request.META.get("QUERY_STRING", ""))))
        yield
