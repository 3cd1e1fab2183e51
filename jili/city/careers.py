"""Careers: who held which post from when to when.

The city is walked through in windows of about two months. In each window some people leave and some
join; then, on one day, the seats in the leading teams are filled from the top down, from the same rank
or the one below, by people who have the years that the rules ask for; meanwhile others change posts.
So teams have their chief and their members, ranks rise by rule and one post follows the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from jili.city.book import NEVER, Arrays, Book, Flags, Floats, Ints, within, years_after
from jili.city.people import People
from jili.city.places import Places
from jili.city.titles import other_titles

WINDOWS_A_YEAR = 6
RULE_YEARS = np.array([0, 0, 3, 2, 3, 2, 2, 2, 0])
"""Years in the rank below before each rank."""
SHARES = {5: 0.003, 4: 0.02, 3: 0.08, 2: 0.15}
"""Share of those in service that holds each rank, seats and other posts together."""
ROTATED = 0.055
"""Share of the holders of a seat for over two years who leave it in a window."""
SEAT_FROM_SAME_RANK = 0.45
"""Share of free seats that are filled with somebody of the same rank where there is one."""
LATERAL = 0.165
"""Share of the others who change posts in a window, after a year in the last one."""
OTHER_UNIT = 0.35
"""Share of those changes that lead into another unit."""
GAP = 0.02
"""Share of changes where the old post ends some weeks before the new one begins."""
DEMOTED = 0.0002
"""Share of those above the first rank who are put one rank lower in a window (not in winter)."""
HURRIED = 0.02
"""Share of the people who may be promoted a year early: these become the exceptional promotions."""
EARLIER_POST = 0.6
"""Share of the incumbents with a known post before the one that they held when the register began."""


@dataclass(frozen=True)
class Posts:
    """One entry a post in somebody's regular career, sorted by cadre and start. ``seat`` is -1 outside the teams."""

    cadre: Ints
    unit: Ints
    seat: Ints
    rank: Ints
    title: Ints
    start: Ints
    end: Ints
    exceptional: Flags
    demotion: Flags

    def on(self, when: int) -> Ints:
        """The posts held on a day."""
        return np.flatnonzero((self.start <= when) & (self.end > when))


@dataclass(frozen=True)
class Careers:
    posts: Posts
    titles: list[str]
    """What the numbers in ``Posts.title`` mean."""
    rank: Ints
    """Each cadre's rank in the last post, and when it was reached."""
    since: Ints


def make_careers(book: Book, places: Places, people: People) -> Careers:
    """Walk through the ten years."""
    walk = _Walk(book, places, people)
    walk.begin()
    for first, last, winter in _windows(book):
        walk.leave(last)
        walk.join(last)
        walk.fill_seats(last)
        walk.demote(last, winter)
        walk.promote_others(first, last)
        walk.change_posts(first, last)
    walk.leave(book.today)
    walk.join(book.today)
    return Careers(walk.posts(), walk.titles, walk.rank, walk.since)


def _windows(book: Book) -> list[tuple[int, int, bool]]:
    length = 365.25 / WINDOWS_A_YEAR
    count = int((book.today - book.first_day) / length)
    rng = book.rng("windows")
    days = book.first_day + (np.arange(1, count + 1) * length - rng.integers(0, 25, count)).astype(np.int64)
    firsts = [book.first_day + 1, *(days[:-1] + 1)]
    return [(int(a), int(b), i % WINDOWS_A_YEAR < 2) for i, (a, b) in enumerate(zip(firsts, days, strict=True))]


def pair(rng: Generator, need: Ints, have: Ints, priority: Floats) -> tuple[Ints, Ints]:
    """Give each need one of its group, the best first; returns which needs and which of those had."""
    a = np.lexsort((rng.random(len(need)), need))
    b = np.lexsort((-priority, have))
    need_sorted, have_sorted = need[a], have[b]
    turn = np.arange(len(a)) - np.searchsorted(need_sorted, need_sorted)
    first = np.searchsorted(have_sorted, need_sorted)
    ok = turn < np.searchsorted(have_sorted, need_sorted, side="right") - first
    return a[ok], b[first[ok] + turn[ok]]


