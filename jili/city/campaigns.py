"""Campaigns, who served in them, the contests held around them, and observations and comments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jili.city.book import NEVER, Book, Flags, Ints, dates, day, pick, weighted, within
from jili.city.people import People
from jili.city.places import Places

# The text speaks of the city's 六大攻坚战 without listing them: these six names are invented.
BATTLES = ("转型攻坚战", "环境攻坚战", "项目攻坚战", "治理攻坚战", "民生攻坚战", "改革攻坚战")
POVERTY = "脱贫攻坚"
PROJECTS = {
    "major_project": ("新材料产业园项目", "高速铁路站区项目", "尼龙城扩建项目", "储能电站项目"),
    "key_construction": ("城市快速路工程", "引水入城工程", "老旧小区改造工程", "沙河治理工程"),
    "reform": ("开发区体制改革", "农村集体产权改革", "县域医共体改革"),
    "emergency": ("防汛救灾", "疫情防控", "雨雪冰冻处置", "森林火灾处置"),
    "major_task": ("文明城市创建", "乡村振兴衔接"),
}
CADRES_A_PROJECT = 3_000
"""A city has one more project of the kinds above for so many cadres."""
LEAST_PROJECTS = 5
SERVED = 0.1
"""Share of the cadres who serve in a campaign, some of them twice."""
TWICE = 0.15
POVERTY_SHARE = 0.3
FRONTLINE = 0.5
STILL_THERE = 0.3
"""Share of the services in a running campaign that have not ended."""
OUTSTANDING, RECOGNISED = 0.35, 0.75
"""Share of services found outstanding, and of these the share recognised by the people as well."""
MISSED_CONTEST = 0.15
"""Share of battles and years without a contest."""
MISSED_EVENT = 0.12
"""Share of counties and half-years without observation or comment."""


@dataclass(frozen=True)
class Service:
    """One entry a campaign service."""

    cadre: Ints
    start: Ints
    end: Ints
    frontline: Flags
    outstanding: Ints


def make_campaigns(book: Book, places: Places, people: People) -> Service:
    """Write ``campaigns``, ``campaign_service``, ``activities`` and ``unit_events``."""
    rng = book.rng("campaigns")
    names, kinds, start, end = _campaigns(rng, book)
    book.add("campaigns", {
        "campaign_id": book.name_rows("campaigns", "K", len(names)), "name": pa.array(names), "kind": pa.array(kinds),
        "start_on": dates(start), "end_on": dates(end),
    })  # fmt: skip
    _contests(rng, book, start, end)
    _events(rng, book, places)
    return _service(rng, book, people, start, end)


def _campaigns(rng: np.random.Generator, book: Book) -> tuple[list[str], list[str], Ints, Ints]:
    """Six battles through the years, the fight against poverty, and projects of one to four years."""
    first, last = book.first_year, book.as_of.year
    names, kinds = [*BATTLES, POVERTY], ["battle"] * len(BATTLES) + ["major_task"]
    start = [day(first + 1 + i % 3, 1 + i % 4) for i in range(len(BATTLES))] + [book.first_day]
    end = [NEVER if i % 3 else day(last - 1, 7) for i in range(len(BATTLES))] + [day(first + 5)]
    pool = [
        (kind, name) for turn in range(4) for kind, options in PROJECTS.items() for name in options[turn : turn + 1]
    ]
    count = max(LEAST_PROJECTS, book.cadres // CADRES_A_PROJECT)
    for number in range(count):
        kind, name = pool[number % len(pool)]
        phase = number // len(pool) + 1
        names.append(name if phase == 1 else f"{name}第{phase}期")
        kinds.append(kind)
        begins = day(int(rng.integers(first + 2, last)), int(rng.integers(1, 13)))
        ends = begins + int(rng.integers(300, 1500)) if kind != "emergency" else begins + int(rng.integers(60, 200))
        start.append(begins)
        end.append(ends if ends <= book.today else NEVER)
    return names, kinds, np.array(start), np.array(end)


def _service(rng: np.random.Generator, book: Book, people: People, start: Ints, end: Ints) -> Service:
    n = book.few(SERVED, 20)
    who = rng.permutation(people.count)[:n]
    again = who[rng.random(n) < TWICE]
    cadre = np.concatenate([who, again])
    share = np.full(len(start), (1 - POVERTY_SHARE) / (len(start) - 1))
    share[len(BATTLES)] = POVERTY_SHARE
    campaign = weighted(rng, share, len(cadre))
    closes = np.minimum(end[campaign], book.today)
    low = np.maximum(start[campaign], people.joined[cadre])
    begins = within(rng, low, closes - 60, len(cadre))
    # People are sent from the first of a month.
    months = begins.astype("datetime64[D]").astype("datetime64[M]") + 1
    begins = months.astype("datetime64[D]").astype(np.int64)
    upper = np.minimum(closes, people.left[cadre])
    fits = (begins < upper - 20) & (low < closes - 60)
    cadre, campaign, begins, upper = (a[fits] for a in (cadre, campaign, begins, upper))
    ends = np.minimum(begins + rng.integers(3, 25, len(cadre)) * 30, upper)
    open_ended = (end[campaign] >= NEVER) & (people.left[cadre] >= NEVER) & (begins > book.today - 900)
    ends = np.where(open_ended & (rng.random(len(cadre)) < STILL_THERE + 0.3), NEVER, ends)
    frontline = rng.random(len(cadre)) < FRONTLINE
    found = np.minimum(ends, book.today) - rng.integers(-90, 60, len(cadre))
    good = (rng.random(len(cadre)) < OUTSTANDING) & (found > begins + 60)
    outstanding = np.where(good & (found <= book.today), found, NEVER)
    known = outstanding + rng.integers(0, 40, len(cadre))
    recognised = np.where((known <= book.today) & (rng.random(len(cadre)) < RECOGNISED), known, NEVER)
    order = np.lexsort((begins, cadre))
    cadre, campaign, begins, ends = (a[order] for a in (cadre, campaign, begins, ends))
    frontline, outstanding, recognised = frontline[order], outstanding[order], recognised[order]
    book.add("campaign_service", {
        "service_id": book.name_rows("campaign_service", "S", len(cadre)), "cadre_id": book.ref("cadres", cadre),
        "campaign_id": book.ref("campaigns", campaign), "start_on": dates(begins), "end_on": dates(ends),
        "frontline": pa.array(frontline), "outstanding_on": dates(outstanding), "recognised_on": dates(recognised),
    })  # fmt: skip
    return Service(cadre, begins, ends, frontline, outstanding)


def _contests(rng: np.random.Generator, book: Book, start: Ints, end: Ints) -> None:
    rows = [
        (battle, day(year, int(rng.integers(3, 13)), int(rng.integers(1, 28))))
        for battle in range(len(BATTLES))
        for year in book.years
        if day(year, 3) >= start[battle] and day(year) < end[battle] and rng.random() >= MISSED_CONTEST
    ]
    battle, held = (np.array(column) for column in zip(*rows, strict=True))
    known = held <= book.today
    book.add("activities", {
        "activity_id": book.name_rows("activities", "Z", int(known.sum())),
        "campaign_id": book.ref("campaigns", battle[known]), "held_on": dates(held[known]),
    })  # fmt: skip


def _events(rng: np.random.Generator, book: Book, places: Places) -> None:
    """Observations and comments are a county's (its townships share them), the city's once a half-year for all others."""
    tops = np.concatenate([[0], places.units_of("county", "zone")])
    halves = np.array([day(year, month) for year in book.years[1:] for month in (1, 7)])
    unit, first = np.repeat(tops, len(halves)), np.tile(halves, len(tops))
    held = within(rng, first + 15, first + 175, len(unit))
    keep = (rng.random(len(unit)) >= np.where(unit == 0, 0.5, MISSED_EVENT)) & (held <= book.today)
    townships = np.repeat(places.units_of("township"), 2)
    extra = within(rng, day(book.as_of.year - 2), book.today, len(townships))
    some = rng.random(len(townships)) < 0.4
    unit, held = np.concatenate([unit[keep], townships[some]]), np.concatenate([held[keep], extra[some]])
    order = np.argsort(held, kind="stable")
    unit, held = unit[order], held[order]
    book.add("unit_events", {
        "event_id": book.name_rows("unit_events", "E", len(unit)), "unit_id": book.ref("units", unit),
        "kind": pick(("observation", "comment"), rng.integers(0, 2, len(unit))), "held_on": dates(held),
    })  # fmt: skip
