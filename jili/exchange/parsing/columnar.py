"""Parquet files: one table each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jili.exchange.parsing import Unreadable, table
from jili.exchange.parsing.delimited import sheet_of
from jili.exchange.parsing.out import Out
from jili.exchange.parsing.table import Rows
from jili.exchange.sheets.sheet import Sheet

_BATCH = 5_000
_SIMPLE = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_date, pa.types.is_timestamp,
    pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_null,
)  # fmt: skip


def parse(file: Path, name: str, sheets: Sequence[Sheet], out: Out) -> None:
    """The first row counts as row 2, as the same table would in CSV."""
    try:
        source = pq.ParquetFile(file)
        names = source.schema_arrow.names
        odd = [column for column in source.schema_arrow if not _simple(column.type)]
    except (pa.ArrowException, OSError):
        raise Unreadable("不是完整的 Parquet 文件", "请重新导出") from None
    if source.metadata.num_rows > table.MOST_ROWS:
        raise Unreadable(table.TOO_LONG, table.SPLIT)
    if len(names) > table.MOST_COLUMNS:
        raise Unreadable(table.TOO_WIDE, "请删去多余的列")
    if odd:
        raise Unreadable(f"“{odd[0].name[:60]}”这一列的类型是 {odd[0].type}", "应为文本、日期、布尔或数")
    sheet = sheet_of(Path(name).stem, names, sheets)
    out.at(name)
    slots = table.slots_of(names, sheet, out)
    if slots is None:
        return
    out.sheet(name, sheet.table, [slot.name for slot in slots], names)
    taker = Rows(sheet, slots, out)
    number = 1
    for batch in source.iter_batches(_BATCH):
        columns: list[list[Any]] = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            number += 1
            taker.take(number, row)


def _simple(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(of_kind(kind) for of_kind in _SIMPLE)
