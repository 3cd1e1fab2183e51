"""Work on a register counts only if the register is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jili.engine.problems import BadRegister
from jili.policy.sound import on_register


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "courses.csv").write_text("course_id,held_on\nCO1,2024-05-01\n")
    return tmp_path


def courses(engine: Any, _: Any) -> list[dict[str, Any]]:
    return list(engine.rows("SELECT course_id FROM courses"))


def failing(*_: Any) -> None:
    raise ZeroDivisionError


def test_the_work_on_a_sound_register_is_answered(folder: Path) -> None:
    assert on_register(folder, "duckdb", courses) == [{"course_id": "CO1"}]


def test_problems_in_files_and_between_rows_are_told_together(folder: Path) -> None:
    (folder / "courses.csv").write_text("course_id,held_on\nCO1,2024-05-01\nCO1,2024-05-01\n")
    (folder / "talks.csv").write_text("talk_id,cadre_id,held_on\nK1,C1,2024-02-30\n")
    with pytest.raises(BadRegister) as bad:
        on_register(folder, "duckdb", courses)
    assert [(problem.file, problem.line, problem.column) for problem in bad.value.problems] == [
        ("courses.csv", 3, "course_id"),
        ("talks.csv", 2, "held_on"),
    ]


def test_work_that_fails_on_an_unsound_register_is_the_registers_fault(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        on_register(folder, "duckdb", failing)
    (folder / "courses.csv").write_text("course_id,held_on\nCO1,2024-05-01\nCO1,2024-05-01\n")
    for work in (courses, failing):
        with pytest.raises(BadRegister, match=r"courses.csv:3: course_id: CO1"):
            on_register(folder, "duckdb", work)
