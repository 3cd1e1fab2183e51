"""Tables kept as Parquet under the hash of their bytes: the same table twice is one file, a changed file is found."""

from __future__ import annotations

import io
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from jili.engine.output import write_parquet

if TYPE_CHECKING:
    import pyarrow as pa

PRIVATE = 0o700


class Tampered(Exception):
    """A kept file is gone or its bytes are not those it is named by; the message is Chinese."""

    def __init__(self, name: str) -> None:
        super().__init__(f"快照文件 {name}.parquet 不在或已被改动,不能据以判断。请从备份恢复这个文件。")
        self.name = name


def path(name: str) -> Path:
    """Where the table of this hash is kept."""
    return Path(settings.HOME) / "snapshots" / name[:2] / f"{name}.parquet"


def keep(table: pa.Table) -> str:
    """Keep a table; its hash. When this answers, the file is on disk whole."""
    content = written(table)
    name = sha256(content).hexdigest()
    file = path(name)
    if file.exists() and sha256(file.read_bytes()).hexdigest() == name:
        return name
    file.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    number, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(number, "wb") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    os.replace(aside, file)
    _sync(file.parent)
    return name


def written(table: pa.Table) -> bytes:
    """A table as it is kept."""
    out = io.BytesIO()
    write_parquet(table, out)
    return out.getvalue()


def load(name: str) -> pa.Table:
    """The table of a hash. Raises Tampered."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.BufferOutputStream()
    content.write(read(name))
    # Memory of Arrow's own: its threads may let go of it last, and of Python's memory not while Python ends.
    return pq.read_table(pa.BufferReader(content.getvalue()))


def read(name: str) -> bytes:
    """The bytes of a kept table. Raises Tampered."""
    try:
        content = path(name).read_bytes()
    except OSError:
        raise Tampered(name) from None
    if sha256(content).hexdigest() != name:
        raise Tampered(name)
    return content


def _sync(folder: Path) -> None:
    """A file's name is on disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
