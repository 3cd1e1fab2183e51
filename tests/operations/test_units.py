"""The units for systemd start commands that there are, and both services are held as tightly."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from jili.cli import parser

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
SERVICES = ("jili.service", "jili-nightly.service")


def settings(unit: str) -> list[tuple[str, str]]:
    lines = (UNITS / unit).read_text("utf-8").splitlines()
    return [(name, value) for name, is_one, value in (line.partition("=") for line in lines) if is_one]


@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_starts_a_command_of_the_program(unit: str) -> None:
    program, *words = shlex.split(dict(settings(unit))["ExecStart"])
    assert program == "/opt/jili/.venv/bin/jili"
    parser().parse_args(words)


def test_both_services_are_confined_alike() -> None:
    site, nightly = (settings(unit) for unit in SERVICES)
    of_its_own = {
        "Description", "Type", "ExecStart", "Restart", "RestartSec", "KillMode", "TimeoutStopSec", "TimeoutStartSec",
        "Nice", "WantedBy",
    }  # fmt: skip
    confined = [pair for pair in site if pair[0] not in of_its_own]
    assert confined == [pair for pair in nightly if pair[0] not in of_its_own]
    assert {("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("StateDirectory", "jili")} <= set(confined)
