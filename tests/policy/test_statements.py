"""Each statement, by small cases: what it says on a day of a register, row by row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from jili.engine.backend import DuckDB
from jili.policy.facts import SCHEMA
from jili.policy.measures import MEASURES
from jili.policy.program import checks
from tests.policy.cases import FOLDER, Case, Runner, all_cases, combined, write_csv


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_the_statement_gives_exactly_these_rows(case: Case, runner: Runner) -> None:
    assert runner.run(case).decisions == case.decisions


def test_every_statement_has_its_file_and_every_file_its_statement() -> None:
    files = {f"{file.parent.name}/{file.stem}" for file in FOLDER.glob("*/*.yaml")}
    articles = {statement.name: article.number for article in MEASURES.articles for statement in article}
    assert files == {f"{number}/{name.replace('/', '-')}" for name, number in articles.items()}


def test_the_cases_of_a_file_have_different_names() -> None:
    names = Counter(map(str, all_cases()))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_registers_of_all_cases_are_valid(tmp_path: Path) -> None:
    """All at once: with the case's number before each id they make one register, which the program accepts."""
    write_csv(combined([case.register for case in all_cases()]), tmp_path)
    backend = DuckDB()
    backend.load(SCHEMA, tmp_path)
    assert backend.check(checks()) == []
