"""Writing the tables of a city as the files of a register."""

from __future__ import annotations

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
