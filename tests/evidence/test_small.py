"""Each trial, at a small size."""

from __future__ import annotations

import pytest

from evidence.trials import TRIALS


@pytest.mark.evidence
@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_holds_and_its_control_loses(name: str) -> None:
    outcome = TRIALS[name].run(small=True)
    assert outcome.passed, outcome
