"""The job in GoRules' ZEN: ``side_zen.json`` is the decision, evaluated for each person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import zen
from columns import GRADES, TEAM_GRADES, Register, load

CHUNK = 1_000


def people(r: Register) -> Iterator[dict[str, Any]]:
    """What the decision reads of each cadre: what is known, by year."""
    back = r.grade[:, ::-1]
    place = (back != 0).argmax(axis=1)[:, None]
    latest = np.take_along_axis(back, place, axis=1)[:, 0]
    latest_year = np.where(latest > 0, r.years[-1] - place[:, 0], 0).tolist()
    decided_on = np.take_along_axis(r.decided_on[:, ::-1], place, axis=1)[:, 0].astype(str).tolist()
    five = np.stack([r.of(r.grade, r.y0 - back) for back in range(5)], axis=1)
    grades = np.array([None, *GRADES[1:]], object)[five].tolist()
    three = np.stack([r.of(r.team_grade, r.y0 - back) for back in range(3)], axis=1)
    of_teams = [*np.array([None, *TEAM_GRADES[1:]], object)[three].tolist(), None]
    for year, grade, day, own, team in zip(
        latest_year, latest.tolist(), decided_on, grades, r.team.tolist(), strict=True
    ):
        yield {
            "year": year or None, "grade": GRADES[grade], "decidedOn": day, "grades": own, "team": of_teams[team],
        }  # fmt: skip


def main(folder: Path, day: str, out: Path) -> None:
    register = load(folder, day)
    given = {"day": day, "y0": register.y0}
    decision = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"verdict": decision}}})
    ids = register.cadres.to_pylist()
    everyone = [person | given for person in people(register)]
    with out.open("w", encoding="utf-8", newline="") as file:
        file.write("cadre_id,c1,c2,c3,c4,outcome,year1,year2,year3,year4\n")
        step = 16 * CHUNK
        for start in range(0, len(ids), step):
            requests = [
                {"key": "verdict", "context": {"people": everyone[first : first + CHUNK]}}
                for first in range(start, min(start + step, len(ids)), CHUNK)
            ]
            verdicts = (
                verdict
                for answer in engine.evaluate_batch(requests)
                for verdict in answer["data"]["result"]["verdicts"]
            )
            file.writelines(map(line, ids[start : start + step], verdicts))


def line(cadre: str, v: dict[str, Any]) -> str:
    years = (v["year1"], v["year2"], v["year3"], v["year4"])
    shown = ("" if year is None else f"{year:.0f}" for year in years)
    return ",".join((cadre, v["c1"], v["c2"], v["c3"], v["c4"], v["outcome"], *shown)) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
