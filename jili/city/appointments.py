"""The table of appointments: the regular careers, second posts beside them, and secondments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jili.city.book import NEVER, Book, Flags, Ints, dates, numbers, pick, within
from jili.city.careers import Careers
from jili.city.places import Places
from jili.city.titles import SECOND_POSTS, SECONDED

DEPUTY_SECRETARY = 0.5
"""Share of township heads (and county heads) with a second appointment in the party committee."""
SECOND = 0.022
"""Share of posts with a second, overlapping post beside them."""
SECONDMENTS = 0.015
"""Share of posts out of which somebody is seconded for a time."""
HARSH_REMOTE, HARSH_COMPLEX, HARSH_HAZARDOUS = 0.65, 0.4, 0.5
"""Shares of the posts in a remote, complex or hazardous unit that are harsh themselves."""
LISTED = 0.5
"""Share of the harsh posts that stand in the list of posts."""

HARSH_CODES = ("remote", "complex", "hazardous")


@dataclass(frozen=True)
class Appointments:
    """One entry a row of the table, in its order. ``harsh`` is -1 where the post is not."""

    cadre: Ints
    unit: Ints
    seat: Ints
    rank: Ints
    start: Ints
    end: Ints
    seconded: Flags
    harsh: Ints
    listed: Flags

    @property
    def count(self) -> int:
        return len(self.cadre)


def make_appointments(book: Book, places: Places, careers: Careers) -> Appointments:
    """Put the second posts and secondments beside the careers and write the table."""
    rng = book.rng("appointments")
    posts, seats = careers.posts, places.seats
    n = len(posts.cadre)
    end_here = np.minimum(posts.end, book.today)

    # 镇长兼党委副书记: the head of a government is a member of the party committee as well.
    deputies = _deputy_rows(rng, places, careers)
    long = np.flatnonzero((end_here - posts.start > 300) & (posts.start > book.first_day - 2000))
    second = long[rng.random(len(long)) < SECOND]
    second_start = within(rng, posts.start[second] + 30, end_here[second] - 90, len(second))
    second_end = within(rng, second_start + 60, end_here[second] - 1, len(second))
    out = long[(rng.random(len(long)) < SECONDMENTS) & (posts.rank[long] <= 4)]
    out_start = within(rng, posts.start[out] + 30, end_here[out] - 100, len(out))
    out_end = out_start + rng.choice([182, 365, 365, 365, 730], len(out))
    # A secondment ends with the post at the latest; what lasts beyond today is open.
    out_end = np.where(out_end > book.today, NEVER, np.minimum(out_end, posts.end[out]))

    extra = np.concatenate([deputies, second, out])
    source = np.concatenate([np.arange(n), extra])
    kinds = np.repeat([0, 1, 2, 3], [n, len(deputies), len(second), len(out)])
    start, end, unit = posts.start[source], posts.end[source], posts.unit[source]
    start[kinds == 2], end[kinds == 2] = second_start, second_end
    start[kinds == 3], end[kinds == 3] = out_start, out_end
    others = np.flatnonzero(kinds >= 2)
    unit[others] = unit[others[rng.permutation(len(others))]]
    titles, title = _titles(rng, careers, source, kinds)
    order = np.lexsort((kinds, start, posts.cadre[source]))
    source, kinds, start, end, unit, title = (a[order] for a in (source, kinds, start, end, unit, title))
    seat = np.where(kinds == 0, posts.seat[source], -1)
    team = np.where(seat >= 0, seats.team[seat], -1)
    team = np.where(kinds == 1, seats.team[posts.seat[source]] - 1, team)
    harsh, listed = _harsh(rng, places, unit)
    chief = (seat >= 0) & seats.chief[seat]
    book.add("appointments", {
        "appointment_id": book.name_rows("appointments", "A", len(source)),
        "cadre_id": book.ref("cadres", posts.cadre[source]), "unit_id": book.ref("units", unit),
        "title": pick(titles, title), "rank": numbers(posts.rank[source]), "team_id": book.ref("teams", team),
        "chief": pa.array(chief), "kind": pick(("regular", "secondment"), (kinds == 3).astype(np.int64)),
        "exceptional": pa.array(posts.exceptional[source] & (kinds <= 1)), "start_on": dates(start), "end_on": dates(end),
        "harsh": pick(HARSH_CODES, harsh), "harsh_listed": pa.array(listed),
    })  # fmt: skip
    return Appointments(posts.cadre[source], unit, seat, posts.rank[source], start, end, kinds == 3, harsh, listed)


def _deputy_rows(rng: np.random.Generator, places: Places, careers: Careers) -> Ints:
    """Posts of heads of governments that bring a second seat; the party committee is the team before theirs."""
    government = np.array([kind == "government" for kind in places.team_kinds])
    seats, posts = places.seats, careers.posts
    heads = np.flatnonzero((posts.seat >= 0) & seats.chief[posts.seat] & government[seats.team[posts.seat]])
    return heads[rng.random(len(heads)) < DEPUTY_SECRETARY]


def _titles(rng: np.random.Generator, careers: Careers, source: Ints, kinds: Ints) -> tuple[list[str], Ints]:
    first = len(careers.titles)
    titles = [*careers.titles, "党委副书记", *SECOND_POSTS, *SECONDED]
    title = careers.posts.title[source]
    title = np.where(kinds == 1, first, title)
    second = first + 1 + rng.integers(0, len(SECOND_POSTS), len(title))
    seconded = first + 1 + len(SECOND_POSTS) + rng.integers(0, len(SECONDED), len(title))
    return titles, np.where(kinds == 2, second, np.where(kinds == 3, seconded, title))


def _harsh(rng: np.random.Generator, places: Places, unit: Ints) -> tuple[Ints, Flags]:
    draw = rng.random(len(unit))
    harsh = np.full(len(unit), -1)
    harsh[places.complex[unit] & (draw < HARSH_COMPLEX)] = 1
    harsh[places.hazardous[unit] & (draw < HARSH_HAZARDOUS)] = 2
    harsh[places.remote[unit] & (draw < HARSH_REMOTE)] = 0
    return harsh, (harsh >= 0) & (rng.random(len(unit)) < LISTED)


@dataclass(frozen=True)
class YearEnd:
    """Where everybody stood on one day: indexed by cadre, -1 for who held no post (or no seat)."""

    post: Ints
    unit: Ints
    seat: Ints


def standing(careers: Careers, count: int, when: int) -> YearEnd:
    """Unit and seat of every cadre on a day."""
    held = careers.posts.on(when)
    post, unit, seat = (np.full(count, -1) for _ in range(3))
    who = careers.posts.cadre[held]
    post[who], unit[who], seat[who] = held, careers.posts.unit[held], careers.posts.seat[held]
    return YearEnd(post, unit, seat)
