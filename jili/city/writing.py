"""Writing the tables of a city as the files of a register, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

Format = Literal["csv", "parquet"]


def write_table(folder: Path, name: str, rows: pa.Table, format: Format) -> None:
    """Write one table as ``<name>.csv`` or ``<name>.parquet``."""
    if format == "parquet":
        parquet.write_table(rows, folder / f"{name}.parquet")
        return
    for index, field in enumerate(rows.schema):
        if pa.types.is_decimal(field.type):
            # 90.00 is written 90 and 89.50 is written 89.5, which is how people write it.
            plain = pc.utf8_rtrim(pc.utf8_rtrim(rows.column(index).cast(pa.string()), "0"), ".")
            rows = rows.set_column(index, field.name, plain)
    # No value of the city holds a comma, quote or line end; should one ever, pyarrow refuses instead of quoting all.
    options = csv.WriteOptions(quoting_style="none", quoting_header="none")
    csv.write_csv(rows, folder / f"{name}.csv", options)


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
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
        temporary.chmod(0o755)
        temporary.rename(out)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
