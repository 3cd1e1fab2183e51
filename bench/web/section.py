"""What was measured of the pages, as a section of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bench.report import table
from bench.sections import WEB

ASKED = {"p95": 300, "typed": 100, "rate": 100, "queries": 12, "bytes": 300_000, "assets": 600_000, "painted": 1_000}
"""The figures that were asked for: milliseconds, requests a second, bytes."""
QUIET = 0.5
Row = Mapping[str, Any]


def text(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Of each database."""
    parts = [
        WEB,
        "Written by `python -m bench.web`. Every page that a role may get (`jili/access/table.py`) and one of each"
        " kind of thing, as each role, over HTTP from gunicorn as `jili serve` starts it; the clients run beside it on"
        " the same cores and ask again as soon as they are answered. Of a page stand here the roles with the longest"
        " p95. *CPU*: milliseconds of processor time of one answer, of Python and, after the plus, of PostgreSQL's"
        " server. *Queries*: without those by which is found out who asks. What a page remembers is"
        " remembered before the clock starts; how it is while somebody changes something, after which"
        " nothing remembered holds, is told beside it; *first*: the answer after a change, asked alone.",
    ]
    for name, told in measured.items():
        parts += [f"### {name}", *_database(told)]
    return "\n\n".join(parts)


def _database(told: Mapping[str, Any]) -> Iterable[str]:
    rows: list[Row] = told["rows"]
    mixed, changed = told["mixed"], told["changed"]
    busy = "" if told["busy"] <= QUIET else f" **The machine was busy (load {told['busy']:.1f}): times are too long.**"
    yield f"{told['cadres']:,} cadres in service, {told['clients']} clients, {told['workers']} workers.{busy}"
    pages = [row for row in rows if not row["typed"]]
    typed = [row for row in rows if row["typed"]]
    yield table(
        ["", "asked", "seen"],
        [
            ["mixed, requests a second", f"≥ {ASKED['rate']}", f"{mixed['rate']:.0f}"],
            ["mixed, p95", f"< {ASKED['p95']} ms", f"{mixed['p95']:.0f} ms"],
            [f"the same while something changes every {changed['every']} s", "", f"{changed['rate']:.0f}"],
            ["p95 of that", "", f"{changed['p95']:.0f} ms"],
            ["first answer after a change, alone: median, p95, longest", "", _spread([row["first"] for row in rows])],
            ["pages with p95 above", f"{ASKED['p95']} ms", f"{_above(pages, 'p95', ASKED['p95'])} of {len(pages)}"],
            ["found while typing, longest p95", f"< {ASKED['typed']} ms", f"{_most(typed, 'p95'):.0f} ms"],
            ["most queries", f"≤ {ASKED['queries']}", f"{_most(rows, 'queries'):.0f}"],
            ["largest page", f"≤ {ASKED['bytes'] // 1000} KB", f"{_most(rows, 'bytes') / 1000:.0f} KB"],
            *_painted(told["painted"]),
        ],
    )
    longest: dict[str, Row] = {}
    for row in rows:
        if row["page"] not in longest or row["p95"] > longest[row["page"]]["p95"]:
            longest[row["page"]] = row
    yield table(
        ["page", "role", "p50", "p95", "req/s", "first", "CPU", "bytes", "queries"],
        [
            [row["page"], row["role"], f"{row['p50']:.0f} ms", f"{row['p95']:.0f} ms", f"{row['rate']:.0f}",
             f"{row['first']:.0f} ms", f"{row['cpu']:.0f}{f' + {own:.0f}' if (own := row['database']) else ''} ms",
             f"{row['bytes']:,}", str(row["queries"])]
            for row in sorted(longest.values(), key=lambda row: -row["p95"])
        ],
    )  # fmt: skip


def _painted(painted: list[tuple[str, float, int]]) -> list[list[str]]:
    if not painted:
        return []
    name, latest, _ = max(painted, key=lambda one: one[1])
    return [
        [
            "largest paint, nothing kept",
            f"< {ASKED['painted'] / 1000:.0f} s",
            f"{latest / 1000:.2f} s ({name})",
        ],
        [
            "assets of a page",
            f"≤ {ASKED['assets'] // 1000} KB",
            f"{max(a for *_, a in painted) / 1000:.0f} KB",
        ],
    ]


def _spread(times: list[float]) -> str:
    found = sorted(times)
    return f"{found[len(found) // 2]:.0f}, {found[len(found) * 95 // 100]:.0f}, {found[-1]:.0f} ms"


def _most(rows: list[Row], name: str) -> float:
    return max((float(row[name]) for row in rows), default=0)


def _above(rows: list[Row], name: str, limit: float) -> int:
    return sum(row[name] > limit for row in rows)
