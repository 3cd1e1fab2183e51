"""The file of a backup: a tar whose last bytes are the SHA-256 of all before them, in hexadecimal.

Whatever bit is flipped, wherever the file is cut, it is no longer that file; it is read only after that is known.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

SEAL = 64
"""Bytes."""
PIECE = 1 << 20


class Broken(Exception):
    """Not a whole backup; says why in Chinese."""


class Sealing(io.RawIOBase):
    """A file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest, self.size = file, sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        written = self.file.write(data)
        self.size += written
        return written


class Writer:
    """Adds members to an archive."""

    def __init__(self, tar: tarfile.TarFile, aside: Path) -> None:
        self.tar, self.aside = tar, aside
        """``aside`` is a name for members that are made before they are added."""

    def add(self, name: str, file: Path) -> None:
        with file.open("rb") as content:
            self._add(name, content, os.fstat(content.fileno()).st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, content: BinaryIO, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, content)


@contextmanager
def written(out: Path) -> Iterator[Writer]:
    """A new archive that only its owner may read; there when the block ends well, whole and on disk. Raises
    FileExistsError: nothing is written over."""
    if out.exists():
        raise FileExistsError(17, "已有同名文件", str(out))
    part, aside = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.table")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealing = Sealing(file)
            with tarfile.open(fileobj=sealing, mode="w|") as tar:
                yield Writer(tar, aside)
            file.write(sealing.digest.hexdigest().encode())
            file.flush()
            os.fsync(file.fileno())
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)
        aside.unlink(missing_ok=True)


@contextmanager
def opened(file: Path) -> Iterator[tarfile.TarFile]:
    """An archive to read, once it is known to be whole. Raises Broken."""
    with file.open("rb") as content:
        size = os.fstat(content.fileno()).st_size - SEAL
        digest, left = sha256(), size
        while left > 0 and (piece := content.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        if size <= 0 or content.read(SEAL) != digest.hexdigest().encode():
            raise Broken(f"{file}: 不是完整的备份:文件被截断或有改动,没有恢复。请换一份备份。")
        content.seek(0)
        with tarfile.open(fileobj=content, mode="r:") as tar:
            yield tar


def sealed(file: Path) -> str:
    """The hash at the end of an archive."""
    with file.open("rb") as content:
        content.seek(-SEAL, os.SEEK_END)
        return content.read(SEAL).decode()
