"""Task lists of the last three years, their owners, and the findings of responsibility."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jili.city.appointments import standing
from jili.city.book import NEVER, Book, Flags, Ints, dates, day, numbers, pick, place_in_group, within
from jili.city.careers import Careers
from jili.city.people import People
from jili.city.places import Places
from jili.city.teams import TeamYears

YEARS_OF_TASKS = 3
SHARED_BY = 2
"""How many members share a task."""
CATEGORIES, LISTS = ("deed", "problem", "highlight"), ("annual", "key")
NOT_ASSIGNED = 0.03
"""Share of owners that the list lacks."""
IMPORTANT, CONFIDENTIAL = 0.2, 0.03
NOT_ANNOUNCED = 0.01
"""Share of tasks that were never announced."""
COMPLETED, COMPLETED_LATE = 0.93, 0.04
DONE_AHEAD = 0.6
"""Share of the tasks not yet due that are done."""
FOUND = 0.7
"""Share of the important tasks that were missed with a finding about it."""
FALL_FOUND, FALL_PLACES = 0.5, 4
"""Share of falls by so many places or more with a finding."""
EXCUSED, STRUCK_OUT = 0.08, 0.03


@dataclass(frozen=True)
class Tasks:
    """One entry a task, and one a pair of task and owner."""

    unit: Ints
    due: Ints
    completed: Ints
    important: Flags
    owned: Ints
    owner: Ints

    @property
    def missed(self) -> Flags:
        return self.important & (self.completed > self.due)


def make_tasks(book: Book, places: Places, people: People, careers: Careers) -> Tasks:
    """Give every member of a team a deed, a problem and a highlight of each year; writes both tables."""
    rng = book.rng("tasks")
    owners: list[tuple[Ints, Ints, Ints, Ints]] = []
    for year in range(book.as_of.year - YEARS_OF_TASKS + 1, book.as_of.year + 1):
        state = standing(careers, people.count, min(day(year, 12, 31), book.today))
        member = np.flatnonzero(state.seat >= 0)
        unit = places.seats.unit[state.seat[member]]
        slot = place_in_group(unit, rng.random(len(member))) // SHARED_BY
        for category in range(len(CATEGORIES)):
            owners.append((np.full(len(member), year), unit, slot * 3 + category, member))
    year_, unit_, spot, owner = (np.concatenate(column) for column in zip(*owners, strict=True))
    key = (year_ * len(places.kinds) + unit_) * 64 + spot
    found, first, owned = np.unique(key, return_index=True, return_inverse=True)
    year_, unit_, spot = year_[first], unit_[first], spot[first]
    n = len(found)
    # At least one of the three stands in the annual and one in the key list: the pattern turns with the slot.
    listed = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 0], [0, 1, 0]])[(spot // 3 + unit_) % 4, spot % 3]
    due, completed, announced, confidential = _dates(rng, book, year_)
    important = rng.random(n) < IMPORTANT
    book.add("tasks", {
        "task_id": book.name_rows("tasks", "R", n), "unit_id": book.ref("units", unit_), "year": numbers(year_),
        "list": pick(LISTS, listed), "category": pick(CATEGORIES, spot % 3), "important": pa.array(important),
        "due_on": dates(due), "completed_on": dates(completed), "announced_on": dates(announced),
        "confidential": pa.array(confidential),
    })  # fmt: skip
    kept = rng.random(len(owner)) >= NOT_ASSIGNED
    owned, owner = owned[kept], owner[kept]
    order = np.lexsort((owner, owned))
    owned, owner = owned[order], owner[order]
    book.add("task_owners", {"task_id": book.ref("tasks", owned), "cadre_id": book.ref("cadres", owner)})
    return Tasks(unit_, due, completed, important, owned, owner)


def _dates(rng: np.random.Generator, book: Book, year: Ints) -> tuple[Ints, Ints, Ints, Flags]:
    n = len(year)
    january = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    due = january + rng.choice([180, 272, 333, 364], n, p=[0.12, 0.13, 0.25, 0.5])
    draw = rng.random(n)
    on_time = due - rng.integers(0, 90, n)
    completed = np.where(draw < COMPLETED, on_time, NEVER)
    late = (draw >= COMPLETED) & (draw < COMPLETED + COMPLETED_LATE)
    completed = np.where(late, due + rng.integers(1, 80, n), completed)
    ahead = (due < book.today) | (rng.random(n) < DONE_AHEAD)
    completed = np.where(ahead & (completed <= book.today), completed, NEVER)
    confidential = rng.random(n) < CONFIDENTIAL
    announced = january + rng.integers(20, 110, n)
    announced = np.where(confidential | (rng.random(n) < NOT_ANNOUNCED) | (announced > book.today), NEVER, announced)
    return due, completed, announced, confidential


def make_findings(book: Book, places: Places, careers: Careers, tasks: Tasks, teams: TeamYears) -> None:
    """Findings about missed important tasks (with the owners) and about fallen teams (with members)."""
    rng = book.rng("findings")
    missed = np.flatnonzero(tasks.missed & (tasks.due < book.today - 40))
    missed = missed[rng.random(len(missed)) < FOUND]
    decided = np.minimum(tasks.due[missed] + rng.integers(20, 160, len(missed)), book.today)
    fallen = np.flatnonzero((teams.fell >= FALL_PLACES) & (teams.fell >= 0.3 * teams.size))
    fallen = fallen[rng.random(len(fallen)) < FALL_FOUND]
    decided_fall = np.minimum(teams.decided[fallen] + rng.integers(15, 120, len(fallen)), book.today)
    # A city too small for a fall or a miss shows one of each all the same.
    if not len(fallen):
        fallen = np.array([len(teams.team) - 1])
        decided_fall = np.minimum(teams.decided[fallen] + 30, book.today)
    n_tasks, n = len(missed), len(missed) + len(fallen)
    task = np.concatenate([missed, np.full(len(fallen), -1)])
    team = np.concatenate([np.full(n_tasks, -1), teams.team[fallen]])
    decided_all = np.concatenate([decided, decided_fall])
    struck = np.where((rng.random(n) < STRUCK_OUT) & (decided_all < book.today - 60), decided_all + 50, NEVER)
    book.add("findings", {
        "finding_id": book.name_rows("findings", "F", n),
        "kind": pick(("target_unmet", "rank_drop"), (task < 0).astype(np.int64)), "task_id": book.ref("tasks", task),
        "team_id": book.ref("teams", team), "decided_on": dates(decided_all), "annulled_on": dates(struck),
    })  # fmt: skip
    finding, cadre = _responsible(rng, places, careers, tasks, missed, teams, fallen)
    order = np.lexsort((cadre, finding))
    finding, cadre = finding[order], cadre[order]
    excused = np.minimum(decided_all[finding] + within(rng, 0, 60, len(finding)), book.today)
    excused = np.where(rng.random(len(finding)) < EXCUSED, excused, NEVER)
    book.add("finding_cadres", {
        "finding_id": book.ref("findings", finding), "cadre_id": book.ref("cadres", cadre), "excused_on": dates(excused)
    })  # fmt: skip


def _responsible(
    rng: np.random.Generator,
    places: Places,
    careers: Careers,
    tasks: Tasks,
    missed: Ints,
    teams: TeamYears,
    fallen: Ints,
) -> tuple[Ints, Ints]:
    number = np.full(len(tasks.due), -1)
    number[missed] = np.arange(len(missed))
    hit = number[tasks.owned] >= 0
    finding, cadre = [number[tasks.owned[hit]]], [tasks.owner[hit]]
    seats = places.seats
    for year in np.unique(teams.year[fallen]):
        held = careers.posts.on(day(int(year), 12, 31))
        held = held[careers.posts.seat[held] >= 0]
        team_finding = np.full(len(places.team_kinds), -1)
        of_year = fallen[teams.year[fallen] == year]
        team_finding[teams.team[of_year]] = len(missed) + np.searchsorted(fallen, of_year)
        seat = careers.posts.seat[held]
        # The chief answers, and one or two of the others.
        answers = (team_finding[seats.team[seat]] >= 0) & (seats.chief[seat] | (rng.random(len(held)) < 0.25))
        finding.append(team_finding[seats.team[seat[answers]]])
        cadre.append(careers.posts.cadre[held[answers]])
    return np.concatenate(finding), np.concatenate(cadre)
