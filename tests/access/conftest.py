"""Pages that remember answers for one another (``jili.access.remembered``) although the test is one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from jili.access import remembered
from jili.web.templatetags.jili import _menu_of


@contextmanager
def as_if_committed() -> Iterator[None]:
    """What is in the database when this begins counts as committed: only who changes it past the log must forget."""
    remembered.memory.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "connection", SimpleNamespace(in_atomic_block=False))
        yield
    remembered.memory.forget()


@pytest.fixture
def anew() -> Iterator[None]:
    """Nothing is remembered from before, nor afterwards: for who takes a check away."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    remembered.memory.forget()
    _menu_of.cache_clear()