class _Walk:
    """The state of everybody on one day, and the posts that have ended."""

    def __init__(self, book: Book, places: Places, people: People) -> None:
        self.book, self.places, self.people = book, places, people
        self.rng = book.rng("careers")
        n = people.count
        self.unit = people.unit.copy()
        self.rank = np.ones(n, dtype=np.int64)
        self.since = np.full(n, NEVER)
        self.start = np.full(n, NEVER)
        self.seat = np.full(n, -1)
        self.title = np.zeros(n, dtype=np.int64)
        self.exceptional = np.zeros(n, dtype=bool)
        self.demotion = np.zeros(n, dtype=bool)
        self.active = np.zeros(n, dtype=bool)
        self.waiting = people.joined > book.first_day
        self.busy = np.zeros(n, dtype=bool)
        self.hurried = self.rng.random(n) < HURRIED
        self.holder = np.full(places.seats.count, -1)
        self.ended: list[Arrays] = []
        self._title_table()
        self._unit_choice()

    def _title_table(self) -> None:
        self.titles = list(self.places.titles)
        self.first_title = np.zeros((3, 9), dtype=np.int64)
        self.title_count = np.ones((3, 9), dtype=np.int64)
        for cls in range(3):
            for rank in range(1, 9):
                options = other_titles(cls, rank)
                self.first_title[cls, rank] = len(self.titles)
                self.title_count[cls, rank] = len(options)
                self.titles.extend(options)

    def _unit_choice(self) -> None:
        """Units sorted by region and class, with running weights, to draw one of a region and class at once."""
        places = self.places
        self.group = places.region * 3 + places.cls
        self.unit_order = np.argsort(self.group, kind="stable")
        self.unit_edges = np.concatenate([[0.0], np.cumsum(places.weight[self.unit_order])])
        groups = self.group[self.unit_order]
        size = int(self.group.max()) + 1
        self.group_from = np.searchsorted(groups, np.arange(size))
        self.group_to = np.searchsorted(groups, np.arange(size), side="right")

    def other_unit(self, who: Ints) -> Ints:
        group = self.group[self.unit[who]]
        low, high = self.unit_edges[self.group_from[group]], self.unit_edges[self.group_to[group]]
        spot = np.searchsorted(self.unit_edges, low + self.rng.random(len(who)) * (high - low), side="right") - 1
        units: Ints = self.unit_order[np.clip(spot, self.group_from[group], self.group_to[group] - 1)]
        return units

    def other_title(self, unit: Ints, rank: Ints) -> Ints:
        cls = self.places.cls[unit]
        return self.first_title[cls, rank] + within(self.rng, 0, self.title_count[cls, rank] - 1, len(unit))

    # -- the two ways to write a post down -------------------------------------------------------

    def close(self, who: Ints, end: Ints) -> None:
        """End the posts that these people hold; seats become free."""
        state = (self.unit, self.seat, self.rank, self.title, self.start)
        self.ended.append((who, *(a[who] for a in state), end, self.exceptional[who], self.demotion[who]))
        # A rotated holder's seat may already have been taken by the successor.
        sitting = who[self.seat[who] >= 0]
        sitting = sitting[self.holder[self.seat[sitting]] == sitting]
        self.holder[self.seat[sitting]] = -1
        self.seat[who] = -1

    def open(self, who: Ints, start: Ints | int, unit: Ints, rank: Ints | int, seat: Ints | None = None) -> None:
        """Begin a post; the former one, if any, ends that day (now and then some weeks before)."""
        start = np.broadcast_to(np.asarray(start), who.shape).astype(np.int64)
        rank = np.broadcast_to(np.asarray(rank), who.shape)
        held = self.start[who] < NEVER
        gap = np.where(self.rng.random(len(who)) < GAP, within(self.rng, 10, 60, len(who)), 0)
        if held.any():
            end = np.where(start - gap > self.start[who], start - gap, start)
            self.close(who[held], end[held])
        rises = held & (rank > self.rank[who])
        early = years_after(np.where(held, self.since[who], 0), RULE_YEARS[rank]) > start
        self.exceptional[who] = rises & early
        self.demotion[who] = held & (rank < self.rank[who])
        self.since[who] = np.where(held & (rank == self.rank[who]), self.since[who], start)
        self.unit[who], self.rank[who], self.start[who] = unit, rank, start
        self.title[who] = self.other_title(unit, rank)
        if seat is not None:
            self.seat[who], self.holder[seat] = seat, who
            self.title[who] = self.places.seats.title[seat]
        self.busy[who] = True

    # -- the beginning ---------------------------------------------------------------------------

    def begin(self) -> None:
        """Give the incumbents the posts that they hold when the register begins, and some an earlier one."""
        people, rng, first_day = self.people, self.rng, self.book.first_day
        there = np.flatnonzero(~self.waiting)
        worked = (first_day - people.work_start) / 365.25
        score = np.minimum(worked, 22) / 12 + people.quality + rng.standard_normal(people.count)
        seats, wished = self.places.seats, np.ones(people.count, dtype=np.int64)
        chosen = np.full(people.count, -1)
        for rank in range(7, 1, -1):
            # Rank r takes four years a step; the oldest few of a small city may fall short, then the seat is free.
            able = there[(wished[there] == 1) & (worked[there] >= 4 * (rank - 1) + 1)]
            free = np.flatnonzero(seats.rank == rank)
            a, b = pair(rng, self._seat_group(free, rank), self._group_of(able, rank), score[able])
            wished[able[b]], chosen[able[b]] = rank, free[a]
            left = able[wished[able] == 1]
            missing = round(SHARES.get(rank, 0) * len(there)) - int((wished == rank).sum())
            if missing > 0:
                wished[left[np.argsort(-score[left])[:missing]]] = rank
        self._first_posts(there, wished, chosen)

    def _first_posts(self, there: Ints, wished: Ints, chosen: Ints) -> None:
        rng, first_day = self.rng, self.book.first_day
        rank, work = wished[there], self.people.work_start[there]
        earliest = np.maximum(work + (rank - 1) * 4 * 366, first_day - 6 * 365)
        earliest = np.minimum(earliest, first_day - 1)
        start = within(rng, earliest, first_day - 1, len(there))
        # Who began to work lately is still in the first post; it began on the first day of work.
        start = np.where((rank == 1) & (first_day - work < 3 * 365), np.minimum(work, first_day), start)
        before = within(rng, work, np.maximum(start - 366 * (RULE_YEARS[rank] + 1), work), len(there))
        long_enough = (start - before >= 366 * (RULE_YEARS[rank] + 1)) & (before >= work)
        has_earlier = long_enough & (rng.random(len(there)) < EARLIER_POST)
        self.active[there] = True
        early, e = there[has_earlier], has_earlier
        # Incumbents without an earlier post begin with the one they hold, whatever its rank.
        self.open(early, before[e], self.other_unit(early), np.maximum(rank[e] - 1, 1))
        unit = np.where(chosen[there] >= 0, self.places.seats.unit[chosen[there]], self.unit[there])
        sits = chosen[there] >= 0
        self.open(there[sits], start[sits], unit[sits], rank[sits], chosen[there][sits])
        self.open(there[~sits], start[~sits], self.people.unit[there][~sits], rank[~sits])
        self.exceptional[there] = False
        self.busy[:] = False

    # -- one window ------------------------------------------------------------------------------

    def leave(self, last: int) -> None:
        self.busy[:] = False
        gone = np.flatnonzero(self.active & (self.people.left <= last))
        self.close(gone, self.people.left[gone])
        self.active[gone] = False

    def join(self, last: int) -> None:
        new = np.flatnonzero(self.waiting & (self.people.joined <= last))
        self.waiting[new] = False
        self.active[new] = True
        self.open(new, self.people.joined[new], self.people.unit[new], 1)
        gone = new[self.people.left[new] <= last]
        self.close(gone, self.people.left[gone])
        self.active[gone] = False

    def _group_of(self, who: Ints, rank: int) -> Ints:
        """Up to rank 3 a county fills its own posts; above, the city does. Classes do not mix."""
        return self._group(self.unit[who], rank)

    def _seat_group(self, seats: Ints, rank: int) -> Ints:
        return self._group(self.places.seats.unit[seats], rank)

    def _group(self, unit: Ints, rank: int) -> Ints:
        return self.group[unit] if rank <= 3 else self.places.cls[unit]

    def able(self, rank: int, when: int) -> Ints:
        """Who may rise to this rank on this day."""
        who = np.flatnonzero(self.active & ~self.busy & (self.rank == rank - 1))
        needed = np.maximum(RULE_YEARS[rank] - self.hurried[who], 1)
        return who[years_after(self.since[who], needed) <= when]

    def fill_seats(self, day_of_moves: int) -> None:
        """Rotate some holders and fill what is free, from the top down, all on one day."""
        rng, seats = self.rng, self.places.seats
        sitting = np.flatnonzero(self.holder >= 0)
        since = self.start[self.holder[sitting]]
        turn = (day_of_moves - since > 730) & (rng.random(len(sitting)) < ROTATED)
        rotated = self.holder[sitting[turn]]
        former = np.full(self.people.count, -1)
        former[rotated] = sitting[turn]
        self.holder[sitting[turn]] = -1
        for rank in range(7, 1, -1):
            free = np.flatnonzero((self.holder < 0) & (seats.rank == rank))
            same = rotated[(self.rank[rotated] == rank) & ~self.busy[rotated]]
            wanted = free[rng.random(len(free)) < SEAT_FROM_SAME_RANK]
            a, b = pair(rng, self._seat_group(wanted, rank), self._group_of(same, rank), rng.random(len(same)))
            elsewhere = former[same[b]] != wanted[a]
            self._take(same[b][elsewhere], wanted[a][elsewhere], day_of_moves)
            free = free[self.holder[free] < 0]
            able = self.able(rank, day_of_moves)
            able = able[former[able] < 0]
            merit = rng.random(len(able)) + 0.5 * (self.seat[able] >= 0) + 0.3 * self.people.quality[able]
            a, b = pair(rng, self._seat_group(free, rank), self._group_of(able, rank), merit)
            self._take(able[b], free[a], day_of_moves)
        rest = rotated[~self.busy[rotated]]
        # The seat itself was given up above: only the post is left to end.
        self.open(rest, day_of_moves, self.unit[rest], self.rank[rest])

    def _take(self, who: Ints, seat: Ints, when: int) -> None:
        unit, rank = self.places.seats.unit[seat], self.places.seats.rank[seat]
        self.open(who, when, unit, rank, seat)

    def demote(self, last: int, winter: bool) -> None:
        if winter:
            return
        who = np.flatnonzero(
            self.active & ~self.busy & (self.rank > 1) & (self.rng.random(self.people.count) < DEMOTED)
        )
        self.open(who, last, self.unit[who], self.rank[who] - 1)

    def promote_others(self, first: int, last: int) -> None:
        """Keep the numbers of each rank near their shares, with posts outside the teams."""
        serving = int(self.active.sum())
        for rank in range(5, 1, -1):
            missing = round(SHARES[rank] * serving) - int((self.active & (self.rank == rank)).sum())
            able = self.able(rank, first)
            able = able[self.seat[able] < 0]
            if missing <= 0 or not len(able):
                continue
            merit = self.rng.random(len(able)) + 0.3 * self.people.quality[able]
            who = able[np.argsort(-merit)[:missing]]
            self.open(who, within(self.rng, first, last, len(who)), self.unit[who], rank)

    def change_posts(self, first: int, last: int) -> None:
        free = self.active & ~self.busy & (self.seat < 0) & (self.start < first - 365)
        who = np.flatnonzero(free & (self.rng.random(self.people.count) < LATERAL))
        moved = self.rng.random(len(who)) < OTHER_UNIT
        unit = np.where(moved, self.other_unit(who), self.unit[who])
        self.open(who, within(self.rng, first, last, len(who)), unit, self.rank[who])

    def posts(self) -> Posts:
        """Everything written down, and what is still held."""
        still = np.flatnonzero(self.active)
        self.close(still, np.full(len(still), NEVER))
        columns = [np.concatenate(column) for column in zip(*self.ended, strict=True)]
        order = np.lexsort((columns[5], columns[0]))
        return Posts(*(column[order] for column in columns))
