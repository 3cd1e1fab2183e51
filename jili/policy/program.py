"""The Measures as compiled programs, without importing what compiles them where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jili.engine import kept
from jili.engine.program import Program

if TYPE_CHECKING:
    from jili.engine.account import StatementAccount
    from jili.engine.checks import CompiledCheck

PACKAGES = ("ibis-framework", "sqlglot")
_ROOT = Path(__file__).resolve().parent


def _kept(name: str, dialect: str, make: Any) -> Any:
    engine = {"duckdb": "duckdb", "pyspark": "pyspark"}[dialect]
    sources = (_ROOT.parent / "engine", _ROOT)
    return kept.kept(f"{name}-{dialect}", kept.key(sources, (*PACKAGES, engine)), make)


def program(dialect: str = "duckdb") -> Program:
    """The rules as SQL of an engine."""

    def make() -> Any:
        from jili.engine.program import compile_program
        from jili.policy.measures import MEASURES

        return compile_program(MEASURES, dialect).to_data()

    return Program.from_data(_kept("rules", dialect, make))


def accounts(dialect: str = "duckdb") -> list[StatementAccount]:
    """The accounts of all statements, for explanation."""
    from jili.engine.account import StatementAccount

    def make() -> Any:
        from jili.engine.account import compile_accounts
        from jili.policy.measures import MEASURES
        from jili.policy.words import COLUMNS

        return compile_accounts(MEASURES, dialect, COLUMNS)

    return [StatementAccount.from_data(data) for data in _kept("accounts", dialect, make)]


@dataclass(frozen=True)
class Passage:
    """A sentence of an article: its id, its words, and why it decides nothing by itself (empty if it does)."""

    id: str
    text: str
    silent: str


@lru_cache(maxsize=1)
def articles() -> list[tuple[int, str, list[Passage]]]:
    """The whole text: number and title of each article, and its sentences in order."""

    def make() -> Any:
        from jili.policy.measures import ARTICLES

        return [[one.number, one.title, [[s.id, s.text, s.silent] for s in one.sentences]] for one in ARTICLES]

    return [
        (number, title, [Passage(*said) for said in own]) for number, title, own in _kept("articles", "duckdb", make)
    ]


@lru_cache(maxsize=1)
def lineage() -> dict[str, frozenset[tuple[str, str]]]:
    """Statement → the columns of the register (table, column) that it rests on."""

    def make() -> Any:
        from jili.engine.lineage import compile_lineage
        from jili.policy.measures import MEASURES

        return compile_lineage(MEASURES)

    places = _kept("lineage", "duckdb", make)
    return {name: frozenset((table, column) for table, column in own) for name, own in places.items()}


def checks(dialect: str = "duckdb") -> list[CompiledCheck]:
    """The checks of a register as SQL of an engine."""
    from dataclasses import asdict

    from jili.engine.checks import CompiledCheck

    def make() -> Any:
        from jili.engine.checks import compile_checks
        from jili.policy.checks import policy_checks
        from jili.policy.facts import SCHEMA
        from jili.policy.measures import MEASURES

        kinds: dict[str, set[str]] = {}
        for statement in MEASURES:
            kinds.setdefault(statement.id, set()).add(statement.about.value)
        return [asdict(check) for check in compile_checks(SCHEMA, policy_checks(kinds), dialect)]

    return [CompiledCheck(**{**data, "reads": tuple(data["reads"])}) for data in _kept("checks", dialect, make)]
