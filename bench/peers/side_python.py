"""The job in plain Python: the standard library alone."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

Truth = bool | None
Years = dict[int, str]
TEXT = {True: "true", False: "false", None: "unknown"}
GOOD = ("excellent", "competent")


def rows(folder: Path, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        places = [header.index(column) for column in columns]
        for row in reader:
            yield tuple([row[place] for place in places])


def anniversary(day: str) -> str:
    year, rest = int(day[:4]) + 1, day[4:]
    return f"{year:04}{'-02-28' if rest == '-02-29' else rest}"


def assessments(folder: Path, day: str) -> dict[str, tuple[Years, dict[int, str]]]:
    """cadre → year → grade, and year → day, as known."""
    found: dict[str, tuple[Years, dict[int, str]]] = {}
    columns = ("cadre_id", "year", "grade", "decided_on", "annulled_on")
    for cadre, year, grade, decided, annulled in rows(folder, "annual_assessments", *columns):
        if decided <= day and (not annulled or annulled > day):
            if cadre not in found:
                found[cadre] = ({}, {})
            grades, days = found[cadre]
            grades[int(year)] = grade
            days[int(year)] = decided
    return found


def memberships(folder: Path, day: str) -> dict[str, str]:
    """cadre → smallest team."""
    found: dict[str, str] = {}
    for cadre, team, kind, start, end in rows(
        folder, "appointments", "cadre_id", "team_id", "kind", "start_on", "end_on"
    ):
        held = kind == "regular" and start <= day and (not end or end > day)
        if team and held and (cadre not in found or team < found[cadre]):
            found[cadre] = team
    return found


def team_grades(folder: Path, day: str) -> dict[str, Years]:
    found: dict[str, Years] = {}
    for team, year, grade, decided in rows(folder, "team_assessments", "team_id", "year", "grade", "decided_on"):
        if decided <= day:
            found.setdefault(team, {})[int(year)] = grade
    return found


def all_good(grades: Years, years: range) -> tuple[Truth, int]:
    missing = None
    for year in years:
        grade = grades.get(year, "none")
        if grade == "none":
            missing = missing or year
        elif grade not in GOOD:
            return False, year
    return (None, missing) if missing else (True, years[0])


def any_excellent(grades: Years, years: range) -> tuple[Truth, int | str]:
    whole = True
    for year in years:
        grade = grades.get(year, "none")
        if grade == "excellent":
            return True, year
        whole = whole and grade != "none"
    return (False if whole else None), ""


def outcome(c1: Truth, c2: Truth, c3: Truth, c4: Truth) -> str:
    if c1 or c2 is False:
        return "barred"
    if None in (c1, c2, c3, c4):
        return "incomplete"
    return "qualified" if c3 and c4 else "justify"


def main(folder: Path, day: str, out: Path) -> None:
    y0 = max(int(year) for year, closed in rows(folder, "assessment_rounds", "year", "closed_on") if closed <= day)
    five, three = range(y0, y0 - 5, -1), range(y0, y0 - 3, -1)
    known, member, teams = assessments(folder, day), memberships(folder, day), team_grades(folder, day)
    # Three thousand teams, half a million people: each team is judged once.
    judged = {team: any_excellent(grades, three) for team, grades in teams.items()}
    none_known: tuple[Years, dict[int, str]] = ({}, {})
    with out.open("w", encoding="utf-8", newline="") as file:
        file.write("cadre_id,c1,c2,c3,c4,outcome,year1,year2,year3,year4\n")
        for cadre in sorted(cadre for (cadre,) in rows(folder, "cadres", "cadre_id")):
            grades, days = known.get(cadre, none_known)
            year1: int | str = max(grades, default="")
            c1 = year1 in grades and grades[year1] == "basic" and anniversary(days[year1]) > day  # type: ignore[index]
            c2, year2 = all_good(grades, five)
            c3, year3 = any_excellent(grades, five)
            team = member.get(cadre)
            c4, year4 = judged.get(team, (None, "")) if team else (True, "")
            file.write(
                f"{cadre},{TEXT[c1]},{TEXT[c2]},{TEXT[c3]},{TEXT[c4]},{outcome(c1, c2, c3, c4)},"
                f"{year1},{year2},{year3},{year4}\n"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
