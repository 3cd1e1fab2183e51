"""Cases of statements: a file each under ``statements/``, the defaults that fill their registers, and the runner.

A file says once what holds for all its rows (statement, effect, kind of subject) and then lists cases. A case writes
only what matters: every other column has the default given here, and whoever is named but not written (a unit, a team,
a cadre, a task …) joins the register as the shared cast below knows them. A field that holds a list makes one row for
each of its elements. Nothing else is in the register, so a decision can only come from what the case says.
"""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from jili.engine.backend import DuckDB
from jili.engine.cells import literal, quoted, sql_type
from jili.engine.evaluate import evaluate, make, prepare
from jili.engine.program import COLUMNS, ROWS, Program
from jili.engine.relations import rows_table
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings

FOLDER = Path(__file__).with_name("statements")
GIVEN = Path(__file__).parents[1] / "cases"

Row = dict[str, Any]
Register = dict[str, list[Row]]

CAST: Mapping[str, Mapping[str, Row]] = {
    "units": {
        "municipality": {"kind": "municipality"},
        "county": {"kind": "county", "parent_id": "municipality"},
        "county2": {"kind": "county", "parent_id": "municipality"},
        "town": {"kind": "township", "parent_id": "county"},
        "town2": {"kind": "township", "parent_id": "county"},
        "bureau": {"kind": "municipal_dept", "parent_id": "municipality"},
        "office": {"kind": "county_dept", "parent_id": "county"},
        "company": {"kind": "enterprise", "parent_id": "municipality"},
        "school": {"kind": "institution", "parent_id": "municipality"},
        "zone": {"kind": "zone", "parent_id": "municipality"},
        "outpost": {"kind": "municipal_dept", "parent_id": "municipality", "remote": True},
    },
    "teams": {
        "county-party": {"unit_id": "county", "kind": "party_committee"},
        "county-gov": {"unit_id": "county", "kind": "government"},
        "county2-party": {"unit_id": "county2", "kind": "party_committee"},
        "town-party": {"unit_id": "town", "kind": "party_committee"},
        "town-gov": {"unit_id": "town", "kind": "government"},
        "town2-party": {"unit_id": "town2", "kind": "party_committee"},
        "bureau-team": {"unit_id": "bureau"},
        "office-team": {"unit_id": "office"},
        "company-team": {"unit_id": "company"},
        "school-team": {"unit_id": "school"},
        "zone-party": {"unit_id": "zone", "kind": "party_committee"},
    },
    "cadres": {
        "teacher": {"category": "institution_staff"},
        "manager": {"category": "enterprise_staff"},
        "expert": {"professional": True},
    },
    "campaigns": {"project": {"kind": "major_project"}, "works": {"kind": "key_construction"}},
}
"""Who is there when a case names them. Any other name is someone ordinary: see ``DEFAULTS``."""


def _next_year(month: int, day: int) -> Callable[[Row], date]:
    return lambda row: date(row["year"] + 1, month, day)


