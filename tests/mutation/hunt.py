"""The hunt: mutants against the given registers and the cases of statements, until something differs.

A register is loaded once and the relations are made once; then each mutant costs one query. Rows are compared
as they come out of the statement, and where they differ once more as decisions: what nobody can see kills nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import duckdb

from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate, make, prepare
from jili.engine.program import ROWS, Program, rows
from jili.engine.relations import Relations, rows_table
from jili.engine.statement import Statement
from jili.policy.facts import SCHEMA
from jili.policy.measures import MEASURES
from jili.policy.program import program
from jili.policy.readings import Readings, read
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.readings import altered
from tests.policy import cases
from tests.policy.cases import Case

GIVEN = Path(__file__).parents[1] / "cases"
Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Result:
    """``killed`` names the register or case that tells the mutant from its statement; empty: none does."""

    id: str
    article: str
    killed: str


class World:
    """A register on a day, every relation made, as the statements found it."""

    def __init__(self, name: str, backend: DuckDB, finish: str) -> None:
        self.name, self.backend, self._finish = name, backend, finish
        self._plain: dict[str, Rows] = {}
        self._finished: dict[str, Rows] = {}

    def tells(self, statement: Statement, sql: str) -> bool:
        """Whether other decisions come out with ``sql`` in the statement's place."""
        rule = rows_table(statement.name)
        if rule not in self._plain:
            self._plain[rule] = self._rows(f"SELECT * FROM {rule}")
        try:
            if self._rows(sql) == self._plain[rule]:
                return False
        except duckdb.Error:
            return True  # no answer at all on this register: noticed at once
        if rule not in self._finished:
            self._finished[rule] = self._decisions(f"SELECT * FROM {rule}")
        return self._decisions(sql) != self._finished[rule]

    def _decisions(self, sql: str) -> Rows:
        self.backend.make(ROWS, "view", sql)
        return self._rows(self._finish)

    def _rows(self, sql: str) -> Rows:
        return sorted(self.backend.connection.execute(sql).fetchall(), key=repr)


@dataclass(frozen=True)
class Given:
    """One of the given registers with its day and readings."""

    name: str
    folder: Path
    day: date
    readings: Readings

    def loaded(self) -> DuckDB:
        backend = DuckDB(threads=1)
        backend.load(SCHEMA, self.folder)
        return backend


def given() -> Iterator[Given]:
    for folder in sorted(path for path in GIVEN.iterdir() if path.is_dir()):
        day, own = date.fromisoformat(folder.name), folder / "readings.yaml"
        yield Given(folder.name, folder / "register", day, Readings.default())
        if own.exists():
            yield Given(f"{folder.name} with readings", folder / "register", day, read(own))


class Hunt:
    """One worker's registers, rules and relations."""

    def __init__(self) -> None:
        self.program: Program = program()
        self.relations: Relations = MEASURES.relations()
        self.articles = {s.name: f"第{article.number}条" for article in MEASURES.articles for s in article}
        self.cases: dict[str, list[Case]] = {}
        for case in cases.all_cases():
            self.cases.setdefault(case.statement, []).append(case)
        self.engine = cases.Engine(self.program, {statement.name: {} for statement in MEASURES})
        for statement in MEASURES:  # so that every relation is known
            rows(statement, self.relations)

    @cached_property
    def worlds(self) -> list[World]:
        return [self._world(register) for register in given()]

    def _world(self, register: Given) -> World:
        backend = register.loaded()
        prepare(backend, register.readings.definitions(), register.day)
        for step in self.program.steps:
            make(backend, step, inline=False)
        return World(register.name, backend, self.program.finish.sql)

    def statement(self, statement: Statement) -> list[Result]:
        """All mutants of a statement, each with what kills it."""
        alive = {mutant.id: self._sql(mutant) for mutant in mutants(statement, self.relations)}
        killed = dict.fromkeys(alive, "")
        for world in self._around(statement):
            for id in [id for id, sql in alive.items() if world.tells(statement, sql)]:
                killed[id] = world.name
                del alive[id]
            if not alive:
                break
        return [Result(id, self.articles[statement.name], by) for id, by in killed.items()]

    def _sql(self, mutant: Mutant) -> str:
        import ibis

        sql = str(ibis.to_sql(rows(mutant.statement, self.relations), dialect="duckdb"))
        return f"SELECT * FROM ({sql}) WHERE FALSE" if mutant.silent else sql

    def _around(self, statement: Statement) -> Iterator[World]:
        """The given registers, then the statement's own cases."""
        yield from self.worlds
        for case in self.cases.get(statement.name, []):
            if self.engine.run(case).decisions == case.decisions:
                yield World(f"case {case.name}", self.engine._backend, self.program.finish.sql)

    def reading(self, name: str) -> list[Result]:
        """All mutants of a reading: on the cases of the statements that it speaks of, then on the given registers."""
        return list(self._readings(name))

    def _readings(self, name: str) -> Iterator[Result]:
        for reading, said, _ in altered(Readings.default()):
            if reading.name == name:
                spoken_of = [
                    s.name for s in MEASURES if reading.statements == "全部" or s.id in reading.statements.split()
                ]
                by = self._told_by_case(spoken_of, name, said) or self._told_by_register(spoken_of, name, said)
                yield Result(f"reading {name}: {said}", "口径", by)

    def _told_by_case(self, statements: list[str], name: str, said: str) -> str:
        for case in (case for statement in statements for case in self.cases.get(statement, [])):
            moved = _moved(case.readings, name, said)
            told = moved and self.engine.run(replace(case, readings=moved)).decisions != case.decisions
            if told and self.engine.run(case).decisions == case.decisions:
                return f"case {case.name}"
        return ""

    def _told_by_register(self, statements: list[str], name: str, said: str) -> str:
        for register, backend in self._loaded:
            moved = _moved(register.readings, name, said)
            if not moved:
                continue
            before, after = (
                evaluate(backend, self.program, readings.definitions(), register.day, only=statements)
                for readings in (register.readings, moved)
            )
            if before != after:
                return register.name
        return ""

    @cached_property
    def _loaded(self) -> list[tuple[Given, DuckDB]]:
        return [(register, register.loaded()) for register in given()]


def _moved(readings: Readings, name: str, said: str) -> Readings | None:
    """The readings with this alteration, if theirs can be altered so."""
    return next((moved for reading, s, moved in altered(readings) if (reading.name, s) == (name, said)), None)


@cache
def hunt() -> Hunt:
    """This process's own."""
    return Hunt()


def hunted(name: str) -> list[Result]:
    """The results of a statement's mutants, or a reading's."""
    statements = {statement.name: statement for statement in MEASURES}
    return hunt().statement(statements[name]) if name in statements else hunt().reading(name)
