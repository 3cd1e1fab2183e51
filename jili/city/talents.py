"""Promising people: nominations of experts, the yearly scores and the ten, reviews, and training courses."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from jili.city.appointments import standing
from jili.city.book import Arrays, Book, Ints, dates, day, decimals, numbers, pick, within
from jili.city.campaigns import Service
from jili.city.careers import Careers
from jili.city.people import PROFESSIONAL, People
from jili.city.places import Places

NOMINATIONS = 0.0016
"""Nominations in all, as a share of the cadres; half of them of people with a frontline service where there are any."""
PROGRAMMES = ("政府特殊津贴", "省突出贡献专家", "市突出贡献专家", "市拔尖人才")
SCORE_YEARS_BACK = 7
NO_SCORES, NO_SCORE = 0.04, 0.012
"""Share of chiefs without a row of scores, and of single scores missing."""
TEN = 10
MISSED_TEN = 4
"""The list of ten of the year so many years before the last one was never announced."""
REVIEW_YEARS, REVIEWED = 6, 0.05
COURSES_A_YEAR, MISSED_COURSES = 2, 5
"""Courses a year; none were held so many years ago."""
COURSE_SHARE = 0.0012
"""Members of a course, as a share of the cadres."""


def make_talents(
    book: Book, places: Places, people: People, careers: Careers, service: Service, grades: dict[int, Ints]
) -> Ints:
    """Write nominations, scores, the lists of ten, reviews and courses; returns who stands on the latest list."""
    _nominations(book, people, service)
    listed = _scores_and_ten(book, places, people, careers, grades)
    _reviews(book, people)
    _courses(book, people, grades)
    return listed


def _nominations(book: Book, people: People, service: Service) -> None:
    rng = book.rng("nominations")
    expert = rng.random(people.count) < np.array(PROFESSIONAL)[people.category]
    front = np.unique(service.cadre[service.frontline])
    pool = np.concatenate([front[expert[front]], rng.integers(0, people.count, book.few(NOMINATIONS / 2, 3))])
    who = pool[rng.permutation(len(pool))[: book.few(NOMINATIONS, 4)]]
    year = book.as_of.year - rng.integers(0, 5, len(who))
    book.add("expert_nominations", {
        "nomination_id": book.name_rows("expert_nominations", "EN", len(who)), "cadre_id": book.ref("cadres", who),
        "programme": pick(PROGRAMMES, rng.integers(0, len(PROGRAMMES), len(who))), "year": numbers(year),
    })  # fmt: skip


def _scores_and_ten(book: Book, places: Places, people: People, careers: Careers, grades: dict[int, Ints]) -> Ints:
    rng = book.rng("scores")
    kinds = np.array(places.kinds)[places.seats.unit]
    counted = places.seats.chief & ((kinds == "township") | (kinds == "county_dept"))
    rows: list[Arrays] = []
    ten: list[tuple[Ints, Ints, Ints]] = []
    missed_year = book.assessed_years[-1] - MISSED_TEN
    for year in book.assessed_years[-SCORE_YEARS_BACK:]:
        seat = standing(careers, people.count, day(year, 12, 31)).seat
        who = np.flatnonzero((seat >= 0) & counted[seat] & people.serving(day(year, 12, 31)))
        base = 86 + 3.2 * people.quality[who]
        scores = np.clip(np.round(base[:, None] + 3 * rng.standard_normal((len(who), 3)), 2), 55, 100)
        there = rng.random(len(who)) >= NO_SCORES
        gaps = rng.random((len(who), 3)) < NO_SCORE
        rows.append((who[there], np.full(int(there.sum()), year), scores[there], gaps[there]))
        fit = np.flatnonzero(there & ~gaps.any(axis=1) & (grades[year][who] >= 0) & (grades[year][who] <= 1))
        best = who[fit[np.argsort(-scores[fit].sum(axis=1))[:TEN]]]
        announced = day(year + 1, 5, 8) + int(rng.integers(0, 25))
        if year != missed_year and announced <= book.today:
            ten.append((np.sort(best), np.full(len(best), year), np.full(len(best), announced)))
    who, year_, scores, gaps = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.lexsort((year_, who))
    who, year_, scores, gaps = who[order], year_[order], scores[order], gaps[order]
    names = ("target_score", "party_score", "work_score")
    book.add("composite_scores", {
        "cadre_id": book.ref("cadres", who), "year": numbers(year_),
        **{name: decimals(scores[:, i], 2, gaps[:, i]) for i, name in enumerate(names)},
    })  # fmt: skip
    listed, list_year, announced_on = (np.concatenate(column) for column in zip(*ten, strict=True))
    book.add("ten_list", {
        "cadre_id": book.ref("cadres", listed), "year": numbers(list_year), "announced_on": dates(announced_on)
    })  # fmt: skip
    latest: Ints = listed[list_year == list_year.max()]
    return latest


def _reviews(book: Book, people: People) -> None:
    rng = book.rng("reviews")
    rows = []
    for year in range(book.as_of.year - REVIEW_YEARS + 1, book.as_of.year + 1):
        last = min(day(year, 12, 20), book.today)
        serving = np.flatnonzero(people.serving(day(year)) & people.serving(last))
        score = 0.5 * people.quality[serving] + rng.standard_normal(len(serving))
        who = np.sort(serving[np.argsort(-score)[: max(3, round(len(serving) * REVIEWED * 2))]])
        # Half of the better half: those looked at are good, but not only the very best.
        who = who[rng.random(len(who)) < 0.5]
        rows.append((who, within(rng, day(year, 3), max(last, day(year, 3)), len(who))))
    who, when = (np.concatenate(column) for column in zip(*rows, strict=True))
    known = when <= book.today
    who, when = who[known], when[known]
    marks = rng.random((len(who), 4)) < np.clip(0.72 + 0.1 * people.quality[who], 0.3, 0.97)[:, None]
    names = ("quality", "potential", "performance", "recognition")
    book.add("talent_reviews", {
        "review_id": book.name_rows("talent_reviews", "TR", len(who)), "cadre_id": book.ref("cadres", who),
        "reviewed_on": dates(when), **{name: pa.array(marks[:, i]) for i, name in enumerate(names)},
    })  # fmt: skip


def _courses(book: Book, people: People, grades: dict[int, Ints]) -> None:
    rng = book.rng("courses")
    held: list[int] = []
    members: list[tuple[Ints, Ints]] = []
    for year in book.years:
        if year == book.as_of.year - MISSED_COURSES:
            continue
        for turn in range(COURSES_A_YEAR):
            when = day(year, 4 + 5 * turn, int(rng.integers(5, 25)))
            if when > book.today:
                continue
            known = grades.get(year - 1)
            pool = np.flatnonzero(people.serving(when) & (known == 0 if known is not None else True))
            who = np.sort(pool[rng.permutation(len(pool))[: book.few(COURSE_SHARE, 5)]])
            members.append((np.full(len(who), len(held)), who))
            held.append(when)
    book.add("courses", {"course_id": book.name_rows("courses", "X", len(held)), "held_on": dates(np.array(held))})
    course, who = (np.concatenate(column) for column in zip(*members, strict=True))
    book.add("course_members", {"course_id": book.ref("courses", course), "cadre_id": book.ref("cadres", who)})
