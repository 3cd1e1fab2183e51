"""Making a whole city: the parts in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa

from jili.city.appointments import make_appointments
from jili.city.assessments import make_assessments
from jili.city.book import Book
from jili.city.campaigns import make_campaigns
from jili.city.care import leave_payments, make_care
from jili.city.careers import make_careers
from jili.city.honours import make_honours, write_payments
from jili.city.people import make_people
from jili.city.places import make_places
from jili.city.selection import make_selection, promise
from jili.city.settlements import make_settlements
from jili.city.talents import make_talents
from jili.city.talks import make_talks
from jili.city.tasks import make_findings, make_tasks
from jili.city.teams import make_team_assessments
from jili.city.writing import Format, write_table
from jili.engine.output import new_folder
from jili.policy.facts import SCHEMA

LEAST_CADRES = 100
"""Fewer do not make a city with teams, departments and townships."""


def make_city(
    cadres: int,
    seed: int,
    out: Path,
    as_of: date = date(2025, 12, 31),
    format: Format = "csv",
    progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Write the register of an invented 平顶山 with so many cadres and the ten years up to ``as_of``.

    The same arguments give the same bytes. Returns the number of rows of each table; calls ``progress``
    with a line of Chinese for each table written. Raises FileExistsError when ``out`` is not a new or
    empty folder, ValueError for too few cadres; in both cases nothing is written.
    """
    if cadres < LEAST_CADRES:
        raise ValueError(f"干部人数 {cadres} 太少,组不成一个市:请至少给 {LEAST_CADRES} 人。")
    with new_folder(Path(out)) as folder:

        def sink(table: str, rows: pa.Table) -> None:
            write_table(folder, table, rows, format)
            if progress:
                progress(f"{SCHEMA[table].label}({table}):{rows.num_rows} 行")

        book = Book(cadres=cadres, seed=seed, as_of=as_of, sink=sink)
        _make_all(book)
    return {name: book.rows[name] for name in SCHEMA.names()}


def _make_all(book: Book) -> None:
    places = make_places(book)
    people = make_people(book, places)
    careers = make_careers(book, places, people)
    appointments = make_appointments(book, places, careers)
    grades = make_assessments(book, places, people, careers)
    teams = make_team_assessments(book, places)
    service = make_campaigns(book, places, people)
    tasks = make_tasks(book, places, people, careers)
    make_findings(book, places, careers, tasks, teams)
    awards = make_honours(book, people, service, teams)
    listed = make_talents(book, places, people, careers, service, grades)
    make_selection(book, places, people, careers, promise(people, service, grades, listed))
    changes, triggers = make_talks(book, people, appointments)
    leave = make_care(book, people, appointments, service)
    write_payments(book, teams, awards, leave_payments(book, leave))
    make_settlements(book, appointments, changes, triggers, leave, tasks, teams)
