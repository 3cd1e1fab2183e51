"""The text of a table's CSV file, made without a loop over its rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jili.engine import csv_text as module
from jili.engine.csv_text import csv_text


def text(table: pa.Table) -> str:
    return b"".join(csv_text(table)).decode()


def test_every_type_is_written_as_the_loader_reads_it() -> None:
    table = pa.table(
        {
            "id": ["a", "b"],
            "on": [date(2024, 2, 29), None],
            "is": pa.array([None, True]),
            "year": pa.array([2024, None], pa.int64()),
            "days": pa.array([Decimal("10.0"), Decimal("0.5")], pa.decimal128(18, 1)),
            "score": pa.array([None, Decimal("-100.00")], pa.decimal128(18, 2)),
        }
    )
    assert text(table) == "id,on,is,year,days,score\na,2024-02-29,,2024,10,\nb,,true,,0.5,-100\n"


def test_a_table_without_rows_is_its_header() -> None:
    assert text(pa.schema([("id", pa.string()), ("on", pa.date32())]).empty_table()) == "id,on\n"


def test_only_cells_that_need_quotes_get_them() -> None:
    table = pa.table({"id": ["a", "b", "c"], "name": ['说"是"', "甲,乙", "㛃𠮷"]})
    assert text(table) == 'id,name\na,"说""是"""\nb,"甲,乙"\nc,㛃𠮷\n'


def test_the_pieces_are_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"id": [f"行{n}" for n in range(7)], "n": list(range(7))})
    whole = list(csv_text(table))
    monkeypatch.setattr(module, "ROWS", 3)
    pieces = list(csv_text(pa.concat_tables([table.slice(0, 2), table.slice(2)])))
    assert [len(whole), len(pieces)] == [2, 4]
    assert b"".join(pieces) == b"".join(whole)


@given(st.lists(st.tuples(st.text(min_size=1), st.none() | st.text(min_size=1)), min_size=1))
def test_any_text_is_what_a_reader_of_csv_reads(rows: list[tuple[str, str | None]]) -> None:
    first, second = zip(*rows, strict=True)
    written = text(pa.table({"a": pa.array(first, pa.string()), "b": pa.array(second, pa.string())}))
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["a", "b"], *([a, b or ""] for a, b in rows)]
