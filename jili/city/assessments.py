"""Assessments of people: the rounds, the yearly and the quarterly grades."""

from __future__ import annotations

import numpy as np

from jili.city.appointments import standing
from jili.city.book import NEVER, Book, Flags, Floats, Ints, dates, day, numbers, pick, place_in_group, within, year_of
from jili.city.careers import Careers
from jili.city.people import People
from jili.city.places import Places

GRADES = ("excellent", "competent", "basic", "incompetent", "none")
EXCELLENT, COMPETENT, BASIC, INCOMPETENT, NONE = range(5)
REASONS = ("probation", "leave", "study", "discipline", "case_open", "other")

BASE_RATIO, LATER_RATIO, RATIO_CHANGES = 0.15, 0.20, 2020
"""Share of excellent grades in a unit; the greater one from the assessment of this year on."""
OVER_QUOTA = 0.05
"""Share of teams and years where one member too many is excellent."""
BASIC_SHARE, INCOMPETENT_SHARE = 0.013, 0.0016
NO_GRADE = (("leave", 0.006), ("study", 0.002), ("discipline", 0.003), ("case_open", 0.0015), ("other", 0.001))
PROBATION = 0.7
"""Share of those who joined in the year and are still on probation."""
MISSING = 0.025
"""Share of grades that the register lacks."""
ANNULLED = 0.0012
REPLACED = 0.8
"""Share of the annulled grades with a new one in their place."""
LATE_DECISION = 0.03
PROMISE = 1.9
"""How much better those were thought to be who rose within the next three years."""
USUAL_QUARTERS = 8
"""How many quarters back the quarterly grades go."""
USUAL_UNITS = 0.15
"""Share of units that keep quarterly grades."""
USUAL_MISSING = 0.05
USUAL_GRADES, USUAL_SHARES = ("good", "fair", "average", "poor"), (0.3, 0.6, 0.09, 0.01)


def make_assessments(book: Book, places: Places, people: People, careers: Careers) -> dict[int, Ints]:
    """Write rounds, yearly and quarterly grades; returns each year's grade by cadre (-1: none on record)."""
    rng = book.rng("annual")
    rounds = np.array([day(y + 1, 3, 25) + int(rng.integers(0, 12)) for y in book.assessed_years], dtype=np.int64)
    book.add("assessment_rounds", {
        "year": numbers(np.array(book.assessed_years, dtype=np.int64)), "closed_on": dates(rounds)
    })  # fmt: skip
    rising, demoted = _turning_years(book, people, careers)
    by_year: dict[int, Ints] = {}
    rows: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
    for index, year in enumerate(book.assessed_years):
        grades, reasons = _grades(rng, book, places, people, careers, year, rising, demoted)
        graded = np.flatnonzero(grades >= 0)
        by_year[year] = grades
        county = places.region[np.maximum(standing(careers, people.count, day(year, 12, 31)).unit, 0)]
        per_county = within(rng, day(year + 1, 2, 8), int(rounds[index]), int(places.region.max()) + 1)
        decided = per_county[county[graded]]
        late = rng.random(len(graded)) < LATE_DECISION
        decided = np.where(late, np.minimum(decided + rng.integers(1, 40, len(graded)), book.today), decided)
        rows.append((graded, np.full(len(graded), year), grades[graded], reasons[graded], decided))
    _write_annual(book, rng, rows)
    _write_usual(book, places, people, careers)
    return by_year


def _turning_years(book: Book, people: People, careers: Careers) -> tuple[Flags, Flags]:
    """By cadre and year (from the first): rose in it; was put a rank lower in it."""
    posts = careers.posts
    rising, demoted = (np.zeros((people.count, len(book.years) + 4), dtype=bool) for _ in range(2))
    follows = np.zeros(len(posts.cadre), dtype=bool)
    follows[1:] = (posts.cadre[1:] == posts.cadre[:-1]) & (posts.rank[1:] > posts.rank[:-1])
    year = year_of(posts.start) - book.first_year
    for table, chosen in ((rising, follows), (demoted, posts.demotion)):
        ok = chosen & (year >= 0)
        table[posts.cadre[ok], year[ok]] = True
    return rising, demoted


def _grades(
    rng: np.random.Generator, book: Book, places: Places, people: People, careers: Careers, year: int,
    rising: Flags, demoted: Flags,
) -> tuple[Ints, Ints]:  # fmt: skip
    n, at = people.count, year - book.first_year
    last = day(year, 12, 31)
    state = standing(careers, n, last)
    serving = people.serving(last)
    soon = rising[:, at + 1] | rising[:, at + 2] | rising[:, at + 3]
    score = 0.6 * people.quality + rng.standard_normal(n) + PROMISE * soon
    excellent = _best(rng, places, state.unit, state.seat, serving, score, year)
    grades = np.where(excellent, EXCELLENT, COMPETENT)
    reasons = np.full(n, -1)
    draw = rng.random(n)
    # Nobody is promoted in the year after a bad grade, so those who were had none.
    plain = ~excellent & ~rising[:, at + 1] & ~rising[:, at + 2]
    grades[plain & (draw < BASIC_SHARE * 1.2)] = BASIC
    bad = (draw > 1 - INCOMPETENT_SHARE) & plain
    edge = 0.5
    for name, share in NO_GRADE:
        # Six in five, because the excellent are left out.
        chosen = plain & (draw > edge) & (draw < edge + share * 1.2)
        grades[chosen], reasons[chosen] = NONE, REASONS.index(name)
        edge += share * 1.2
    grades[bad] = INCOMPETENT
    trial = (people.joined >= day(year)) & (people.joined > book.first_day) & (rng.random(n) < PROBATION)
    grades[trial], reasons[trial] = NONE, REASONS.index("probation")
    lowered = demoted[:, at + 1]
    grades[lowered], reasons[lowered] = INCOMPETENT, -1
    grades[~serving | ((rng.random(n) < MISSING) & ~lowered)] = -1
    return grades, reasons