DEFAULTS: Mapping[str, Row] = {
    "units": {"name": "单位", "kind": "municipal_dept", "remote": False},
    "teams": {"name": "班子", "unit_id": "bureau", "kind": "leading_group"},
    "cadres": {
        "name": "某某", "gender": "male", "birth_on": date(1970, 1, 1), "work_start_on": date(1995, 7, 1),
        "joined_on": date(2000, 1, 1), "category": "civil_servant", "professional": False,
    },
    "appointments": {
        "cadre_id": "wang", "unit_id": lambda row: _unit_of(row.get("team_id")), "title": "职务", "rank": 3,
        "chief": False, "kind": "regular", "exceptional": False, "start_on": date(2010, 1, 1), "harsh_listed": False,
    },
    "assessment_rounds": {"closed_on": _next_year(3, 31)},
    "annual_assessments": {"cadre_id": "wang", "year": 2023, "grade": "competent", "decided_on": _next_year(3, 15)},
    "usual_assessments": {"cadre_id": "wang", "period": "2023Q4", "grade": "good", "decided_on": date(2024, 1, 15)},
    "team_assessments": {"team_id": "bureau-team", "year": 2023, "grade": "good", "decided_on": _next_year(3, 15)},
    "demonstrations": {"team_id": "bureau-team", "level": "province"},
    "campaigns": {"name": "攻坚", "kind": "battle", "start_on": date(2018, 1, 1)},
    "campaign_service": {"cadre_id": "wang", "campaign_id": "battle", "start_on": date(2020, 1, 1), "frontline": True},
    "tasks": {
        "unit_id": "bureau", "year": 2024, "list": "annual", "category": "deed", "important": False,
        "due_on": lambda row: date(row["year"], 12, 31), "confidential": False,
    },
    "task_owners": {"cadre_id": "wang"},
    "findings": {
        "kind": lambda row: "rank_drop" if row.get("team_id") else "target_unmet",
        "task_id": lambda row: None if row.get("team_id") else "T1", "decided_on": date(2024, 3, 20),
    },
    "finding_cadres": {"finding_id": "F1", "cadre_id": "wang"},
    "unit_events": {"unit_id": "bureau", "kind": "observation"},
    "activities": {"campaign_id": "battle"},
    "merits": {
        "cadre_id": lambda row: None if row.get("team_id") else "wang", "contribution": "notable", "critical": False,
        "recognised_on": date(2024, 1, 10),
    },
    "awards": {
        "merit_id": "M1", "cadre_id": lambda row: None if row.get("team_id") else "wang", "level": "commendation",
        "authority": "county", "decided_on": date(2024, 1, 20),
    },
    "payments": {},
    "vacancies": {
        "unit_id": lambda row: _unit_of(row.get("team_id")), "title": "职务", "rank": 4, "chief": False,
    },
    "proposals": {
        "vacancy_id": "V1", "cadre_id": "wang", "action": "promote", "required_years": 1, "special_need": False,
        "selected": False,
    },
    "expert_nominations": {"cadre_id": "expert", "programme": "津贴", "year": 2024},
    "composite_scores": {"year": 2023},
    "ten_list": {"cadre_id": "wang", "year": 2023},
    "talent_reviews": {
        "cadre_id": "wang", "quality": True, "potential": True, "performance": True, "recognition": True,
    },
    "courses": {},
    "course_members": {"cadre_id": "wang"},
    "talk_triggers": {"cadre_id": "wang"},
    "talks": {"cadre_id": "wang"},
    "talk_covers": {"talk_id": "K1"},
    "leave": {"cadre_id": "wang"},
    "health_checks": {"cadre_id": "wang"},
    "insurances": {"cadre_id": "wang"},
    "hardships": {"cadre_id": "wang", "opened_on": date(2020, 1, 1)},
    "visits": {"hardship_id": "H1"},
    "hardship_requests": {"hardship_id": "H1", "kind": "schooling"},
    "settlements": {"kind": "justified"},
}  # fmt: skip
"""What a column holds that a case does not write; a function of the row where it follows from others."""

PREFIXES = {
    "appointments": "A", "annual_assessments": "G", "usual_assessments": "U", "team_assessments": "TG",
    "demonstrations": "D", "campaigns": "battle", "campaign_service": "S", "tasks": "T", "findings": "F",
    "unit_events": "E", "activities": "AC", "merits": "M", "awards": "W", "payments": "P", "vacancies": "V",
    "proposals": "PR", "expert_nominations": "N", "talent_reviews": "R", "courses": "CO", "talk_triggers": "TT",
    "talks": "K", "health_checks": "HC", "insurances": "I", "hardships": "H", "visits": "VI",
    "hardship_requests": "Q", "settlements": "X",
}  # fmt: skip
"""Ids that are not written: the prefix and the place of the row in its table (``A1``, ``A2`` …)."""


def _unit_of(team: str | None) -> str:
    return CAST["teams"].get(team, {}).get("unit_id", "bureau") if team else "bureau"


