"""The readings as the rules see them: SQL functions, named like the readings.

``reading.award_days()`` is the expression of a number; a fraction is a pair of whole numbers, so that
every comparison stays exact; a dated value is a function of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

from jili.engine.function import Definition, Function, literal

_DAY = (("day", "date"),)

effective_on = Function("effective_on", "date")
records_from = Function("records_from", "date")
nonlead_until = Function("nonlead_until", "date")
period_extra_days = Function("period_end", "int64")
incompetent_bars = Function("incompetent_bars", "boolean")
list_due_month = Function("list_due_month", "int64")
list_due_day = Function("list_due_day", "int64")
ratio_base_on = Function("ratio_base", "int64", _DAY)
ratio_excellent_team_on = Function("ratio_excellent_team", "int64", _DAY)
ratio_whole = Function("ratio_whole", "int64")
required_years_min = Function("required_years_min", "int64", (("held", "int64"), ("proposed", "int64")))
leave_days_after = Function("leave_days", "int64", (("years", "int64"),))
weight_target = Function("ten_weights_target", "int64")
weight_party = Function("ten_weights_party", "int64")
weight_work = Function("ten_weights_work", "int64")
weights_whole = Function("ten_weights_whole", "int64")

rank_drop_places = Function("rank_drop_places", "int64")
list_grace_days = Function("list_grace_days", "int64")
award_days = Function("award_days", "int64")
exceptional_levels = Function("exceptional_levels", "int64")
skipped_levels = Function("skipped_levels", "int64")
exceptional_years = Function("exceptional_years", "int64")
demonstration_years = Function("demonstration_years", "int64")
frontline_days = Function("frontline_days", "int64")
frontline_grade_years = Function("frontline_grade_years", "int64")
ten_size = Function("ten_size", "int64")
adjustment_days = Function("adjustment_days", "int64")
setback_days = Function("setback_days", "int64")
sign_days = Function("sign_days", "int64")
request_days = Function("request_days", "int64")
missed_days = Function("missed_days", "int64")
harsh_days = Function("harsh_days", "int64")
check_days = Function("check_days", "int64")

_WHOLE = (
    rank_drop_places, list_grace_days, award_days, exceptional_levels, skipped_levels, exceptional_years,
    demonstration_years, frontline_days, frontline_grade_years, ten_size, adjustment_days, setback_days,
    sign_days, request_days, missed_days, harsh_days, check_days,
)  # fmt: skip


class Share:
    """A fraction as two functions; ``of`` and ``times`` keep comparisons in whole numbers."""

    def __init__(self, name: str) -> None:
        self.numerator = Function(f"{name}_numerator", "int64")
        self.denominator = Function(f"{name}_denominator", "int64")
        self.name = name

    def definitions(self, value: Fraction) -> Iterable[Definition]:
        yield _number(self.numerator, value.numerator)
        yield _number(self.denominator, value.denominator)


rank_drop_share = Share("rank_drop_share")
rank_size_change = Share("rank_size_change")
rank_fall_from = Share("rank_fall_from")
rank_fall_to = Share("rank_fall_to")
township_target = Share("township_target")
township_tolerance = Share("township_tolerance")

_SHARES = (rank_drop_share, rank_size_change, rank_fall_from, rank_fall_to, township_target, township_tolerance)

_OTHER_NAMES = {
    "list_due_month": "list_due",
    "list_due_day": "list_due",
    "ratio_whole": "ratio_base",
    "ten_weights_target": "ten_weights",
    "ten_weights_party": "ten_weights",
    "ten_weights_work": "ten_weights",
    "ten_weights_whole": "ten_weights",
}


def reading_of(function_name: str) -> str:
    """The reading that a function speaks for (``township_target_numerator`` → ``township_target``)."""
    name = _OTHER_NAMES.get(function_name, function_name)
    return name.removesuffix("_numerator").removesuffix("_denominator")


def definitions(values: Mapping[str, Any]) -> list[Definition]:
    """Every function of this module with its body for these values."""
    weights: tuple[Fraction, ...] = values["ten_weights"]
    scale = lcm(*(w.denominator for w in weights))
    dated = [f for name in ("ratio_base", "ratio_excellent_team") for _, f in values[name]]
    whole = lcm(*(f.denominator for f in dated))
    month, day = values["list_due"]
    return [
        Definition(effective_on, literal(values["effective_on"], "date")),
        Definition(records_from, literal(values["records_from"], "date")),
        Definition(nonlead_until, literal(values["nonlead_until"], "date")),
        _number(period_extra_days, int(values["period_end"] == "civil_code")),
        Definition(incompetent_bars, literal(values["incompetent_bars"], "boolean")),
        _number(list_due_month, month),
        _number(list_due_day, day),
        Definition(ratio_base_on, _by_day(values["ratio_base"], whole)),
        Definition(ratio_excellent_team_on, _by_day(values["ratio_excellent_team"], whole)),
        _number(ratio_whole, whole),
        Definition(required_years_min, _by_ranks(values["required_years_min"])),
        Definition(leave_days_after, _by_steps(values["leave_days"])),
        *(_number(f, int(w * scale)) for f, w in zip((weight_target, weight_party, weight_work), weights, strict=True)),
        _number(weights_whole, scale),
        *(_number(function, values[function.name]) for function in _WHOLE),
        *(definition for share in _SHARES for definition in share.definitions(values[share.name])),
    ]


def _number(function: Function, value: int) -> Definition:
    return Definition(function, literal(value, "int64"))


def _by_day(steps: tuple[tuple[date, Fraction], ...], whole: int) -> str:
    cases = " ".join(f"WHEN day >= DATE '{start}' THEN {int(value * whole)}" for start, value in reversed(steps))
    return f"CAST(CASE {cases} END AS BIGINT)"


def _by_ranks(rows: tuple[tuple[int, int, int], ...]) -> str:
    cases = " ".join(f"WHEN held = {held} AND proposed = {proposed} THEN {years}" for held, proposed, years in rows)
    return f"CAST(CASE {cases} ELSE 0 END AS BIGINT)" if cases else "CAST(0 AS BIGINT)"


def _by_steps(steps: tuple[tuple[int, int], ...]) -> str:
    cases = " ".join(f"WHEN years >= {years} THEN {days}" for years, days in reversed(steps))
    return f"CAST(CASE {cases} ELSE 0 END AS BIGINT)"
