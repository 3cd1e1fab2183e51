"""The door for whole registers: a folder of CSV or Parquet files into an empty database, and out again.

What comes in passes the same checks as ``jili validate``. One event tells of it: which files, their SHA-256 and rows,
one hash of all, and from which day on records are kept (the reading ``records_from``). From this event history starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.db import transaction

from jili.access import log
from jili.access.actor import Actor
from jili.access.models import Event
from jili.engine.problems import BadRegister, Problem
from jili.engine.schema import Table
from jili.policy.facts import SCHEMA
from jili.policy.sound import on_register
from jili.records import register
from jili.records.limits import limits
from jili.records.load import Progress, load_register, refuse_unless_empty

if TYPE_CHECKING:
    from jili.access.scope import Access

IMPORT, EXPORT = "register.import", "register.export"
SUBJECT = "register"


def register_import(
    *, actor: Actor, folder: Path, why: str, records_from: date, progress: Progress | None = None
) -> Event:
    """Take a register folder into the empty database, whole or not at all.

    Raises BadRegister with all problems of the files, NotEmpty if there are records already.
    """
    refuse_unless_empty()
    stamps = _stamps(folder)
    if progress:
        progress("检查台账", 0, 0)
    engine = on_register(folder, "duckdb", lambda backend, _: backend)
    if problems := engine.check(limits()):
        raise BadRegister(problems)
    tables = register.of_engine(engine)
    digests = {name: _digest(folder / name) for name in stamps}
    if _stamps(folder) != stamps:
        raise BadRegister([Problem(str(folder), 0, "", "", "读入时有文件在变动;请等文件写完后再导入一次")])
    told = {"content": register.content_hash(tables), "records_from": records_from.isoformat()}
    with transaction.atomic():
        load_register(tables, progress=progress)
        body = {**_manifest(digests, tables), **told}
        return log.append(actor=actor, kind=IMPORT, subject=SUBJECT, why=why, body=body)


def register_export(*, actor: Actor, folder: Path, why: str, access: Access | None = None) -> Event:
    """Write the register as it stands to a new folder of CSV files; with ``access`` only what it may see, which is an
    excerpt and not to be evaluated.

    Raises FileExistsError if the folder is not a new or empty one.
    """
    tables = register.read()
    if access:
        tables = _excerpt(tables, access)
    with register.written(tables, folder) as digests:
        body = {**_manifest(digests, tables), "scope": access.label if access else "全市"}
        return log.append_alone(actor=actor, kind=EXPORT, subject=SUBJECT, why=why, body=body)


def _manifest(digests: Mapping[str, str], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    files = {
        name: {"sha256": digest, "rows": tables[Path(name).stem].num_rows} for name, digest in sorted(digests.items())
    }
    return {"manifest": files, "hash": register.hash_of_files(digests)}


def _excerpt(tables: Mapping[str, pa.Table], access: Access) -> dict[str, pa.Table]:
    """Of each table the rows in scope and the columns that may be seen, if there are any."""
    return {
        table.name: _within(table, tables[table.name], access).select(columns)
        for table in SCHEMA.tables
        if (columns := access.columns(table.name))
    }


def _within(table: Table, rows: pa.Table, access: Access) -> pa.Table:
    """The rows in scope."""
    found = list(access.of(table.name).values_list(*table.key))
    keys = zip(*found, strict=True) if found else [[] for _ in table.key]
    kinds = rows.select(table.key).schema
    in_scope = pa.table(dict(zip(table.key, keys, strict=True)), schema=kinds)
    return register.normal(table, rows.join(in_scope, list(table.key), join_type="left semi"))


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """The register's files, each with what changes when it is written."""
    paths = [path for path in sorted(folder.glob("*.*")) if path.stem in SCHEMA and path.is_file()]
    return {path.name: (path.stat().st_ino, path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
