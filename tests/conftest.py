"""What the tests share: the rules, compiled once a session, and one engine that runs small cases."""

from __future__ import annotations

from collections.abc import Iterator
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
def runner(program: Program, request: pytest.FixtureRequest) -> Iterator[Runner]:
    """Runs the cases under ``tests/policy/statements`` that are asked for, each once."""
    from cases import Case, Runner, compiled_conditions  # beside the tests that ask for it, and so on the path

    asked = (getattr(item, "callspec", None) for item in request.session.items)
    cases = [case for spec in asked if spec and isinstance(case := spec.params.get("case"), Case)]
    runner = Runner(program, compiled_conditions(), cases)
    yield runner
    runner.close()
