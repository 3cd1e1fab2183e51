"""What the tests share: the rules, compiled once a session, and one engine that runs small cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jili.engine.program import Program
from jili.policy.program import program as compiled

if TYPE_CHECKING:
    from cases import Runner


@pytest.fixture(scope="session")
def program() -> Program:
    """The Measures as DuckDB's SQL."""
    return compiled()


@pytest.fixture(scope="session")
def runner(program: Program) -> Runner:
    """Runs the cases under ``tests/policy/statements``, each at most once."""
    from cases import Runner, compiled_conditions  # beside the tests that ask for it, and so on the path

    return Runner(program, compiled_conditions())
