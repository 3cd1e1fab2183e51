"""Assessments of the leading teams and what became an example to others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jili.city.book import NEVER, Arrays, Book, Ints, dates, day, numbers, pick, place_in_group, within
from jili.city.places import Places

TEAM_GRADES = ("excellent", "good", "average", "poor")
EXCELLENT_SHARE, GOOD_SHARE, AVERAGE_SHARE = 0.23, 0.55, 0.19
"""Shares of each assessment group, by place; the rest is poor."""
STEADINESS = 1.2
"""Weight of a team's own quality against the luck of a year."""
FALLS = 0.025
"""Share of teams and years with a bad year that pulls them down."""
MOVED_GROUP = 0.03
"""Share of teams and years assessed in another group than their own."""
NOT_ASSESSED = 0.01
UNGROUPED = 0.01
"""Share of assessments without group and place on record."""
GROUP_LIMIT = 14
"""A group of more teams than this is split in two."""
DEMONSTRATIONS = 0.004
"""Share of teams that become an example in a year."""
NATIONWIDE, STRUCK_OUT = 0.2, 0.05


@dataclass(frozen=True)
class TeamYears:
    """One entry a team assessment. ``fell`` is how many places were lost since the year before (0: none, unknown)."""

    team: Ints
    year: Ints
    grade: Ints
    decided: Ints
    fell: Ints
    size: Ints


def make_team_assessments(book: Book, places: Places) -> TeamYears:
    """Rank the teams of each group each year, grade them by place; writes ``team_assessments`` and ``demonstrations``."""
    rng = book.rng("teams")
    teams = len(places.team_kinds)
    groups, codes = _groups(places)
    quality = rng.standard_normal(teams)
    rows: list[Arrays] = []
    before = np.full(teams, -1)
    for year in book.assessed_years:
        group = groups.copy()
        moved = rng.random(teams) < MOVED_GROUP
        # Guests go to the group of another team of their kind.
        kind = np.unique(places.team_kinds, return_inverse=True)[1]
        for code in range(int(kind.max()) + 1):
            own = np.flatnonzero(kind == code)
            guests = own[moved[own]]
            group[guests] = groups[rng.permutation(own)[: len(guests)]]
        assessed = np.flatnonzero(rng.random(teams) > NOT_ASSESSED)
        score = STEADINESS * quality + rng.standard_normal(teams) - 4 * (rng.random(teams) < FALLS)
        place = place_in_group(group[assessed], score[assessed])
        size = np.bincount(group[assessed], minlength=len(codes))[group[assessed]]
        grade = _grade(rng, group[assessed], place, size)
        per_region = within(rng, day(year + 1, 2, 10), day(year + 1, 4, 5), int(places.region.max()) + 1)
        decided = per_region[places.region[places.team_unit[assessed]]]
        fell = np.where(before[assessed] >= 0, place - before[assessed], 0)
        before[:] = -1
        before[assessed] = place
        rows.append((assessed, np.full(len(assessed), year), grade, decided, fell, size, place + 1, group[assessed]))
    team, year_, grade, decided, fell, size, rank, group = (
        np.concatenate(column) for column in zip(*rows, strict=True)
    )
    bare = rng.random(len(team)) < UNGROUPED
    book.add("team_assessments", {
        "assessment_id": book.name_rows("team_assessments", "TA", len(team)), "team_id": book.ref("teams", team),
        "year": numbers(year_), "grade": pick(TEAM_GRADES, grade), "group": pick(codes, np.where(bare, -1, group)),
        "rank": numbers(rank, bare), "group_size": numbers(size, bare), "decided_on": dates(decided),
    })  # fmt: skip
    years = TeamYears(team, year_, grade, decided, fell, size)
    _demonstrations(book, years)
    return years


def _groups(places: Places) -> tuple[Ints, list[str]]:
    """Teams are compared with those of the same kind: townships and departments within their county."""
    names: list[str] = []
    for kind, unit in zip(places.team_kinds, places.team_unit, strict=True):
        unit_kind = "county" if places.kinds[unit] == "zone" else places.kinds[unit]
        inside = unit_kind in ("township", "county_dept") or (unit_kind == "institution" and places.parent[unit] > 0)
        region = f"{places.region[unit]:03d}" if inside else "CITY"
        names.append(f"{region}-{unit_kind}-{kind}")
    codes, group, size = np.unique(names, return_inverse=True, return_counts=True)
    turn = np.arange(len(names)) % 2
    halves = np.where(size[group] > GROUP_LIMIT, turn + 1, 0)
    full = [f"{codes[g]}{('', '-A', '-B')[h]}" for g, h in zip(group, halves, strict=True)]
    final, index = np.unique(full, return_inverse=True)
    return index.astype(np.int64), [str(code) for code in final]


def _grade(rng: np.random.Generator, group: Ints, place: Ints, size: Ints) -> Ints:
    # The same small shift for all of a group, so that small groups come out right on average.
    shift = rng.random(int(group.max()) + 1)[group]
    edges = [EXCELLENT_SHARE, EXCELLENT_SHARE + GOOD_SHARE, EXCELLENT_SHARE + GOOD_SHARE + AVERAGE_SHARE]
    return sum((place >= np.floor(size * edge + shift)).astype(np.int64) for edge in edges)  # type: ignore[return-value]


def _demonstrations(book: Book, years: TeamYears) -> None:
    rng = book.rng("demonstrations")
    good = np.flatnonzero(years.grade <= 1)
    count = max(2, round(len(good) * DEMONSTRATIONS))
    chosen = good[rng.permutation(len(good))[:count]]
    recognised = np.minimum(years.decided[chosen] + rng.integers(30, 400, len(chosen)), book.today)
    annulled = np.where(rng.random(len(chosen)) < STRUCK_OUT, recognised + 200, NEVER)
    book.add("demonstrations", {
        "demonstration_id": book.name_rows("demonstrations", "DM", len(chosen)),
        "team_id": book.ref("teams", years.team[chosen]),
        "level": pick(("province", "nation"), (rng.random(len(chosen)) < NATIONWIDE).astype(np.int64)),
        "recognised_on": dates(recognised), "annulled_on": dates(annulled),
    })  # fmt: skip
