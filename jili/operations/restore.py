"""Restore: a backup into a database without records, believed only when it says of itself what the backup said."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from jili.access import log
from jili.access.actor import Actor
from jili.access.checkpoint import keys, keys_add
from jili.access.notes import BadNote
from jili.access.proof import Report, log_verify
from jili.access.walls import tables_behind
from jili.operations import archive, tables
from jili.operations.backup import FILES, FOLDERS, MANIFEST, Manifest
from jili.operations.start import told
from jili.records import register
from jili.records.sight import everything

if TYPE_CHECKING:
    import pyarrow as pa


class NotEmpty(Exception):
    """The database holds something already."""


class Differs(Exception):
    """What was restored is not what the backup says; the message is Chinese."""


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    log: Report


def restore(file: Path, *, actor: Actor) -> Restored:
    """Fill an empty database from a backup, as the tables' owner, and bring it up to this version. Raises Broken,
    NotEmpty, Differs; if it does not end well while filling, the database stays empty."""
    with everything(), archive.opened(file) as tar:
        manifest = Manifest.read(_member(tar, MANIFEST))
        _migrate(manifest)
        with transaction.atomic(), _unforced():
            _refuse_unless_empty()
            for table, rows in manifest.rows.items():
                told(f"{table}……")
                if tables.fill(table, _rows(tar, table)) != rows:
                    raise Differs(f"{table}: 备份中的条数与其清单不符,没有恢复。请换一份备份。")
            tables.number_on()
            connection.check_constraints()
            if (log.size(), log.root().hex()) != (manifest.log_size, manifest.log_root):
                raise Differs("恢复出的日志与备份所记的根哈希不符,没有恢复。请换一份备份。")
            _put_files(tar)
        told("核对……")
        call_command("migrate", verbosity=0, interactive=False)
        return _verified(manifest, actor)


def _verified(manifest: Manifest, actor: Actor) -> Restored:
    if register.content_hash(register.read()) != manifest.register:
        raise Differs("恢复出的登记册与备份所记的内容哈希不符:这个库不能使用。请清空后换一份备份。")
    keys_add(lines=manifest.keys)
    try:
        report = log_verify(keys=keys(), note=manifest.checkpoint)
    except BadNote as bad:
        raise Differs(f"备份所带的检查点:{bad}。这个库不能使用。") from None
    body = {"made_at": manifest.made_at, "register": manifest.register, "size": manifest.log_size}
    log.append_alone(actor=actor, kind="database.restore", subject="database", body=body)
    told("")
    return Restored(manifest, report)


def _migrate(manifest: Manifest) -> None:
    """Make the tables as they were when the backup was made."""
    loader = MigrationLoader(connection)
    for app, name in manifest.migrations.items():
        if (app, name) not in loader.disk_migrations:
            raise archive.Broken(f"备份来自本程序不认识的版本({app} {name}),没有恢复。请先升级程序。")
    _refuse_unless_empty()
    if manifest.migrations == dict(loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        return
    for app, name in manifest.migrations.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)


def _refuse_unless_empty() -> None:
    for model in tables.models(made=True):
        if model._base_manager.exists():
            raise NotEmpty(
                f"数据库中已有内容({model._meta.verbose_name}):只能恢复到空库,没有恢复。"
                "请另建一个空数据库,并让 DATABASE_URL 和 DATABASE_OWNER_URL 指向它。"
            )


@contextmanager
def _unforced() -> Iterator[None]:
    """Let the owner fill tables that are behind a wall as fast as the others."""
    made = {model._meta.db_table for model in tables.models(made=True)} if connection.vendor == "postgresql" else set()
    behind = made & tables_behind().keys()
    with connection.cursor() as cursor:
        for table in behind:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield
        if behind:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in behind:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    try:
        content = tar.extractfile(name)
    except KeyError:
        content = None
    if content is None:
        raise archive.Broken(f"备份中没有 {name},没有恢复。请换一份备份。")
    return content.read()


def _rows(tar: tarfile.TarFile, table: str) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    content = tar.extractfile(f"{table}.parquet")
    if content is None:
        raise archive.Broken(f"备份中没有 {table},没有恢复。请换一份备份。")
    parquet = pq.ParquetFile(content)
    for group in range(parquet.num_row_groups):
        yield from parquet.read_row_group(group).to_batches()


def _put_files(tar: tarfile.TarFile) -> None:
    """The files of runs and uploads, where they were; those that are there already are left."""
    home = Path(settings.HOME)
    for member in tar.getmembers():
        path = PurePosixPath(member.name)
        if path.parts[0] != FILES or not member.isfile():
            continue
        if path.parts[1] not in FOLDERS or ".." in path.parts:
            raise archive.Broken(f"备份中有不该有的文件 {member.name},没有恢复。请换一份备份。")
        to = home.joinpath(*path.parts[1:])
        content = tar.extractfile(member)
        if to.exists() or content is None:
            continue
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = to.with_name(f"{to.name}.part")
        with part.open("wb") as out:
            shutil.copyfileobj(content, out)
        part.replace(to)
