"""A table as the text of its CSV file, made column by column.

Rows are joined by Arrow and never become Python values. The same rows in the same order give the same bytes: the
fewest quotes, numbers without idle zeros, nothing for what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000
"""So many make one piece of the text."""


def csv_text(table: pa.Table) -> Iterator[bytes]:
    """The bytes of the file, piece by piece; the first is the header. Columns are of text, days, truth values, whole
    numbers and decimals."""
    yield (",".join(table.column_names) + "\n").encode()
    for start in range(0, table.num_rows, ROWS):
        yield _lines(table.slice(start, ROWS))


def _lines(rows: pa.Table) -> bytes:
    import pyarrow.compute as pc

    cells = [_cells(column.combine_chunks()) for column in rows.columns]
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace")
    ended = pc.binary_join_element_wise(lines, "", "\n")
    _, offsets, text = ended.buffers()  # one line after the other is how Arrow keeps them
    return bytes(text[: memoryview(offsets).cast("i")[len(ended)]])


def _cells(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_decimal(column.type):
        return pc.utf8_rtrim(pc.utf8_rtrim(column.cast(pa.string()), characters="0"), characters=".")
    if not pa.types.is_string(column.type):
        return column.cast(pa.string())
    special = pc.match_substring_regex(column, '[",\r\n]')
    if not pc.any(special).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)
