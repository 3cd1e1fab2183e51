"""Words that all relations use: days, years, joins, coverage."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from jili.engine.function import Function, add_days, as_of
from jili.policy import reading

y0 = Function("y0", "int64")
"""The latest closed year on the day of evaluation; unknown if none is."""

FAR = ibis.date("9999-12-31")


def this_year() -> ir.IntegerValue:
    """Y, the calendar year of the day of evaluation."""
    return as_of().year().cast("int64")


def new_year(year: Any) -> ir.DateValue:
    """1 January of a year."""
    return ibis.date(_value(year), 1, 1)


def year_end(year: Any) -> ir.DateValue:
    """31 December of a year."""
    return ibis.date(_value(year), 12, 31)


def anniversary(day: Any, years: Any = 1) -> ir.DateValue:
    """The same month and day so many years later, applied a year at a time: 29 February becomes 28
    February and stays it. No years: the day itself."""
    leap = (day.month() == 2) & (day.day() == 29)
    later = ibis.date(day.year() + years, day.month(), leap.ifelse(28, day.day()))
    return later if isinstance(years, int) else (_value(years) == 0).ifelse(day, later)


def freed_on(day: Any, years: Any = 1) -> ir.DateValue:
    """The first day after "一年内" from ``day`` (reading ``period_end``)."""
    return add_days(anniversary(day, years), reading.period_extra_days())


def on_or_before(day: Any, limit: Any) -> ir.BooleanValue:
    """The day is known and not later than the limit."""
    return (day <= limit).fill_null(False)


def in_force(start: Any, end: Any, day: Any) -> ir.BooleanValue:
    """``start <= day < end``; no end: in force from the start on."""
    return (start <= day) & (end.isnull() | (end > day))


def overlaps(start: Any, end: Any, first: Any, last: Any) -> ir.BooleanValue:
    """``[start, end)`` has a day in ``[first, last]``."""
    return (start <= last) & (end.isnull() | ((end > first) & (end > start)))


def attach(left: ir.Table, right: ir.Table, *keys: str) -> ir.Table:
    """Left join on columns of the same names, which are kept once."""
    return left.left_join(right, list(keys)).drop(*(f"{key}_right" for key in keys))


def numbers(count: int, name: str = "number") -> ir.Table:
    """A table of 0, 1, … ``count - 1``."""
    listed = ibis.range(0, count).unnest().name(name).as_table()
    return listed.select(listed[name].cast("int64").name(name))


def first_by_day(day: Any, id: Any) -> ir.StringValue:
    """A key that sorts by day, then id; ``day_of`` and ``id_of`` take it apart."""
    return day.cast("string") + id


def day_of(key: Any) -> ir.DateValue:
    return key.substr(0, 10).cast("date")


def id_of(key: Any) -> ir.StringValue:
    return key.substr(10)


def covered_days(intervals: ir.Table, *keys: str) -> ir.Table:
    """For each key the days that its ``[start_on, end_on)`` cover, overlapping ones counted once, as ``days``."""
    earlier = ibis.window(group_by=list(keys), order_by=["start_on", "end_on"], preceding=(None, 1))
    real = intervals.filter(intervals.start_on < intervals.end_on)
    swept = real.mutate(swept_to=real.end_on.max().over(earlier))
    begin = ibis.greatest(swept.start_on, swept.swept_to.fill_null(swept.start_on))
    counted = swept.mutate(own_days=ibis.greatest(swept.end_on.delta(begin, unit="day"), 0))
    return counted.group_by(*keys).agg(days=counted.own_days.sum())


def _value(year: Any) -> Any:
    return ibis.literal(year) if isinstance(year, int) else year