@dataclass(frozen=True)
class Case:
    """A register, a day, readings, and all rows that the statement has to give then, as text."""

    statement: str
    name: str
    as_of: date
    readings: Readings
    register: Register = field(repr=False)
    decisions: list[str] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.statement}: {self.name}"


@lru_cache(maxsize=1)
def all_cases() -> list[Case]:
    """The cases of all files, in order of file and place."""
    return [case for file in sorted(FOLDER.glob("*/*.yaml")) for case in read_cases(file)]


def read_cases(file: Path) -> Iterator[Case]:
    content = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    cases = content.pop("cases")
    registers: dict[int, Register] = {}
    for written in cases:
        unknown = written.keys() - {"name", "as_of", "readings", "register", "decisions"}
        if unknown:
            raise ValueError(f"{file}: {written['name']}: {unknown}")
        own = written.get("register") or {}
        register = registers.setdefault(id(own), filled(own))
        common = {**content, "statement": content["statement"].partition("/")[0]}
        rows = [row_text({**common, **row}) for row in written["decisions"]]
        readings = Readings.default().changed(_as_written(written.get("readings") or {}))
        yield Case(content["statement"], written["name"], written["as_of"], readings, register, rows)


def row_text(row: Mapping[str, Any]) -> str:
    """A decision on one line: every column that is not empty, as in ``decisions.csv``."""
    unknown = row.keys() - COLUMNS.keys()
    if unknown:
        raise ValueError(f"no columns of a decision: {unknown}")
    texts = {name: cell_text(row.get(name)) for name in COLUMNS}
    return "  ".join(f"{name}={text}" for name, text in texts.items() if text)


