"""Runs all sides of the job, makes sure that they agree, measures them."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from bench.peers import TABLES, hard
from bench.process import WORK, Run, Runs, in_turn, run, run_without_cache, say
from bench.whole import DAY, city

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"
VENV = WORK / "peers-venv"


@dataclass(frozen=True)
class Side:
    """A way of doing the job: its script, the files that make it up, whether it runs in jili's own environment."""

    title: str
    script: str
    files: tuple[str, ...]
    own: bool = False
    first_time: bool = False
    words: tuple[str, ...] = ()


_JILI = ("side_jili.py", "side_jili_rule.py")
SIDES = (
    Side("jili", "side_jili.py", _JILI, own=True),
    Side("jili, first time", "side_jili.py", _JILI, own=True, first_time=True),
    Side("jili, files believed", "side_jili.py", _JILI, own=True, words=("believed",)),
    Side("DuckDB SQL by hand", "side_duckdb.py", ("side_duckdb.py", "side_duckdb.sql")),
    Side("NumPy by hand", "side_numpy.py", ("side_numpy.py", "columns.py")),
    Side("OpenFisca", "side_openfisca.py", ("side_openfisca.py", "columns.py")),
    Side("ZEN (GoRules)", "side_zen.py", ("side_zen.py", "side_zen.json", "columns.py")),
    Side("plain Python", "side_python.py", ("side_python.py",)),
)


class Disagreement(Exception):
    """The sides did not write the same bytes."""


def environment() -> Path:
    """The peers' own Python, made as the requirements say; what is not jili's never enters jili's."""
    python, stamp = VENV / "bin" / "python", VENV / "requirements.sha256"
    wanted = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        say("making the peers' environment")
        uv = str(Path(sys.executable).with_name("uv"))
        run([uv, "venv", "--clear", "--python", sys.executable, str(VENV)])
        run([uv, "pip", "install", "--python", str(python), "--require-hashes", "-r", str(REQUIREMENTS)])
        stamp.write_text(wanted, "utf-8")
    return python


def measure(cadres: int, times: int) -> dict[str, Runs]:
    """Every side on a city of this size. Raises Disagreement."""
    register = _job(cadres)
    say(f"one job, {cadres:,} cadres")
    sides: dict[str, Callable[[], Run]] = {side.title: partial(_run, side, register, DAY) for side in SIDES}
    runs = in_turn(sides, times)
    compare()
    return runs


def agree_on_hard_cases() -> None:
    """Every side on the register of hard cases. Raises Disagreement."""
    register = WORK / "hard"
    hard.make(register)
    say("one job, hard cases")
    for side in SIDES:
        _run(side, register, hard.DAY.isoformat())
    compare()


def compare() -> None:
    """What the sides have written last is the same. Raises Disagreement."""
    hashes = {side.title: sha256(_out(side).read_bytes()).hexdigest() for side in SIDES}
    if len(set(hashes.values())) > 1:
        raise Disagreement("\n".join(f"{digest[:16]}  {title}" for title, digest in hashes.items()))


def lines(side: Side) -> int:
    """Lines of code of a side: without blank lines, comments and docstrings."""
    return sum(_lines(HERE / name) for name in side.files)


def _lines(file: Path) -> int:
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        return sum(bool(line.strip()) and not re.match(r"\s*--", line) for line in text.splitlines())
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    told: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            told.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    silent = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in silent:
            found.update(range(token.start[0], token.end[0] + 1))
    return len(found - told)


def _job(cadres: int) -> Path:
    """A folder with the tables of the job alone, so that no side reads more than the others."""
    folder = WORK / f"job-{cadres}"
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        file = folder / f"{table}.csv"
        file.unlink(missing_ok=True)
        file.symlink_to(city(cadres) / file.name)
    return folder


def _out(side: Side) -> Path:
    return WORK / f"verdicts-{SIDES.index(side)}.csv"


def _run(side: Side, register: Path, day: str) -> Run:
    python = sys.executable if side.own else str(environment())
    _out(side).unlink(missing_ok=True)
    command = [python, str(HERE / side.script), str(register), day, str(_out(side)), *side.words]
    return run_without_cache(command) if side.first_time else run(command)
