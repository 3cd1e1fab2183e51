"""A register as NumPy arrays, and verdicts as a file: what the column-wise sides have in common.

PyArrow reads and writes the CSV and looks the ids up; NumPy has nothing of its own for that which is quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

GRADES = ["missing", "excellent", "competent", "basic", "incompetent", "none"]
TEAM_GRADES = ["missing", "excellent", "good", "average", "poor"]
TRUTH = ["false", "true", "unknown"]
OUTCOMES = ["barred", "incomplete", "justify", "qualified"]


@dataclass
class Register:
    """Per cadre (sorted by id) and year (``years``): the known grade, as a place in GRADES, and its day. ``team``
    is a place in ``teams``, -1 for none; team grades are places in TEAM_GRADES."""

    day: np.datetime64
    closed: dict[str, int]
    cadres: pa.Array
    years: range
    grade: np.ndarray[Any, Any]
    decided_on: np.ndarray[Any, Any]
    teams: pa.Array
    team: np.ndarray[Any, Any]
    team_grade: np.ndarray[Any, Any]

    @property
    def y0(self) -> int:
        return max(year for closed_on, year in self.closed.items() if np.datetime64(closed_on) <= self.day)

    def of(self, matrix: np.ndarray[Any, Any], year: int) -> np.ndarray[Any, Any]:
        """A year's column of ``grade``, ``decided_on`` or ``team_grade``."""
        column = matrix[:, year - self.years[0]] if year in self.years else np.zeros(len(matrix), matrix.dtype)
        return np.ascontiguousarray(column)


def table(folder: Path, name: str, *columns: str) -> pa.Table:
    kinds = {c: pa.date32() if c.endswith("_on") else pa.int64() if c == "year" else pa.string() for c in columns}
    options = csv.ConvertOptions(
        column_types=kinds, include_columns=list(columns), null_values=[""], strings_can_be_null=True
    )
    return csv.read_csv(folder / f"{name}.csv", convert_options=options)


def place(values: pa.ChunkedArray, among: pa.Array) -> np.ndarray[Any, Any]:
    return pc.index_in(values, value_set=among).to_numpy()


def load(folder: Path, day: str) -> Register:
    today = pa.scalar(date.fromisoformat(day))
    closed = table(folder, "assessment_rounds", "year", "closed_on")
    ids = table(folder, "cadres", "cadre_id").column(0).combine_chunks()
    cadres = ids.take(pc.array_sort_indices(ids))

    known = table(folder, "annual_assessments", "cadre_id", "year", "grade", "decided_on", "annulled_on")
    standing = pc.or_kleene(pc.is_null(known["annulled_on"]), pc.greater(known["annulled_on"], today))
    known = known.filter(pc.and_(pc.less_equal(known["decided_on"], today), standing))
    of_team = table(folder, "team_assessments", "team_id", "year", "grade", "decided_on")
    of_team = of_team.filter(pc.less_equal(of_team["decided_on"], today))
    every = np.concatenate([t["year"].to_numpy() for t in (closed, known, of_team)])
    years = range(int(every.min()), int(every.max()) + 1)

    cell = place(known["cadre_id"], cadres), known["year"].to_numpy() - years[0]
    grade = np.zeros((len(cadres), len(years)), np.int8)
    grade[cell] = place(known["grade"], pa.array(GRADES))
    decided_on = np.zeros(grade.shape, "datetime64[D]")
    decided_on[cell] = known["decided_on"].to_numpy()

    posts = table(folder, "appointments", "cadre_id", "team_id", "kind", "start_on", "end_on")
    held = pc.and_(pc.equal(posts["kind"], "regular"), pc.is_valid(posts["team_id"]))
    held = pc.and_(held, pc.less_equal(posts["start_on"], today))
    held = pc.and_(held, pc.or_kleene(pc.is_null(posts["end_on"]), pc.greater(posts["end_on"], today)))
    posts = posts.select(["cadre_id", "team_id"]).filter(held)
    names = pc.unique(pa.chunked_array(posts["team_id"].chunks + of_team["team_id"].chunks, pa.string()))
    teams = names.take(pc.array_sort_indices(names))
    team = np.full(len(cadres), len(teams))
    np.minimum.at(team, place(posts["cadre_id"], cadres), place(posts["team_id"], teams))
    team[team == len(teams)] = -1
    team_grade = np.zeros((len(teams), len(years)), np.int8)
    team_cell = place(of_team["team_id"], teams), of_team["year"].to_numpy() - years[0]
    team_grade[team_cell] = place(of_team["grade"], pa.array(TEAM_GRADES))
    rounds = zip(map(str, closed["closed_on"].to_pylist()), closed["year"].to_pylist(), strict=True)
    return Register(np.datetime64(day), dict(sorted(rounds)), cadres, years, grade, decided_on, teams, team, team_grade)


def write(
    out: Path, cadres: pa.Array, truths: list[np.ndarray[Any, Any]], outcome: np.ndarray[Any, Any],
    years: list[np.ndarray[Any, Any]],
) -> None:  # fmt: skip
    """The verdicts: places in TRUTH and in OUTCOMES, years with 0 for none."""
    columns: dict[str, Any] = {"cadre_id": cadres}
    for number, truth in enumerate(truths, 1):
        columns[f"c{number}"] = pa.array(TRUTH).take(pa.array(truth))
    columns["outcome"] = pa.array(OUTCOMES).take(pa.array(outcome))
    for number, year in enumerate(years, 1):
        columns[f"year{number}"] = pa.array(year, mask=year == 0)
    csv.write_csv(pa.table(columns), out, csv.WriteOptions(quoting_style="none", quoting_header="none"))
