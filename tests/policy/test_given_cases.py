"""The given registers: the decisions agree byte for byte, whatever the order of the rows and the kind of file."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from jili.engine.cells import literal
from jili.engine.output import write
from jili.engine.program import Program
from jili.policy.readings import Readings, read
from tests.policy.cases import GIVEN, evaluated

DAYS = sorted(folder.name for folder in GIVEN.iterdir() if folder.is_dir())
RUNS = [(day, "decisions") for day in DAYS] + [("2025-12-31", "decisions-readings")]


def as_given(register: Path, into: Path) -> Path:
    """The register itself."""
    return register


def shuffled(register: Path, into: Path) -> Path:
    """The register with the rows of every table in another order."""
    for file in sorted(register.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as source:
            header, *rows = csv.reader(source)
        random.Random(f"{register.parent.name} {file.name}").shuffle(rows)
        with (into / file.name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, lineterminator="\n").writerows([header, *rows])
    return into


def in_parquet(register: Path, into: Path) -> Path:
    """The register in parquet, all text."""
    connection = duckdb.connect()
    for file in sorted(register.glob("*.csv")):
        source = f"read_csv({literal(str(file))}, all_varchar=true, header=true)"
        connection.execute(f"COPY (FROM {source}) TO {literal(str(into / f'{file.stem}.parquet'))} (FORMAT parquet)")
    return into


@pytest.mark.parametrize("form", [as_given, shuffled, in_parquet], ids=lambda form: form.__name__)
@pytest.mark.parametrize(("day", "name"), RUNS, ids=[f"{day}-{name}" for day, name in RUNS])
def test_the_decisions_agree_byte_for_byte(
    day: str, name: str, form: Callable[[Path, Path], Path], program: Program, tmp_path: Path
) -> None:
    readings = read(GIVEN / day / "readings.yaml") if name == "decisions-readings" else Readings.default()
    (tmp_path / "register").mkdir()
    register = form(GIVEN / day / "register", tmp_path / "register")
    write(evaluated(program, register, date.fromisoformat(day), readings), tmp_path)
    assert (tmp_path / "decisions.csv").read_bytes() == (GIVEN / day / f"{name}.csv").read_bytes()


def test_all_six_days_are_there() -> None:
    assert DAYS == ["2018-12-15", "2019-04-01", "2020-02-29", "2021-02-28", "2023-10-08", "2025-12-31"]
