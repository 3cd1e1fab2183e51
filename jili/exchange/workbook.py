"""All decisions of a day as an Excel workbook that an office can read, filter and print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name

from jili.engine.cells import literal
from jili.exchange.cover import write_cover
from jili.exchange.layout import SHEETS, Sheet
from jili.exchange.rows import make_rows, take
from jili.exchange.rowsheet import RowSheet
from jili.exchange.styles import Styles, ready_to_print
from jili.policy.readings import Readings

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from jili.engine.backend import DuckDB

SHEET_ROWS = 1_048_576
"""So many rows Excel allows in a sheet, the heading included."""
BATCH = 8_192
SLICE = 65_536
"""So many rows are put into words at a time."""
LINE = 14.25
"""Points that a line of text takes in a row."""
MOST_LINES = 28
"""Excel allows no row higher than 409 points."""
ATTENTION = frozenset((
    "missed", "overdue", "fail", "barred", "exceeded", "mismatch", "ultra_vires", "no_promotion",
    "no_promotion_no_reuse",
))  # fmt: skip
"""Outcomes in bold: what someone has to act on."""

Progress = Callable[[str, int, int], None]


def write_workbook(
    decisions: pa.Table,
    backend: DuckDB,
    readings: Readings,
    day: date,
    file: Path,
    progress: Progress | None = None,
    *,
    register: str = "",
) -> None:
    """Write ``decisions`` of ``day`` as the workbook ``file``; the same input gives the same bytes.

    ``backend`` holds the register that they were made from, ``register`` is its name on the cover. What is
    made in the database on the way goes with its cursor. Parts are written beside ``file`` first: where that is
    a folder that is thrown away on failure, nothing is left. Raises OSError where the disk refuses.
    """
    con = backend.connection.cursor()
    options = {
        "constant_memory": True, "tmpdir": str(file.parent), "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(str(file), options)
    tell = progress or (lambda *_: None)
    try:
        tell("整理结论", 0, len(SHEETS) + 2)
        make_rows(con, decisions, day)
        book.set_properties({"title": "结论汇总", "created": datetime(day.year, day.month, day.day)})
        styles = Styles(book)
        write_cover(book, styles, con, readings, day, register)
        for done, sheet in enumerate(SHEETS, 1):
            tell(sheet.name, done, len(SHEETS) + 2)
            _write_sheet(book, styles, con, sheet, day)
        tell("保存", len(SHEETS) + 1, len(SHEETS) + 2)
        book.close()
    except FileCreateError as problem:
        raise problem.args[0] from None
    finally:
        con.close()
        for page in book.worksheets():
            if not page.row_data_fh.closed:  # not got so far as to be put together
                page.row_data_fh.close()


def _write_sheet(book: Any, styles: Styles, con: duckdb.DuckDBPyConnection, sheet: Sheet, day: date) -> None:
    """One sheet, or several where it has more rows than Excel allows."""
    style = RowStyle(styles, sheet)
    number, row = 1, 0
    page = _page(book, styles, sheet, sheet.name, day)
    for lines, outcome, *values in _rows(con, sheet):
        if row == SHEET_ROWS - 1:
            _finish(page, sheet, row)
            number, row = number + 1, 0
            page = _page(book, styles, sheet, f"{sheet.name}{number}", day)
        row += 1
        page.write_values(row, LINE * min(lines, MOST_LINES) + 3, values, style.of(outcome, values))
    _finish(page, sheet, row)


def _rows(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    """For each decision: lines of text it takes, outcome, then the cells; dates as Excel counts days.

    Only the order is worked out for all at once; the words are made slice by slice, which bounds the memory.
    """
    cells = [
        f"date_diff('day', DATE '1899-12-30', {column.value})" if column.kind == "date" else column.value
        for column in sheet.columns
    ]
    lines = ", ".join(f"ceil(({_width(c.value)}) * 1.04 / {c.width - 0.5})" for c in sheet.columns if c.kind == "text")
    all_cells = ", ".join(cells)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _order AS SELECT id, row_number() OVER (ORDER BY {sheet.order}) AS turn"
        f" FROM rows WHERE effect = {literal(sheet.effect.value)}"
    )
    ((count,),) = con.execute("SELECT count(*) FROM _order").fetchall()
    for start in range(0, count, SLICE):
        take(con, start, start + SLICE)
        found = con.sql(f"SELECT greatest(1, {lines})::INTEGER, outcome, {all_cells} FROM rows_taken ORDER BY turn")
        for batch in found.to_arrow_reader(BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _width(sql: str) -> str:
    """SQL of a text's width in Latin letters; a Chinese character takes two (and three bytes of UTF-8)."""
    return f"coalesce(length({sql}) + (strlen({sql}) - length({sql})) // 2, 0)"


class RowStyle:
    """The formats of a sheet's cells."""

    def __init__(self, styles: Styles, sheet: Sheet) -> None:
        self.plain = [styles.cell(column.kind) for column in sheet.columns]
        self.guarded = [styles.cell(column.kind, guarded=True) for column in sheet.columns]
        self.outcome = next(place for place, column in enumerate(sheet.columns) if column.kind == "outcome")
        self.bold = [*self.plain]
        self.bold[self.outcome] = styles.cell("outcome", attention=True)

    def of(self, outcome: str, values: Sequence[Any]) -> list[Any]:
        """Formats for a row; text that Excel would take for a formula when edited is guarded."""
        formats = self.bold if outcome in ATTENTION else self.plain
        dangerous = [place for place, value in enumerate(values) if isinstance(value, str) and value[:1] in _STARTS]
        if dangerous:
            formats = [*formats]
            for place in dangerous:
                formats[place] = self.guarded[place]
        return formats


_STARTS = frozenset("=+-@")


def _page(book: Any, styles: Styles, sheet: Sheet, name: str, day: date) -> RowSheet:
    page: RowSheet = book.add_worksheet(name, RowSheet)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.heading, styles.heading)
    page.set_row(0, 32)
    page.freeze_panes(1, 2 if sheet.columns[1].kind == "name" else 1)
    page.repeat_rows(0)
    ready_to_print(page, f"{sheet.title}({day.year}年{day.month}月{day.day}日)")
    return page


def _finish(page: RowSheet, sheet: Sheet, rows: int) -> None:
    last = len(sheet.columns) - 1
    if rows:
        page.autofilter(0, 0, rows, last)
    page.print_area(f"A1:{xl_col_to_name(last)}{rows + 1}")