def _best(
    rng: np.random.Generator, places: Places, unit: Ints, seat: Ints, serving: Flags, score: Floats, year: int
) -> Flags:
    """The best of each team and of the rest of each unit, as many as the share allows."""
    ratio = BASE_RATIO if year < RATIO_CHANGES else LATER_RATIO
    units = len(places.kinds)
    team = np.where(seat >= 0, places.seats.team[seat], -1)
    group = np.where(seat >= 0, units + team, unit)
    group = np.where(serving & (unit >= 0), group, -1)
    size = np.bincount(group + 1)[group + 1]
    spread = rng.random(int(group.max()) + 2)[group + 1]
    # Small teams: whole people only, now and then one too many. The rest of a unit: the share on average.
    allowed = np.where(seat >= 0, np.floor(size * ratio) + (spread < OVER_QUOTA), np.floor(size * ratio + spread))
    best: Flags = (place_in_group(group, score) < allowed) & (group >= 0)
    return best


def _write_annual(book: Book, rng: np.random.Generator, rows: list[tuple[Ints, Ints, Ints, Ints, Ints]]) -> None:
    cadre, year, grade, reason, decided = (np.concatenate(column) for column in zip(*rows, strict=True))
    n = len(cadre)
    annulled = np.full(n, NEVER)
    picked = np.flatnonzero((decided < book.today - 400) & (grade <= BASIC))
    picked = picked[rng.permutation(len(picked))[: max(1, round(n * ANNULLED))]]
    annulled[picked] = decided[picked] + rng.integers(40, 300, len(picked))
    again = picked[: max(1, round(len(picked) * REPLACED))]
    # The new grade counts from the day on which the old one was struck out, or soon after.
    new_grade = np.where(rng.random(len(again)) < 0.5, BASIC, np.where(grade[again] == COMPETENT, EXCELLENT, COMPETENT))
    cadre, year = np.concatenate([cadre, cadre[again]]), np.concatenate([year, year[again]])
    grade, reason = np.concatenate([grade, new_grade]), np.concatenate([reason, np.full(len(again), -1)])
    decided = np.concatenate([decided, annulled[again] + rng.integers(0, 30, len(again))])
    annulled = np.concatenate([annulled, np.full(len(again), NEVER)])
    order = np.lexsort((decided, year, cadre))
    cadre, year, grade, reason, decided, annulled = (a[order] for a in (cadre, year, grade, reason, decided, annulled))
    book.add("annual_assessments", {
        "assessment_id": book.name_rows("annual_assessments", "N", len(cadre)), "cadre_id": book.ref("cadres", cadre),
        "year": numbers(year), "grade": pick(GRADES, grade),
        "reason": pick(REASONS, np.where(grade == NONE, reason, -1)), "decided_on": dates(decided),
        "annulled_on": dates(annulled),
    })  # fmt: skip


def _write_usual(book: Book, places: Places, people: People, careers: Careers) -> None:
    rng = book.rng("usual")
    keeps = rng.random(len(places.kinds)) < USUAL_UNITS
    keeps[0] = True
    final = book.as_of.year * 4 + (book.as_of.month - 1) // 3
    periods: list[str] = []
    rows: list[tuple[Ints, Ints, Ints, Ints]] = []
    for quarter in range(final - USUAL_QUARTERS, final):
        year, part = divmod(quarter, 4)
        ends = day(year + part // 3, (part * 3 + 3) % 12 + 1) - 1
        unit = standing(careers, people.count, ends).unit
        who = np.flatnonzero((unit >= 0) & keeps[unit] & (rng.random(people.count) > USUAL_MISSING))
        score = np.clip(rng.random(len(who)) - 0.06 * people.quality[who], 0, 0.999)
        grade = np.searchsorted(np.cumsum(USUAL_SHARES), score, side="right")
        decided = np.minimum(ends + within(rng, 8, 35, len(places.kinds))[unit[who]], book.today)
        periods.append(f"{year}Q{part + 1}")
        rows.append((who, np.full(len(who), len(periods) - 1), np.minimum(grade, 3), decided))
    who, period, grade, decided = (np.concatenate(column) for column in zip(*rows, strict=True))
    book.add("usual_assessments", {
        "assessment_id": book.name_rows("usual_assessments", "Q", len(who)), "cadre_id": book.ref("cadres", who),
        "period": pick(periods, period), "grade": pick(USUAL_GRADES, grade), "decided_on": dates(decided),
    })  # fmt: skip
