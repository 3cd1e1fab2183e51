"""The book that the parts of the city write into, and the few ways to make a column.

Inside the city people, units and teams are numbers (indexes of arrays) and days are counted from
1970-01-01; ``NEVER`` is a day that does not come (an open end). Here they become ids, dates and nulls.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from jili.policy.facts import SCHEMA

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Arrays = tuple[NDArray[Any], ...]
"""Columns that belong together, one entry a row."""
Sink = Callable[[str, pa.Table], None]

NEVER = 2**30
"""A day later than any: an open end, or something that has not happened."""

_EPOCH = date(1970, 1, 1)
YEARS_BACK = 10
"""How many calendar years of history the city has, the current one included."""


def day(year: int, month: int = 1, day_of_month: int = 1) -> int:
    """Days since 1970-01-01."""
    return (date(year, month, day_of_month) - _EPOCH).days


def year_of(days: Ints) -> Ints:
    """Calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def years_after(days: Ints, years: Ints | int) -> Ints:
    """The same day so many years later (29 February becomes 28 February): the anniversary."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    of_month = days - months.astype("datetime64[D]").astype(np.int64)
    later = months + np.asarray(years, dtype=np.int64) * 12
    first = later.astype("datetime64[D]").astype(np.int64)
    length = (later + 1).astype("datetime64[D]").astype(np.int64) - first
    moved: Ints = first + np.minimum(of_month, length - 1)
    return moved


def dates(days: Ints) -> pa.Array:
    """A date column; ``NEVER`` is null."""
    return pa.array(days.astype(np.int32), mask=days >= NEVER).cast(pa.date32())


def numbers(values: Ints, null: Flags | None = None) -> pa.Array:
    return pa.array(values.astype(np.int64), mask=null)


def decimals(values: Floats, places: int, null: Flags | None = None) -> pa.Array:
    """A decimal column of the given places, rounded."""
    array = pa.array(np.round(values, places), mask=null)
    return pc.round(array, places).cast(pa.decimal128(18, places), safe=False)


def pick(options: Sequence[str] | pa.Array, index: Ints) -> pa.Array:
    """One of the options for each row; -1 is null."""
    array = options if isinstance(options, pa.Array) else pa.array(options, pa.string())
    return array.take(pa.array(index, mask=index < 0))


def ids(prefix: str, count: int) -> pa.Array:
    """``C00001`` … as wide as the greatest number needs."""
    width = len(str(count))
    text = pc.utf8_lpad(pa.array(np.arange(1, count + 1)).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), text, "")


class Book:
    """What all parts share: the seed, the calendar, the ids given so far, and where tables go."""

    def __init__(self, *, cadres: int, seed: int, as_of: date, sink: Sink) -> None:
        self.cadres = cadres
        self.as_of = as_of
        self.today = (as_of - _EPOCH).days
        self.first_year = as_of.year - YEARS_BACK + 1
        self.first_day = day(self.first_year)
        self.years = list(range(self.first_year, as_of.year + 1))
        # A year's assessments are decided in spring; a year whose spring has not passed is still open.
        self.assessed_years = [y for y in self.years if day(y + 1, 4, 10) <= self.today]
        self.rows: dict[str, int] = {}
        self._seed = seed
        self._sink = sink
        self._ids: dict[str, pa.Array] = {}

    def rng(self, part: str) -> Generator:
        """Each part draws from a stream of its own, so that a change in one does not move the others."""
        return Generator(PCG64(SeedSequence([self._seed, zlib.crc32(part.encode())])))

    def name_rows(self, table: str, prefix: str, count: int) -> pa.Array:
        """Give ids to the rows of a table and remember them for references."""
        self._ids[table] = ids(prefix, count)
        return self._ids[table]

    def ref(self, table: str, index: Ints) -> pa.Array:
        """Ids of the rows with these indexes; -1 is null."""
        return pick(self._ids[table], index)

    def add(self, table: str, columns: Mapping[str, pa.Array]) -> None:
        """Hand over one finished table; its columns must be those of the schema."""
        names = [column.name for column in SCHEMA[table].columns]
        if set(names) != set(columns):
            raise ValueError(f"{table}: {sorted(set(names) ^ set(columns))}")
        rows = pa.table({name: columns[name] for name in names})
        self.rows[table] = rows.num_rows
        self._sink(table, rows)

    def few(self, share: float, least: int = 1) -> int:
        """A share of the cadres as a whole number, at least ``least``."""
        return max(least, round(self.cadres * share))


def within(rng: Generator, low: Ints | int, high: Ints | int, size: int) -> Ints:
    """A random day in ``[low, high]`` for each row (``low`` where the two are reversed)."""
    low_, high_ = np.asarray(low), np.asarray(high)
    steps = np.floor(rng.random(size) * np.maximum(high_ - low_ + 1, 1)).astype(np.int64)
    days: Ints = low_ + steps
    return days


def weighted(rng: Generator, shares: Sequence[float] | Floats, size: int) -> Ints:
    """An index for each row, drawn by shares (which need not sum to 1)."""
    edges = np.cumsum(np.asarray(shares, dtype=float))
    index: Ints = np.minimum(np.searchsorted(edges, rng.random(size) * edges[-1], side="right"), len(edges) - 1)
    return index


def place_in_group(group: Ints, score: Floats) -> Ints:
    """0 for the highest score of each group, 1 for the next, …"""
    order = np.lexsort((-score, group))
    sorted_group = group[order]
    places = np.empty(len(group), dtype=np.int64)
    places[order] = np.arange(len(group)) - np.searchsorted(sorted_group, sorted_group)
    return places
