"""Spark says what DuckDB says, byte for byte, of good registers and of bad ones, and never imports it.

One child process with ``duckdb`` blocked runs all commands that the selected tests need on one Spark. By default two
given cases and a bad register; with ``-m spark_all`` all of them, and the same records written in other ways.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from jili import cli
from jili.engine.spark import expanded

pytestmark = pytest.mark.spark

CASES = Path(__file__).parents[1] / "cases"
FILES = ("decisions.csv", "decisions.parquet")

CHILD = """
import contextlib, io, json, sys
sys.modules["duckdb"] = None
from jili.cli import main
answers = []
for words in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    answers.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(answers))
"""


@dataclass(frozen=True)
class Job:
    """A register (a given one, or one written anew from it) evaluated on a day."""

    day: str
    readings: bool = False
    written: str = ""
    default: bool = False

    def __str__(self) -> str:
        return "-".join([self.day, *["readings"] * self.readings, *[self.written] * bool(self.written)])


def shuffled(folder: Path) -> None:
    """The rows of every file in another order."""
    for file in folder.iterdir():
        head, *rows = file.read_text("utf-8").splitlines(keepends=True)
        random.Random(file.name).shuffle(rows)
        file.write_text(head + "".join(rows), "utf-8")


def quoted(folder: Path) -> None:
    """Every cell in quotes, lines ended as on Windows, a byte order mark, a blank line at the end of one file."""
    for file in folder.iterdir():
        lines = file.read_text("utf-8").splitlines()
        quoted = [line if '"' in line else ",".join(f'"{cell}"' for cell in line.split(",")) for line in lines]
        file.write_bytes(("\ufeff" + "\r\n".join(quoted) + "\r\n" * (2 if file.stem == "units" else 1)).encode())


def parquet(folder: Path) -> None:
    """As Parquet, every other file with the types that a reader would guess."""
    for place, file in enumerate(sorted(folder.iterdir())):
        names = file.read_text("utf-8").split("\n", 1)[0].split(",")
        texts = None if place % 2 else dict.fromkeys(names, "string")
        table = pc.read_csv(file, convert_options=pc.ConvertOptions(column_types=texts, strings_can_be_null=True))
        pq.write_table(table, file.with_suffix(".parquet"), row_group_size=7)
        file.unlink()


def in_cells(folder: Path) -> None:
    """Wrong cells, keys and references."""
    changed: dict[str, list[tuple[str, str]]] = {
        "cadres": [("civil_servant", "civil servant"), ("19", "1９"), (",", ",,")],
        "appointments": [("regular", ""), ("A", "B")],
        "units": [("U", "X")],
    }
    for name, changes in changed.items():
        file = folder / f"{name}.csv"
        lines = file.read_text("utf-8").splitlines()
        for number, (old, new) in enumerate(changes, 1):
            lines[number] = lines[number].replace(old, new, 1)
        lines += [lines[-1], lines[-2]]
        file.write_text("\n".join(lines) + "\n", "utf-8")


def in_lines(folder: Path) -> None:
    """Files and lines that cannot be read as they should; and keys and references of the others."""
    between(folder)
    (folder / "visitors.csv").write_text("a\n", "utf-8")
    (folder / "leave.csv").write_bytes("编号,姓名\n".encode("gb18030"))
    (folder / "talks.csv").write_text("talk_id,cadre\n", "utf-8")
    for name, line in {
        "tasks": b"T1,\xd5\xc5\xc8\xfd",
        "teams": b'"T1,x',
        "merits": b"M\x00,1",
        "courses": b"",
        "awards": b"x" * 100_001,
    }.items():
        file = folder / f"{name}.csv"
        lines = file.read_bytes().split(b"\n") if file.exists() else []
        if lines:
            file.write_bytes(b"\n".join([*lines[:2], line, *lines[2:]]))


def between(folder: Path) -> None:
    """Records that no cell gives away: doubled, or leading nowhere."""
    for file in sorted(folder.glob("*.csv")):
        content = file.read_bytes()
        if file.stem in ("leave", "talks", "visitors") or content.count(b"\n") < 3:
            continue
        head, first, second, *rest = content.split(b"\n")
        cells = second.split(b",")
        cells[1] = b"Nowhere" if cells[1][:1].isalpha() and not cells[1].islower() else cells[1]
        file.write_bytes(b"\n".join([head, first, b",".join(cells), first, *rest]))


WRITTEN: dict[str, Callable[[Path], None]] = {
    "shuffled": shuffled, "quoted": quoted, "parquet": parquet,
    "in_cells": in_cells, "in_lines": in_lines, "between": between,
}  # fmt: skip

JOBS = [
    Job("2018-12-15", default=True),
    Job("2025-12-31", readings=True, default=True),
    Job("2019-04-01", written="in_cells", default=True),
    *(Job(case.name) for case in sorted(CASES.iterdir()) if case.name != "2018-12-15"),
    *(Job("2023-10-08", written=how) for how in ("shuffled", "quoted", "parquet", "in_lines", "between")),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Job], Path]:
    made: dict[Job, Path] = {}

    def register(job: Job) -> Path:
        given = CASES / job.day / "register"
        if not job.written:
            return given
        if job not in made:
            made[job] = tmp_path_factory.mktemp(str(job)) / "register"
            shutil.copytree(given, made[job])
            WRITTEN[job.written](made[job])
        return made[job]

    return register


def words(job: Job, register: Path, out: Path, engine: str) -> list[str]:
    readings = ["--readings", str(CASES / job.day / "readings.yaml")] if job.readings else []
    return ["evaluate", str(register), "--as-of", job.day, "--out", str(out), "--engine", engine, *readings]


@pytest.fixture(scope="module")
def spark(
    request: pytest.FixtureRequest, folders: Callable[[Job], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[Job, tuple[Path, int, str, str]]:
    """Where Spark wrote, its exit code, what it printed and complained of: of the jobs of all selected tests."""
    jobs = [job for item in request.session.items if (job := job_of(item))]
    out = tmp_path_factory.mktemp("spark")
    asked = [words(job, folders(job), out / str(job), "spark") for job in jobs]
    child = subprocess.run(
        [sys.executable, "-c", CHILD], input=json.dumps(asked), capture_output=True, text=True, timeout=1800
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == "", "Spark is silent"
    answers = json.loads(child.stdout)
    return {job: (out / str(job), *answer) for job, answer in zip(jobs, answers, strict=True)}


def job_of(item: pytest.Item) -> Job | None:
    own = getattr(item, "callspec", None)
    job = own.params.get("job") if own else None
    return job if isinstance(job, Job) else None


@pytest.mark.parametrize(
    "job", [pytest.param(job, id=str(job), marks=() if job.default else pytest.mark.spark_all) for job in JOBS]
)
def test_spark_says_what_duckdb_says(
    job: Job,
    request: pytest.FixtureRequest,
    folders: Callable[[Job], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrote, code, printed, complained = request.getfixturevalue("spark")[job]
    register = folders(job)
    capsys.readouterr()
    assert cli.main(words(job, register, tmp_path / "out", "duckdb")) == code
    expected = capsys.readouterr()
    assert (printed, complained) == (expected.out, expected.err)
    assert code == (2 if job.written in ("in_cells", "in_lines", "between") else 0)
    for file in FILES if code == 0 else ():
        assert (wrote / file).read_bytes() == (tmp_path / "out" / file).read_bytes(), file
    assert code == 0 or not wrote.exists()


@pytest.mark.spark_all
def test_explanations_and_simulations_on_spark_read_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    register = str(CASES / "2023-10-08" / "register")
    with (CASES / "2023-10-08" / "register" / "proposals.csv").open(encoding="utf-8") as file:
        proposal = next(csv.DictReader(file))
    on = ["--as-of", "2023-10-08"]
    asked = [
        ["explain", register, *on, "--subject", f"cadre:{proposal['cadre_id']}"],
        ["explain", register, *on, "--subject", f"proposal:{proposal['proposal_id']}"],
        ["simulate", register, *on, "--set", "rank_drop_places=2"],
    ]
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps([[*words, "--engine", "spark"] for words in asked]),
        capture_output=True, text=True, timeout=1800,
    )  # fmt: skip
    capsys.readouterr()
    expected = []
    for one in asked:
        code = cli.main(one)
        said = capsys.readouterr()
        expected.append([code, said.out, said.err])
    assert json.loads(child.stdout) == expected


def test_without_java_it_is_said_what_is_missing(tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    asked = ["validate", str(CASES / "2023-10-08" / "register"), "--engine", "spark"]
    child = subprocess.run([sys.executable, "-m", "jili.cli", *asked], capture_output=True, text=True, env=nowhere)
    assert (child.returncode, child.stdout) == (2, "")
    assert child.stderr.startswith("Spark 没有启动,请检查是否装有 Java 17 或更新的版本(")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT JILI_DAY() AS day", "SELECT DATE '2020-01-01' AS day"),
        ("JILI_LATER(JILI_DAY(), `a,(`)", "date_add((DATE '2020-01-01'), (`a,(`))"),
        (r"JILI_LATER(f('(,\')', (1)), JILI_LATER(b, 2))", r"date_add((f('(,\')', (1))), (date_add((b), (2))))"),
    ],
)
def test_functions_are_put_into_the_text(sql: str, expected: str) -> None:
    macros = {"jili_day": ([], "DATE '2020-01-01'"), "jili_later": (["day", "days"], "date_add(day, days)")}
    assert expanded(sql, macros) == expected
