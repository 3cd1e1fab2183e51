"""Files on disk, for the service alone: what was sent in, what is to be fetched. All that is kept is sealed.

What was sent in lies under its hash, so that the same bytes are kept once. Plain it is only ever in a file without a
name, which is gone with the process, or below ``reading``, which ``jili.exchange.retention`` clears.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from jili.exchange.sealed import Damaged, seal, unseal

UPLOADS, EXPORTS, READING = "uploads", "exports", "reading"
_PRIVATE = 0o700
_PIECE = 1 << 20


def folder(name: str) -> Path:
    """A folder of the installation's home that only the service opens."""
    found = Path(settings.HOME) / name
    found.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    return found


def upload(digest: str) -> Path:
    return folder(UPLOADS) / digest


def annotated(number: int) -> Path:
    """The file of an upload with its problems as notes."""
    return folder(UPLOADS) / f"{number}.xlsx"


def export(number: int) -> Path:
    return folder(EXPORTS) / f"{number}.xlsx"


def receive(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep a file that was sent in; its SHA-256 and size."""
    digest, size = sha256(), 0

    def noted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            yield piece

    aside = _write(folder(UPLOADS), seal(noted(), UPLOADS))
    os.replace(aside, upload(digest.hexdigest()))
    return digest.hexdigest(), size


def keep(plain: Path, to: Path) -> None:
    """Keep a file that was made, as ``to``."""
    with plain.open("rb") as stream:
        aside = _write(to.parent, seal(_pieces(stream), to.name))
    os.replace(aside, to)


def read(kept: Path) -> Iterator[bytes]:
    """What a file holds that was made. Raises Damaged."""
    with kept.open("rb") as stream:
        yield from unseal(stream, kept.name)


@contextmanager
def opened(digest: str) -> Iterator[BinaryIO]:
    """What was sent in, in a file without a name. Raises Damaged."""
    if not upload(digest).exists():
        raise Damaged("上传的原件不在了,没有读。请重新上传")
    with upload(digest).open("rb") as stream, unnamed() as plain:
        found = sha256()
        for piece in unseal(stream, UPLOADS):
            found.update(piece)
            plain.write(piece)
        if found.hexdigest() != digest:
            raise Damaged(f"{digest}: 不是上传时的那个文件。请从备份恢复它,或重新上传。")
        plain.flush()
        yield plain


@contextmanager
def unnamed() -> Iterator[BinaryIO]:
    """A new file that nobody finds, and that is gone however this process ends."""
    with tempfile.TemporaryFile(dir=folder(READING)) as file:
        yield file


@contextmanager
def aside() -> Iterator[Path]:
    """A folder for what is being made or read apart."""
    with tempfile.TemporaryDirectory(dir=folder(READING)) as found:
        yield Path(found)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


def _write(home: Path, pieces: Iterable[bytes]) -> Path:
    """A new file of these pieces, on disk as a whole, beside where it will lie."""
    number, name = tempfile.mkstemp(dir=home, suffix=".part")
    try:
        with os.fdopen(number, "wb") as part:
            for piece in pieces:
                part.write(piece)
            part.flush()
            os.fsync(part.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