def cell_text(value: Any) -> str:
    """A value as a cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return re.sub(r"\.?0+$", "", text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def _as_written(value: Any) -> Any:
    """Values as a readings file gives them: all text."""
    if isinstance(value, dict):
        return {cell_text(key): _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return value if isinstance(value, str) else str(value).lower() if not isinstance(value, date) else value.isoformat()


def filled(written: Mapping[str, list[Row] | None]) -> Register:
    """A whole register from what a case writes: rows filled in, and everyone they name."""
    register: Register = {table.name: [] for table in SCHEMA.tables}
    for table, rows in written.items():
        for row in (each for written_row in rows or () for each in _spread(written_row)):
            register[table].append(filled_row(table, row, len(register[table]) + 1))
    _cast_in(register)
    return register


def _spread(row: Row) -> Iterator[Row]:
    """One row for each element of the fields that hold lists."""
    lists = {name: value for name, value in row.items() if isinstance(value, list)}
    if not lists:
        yield row
        return
    for values in zip(*lists.values(), strict=True):
        yield {**row, **dict(zip(lists, values, strict=True))}


def filled_row(table: str, row: Row, place: int) -> Row:
    declared = SCHEMA[table]
    full = dict(row)
    key = declared.key[0]
    if declared.has_id and key not in full:
        full[key] = f"{PREFIXES[table]}{place}"
    defaults = DEFAULTS[table]
    for name, value in defaults.items():
        if name not in full and not callable(value):
            full[name] = value
    for name, value in defaults.items():
        if name not in full and callable(value):
            full[name] = value(full)
    columns = {column.name: column for column in declared.columns}
    if wrong := full.keys() - columns.keys():
        raise ValueError(f"{table}: no such columns: {wrong}")
    if missing := [c.name for c in declared.columns if not c.optional and full.get(c.name) is None]:
        raise ValueError(f"{table}: {row}: to be written: {missing}")
    return {name: full.get(name) for name in columns}


def _cast_in(register: Register) -> None:
    """Add every record that is referred to and not there."""
    pending = [(table, row) for table, rows in register.items() for row in rows]
    while pending:
        table, row = pending.pop(0)
        for column in SCHEMA[table].columns:
            if column.refers not in (None, "*") and row[column.name] is not None:
                _join(register, pending, str(column.refers), row[column.name])
        if table == "settlements" and row["subject_kind"] != "city":
            _join(register, pending, f"{row['subject_kind']}s".replace("ys", "ies"), row["subject"])


def _join(register: Register, pending: list[tuple[str, Row]], table: str, id: str) -> None:
    (key,) = SCHEMA[table].key
    if all(row[key] != id for row in register[table]):
        row = filled_row(table, {key: id, **CAST.get(table, {}).get(id, {})}, 0)
        register[table].append(row)
        pending.append((table, row))


@dataclass(frozen=True)
class Run:
    """What came of a case: its rows as text, its outcomes, and the values that each condition took."""

    decisions: list[str]
    outcomes: set[str]
    conditions: Mapping[str, set[bool | None]]


class Runner:
    """Runs cases, two at a time, from the moment it is made; ``run`` waits for the one that is asked for."""

    def __init__(self, program: Program, conditions: Mapping[str, Mapping[str, str]], cases: Iterable[Case]) -> None:
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(2)
        self._runs: dict[tuple[str, str], Future[Run]] = {}
        self._start: Callable[[], Engine] = lambda: Engine(program, conditions)
        for case in cases:
            self.begin(case)

    def run(self, case: Case) -> Run:
        """The run of a case, made once."""
        return self.begin(case).result()

    def begin(self, case: Case) -> Future[Run]:
        key = (case.statement, case.name)
        if key not in self._runs:
            self._runs[key] = self._pool.submit(self._run, case)
        return self._runs[key]

    def _run(self, case: Case) -> Run:
        if not hasattr(self._own, "engine"):
            self._own.engine = self._start()
        run: Run = self._own.engine.run(case)
        return run

    def close(self) -> None:
        """Leave what has not begun."""
        self._pool.shutdown(cancel_futures=True)


class Engine:
    """One backend: it makes only the steps that a statement rests on, and what holds for every row."""

    def __init__(self, program: Program, conditions: Mapping[str, Mapping[str, str]]) -> None:
        self._program = program
        self._conditions = conditions
        self._backend = DuckDB(threads=1)
        self._loaded: Register | None = None
        self._readings: Readings | None = None
        self._full: set[str] = set()
        self._nothing_settled = False
        create_tables(self._backend)

    def run(self, case: Case) -> Run:
        self.load(case.register)
        changed = case.readings != self._readings
        prepare(self._backend, case.readings.definitions() if changed else (), case.as_of)
        self._readings = case.readings
        rule = rows_table(case.statement)
        for step in self._program.steps_for(rule, *self._general(case.register)):
            make(self._backend, step)
        self._backend.make(ROWS, "view", f"SELECT * FROM {rule}")
        rows = table_rows(self._backend.fetch(self._program.finish.sql))
        conditions = condition_values(self._backend, self._conditions[case.statement])
        return Run([row_text(row) for row in rows], {row["outcome"] for row in rows}, conditions)

    def _general(self, register: Register) -> list[str]:
        """What holds for every row. Where nothing was settled last time and nothing is now, that is kept: to see
        what a settlement could close takes longer than most statements."""
        settles = bool(register["settlements"])
        kept = {"settled"} if self._nothing_settled and not settles else set()
        self._nothing_settled = not settles
        return [name for name in self._program.finish.needs if name not in kept]

    def load(self, register: Register) -> None:
        """Replace the tables that hold, or should hold, rows."""
        if register is self._loaded:
            return
        wanted = {table for table, rows in register.items() if rows}
        if stale := self._full | wanted:
            self._backend.connection.execute("; ".join(f"DELETE FROM {quoted(table)}" for table in sorted(stale)))
        insert(self._backend, register)
        self._loaded, self._full = register, wanted


def create_tables(backend: DuckDB) -> None:
    """The tables of a register, empty."""
    for table in SCHEMA.tables:
        columns = ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in table.columns)
        backend.connection.execute(f"CREATE TABLE {quoted(table.name)} ({columns}, _size BIGINT)")


def insert(backend: DuckDB, register: Register) -> None:
    """The rows of a register, into its tables."""
    sql = []
    for table, rows in register.items():
        if rows:
            names = ", ".join(quoted(c.name) for c in SCHEMA[table].columns)
            values = ", ".join("(" + ", ".join(map(_sql, row.values())) + ")" for row in rows)
            sql.append(f"INSERT INTO {quoted(table)} ({names}) VALUES {values}")
    if sql:
        backend.connection.execute("; ".join(sql))


def load_rows(backend: DuckDB, register: Register) -> None:
    """A whole register from memory; its columns stand in the order in which they are declared."""
    create_tables(backend)
    names = {table.name: [column.name for column in table.columns] for table in SCHEMA.tables}
    insert(backend, {t: [{n: row.get(n) for n in names[t]} for row in rows] for t, rows in register.items()})


def condition_values(backend: DuckDB, compiled: Mapping[str, str]) -> dict[str, set[bool | None]]:
    """Condition → the values it takes. ``compiled`` is condition → column, and ``""`` → the query of these columns."""
    columns = {name: column for name, column in compiled.items() if name}
    if not columns:
        return {}
    asked = ", ".join(f"list(DISTINCT coalesce(CAST({column} AS VARCHAR), ''))" for column in columns.values())
    (found,) = backend.connection.execute(f"SELECT {asked} FROM ({compiled['']})").fetchall()
    values = {"true": True, "false": False, "": None}
    return {name: {values[text] for text in texts or ()} for name, texts in zip(columns, found, strict=True)}


def compiled_conditions() -> dict[str, dict[str, str]]:
    """For each statement: condition → its column, and ``""`` → the SQL of these columns over its ``among``."""
    import ibis

    from jili.engine.program import with_conditions
    from jili.policy.measures import MEASURES

    relations, compiled = MEASURES.relations(), {}
    for statement in MEASURES:
        table, flags = with_conditions(statement, relations)
        compiled[statement.name] = {"": str(ibis.to_sql(table.select(*flags.values()), dialect="duckdb")), **flags}
    return compiled


def _sql(value: Any) -> str:
    return "NULL" if value is None else literal(cell_text(value))


def table_rows(decisions: pa.Table) -> list[Row]:
    """Decisions as rows of Python values."""
    rows: list[Row] = decisions.to_pylist()
    return rows


def evaluated(program: Program, folder: Path, day: date, readings: Readings, threads: int | None = None) -> pa.Table:
    """All decisions of a register folder, read and evaluated as the program does."""
    backend = DuckDB(threads)
    backend.load(SCHEMA, folder)
    return evaluate(backend, program, readings.definitions(), day)


def write_csv(register: Register, folder: Path) -> None:
    """The register as files."""
    for table, rows in register.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in SCHEMA[table].columns])
            writer.writerows([cell_text(value) for value in row.values()] for row in rows)


def combined(registers: list[Register]) -> Register:
    """Registers side by side in one: ids get the register's number before them.

    Two tables are keyed by the year and cannot stand side by side; they are looked at here.
    """
    whole: Register = {table.name: [] for table in SCHEMA.tables}
    seen: set[int] = set()
    for number, register in enumerate(registers):
        if id(register) in seen:
            continue
        seen.add(id(register))
        years = [row["year"] for row in register["assessment_rounds"]]
        announced = {(row["year"], row["announced_on"]) for row in register["ten_list"]}
        assert len(years) == len(set(years))
        assert len(announced) == len({year for year, _ in announced})
        for table, rows in register.items():
            if table in ("assessment_rounds", "ten_list"):
                continue
            ids = {column.name for column in SCHEMA[table].columns if column.refers}
            if SCHEMA[table].has_id:
                ids.add(SCHEMA[table].key[0])
            for row in rows:
                known = {name for name in ids if row[name] is not None and row[name] != "city"}
                whole[table].append({**row, **{name: f"{number}.{row[name]}" for name in known}})
    # A settlement of the city may be made once a day in one register, and so in all of them together.
    settled = whole["settlements"]
    city = {(row["statement"], row["item"], row["decided_on"]): row for row in settled if row["subject"] == "city"}
    whole["settlements"] = [row for row in settled if row["subject"] != "city"] + list(city.values())
    return whole
