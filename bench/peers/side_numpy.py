"""The job by hand in NumPy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from columns import GRADES, TEAM_GRADES, Register, load, write

FALSE, TRUE, UNKNOWN = range(3)
BARRED, INCOMPLETE, JUSTIFY, QUALIFIED = range(4)
MISSING, EXCELLENT, COMPETENT, BASIC, INCOMPETENT, NONE = range(len(GRADES))
Array = np.ndarray[Any, Any]


def anniversary(day: Array) -> Array:
    month = day.astype("datetime64[M]")
    later = month + 12
    last = (later + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(later.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)


def greatest(hit: Array, years: Array) -> Array:
    """The first column's year where ``hit``; 0 for none."""
    return np.where(hit.any(axis=1), years[hit.argmax(axis=1)], 0)


def latest_bars(r: Register) -> tuple[Array, Array]:
    back = r.grade[:, ::-1]
    years = np.array(r.years)[::-1]
    place = (back != MISSING).argmax(axis=1)[:, None]
    grade = np.take_along_axis(back, place, axis=1)[:, 0]
    decided_on = np.take_along_axis(r.decided_on[:, ::-1], place, axis=1)[:, 0]
    return (grade == BASIC) & (anniversary(decided_on) > r.day), greatest(back != MISSING, years)


def verdicts(r: Register) -> tuple[list[Array], Array, list[Array]]:
    c1, year1 = latest_bars(r)
    years = r.y0 - np.arange(5)
    five = np.stack([r.of(r.grade, int(year)) for year in years], axis=1)
    low, excellent = (five == BASIC) | (five == INCOMPETENT), five == EXCELLENT
    unclear = (five == MISSING) | (five == NONE)
    gap = unclear.any(axis=1)
    c2 = np.where(low.any(axis=1), FALSE, np.where(gap, UNKNOWN, TRUE))
    year2 = np.where(c2 == FALSE, greatest(low, years), np.where(gap, greatest(unclear, years), r.y0))
    c3 = np.where(excellent.any(axis=1), TRUE, np.where(gap, UNKNOWN, FALSE))
    year3 = greatest(excellent, years)

    three = np.stack([r.of(r.team_grade, int(year)) for year in years[:3]], axis=1)
    good = three == TEAM_GRADES.index("excellent")
    of_team = np.where(good.any(axis=1), TRUE, np.where((three == MISSING).any(axis=1), UNKNOWN, FALSE))
    # One more place, that -1 (no team) leads to.
    c4 = np.append(of_team, TRUE)[r.team]
    year4 = np.append(greatest(good, years), 0)[r.team]

    barred = c1 | (c2 == FALSE)
    unknown = (c2 == UNKNOWN) | (c3 == UNKNOWN) | (c4 == UNKNOWN)
    lacking = (c3 == FALSE) | (c4 == FALSE)
    outcome = np.select([barred, unknown, lacking], [BARRED, INCOMPLETE, JUSTIFY], QUALIFIED)
    return [c1.astype(np.int8), c2, c3, c4], outcome, [year1, year2, year3, year4]


if __name__ == "__main__":
    register = load(Path(sys.argv[1]), sys.argv[2])
    write(Path(sys.argv[3]), register.cadres, *verdicts(register))
