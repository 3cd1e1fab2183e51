"""Decisions as files: ``decisions.csv`` and ``decisions.parquet``, whole or not at all."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 100_000
"""Rows."""


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder to write into; on success its files are moved into ``folder``, otherwise nothing is left.

    Raises OSError where the disk refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield aside
        folder.mkdir(exist_ok=True)
        for file in sorted(aside.iterdir()):
            os.replace(file, folder / file.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def new_folder(out: Path, mode: int = 0o755) -> Iterator[Path]:
    """A temporary folder beside ``out`` that takes its name when the block ends well, and is gone otherwise.

    Raises FileExistsError when ``out`` is a file or holds anything.
    """
    out = out.absolute()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(
            f"目标文件夹“{out}”已经存在且不是空的:为免覆盖已有数据,没有生成。请换一个新文件夹,或先清空它。"
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield temporary
        temporary.chmod(mode)
        temporary.rename(out)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def write(decisions: pa.Table, folder: Path) -> None:
    """Both files of a table of decisions, byte for byte the same for the same rows."""
    decisions = normal(decisions)
    with ThreadPoolExecutor(1) as aside:
        other = aside.submit(write_parquet, decisions, folder / "decisions.parquet")
        write_csv(decisions, folder / "decisions.csv")
        other.result()


def write_parquet(decisions: pa.Table, file: Path | IO[bytes]) -> None:
    """Row groups of one size, each one chunk: how the table was put together leaves no trace."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, decisions.schema, compression="zstd") as writer:
        for start in range(0, decisions.num_rows, ROW_GROUP) or [0]:
            writer.write_table(decisions.slice(start, ROW_GROUP).combine_chunks())


def normal(decisions: pa.Table) -> pa.Table:
    """One column order, one set of types: what was computed where leaves no trace."""
    import pyarrow as pa

    kinds = {
        "starts_on": pa.date32(), "ends_on": pa.date32(), "rank": pa.int64(),
        **{name: pa.decimal128(18, 4) for name in ("base", "limit", "actual")},
    }  # fmt: skip
    schema = pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in decisions.column_names])
    return decisions.cast(schema)


def write_csv(decisions: pa.Table, file: Path) -> None:
    """CSV with the fewest quotes, numbers without trailing zeros, nothing for what is not there."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv

    for place, field in enumerate(decisions.schema):
        if pa.types.is_decimal(field.type):
            digits = pc.cast(decisions.column(place), pa.string())
            short = pc.utf8_rtrim(pc.utf8_rtrim(digits, characters="0"), characters=".")
            decisions = decisions.set_column(place, field.name, short)
    try:
        arrow_csv.write_csv(decisions, file, arrow_csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:  # a quote or a comma in an id: rare, and written with quotes
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(decisions.column_names)
            writer.writerows(zip(*(column.to_pylist() for column in decisions.columns), strict=True))
