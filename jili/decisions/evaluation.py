"""What a run computes, apart from where it is kept: register, day and readings to decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import jili.engine
import jili.policy
from jili.engine import kept
from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate
from jili.engine.output import normal
from jili.engine.problems import BadRegister
from jili.policy.facts import SCHEMA
from jili.policy.places import PLACES
from jili.policy.program import PACKAGES, checks, program
from jili.policy.readings import Readings

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[int, int, str], None]
"""How much is done, of how much, and what is being done (in Chinese)."""

_ENGINE = Path(jili.engine.__file__).parent
_POLICY = Path(jili.policy.__file__).parent

_PLACES = f"""
WITH RECURSIVE paths AS (
  SELECT unit_id, unit_id || '/' AS path FROM units WHERE parent_id IS NULL
  UNION ALL SELECT u.unit_id, p.path || u.unit_id || '/' FROM units u JOIN paths p ON u.parent_id = p.unit_id
)
SELECT p.subject_kind, p.subject, p.unit_id AS unit, paths.path AS unit_path,
  CASE p.subject_kind WHEN 'cadre' THEN p.subject WHEN 'proposal' THEN proposals.cadre_id ELSE '' END AS cadre
FROM ({PLACES}) p JOIN paths ON paths.unit_id = p.unit_id
LEFT JOIN proposals ON p.subject_kind = 'proposal' AND proposals.proposal_id = p.subject
ORDER BY 1, 2
"""


def decide(
    tables: Mapping[str, pa.Table], day: date, readings: Readings, tell: Callable[[str, int, int], None] | None = None
) -> tuple[pa.Table, pa.Table]:
    """The decisions of a register, and where each subject belongs: subject_kind, subject, unit, unit_path, cadre.
    Raises BadRegister."""
    backend = DuckDB()
    backend.hold(SCHEMA, tables)
    with ThreadPoolExecutor(1) as aside:
        checking = aside.submit(backend.check, checks())
        try:
            decisions = normal(evaluate(backend, program(), readings.definitions(), day, progress=tell))
            places = backend.fetch(_PLACES)
        finally:  # an unsound register is what is wrong, whatever came of it
            if checking.result():
                raise BadRegister(checking.result())
    return decisions, places


@lru_cache(maxsize=1)
def engine_version() -> str:
    """A hash of the rules and of what compiles and runs them."""
    return kept.key((_ENGINE, _POLICY), (*PACKAGES, "duckdb", "pyarrow"))


@lru_cache(maxsize=1)
def edition() -> str:
    """A hash of the regulation's text."""
    digest = sha256()
    for file in sorted((_POLICY / "text").glob("*.txt")):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
