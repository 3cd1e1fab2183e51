"""Charts as data for ECharts, each with the table of its numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chart:
    """``id`` on its page, title, options, and the same as a table: headings and rows."""

    id: str
    title: str
    option: Mapping[str, Any]
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def bars(
    id: str,
    title: str,
    along: str,
    categories: Sequence[Any],
    series: Mapping[str, Sequence[int]],
    *,
    tones: Sequence[str] = ("1", "2", "3", "4", "5"),
    lying: bool = False,
) -> Chart:
    """Stacked bars over ``categories`` (called ``along``), ``series`` by name; ``lying`` for long names."""
    names = [str(category) for category in categories]
    scale: dict[str, Any] = {"type": "value", "minInterval": 1}
    order: dict[str, Any] = {"type": "category", "data": names} | ({"inverse": True} if lying else {})
    option = {
        "tones": list(tones),
        "legend": {"top": 0} if len(series) > 1 else None,
        "grid": {"left": 8, "right": 16, "top": 36 if len(series) > 1 else 12, "bottom": 8, "containLabel": True},
        "xAxis": scale if lying else order,
        "yAxis": order if lying else scale,
        "series": [{"name": name, "type": "bar", "stack": "all", "data": list(own)} for name, own in series.items()],
    }
    rows = tuple((name, *(own[at] for own in series.values())) for at, name in enumerate(names))
    return Chart(id, title, option, (along, *series), rows)


def pyramid(
    id: str, title: str, categories: Sequence[str], left: tuple[str, Sequence[int]], right: tuple[str, Sequence[int]]
) -> Chart:
    """Two groups back to back over ``categories`` from the bottom up."""
    option = {
        "tones": ["1", "3"],
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"show": False}},
        "yAxis": {"type": "category", "data": list(categories)},
        "series": [
            {"name": left[0], "type": "bar", "stack": "all", "data": [-count for count in left[1]]},
            {"name": right[0], "type": "bar", "stack": "all", "data": list(right[1])},
        ],
    }
    rows = tuple(zip(categories, left[1], right[1], strict=True))
    return Chart(id, title, option, ("年龄", left[0], right[0]), rows)
