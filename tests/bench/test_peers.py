"""The job that jili is compared on: what it says, and that jili's side says the same."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from bench.peers import HEADER, hard

SIDES = Path(hard.__file__).parent


def verdicts(side: str, register: Path, out: Path, day: str) -> str:
    """The file that a side writes."""
    subprocess.run([sys.executable, str(SIDES / side), str(register), day, str(out)], check=True)
    return out.read_text("utf-8")


def test_jili_and_duckdb_say_of_the_hard_cases_what_plain_python_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JILI_CACHE", str(tmp_path / "cache"))
    register = tmp_path / "register"
    hard.make(register, cadres=1_000, seed=2)
    day = hard.DAY.isoformat()
    plain = verdicts("side_python.py", register, tmp_path / "plain.csv", day)
    assert verdicts("side_jili.py", register, tmp_path / "jili.csv", day) == plain
    assert verdicts("side_duckdb.py", register, tmp_path / "duckdb.csv", day) == plain
    said = {tuple(row[1:6]) for row in csv.reader(plain.splitlines()[1:])}
    truths = [{row[place] for row in said} for place in range(4)]
    assert truths == [{"true", "false"}, *[{"true", "false", "unknown"}] * 3]
    assert {row[4] for row in said} == {"barred", "incomplete", "justify", "qualified"}


def test_a_year_from_29_february_is_over_on_28_february(tmp_path: Path) -> None:
    """C1 was found basic for 2023 on 29 February 2024; C2 has nothing but good years and an excellent team."""
    files = {
        "cadres": "cadre_id\nC2\nC1\n",
        "assessment_rounds": "year,closed_on\n2023,2024-04-01\n2024,2025-04-01\n",
        "annual_assessments": "cadre_id,year,grade,decided_on,annulled_on\nC1,2023,basic,2024-02-29,\n"
        + "".join(f"C2,{year},excellent,{year + 1}-03-01,\n" for year in range(2019, 2024)),
        "appointments": "cadre_id,team_id,kind,start_on,end_on\nC2,T1,regular,2020-01-01,2025-03-01\n",
        "team_assessments": "team_id,year,grade,decided_on\nT1,2022,excellent,2023-03-01\n",
    }
    for table, text in files.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    header = ",".join(HEADER)
    c2 = "C2,false,true,true,true,qualified,2023,2023,2023,2022"
    before = verdicts("side_python.py", tmp_path, tmp_path / "out", "2025-02-27").splitlines()
    assert before == [header, "C1,true,false,unknown,true,barred,2023,2023,,", c2]
    after = verdicts("side_python.py", tmp_path, tmp_path / "out", "2025-02-28").splitlines()
    assert after == [header, "C1,false,false,unknown,true,barred,2023,2023,,", c2]
