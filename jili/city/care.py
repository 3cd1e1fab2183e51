"""Care: leave, health checks, insurances, and families in hardship."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jili.city.appointments import Appointments
from jili.city.book import (
    NEVER,
    Arrays,
    Book,
    Flags,
    Ints,
    dates,
    day,
    decimals,
    numbers,
    pick,
    within,
    year_of,
    years_after,
)
from jili.city.campaigns import Service
from jili.city.people import People

YEARS_OF_CARE = 3
LEAVE_FULL, LEAVE_PART = 0.72, 0.2
"""Shares who take all their days, and some of them."""
NO_LEAVE_ROW = 0.04
LEAVE_PAID = 0.35
"""Share of leave not taken in full that was paid for."""
CHECKED, CHECKED_OTHERS = 0.93, 0.16
"""Share of the exposed, and of the others, with a health check in a year."""
INSURED = 0.86
HARDSHIPS, CLOSED = 0.01, 0.35
VISITED = 0.88
REQUESTS, RESOLVED = 0.45, 0.8
KINDS = ("comfort", "schooling", "employment")


@dataclass(frozen=True)
class Leave:
    """Who had days of leave in a year and did not take them all."""

    cadre: Ints
    year: Ints
    paid: Flags


def make_care(book: Book, people: People, appointments: Appointments, service: Service) -> Leave:
    """Write the six tables of care; payments for leave are returned for the table of payments."""
    leave = _leave(book, people)
    _checks_and_insurances(book, people, appointments, service)
    _hardships(book, people)
    return leave


def _years(book: Book) -> range:
    return range(book.as_of.year - YEARS_OF_CARE + 1, book.as_of.year + 1)


def _leave(book: Book, people: People) -> Leave:
    rng = book.rng("leave")
    rows: list[Arrays] = []
    for year in _years(book):
        worked = year - year_of(people.work_start)
        entitled = np.select([worked < 1, worked < 10, worked < 20], [0, 5, 10], 15)
        who = np.flatnonzero(people.serving(day(year)) & (entitled > 0))
        n, days = len(who), entitled[who]
        draw = rng.random(n)
        some = np.round(rng.random(n) * (days - 1) * 2) / 2
        taken = np.where(draw < LEAVE_FULL, days, np.where(draw < LEAVE_FULL + LEAVE_PART, some, 0.0))
        rows.append((who, np.full(n, year), taken, days))
    who, year_, taken, days = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.lexsort((year_, who))
    who, year_, taken, days = who[order], year_[order], taken[order], days[order]
    there = rng.random(len(who)) >= NO_LEAVE_ROW
    book.add("leave", {
        "cadre_id": book.ref("cadres", who[there]), "year": numbers(year_[there]),
        "taken_days": decimals(taken[there], 1),
    })  # fmt: skip
    short = taken < days
    paid = (rng.random(len(who)) < LEAVE_PAID) & (year_ < book.as_of.year)
    return Leave(who[short], year_[short], paid[short])


def leave_payments(book: Book, leave: Leave) -> tuple[Ints, Ints, Ints]:
    """Cadre, year and day of the payments for leave not taken: in the January after."""
    rng = book.rng("leave payments")
    cadre, year = leave.cadre[leave.paid], leave.year[leave.paid]
    january = (year + 1 - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return cadre, year, january + rng.integers(4, 80, len(cadre))


def _exposed(people: People, a: Appointments, service: Service, first: int, last: int) -> Flags:
    """Who worked on a front line or in a harsh post in the span."""
    exposed = np.zeros(people.count, dtype=bool)
    hard = (a.listed | ((a.harsh >= 0) & (last - a.start >= 365))) & (a.start <= last) & (a.end > first)
    exposed[a.cadre[hard]] = True
    exposed[service.cadre[service.frontline & (service.start <= last) & (service.end > first)]] = True
    return exposed


def _checks_and_insurances(book: Book, people: People, a: Appointments, service: Service) -> None:
    rng = book.rng("health")
    checks: list[tuple[Ints, Ints]] = []
    covers: list[tuple[Ints, Ints]] = []
    for year in _years(book):
        first, last = day(year), min(day(year, 12, 31), book.today)
        exposed = _exposed(people, a, service, first, last)
        serving = people.serving(last)
        goes = serving & (rng.random(people.count) < np.where(exposed, CHECKED, CHECKED_OTHERS))
        who = np.flatnonzero(goes)
        low = np.maximum(day(year, 3), people.joined[who])
        checks.append((who, within(rng, low, np.maximum(last - 5, low), len(who))))
        insured = np.flatnonzero(exposed & serving & (rng.random(people.count) < INSURED))
        covers.append((insured, np.maximum(first + rng.choice([0, 0, 31, 59], len(insured)), people.joined[insured])))
    who, when = (np.concatenate(column) for column in zip(*checks, strict=True))
    who, when = who[when <= book.today], when[when <= book.today]
    order = np.lexsort((when, who))
    book.add("health_checks", {
        "check_id": book.name_rows("health_checks", "H", len(who)), "cadre_id": book.ref("cadres", who[order]),
        "checked_on": dates(when[order]),
    })  # fmt: skip
    who, start = (np.concatenate(column) for column in zip(*covers, strict=True))
    order = np.lexsort((start, who))
    who, start = who[order], start[order]
    book.add("insurances", {
        "insurance_id": book.name_rows("insurances", "I", len(who)), "cadre_id": book.ref("cadres", who),
        "start_on": dates(start), "end_on": dates(years_after(start, 1)),
    })  # fmt: skip


def _hardships(book: Book, people: People) -> None:
    rng = book.rng("hardships")
    who = np.sort(rng.permutation(people.count)[: book.few(HARDSHIPS, 6)])
    who = who[people.left[who] >= NEVER]
    n = len(who)
    opened = within(rng, np.maximum(people.joined[who], day(book.as_of.year - 6)), book.today - 1, n)
    closed = opened + rng.integers(200, 1500, n)
    closed = np.where((closed <= book.today) & (rng.random(n) < CLOSED * 2), closed, NEVER)
    book.add("hardships", {
        "hardship_id": book.name_rows("hardships", "HD", n), "cadre_id": book.ref("cadres", who),
        "opened_on": dates(opened), "closed_on": dates(closed),
    })  # fmt: skip
    visited: list[tuple[Ints, Ints]] = []
    for year in range(book.as_of.year - 6, book.as_of.year + 1):
        low = np.maximum(day(year), opened)
        high = np.minimum(np.minimum(day(year, 12, 31), book.today), closed)
        goes = np.flatnonzero((low <= high) & (rng.random(n) < VISITED))
        # Most visits fall before the Spring Festival.
        festival = np.maximum(low[goes], np.minimum(day(year, 1, 10) + rng.integers(0, 30, len(goes)), high[goes]))
        other = within(rng, low[goes], high[goes], len(goes))
        visited.append((goes, np.where(rng.random(len(goes)) < 0.6, festival, other)))
    hardship, when = (np.concatenate(column) for column in zip(*visited, strict=True))
    order = np.lexsort((when, hardship))
    hardship, when = hardship[order], when[order]
    book.add("visits", {
        "visit_id": book.name_rows("visits", "VS", len(hardship)), "hardship_id": book.ref("hardships", hardship),
        "visited_on": dates(when),
    })  # fmt: skip
    asked = np.flatnonzero(rng.random(n) < REQUESTS) if n > 8 else np.arange(n)
    raised = within(rng, opened[asked], np.minimum(closed[asked], book.today), len(asked))
    resolved = raised + rng.integers(10, 300, len(asked))
    resolved = np.where((resolved <= book.today) & (rng.random(len(asked)) < RESOLVED), resolved, NEVER)
    book.add("hardship_requests", {
        "request_id": book.name_rows("hardship_requests", "HR", len(asked)),
        "hardship_id": book.ref("hardships", asked), "kind": pick(KINDS, rng.integers(0, 3, len(asked))),
        "raised_on": dates(raised), "resolved_on": dates(resolved),
    })  # fmt: skip
