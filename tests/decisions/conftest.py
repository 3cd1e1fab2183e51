"""What the tests of decisions share: a home of their own, a small register in the database, its run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from jili.access.actor import Actor
from jili.access.roles import Role
from jili.city import make_city
from jili.decisions.evaluation import decide
from jili.engine.backend import DuckDB
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings
from jili.records.load import load_register
from jili.records.register import content_hash, of_engine
from jili.records.sight import everything

DAY = date(2024, 6, 30)
CLERK = Actor("clerk", Role.CITY_CADRES)
SECOND = Actor("second", Role.CITY_CADRES)


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """Snapshots of one test only."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The register of a small invented city."""
    folder = tmp_path_factory.mktemp("city") / "register"
    make_city(120, 7, folder)
    engine = DuckDB(threads=2)
    engine.load(SCHEMA, folder)
    return of_engine(engine)


_remembered: dict[tuple[Any, ...], tuple[pa.Table, pa.Table]] = {}


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a register says on a day is computed once a session, for tests of what is done with it."""

    def recalled(tables: Any, day: date, readings: Readings, *more: Any) -> tuple[pa.Table, pa.Table]:
        key = (content_hash(tables), day, str(readings.texts))
        if key not in _remembered:
            _remembered[key] = decide(tables, day, readings, *more)
        return _remembered[key]

    for module in ("runs", "evaluation"):
        monkeypatch.setattr(f"jili.decisions.{module}.decide", recalled)


@pytest.fixture
def register(transactional_db: None, home: Path, city: dict[str, pa.Table]) -> Iterator[dict[str, pa.Table]]:
    """The small city in the database."""
    with everything():
        load_register(city)
        yield city
        connection.close()
