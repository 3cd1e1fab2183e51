"""Backup: all tables as they are at one moment, the snapshots of runs, the files that were sent in, and the public
keys of the log's checkpoints. Secret keys are not in it: without ``JILI_HOME/keys`` nobody reads ID numbers from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from jili.access import log
from jili.access.actor import Actor
from jili.access.checkpoint import keys
from jili.access.models import Checkpoint
from jili.engine.csv_text import csv_text
from jili.engine.schema import Table
from jili.operations import archive, tables
from jili.operations.start import told
from jili.policy.facts import SCHEMA
from jili.records import register
from jili.records.sight import everything

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files"
FOLDERS = ("snapshots", "uploads")
"""Of JILI_HOME."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and by what it is known again."""

    format: int
    made_at: str
    register: str
    """``jili.records.register.content_hash``."""
    log_size: int
    log_root: str
    checkpoint: str | None
    """The last signed note."""
    keys: list[str]
    """Of the installation whose checkpoints these are."""
    migrations: dict[str, str]
    """App → the last migration applied."""
    rows: dict[str, int]
    """Table → how many."""
    files: int

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Self:
        found = json.loads(content)
        if found.get("format") != FORMAT:
            raise archive.Broken("备份的格式不是本版本的,没有恢复。请用写出它的版本恢复。")
        return cls(**found)


def backup(out: Path, *, actor: Actor) -> Manifest:
    """Write a backup while the site goes on working; tells of it in the log. Raises FileExistsError."""
    with everything(), archive.written(out) as writer:
        with _moment():
            rows, digests = {}, {}
            for model in tables.models():
                name = model._meta.db_table
                told(f"{model._meta.verbose_name}……")
                rows[name] = _write(model, writer.aside)
                if name in SCHEMA.names():
                    digests[f"{name}.csv"] = _digest(SCHEMA[name], writer.aside)
                writer.add(f"{name}.parquet", writer.aside)
            last = Checkpoint.objects.order_by("-size").first()
            size = log.size()
            manifest = Manifest(
                format=FORMAT,
                made_at=timezone.now().isoformat(timespec="seconds"),
                register=register.hash_of_files(digests),
                log_size=size,
                log_root=log.root(size).hex(),
                checkpoint=last.note if last else None,
                keys=[str(key) for key in keys()],
                migrations=_migrations(),
                rows=rows,
                files=_add_files(writer),
            )
        writer.add_bytes(MANIFEST, manifest.written())
    body = {"sha256": archive.sealed(out), "register": manifest.register, "rows": sum(rows.values())}
    log.append_alone(actor=actor, kind="database.backup", subject="database", body=body)
    told("")
    return manifest


@contextmanager
def _moment() -> Iterator[None]:
    """A transaction that sees one moment and holds nobody up."""
    own: Any = connection
    mode = getattr(own, "transaction_mode", None)
    own.transaction_mode = "DEFERRED"  # SQLite's writers need not wait for who only reads
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        own.transaction_mode = mode


def _write(model: type[Model], file: Path) -> int:
    """The rows of a model's table as Parquet; how many."""
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(file, tables.schema(model), compression="zstd") as writer:
        for batch in tables.batches(model):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _digest(table: Table, file: Path) -> str:
    """The hash of a table of the facts, as ``register.content_hash`` takes it."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rows = pq.read_table(file, columns=[column.name for column in table.columns])
    for at, column in enumerate(table.columns):
        if column.type == "text" and column.optional:
            cells = rows.column(at)
            rows = rows.set_column(at, column.name, pc.if_else(pc.equal(cells, ""), None, cells))
    digest = sha256()
    for piece in csv_text(register.normal(table, rows)):
        digest.update(piece)
    return digest.hexdigest()


def _migrations() -> dict[str, str]:
    """App → the last migration applied."""
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def _add_files(writer: archive.Writer) -> int:
    """The files of runs and uploads; how many. Each is named by its content, and is never changed."""
    files = [file for name in FOLDERS for file in sorted((Path(settings.HOME) / name).rglob("*")) if file.is_file()]
    kept = [file for file in files if not file.name.endswith(".part")]
    for file in kept:
        writer.add(f"{FILES}/{file.relative_to(settings.HOME)}", file)
    return len(kept)
