"""The page of evidence says what the trials found, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence import report
from evidence.outcome import Outcome
from evidence.trials import TRIALS

HELD = Outcome("Kills", {"kills": 1000, "half": 0}, True, {"kills": 250, "half": 249, "seen": 1}, 61.6)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(report, "KEPT", tmp_path / "report.json")
    monkeypatch.setattr(report, "machine", lambda: "2 cores")
    return tmp_path / "report.json"


def test_every_trial_that_has_been_run_at_its_full_size_has_held() -> None:
    found = report.read()
    assert found.keys() <= TRIALS.keys()
    assert [name for name, one in found.items() if not one["passed"]] == []


def test_a_trial_that_has_not_been_run_says_so(kept: Path) -> None:
    assert "`python -m evidence uploads`; **not yet run** at its full size of 10,000." in report.document()


def test_a_trial_is_shown_with_its_command_its_counts_and_its_control() -> None:
    found: dict[str, Any] = {**vars(HELD), "on": "2025-12-31", "machine": "2 cores"}
    assert report.section("kill", "``Killed``.", found) == (
        "\n## Kills\n\n`python -m evidence kill`; 2025-12-31, 62 s, 2 cores.\n\n`Killed`.\n\nHeld.\n\n"
        "| | counted | control |\n| --- | ---: | ---: |\n"
        "| kills | 1,000 | 250 |\n| half | 0 | 249 |\n| seen | – | 1 |\n"
    )
    assert "**Did not hold.**" in report.section("kill", "", {**found, "passed": False})


def test_one_trial_run_again_leaves_the_others_as_they_were(kept: Path) -> None:
    report.record("crash", Outcome("Crashes", {"cuts": 1}, True))
    report.record("kill", HELD)
    before = report.read()
    report.record("kill", Outcome("Kills", {"kills": 2}, False))
    after = report.read()
    assert after["crash"] == before["crash"]
    sections = [report.section(name, TRIALS[name].about, after[name]) for name in ("kill", "crash")]
    rest = [report.awaited(name) for name in TRIALS if name not in ("kill", "crash")]
    assert report.document() == report.HEAD + "".join([*sections, *rest])
