"""Vacant posts and those proposed for them.

Most vacancies are those that the careers filled lately: the person who came into the seat is the chosen
one, the others are people who could have. The rest are seats free today, and posts without a seat
(职级晋升、岗位晋聘、遴选).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from jili.city.book import NEVER, Book, Flags, Floats, Ints, dates, numbers, pick, weighted
from jili.city.campaigns import Service
from jili.city.careers import RULE_YEARS, Careers
from jili.city.people import People
from jili.city.places import CIVIL, INSTITUTION, Places

CADRES_A_VACANCY = 60
OPEN_SEATS, OTHER_POSTS = 0.2, 0.25
"""Shares of the vacancies that are seats not yet decided on, and posts without a seat."""
MONTHS_BACK = 18
PROPOSED, PROPOSED_SHARES = (2, 3, 4), (0.35, 0.45, 0.2)
NO_TIER, SPECIAL_NEED, APPROVED = 0.08, 0.02, 0.85
EXCEPTIONAL = 0.012
"""Share of proposals out of turn, besides those that the careers really made."""
LONGER_YEARS = 0.06
"""Share of proposals for which more years are asked than the rule does."""
NO_CHOICE = 0.1
"""Share of vacancies without a chosen one, even when decided."""
NO_RANK = 0.02
FOR_EXCELLENT, FOR_FRONTLINE, FOR_LISTED = 0.8, 1.5, 4.0
"""What speaks for a proposal, in units of quality (standard normal)."""
YEARS_LOOKED_AT = 3
FIRST_ONES = 5
"""One in so many of those who could be proposed really are."""
ACTIONS = ("promote", "promote_nonlead", "important_move", "move", "grade", "post", "select")
PROMOTE, NONLEAD, IMPORTANT_MOVE, MOVE, GRADE, POST, SELECT = range(7)


def promise(people: People, service: Service, grades: dict[int, Ints], listed: Ints) -> Floats:
    """How much speaks for proposing each cadre: what the person is, excellent grades, the front line, the list of ten."""
    score = people.quality.copy()
    for year in sorted(grades)[-YEARS_LOOKED_AT:]:
        score += FOR_EXCELLENT * (grades[year] == 0)
    score[np.unique(service.cadre[service.frontline])] += FOR_FRONTLINE
    score[listed] += FOR_LISTED
    return score


def make_selection(book: Book, places: Places, people: People, careers: Careers, merit: Floats) -> None:
    """Write ``vacancies`` and ``proposals``; ``merit`` says who is proposed first."""
    rng = book.rng("selection")
    count = max(6, book.cadres // CADRES_A_VACANCY)
    filled, rises = _filled_seats(rng, book, careers, count)
    posts, seats = careers.posts, places.seats
    others = max(2, round(count * OTHER_POSTS))
    free = rng.permutation(seats.count)[: max(2, count - len(filled) - others)]
    # Columns of vacancies: seat (-1 none), unit, chosen cadre (-1 none), action of the chosen, day (NEVER none).
    clerks = rng.integers(0, len(people.unit), others)
    action = np.where(
        places.cls[people.unit[clerks]] == INSTITUTION,
        POST,
        rng.choice([GRADE, NONLEAD, SELECT], others, p=[0.6, 0.2, 0.2]),
    )
    seat = np.concatenate([posts.seat[filled], free, np.full(others, -1)])
    unit = np.concatenate([posts.unit[filled], seats.unit[free], people.unit[clerks]])
    chosen = np.concatenate([posts.cadre[filled], np.full(len(free) + others, -1)])
    act = np.concatenate(
        [np.where(rises, PROMOTE, rng.choice([IMPORTANT_MOVE, MOVE], len(filled))), np.full(len(free), PROMOTE), action]
    )
    decide = np.concatenate(
        [posts.start[filled] - rng.integers(7, 45, len(filled)), _later_days(rng, book, len(free), others)]
    )
    exceptional = np.concatenate([posts.exceptional[filled], np.zeros(len(free) + others, dtype=bool)])
    rank = np.where(seat >= 0, seats.rank[seat], np.where(act == NONLEAD, 2, 0))
    unknown = (rank == 0) | (rng.random(len(seat)) < NO_RANK)
    n = len(seat)
    titles = [*places.titles, "四级调研员", "一级主任科员", "八级职员", "副高级岗位", "遴选职位"]
    other_title = len(places.titles) + np.array([0, 1, 0, 0, 1, 3, 4])[act]
    book.add("vacancies", {
        "vacancy_id": book.name_rows("vacancies", "V", n), "unit_id": book.ref("units", unit),
        "team_id": book.ref("teams", np.where(seat >= 0, seats.team[seat], -1)),
        "title": pick(titles, np.where(seat >= 0, seats.title[seat], other_title)), "rank": numbers(rank, unknown),
        "chief": pa.array((seat >= 0) & seats.chief[seat]),
    })  # fmt: skip
    _proposals(rng, book, places, people, careers, merit, unit, rank, chosen, act, decide, exceptional)


def _filled_seats(rng: np.random.Generator, book: Book, careers: Careers, count: int) -> tuple[Ints, Flags]:
    """Posts in seats begun in the last months, and whether their holders rose to them."""
    posts = careers.posts
    recent = np.flatnonzero((posts.seat >= 0) & (posts.start > book.today - round(MONTHS_BACK * 30.4)))
    recent = recent[(recent > 0) & (posts.cadre[recent - 1] == posts.cadre[recent])]
    wanted = count - round(count * OPEN_SEATS) - round(count * OTHER_POSTS)
    chosen = np.sort(recent[rng.permutation(len(recent))[:wanted]])
    return chosen, posts.rank[chosen] > posts.rank[chosen - 1]


def _later_days(rng: np.random.Generator, book: Book, free: int, others: int) -> Ints:
    """A free seat has no day yet, or one ahead; grades and posts were mostly decided on."""
    ahead = np.where(rng.random(free) < 0.5, book.today + rng.integers(1, 60, free), NEVER)
    past = book.today - rng.integers(0, round(MONTHS_BACK * 30.4), others)
    return np.concatenate([ahead, np.where(rng.random(others) < 0.8, past, NEVER)])


def _proposals(
    rng: np.random.Generator, book: Book, places: Places, people: People, careers: Careers, merit: Floats, unit: Ints, rank: Ints,
    chosen: Ints, act: Ints, decide: Ints, exceptional: Flags,
) -> None:  # fmt: skip
    size = np.array(PROPOSED)[weighted(rng, PROPOSED_SHARES, len(unit))]
    vacancy = np.repeat(np.arange(len(unit)), size)
    turn = np.arange(len(vacancy)) - np.repeat(np.cumsum(size) - size, size)
    need = np.where(rank > 0, rank - 1, 1)
    cadre = _candidates(rng, book, places, people, careers, merit, unit[vacancy], need[vacancy], turn, vacancy)
    cadre = np.where((turn == 0) & (chosen[vacancy] >= 0), chosen[vacancy], cadre)
    # Nobody twice for one post, and no empty proposals where a place has too few people.
    _, first = np.unique(vacancy * people.count + np.maximum(cadre, 0), return_index=True)
    keep = np.zeros(len(vacancy), dtype=bool)
    keep[first] = True
    keep &= cadre >= 0
    vacancy, turn, cadre = vacancy[keep], turn[keep], cadre[keep]
    n, first_one = len(vacancy), turn == 0
    action = np.where((act[vacancy] <= MOVE) & (act[vacancy] != NONLEAD) & ~first_one, PROMOTE, act[vacancy])
    out_of_turn = np.where(
        first_one & exceptional[vacancy], 0, np.where(rng.random(n) < EXCEPTIONAL, rng.integers(0, 2, n), -1)
    )
    out_of_turn = np.where(action == PROMOTE, out_of_turn, -1)
    decide_on = decide[vacancy]
    approved = np.minimum(decide_on, book.today) - rng.integers(5, 60, n)
    approved = np.where((out_of_turn >= 0) & (rng.random(n) < APPROVED), approved, NEVER)
    decided = rng.random(len(unit)) >= NO_CHOICE
    tier = np.where(first_one, weighted(rng, (0.8, 0.2), n), weighted(rng, (0.4, 0.4, 0.2), n)) + 1
    book.add("proposals", {
        "proposal_id": book.name_rows("proposals", "PR", n), "vacancy_id": book.ref("vacancies", vacancy),
        "cadre_id": book.ref("cadres", cadre), "action": pick(ACTIONS, action),
        "required_years": numbers(np.maximum(RULE_YEARS[rank[vacancy]], 1) + (rng.random(n) < LONGER_YEARS)),
        "tier": numbers(tier, rng.random(n) < NO_TIER), "exceptional": pick(("years", "level"), out_of_turn),
        "special_need": pa.array(rng.random(n) < np.where(out_of_turn >= 0, 0.5, SPECIAL_NEED)),
        "approved_on": dates(approved), "decide_on": dates(decide_on),
        "selected": pa.array(first_one & decided[vacancy] & (decide_on < NEVER)),
    })  # fmt: skip


def _candidates(
    rng: np.random.Generator, book: Book, places: Places, people: People, careers: Careers, merit: Floats, unit: Ints, need: Ints,
    turn: Ints, vacancy: Ints,
) -> Ints:  # fmt: skip
    """People of the rank below, of the same county where it has one, who have waited long enough; -1 for none."""
    serving = people.serving(book.today)
    waited = careers.since < book.today - MONTHS_BACK * 30 - 365 * RULE_YEARS[np.minimum(careers.rank + 1, 8)]
    able = np.flatnonzero(serving & waited)
    able = able[np.argsort(-merit[able] + rng.standard_normal(len(able)), kind="stable")]
    latest = _latest_unit(careers, people.count)

    def key(at: Ints, rank: Ints) -> Ints:
        region = np.where(rank <= 2, places.region[at], -1)
        return ((region + 1) * 3 + np.where(places.cls[at] == CIVIL, 0, places.cls[at])) * 10 + rank

    have = key(latest[able], careers.rank[able])
    order = np.argsort(have, kind="stable")
    able, have = able[order], have[order]
    wanted = key(unit, need)
    low, high = np.searchsorted(have, wanted), np.searchsorted(have, wanted, side="right")
    offset = rng.integers(0, 1 << 30, int(vacancy.max()) + 1)[vacancy]
    found = high > low
    # Neighbours among the first of those who could: the same few are not proposed for everything.
    first_ones = np.maximum(np.minimum(high - low, 6), (high - low) // FIRST_ONES)
    spot = low + np.where(found, (offset + turn) % np.maximum(first_ones, 1), 0)
    return np.where(found, able[np.minimum(spot, len(able) - 1)], -1)


def _latest_unit(careers: Careers, count: int) -> Ints:
    """The unit of everybody's last post."""
    unit = np.zeros(count, dtype=np.int64)
    unit[careers.posts.cadre] = careers.posts.unit
    return unit
