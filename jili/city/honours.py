"""Merits, awards and the payments that go with honours."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from jili.city.book import NEVER, Book, Ints, dates, numbers, pick, weighted, within
from jili.city.campaigns import Service
from jili.city.people import People
from jili.city.teams import TeamYears

MERITS = 0.03
"""Merits of people over all the years, as a share of the cadres; a third of them out of campaigns."""
TEAM_MERITS = 0.02
"""Merits of teams, as a share of the team assessments that are excellent or good."""
CONTRIBUTIONS, CONTRIBUTION_SHARES = ("notable", "larger", "major", "outstanding"), (0.72, 0.2, 0.065, 0.015)
LEVELS = ("commendation", "third", "second", "first")
AUTHORITIES = ("county", "municipal", "province")
SUFFICIENT = np.array([0, 0, 1, 2])
"""The lowest authority, as a number of ``AUTHORITIES``, for each level."""
CRITICAL = 0.25
AWARDED, IN_TIME = 0.92, 0.8
WRONG_LEVEL, TOO_LOW_AUTHORITY = 0.03, 0.04
HIGHER_AUTHORITY = 0.2
STRUCK_OUT = 0.01
WITHOUT_MERIT = 0.12
"""Awards without a merit on record, as a share of the others."""
AWARD_PAID, TEAM_PAID = 0.88, 0.88


def make_honours(book: Book, people: People, service: Service, teams: TeamYears) -> list[tuple[Ints, Ints, Ints, Ints]]:
    """Write ``merits`` and ``awards``; returns the payments due to them as (team, cadre, award, day) columns."""
    rng = book.rng("honours")
    cadre, team, recognised = _merited(rng, book, people, service, teams)
    n = len(cadre)
    contribution = weighted(rng, CONTRIBUTION_SHARES, n)
    annulled = np.where(
        (rng.random(n) < STRUCK_OUT) & (recognised < book.today - 300), recognised + rng.integers(60, 250, n), NEVER
    )
    book.add("merits", {
        "merit_id": book.name_rows("merits", "M", n), "cadre_id": book.ref("cadres", cadre),
        "team_id": book.ref("teams", team), "contribution": pick(CONTRIBUTIONS, contribution),
        "critical": pa.array(rng.random(n) < CRITICAL), "recognised_on": dates(recognised), "annulled_on": dates(annulled),
    })  # fmt: skip
    merit = np.flatnonzero(rng.random(n) < AWARDED)
    bare = rng.integers(0, n, max(1, round(n * WITHOUT_MERIT)))
    source = np.concatenate([merit, bare])
    merit = np.concatenate([merit, np.full(len(bare), -1)])
    quick, slow = rng.integers(3, 31, len(source)), rng.integers(31, 200, len(source))
    decided = recognised[source] + np.where(rng.random(len(source)) < IN_TIME, quick, slow)
    known = decided <= book.today
    source, merit, decided = source[known], merit[known], decided[known]
    level = contribution[source]
    wrong = rng.random(len(source)) < WRONG_LEVEL
    level = np.where(wrong, np.where(level == 0, 1, level - 1), level)
    authority = np.minimum(SUFFICIENT[level] + (rng.random(len(source)) < HIGHER_AUTHORITY), 2)
    low = rng.random(len(source)) < TOO_LOW_AUTHORITY
    authority = np.where(low, np.maximum(SUFFICIENT[level] - 1, 0), authority)
    order = np.argsort(decided, kind="stable")
    source, merit, decided, level, authority = (a[order] for a in (source, merit, decided, level, authority))
    book.add("awards", {
        "award_id": book.name_rows("awards", "W", len(source)), "merit_id": book.ref("merits", merit),
        "cadre_id": book.ref("cadres", cadre[source]), "team_id": book.ref("teams", team[source]),
        "level": pick(LEVELS, level), "authority": pick(AUTHORITIES, authority), "decided_on": dates(decided),
        "annulled_on": dates(np.full(len(source), NEVER)),
    })  # fmt: skip
    paid = np.flatnonzero((cadre[source] >= 0) & (rng.random(len(source)) < AWARD_PAID))
    none = np.full(len(paid), -1)
    return [(none, none, paid, decided[paid] + rng.integers(10, 200, len(paid)))]


def _merited(
    rng: np.random.Generator, book: Book, people: People, service: Service, teams: TeamYears
) -> tuple[Ints, Ints, Ints]:
    """Who has merits, and when they were recognised."""
    good = np.flatnonzero(service.outstanding < NEVER)
    good = good[rng.random(len(good)) < 0.6]
    out_of_service = service.outstanding[good] + within(rng, 0, 60, len(good))
    count = book.few(MERITS, 12)
    others = rng.integers(0, people.count, count)
    when = within(rng, np.maximum(people.joined[others], book.first_day + 700), book.today, count)
    fits = people.left[others] > when
    honoured = np.flatnonzero(teams.grade <= 1)
    honoured = honoured[rng.permutation(len(honoured))[: max(2, round(len(honoured) * TEAM_MERITS))]]
    team_when = teams.decided[honoured] + within(rng, 0, 250, len(honoured))
    cadre = np.concatenate([service.cadre[good], others[fits], np.full(len(honoured), -1)])
    team = np.concatenate([np.full(len(good) + int(fits.sum()), -1), teams.team[honoured]])
    recognised = np.concatenate([out_of_service, when[fits], team_when])
    order = np.argsort(recognised, kind="stable")
    order = order[recognised[order] <= book.today]
    return cadre[order], team[order], recognised[order]


def write_payments(
    book: Book, teams: TeamYears, awards: list[tuple[Ints, Ints, Ints, Ints]], leave: tuple[Ints, Ints, Ints]
) -> None:
    """All payments: bonuses of excellent teams, of awards, and for leave not taken (cadre, year, day)."""
    rng = book.rng("payments")
    best = np.flatnonzero((teams.grade == 0) & (rng.random(len(teams.grade)) < TEAM_PAID))
    team_paid = teams.decided[best] + rng.integers(30, 300, len(best))
    award_columns = [np.concatenate(column) for column in zip(*awards, strict=True)]
    a, b, c = len(best), len(award_columns[2]), len(leave[0])
    kind = np.repeat([0, 1, 2], [a, b, c])
    team = np.concatenate([teams.team[best], np.full(b + c, -1)])
    award = np.concatenate([np.full(a, -1), award_columns[2], np.full(c, -1)])
    cadre = np.concatenate([np.full(a + b, -1), leave[0]])
    year = np.concatenate([teams.year[best], np.full(b, -1), leave[1]])
    paid = np.concatenate([team_paid, award_columns[3], leave[2]])
    order = np.argsort(paid, kind="stable")
    order = order[paid[order] <= book.today]
    kind, team, award, cadre, year, paid = (column[order] for column in (kind, team, award, cadre, year, paid))
    book.add("payments", {
        "payment_id": book.name_rows("payments", "P", len(kind)),
        "kind": pick(("team_bonus", "award_bonus", "leave"), kind), "team_id": book.ref("teams", team),
        "cadre_id": book.ref("cadres", cadre), "award_id": book.ref("awards", award), "year": numbers(year, year < 0),
        "paid_on": dates(paid),
    })  # fmt: skip
