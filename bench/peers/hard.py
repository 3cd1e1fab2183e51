"""A small register in which every case of the job comes up: records decided, annulled, begun and ended on the very
day, 29 February, years missing or without a grade, several teams at once, teams never assessed, no team."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.peers import TABLES

DAY = date(2025, 2, 28)
YEARS = range(2016, 2025)
_GRADES = ["excellent"] * 4 + ["competent"] * 8 + ["basic", "basic", "incompetent", "none"]
_NEAR = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), DAY - timedelta(1), DAY, DAY + timedelta(1)]

_COLUMNS = {
    "cadres": "cadre_id,name,gender,birth_on,work_start_on,joined_on,left_on,category,professional",
    "appointments": "appointment_id,cadre_id,unit_id,title,rank,team_id,chief,kind,exceptional,start_on,end_on,harsh,"
    "harsh_listed",
    "assessment_rounds": "year,closed_on",
    "annual_assessments": "assessment_id,cadre_id,year,grade,reason,decided_on,annulled_on",
    "team_assessments": "assessment_id,team_id,year,grade,group,rank,group_size,decided_on",
}


def make(folder: Path, cadres: int = 4_000, seed: int = 1) -> None:
    """Write the register."""
    random = Random(seed)
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in TABLES}
    for year in YEARS:
        # The last year is not closed yet, though some are already assessed for it.
        rows["assessment_rounds"].append((year, DAY + timedelta(30) if year == YEARS[-1] else date(year + 1, 4, 1)))
    for number in range(cadres // 4):
        for year in YEARS if number % 10 else ():
            if random.random() < 0.9:
                grade = random.choice(["excellent", "good", "good", "average", "poor"])
                _add(rows["team_assessments"], "TA", f"T{number}", year, grade, "", "", "", _decided(random, year))
    for number in random.sample(range(cadres * 3), cadres):
        cadre = f"C{number}"
        rows["cadres"].append(
            (cadre, "某", "male", "1980-01-01", "2000-01-01", "2000-01-01", "", "civil_servant", "false")
        )
        for year in YEARS:
            if random.random() < 0.96 and number % 50:
                _assess(random, rows["annual_assessments"], cadre, year)
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            team = random.choice(["", f"T{random.randrange(cadres // 4)}"])
            kind = random.choice(["regular", "regular", "secondment"])
            start = random.choice([date(2020, 1, 1), *_NEAR])
            end = random.choice(["", *(day for day in _NEAR if day >= start)])
            post = (cadre, "U1", "职员", 2, team, "false", kind, "false", start, end, "", "false")
            _add(rows["appointments"], "A", *post)
    folder.mkdir(parents=True, exist_ok=True)
    for table, filled in rows.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COLUMNS[table].split(","))
            writer.writerows(filled)


def _add(rows: list[tuple[object, ...]], letter: str, *values: object) -> None:
    rows.append((f"{letter}{len(rows)}", *values))


def _decided(random: Random, year: int) -> date:
    near = [day for day in _NEAR if day.year > year]
    return date(year + 1, 3, 1) if random.random() < 0.6 else random.choice(near)


def _assess(random: Random, rows: list[tuple[object, ...]], cadre: str, year: int) -> None:
    """One assessment; or one that was annulled, and perhaps the one that took its place on that day."""
    grade, decided = random.choice(_GRADES), _decided(random, year)
    reason = "leave" if grade == "none" else ""
    annulled = random.choice(_NEAR) if random.random() < 0.1 else None
    if annulled is None or annulled < decided:
        _add(rows, "N", cadre, year, grade, reason, decided, "")
        return
    _add(rows, "N", cadre, year, grade, reason, decided, annulled)
    if random.random() < 0.5:
        _add(rows, "N", cadre, year, "basic", "", annulled, "")
