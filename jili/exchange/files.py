"""Files on disk, for the service alone: what was sent in, under its hash; what is to be fetched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_PRIVATE = 0o700


def folder(name: str) -> Path:
    """A folder of the installation's home that only the service opens."""
    found = Path(settings.HOME) / name
    found.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    return found


def keep(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep a file that was sent in; its SHA-256 and size. The same bytes are kept once."""
    home = folder("uploads")
    digest, size = sha256(), 0
    number, aside = tempfile.mkstemp(dir=home, suffix=".part")
    try:
        with os.fdopen(number, "wb") as part:
            for piece in pieces:
                digest.update(piece)
                size += part.write(piece)
            part.flush()
            os.fsync(part.fileno())
        os.replace(aside, upload(digest.hexdigest()))
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def upload(digest: str) -> Path:
    return folder("uploads") / digest


def annotated(number: int) -> Path:
    """The file of an upload with its problems as notes."""
    return folder("uploads") / f"{number}.xlsx"


def export(number: int) -> Path:
    return folder("exports") / f"{number}.xlsx"
