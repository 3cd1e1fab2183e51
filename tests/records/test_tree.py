"""The paths of units."""

from __future__ import annotations

import pytest

from jili.records.tree import Loop, paths


def test_a_path_leads_from_the_top_down_to_the_unit_in_whatever_order_they_come() -> None:
    parents = {"U3": "U2", "U2": "U1", "U1": None, "U4": "U2", "V": None}
    assert paths(parents) == {
        "U1": "U1/", "U2": "U1/U2/", "U3": "U1/U2/U3/", "U4": "U1/U2/U4/", "V": "V/",
    }  # fmt: skip


def test_no_units_have_no_paths() -> None:
    assert paths({}) == {}


@pytest.mark.parametrize("parents", [{"A": "A"}, {"A": "B", "B": "A"}, {"C": "A", "A": "B", "B": "A"}])
def test_a_unit_above_itself_is_refused(parents: dict[str, str | None]) -> None:
    with pytest.raises(Loop, match="沿上级单位往上走会绕回原处"):
        paths(parents)
