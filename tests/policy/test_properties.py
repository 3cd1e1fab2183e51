"""What holds for every register: order and names mean nothing, and what is not related changes nothing.

The registers are those of the given cases, cut down to some of their cadres.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate, make, prepare
from jili.engine.program import Program
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings
from tests.policy.cases import GIVEN, Register, Row, filled_row, load_rows, row_text, table_rows

DAYS = sorted(folder.name for folder in GIVEN.iterdir() if folder.is_dir())
few = settings(
    max_examples=2, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@lru_cache
def given_register(day: str) -> Register:
    """A given register as it is written: all text."""
    register: Register = {table.name: [] for table in SCHEMA.tables}
    for file in (GIVEN / day / "register").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as source:
            register[file.stem] = [{k: v or None for k, v in row.items()} for row in csv.DictReader(source)]
    return register


def without(register: Register, gone: set[tuple[str, str]]) -> Register:
    """The register without the records of these (table, id) and whatever refers to them."""
    while True:
        kept: Register = {}
        found: set[tuple[str, str]] = set()
        for table, rows in register.items():
            declared = SCHEMA[table]
            kept[table] = []
            for row in rows:
                refers = {(c.refers, row[c.name]) for c in declared.columns if c.refers not in (None, "*")}
                named = {("triggers", (row.get("trigger") or "").removesuffix("/end"))}
                if row.get("subject_kind"):
                    named.add((row["subject_kind"].replace("vacancy", "vacancie") + "s", row["subject"]))
                own = {(table, row[declared.key[0]])} if declared.has_id else set()
                if (refers | named | own) & gone:
                    found |= own | ({("triggers", id) for _, id in own} if table in TRIGGERS else set())
                else:
                    kept[table].append(row)
        register = kept
        if found <= gone:
            return register
        gone = gone | found


TRIGGERS = ("appointments", "talk_triggers")


@dataclass(frozen=True)
class Small:
    """A given register cut down to some of its cadres, and its day."""

    day: date
    cadres: frozenset[str]

    @property
    def register(self) -> Register:
        whole = given_register(self.day.isoformat())
        gone = {("cadres", row["cadre_id"]) for row in whole["cadres"] if row["cadre_id"] not in self.cadres}
        return without(whole, gone)


@st.composite
def small_registers(draw: st.DrawFn) -> Small:
    """A dozen cadres or fewer."""
    day = draw(st.sampled_from(DAYS))
    cadres = [row["cadre_id"] for row in given_register(day)["cadres"]]
    return Small(date.fromisoformat(day), draw(st.frozensets(st.sampled_from(cadres), min_size=4, max_size=12)))


Decide = Callable[[Register, date], list[Row]]
Know = Callable[[Register, date], set[tuple[str, ...]]]


@pytest.fixture(scope="module")
def decide(program: Program) -> Decide:
    """The decisions of a register on a day."""

    def decisions(register: Register, day: date) -> list[Row]:
        backend = DuckDB(threads=2)
        load_rows(backend, register)
        return table_rows(evaluate(backend, program, Readings.default().definitions(), day))

    return decisions


@pytest.fixture(scope="module")
def know(program: Program) -> Know:
    """The records of a register known on a day: table and key."""

    def known(register: Register, day: date) -> set[tuple[str, ...]]:
        backend = DuckDB(threads=2)
        load_rows(backend, register)
        prepare(backend, Readings.default().definitions(), day)
        found: set[tuple[str, ...]] = set()
        for step in program.steps:
            if step.kind == "view" and step.name.startswith("known_"):
                make(backend, step)
                key = ", ".join(f"CAST({name} AS VARCHAR)" for name in SCHEMA[step.name.removeprefix("known_")].key)
                rows = backend.connection.execute(f"SELECT {key} FROM {step.name}").fetchall()
                found |= {(step.name, *row) for row in rows}
        return found

    return known


def texts(rows: list[Row]) -> list[str]:
    return [row_text(row) for row in rows]


@few
@given(small=small_registers(), seed=st.integers(0, 999))
def test_the_order_of_rows_means_nothing(small: Small, seed: int, decide: Decide) -> None:
    register, day = small.register, small.day
    mixed = {table: random.Random(seed).sample(rows, len(rows)) for table, rows in register.items()}
    assert texts(decide(mixed, day)) == texts(decide(register, day))


@few
@given(
    small=small_registers(),
    grade=st.sampled_from(["excellent", "competent", "basic", "incompetent"]),
    started=st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    team_grade=st.sampled_from(["good", "average", "poor"]),
)
def test_people_of_another_unit_change_nothing_about_others(
    small: Small, grade: str, started: date, team_grade: str, decide: Decide
) -> None:
    register, day = small.register, small.day
    added = newcomers(grade, started, team_grade)
    both = {table: [*rows, *added.get(table, [])] for table, rows in register.items()}
    others = [row for row in decide(both, day) if not row["subject"].startswith("~")]
    assert texts(others) == texts(decide(register, day))


def newcomers(grade: str, started: date, team_grade: str) -> Mapping[str, list[Row]]:
    """A unit of its own with a team, a chief and much that happened to him."""
    year = started.year
    rows: dict[str, list[dict[str, Any]]] = {
        "units": [{"unit_id": "~U", "kind": "zone"}],
        "teams": [{"team_id": "~T", "unit_id": "~U"}],
        "cadres": [{"cadre_id": "~C", "joined_on": date(2010, 1, 1)}],
        "appointments": [{"appointment_id": "~A", "cadre_id": "~C", "team_id": "~T", "unit_id": "~U", "chief": True,
                          "start_on": started, "harsh_listed": True}],
        "annual_assessments": [{"assessment_id": "~G", "cadre_id": "~C", "year": year, "grade": grade}],
        "team_assessments": [{"assessment_id": "~TG", "team_id": "~T", "year": year, "grade": team_grade}],
        "campaigns": [{"campaign_id": "~B", "start_on": started}],
        "campaign_service": [{"service_id": "~S", "cadre_id": "~C", "campaign_id": "~B", "start_on": started,
                              "outstanding_on": started, "recognised_on": started}],
        "tasks": [{"task_id": "~K", "unit_id": "~U", "year": year, "important": True}],
        "findings": [{"finding_id": "~F", "task_id": "~K", "decided_on": started}],
        "finding_cadres": [{"finding_id": "~F", "cadre_id": "~C"}],
        "merits": [{"merit_id": "~M", "cadre_id": "~C", "recognised_on": started}],
        "vacancies": [{"vacancy_id": "~V", "unit_id": "~U", "team_id": "~T"}],
        "proposals": [{"proposal_id": "~P", "vacancy_id": "~V", "cadre_id": "~C", "tier": 1, "selected": True}],
        "talent_reviews": [{"review_id": "~R", "cadre_id": "~C", "reviewed_on": started}],
        "talk_triggers": [{"trigger_id": "~TT", "cadre_id": "~C", "kind": "sign", "occurred_on": started}],
        "hardships": [{"hardship_id": "~H", "cadre_id": "~C", "opened_on": started}],
    }  # fmt: skip
    return {table: [filled_row(table, row, 0) for row in written] for table, written in rows.items()}


@few
@given(small=small_registers(), prefix=st.text("aZ中_", min_size=1, max_size=3))
def test_names_mean_nothing_but_their_order(small: Small, prefix: str, decide: Decide) -> None:
    """Every id is replaced by its place in its table: rows that tie by id stay in order."""
    register, day = small.register, small.day
    rename = renaming(register, prefix)
    renamed = {table: [renamed_row(table, row, rename) for row in rows] for table, rows in register.items()}
    expected = [renamed_decision(row, rename) for row in decide(register, day)]
    assert texts(decide(renamed, day)) == sorted_texts(expected)


Rename = Callable[[str, str], str]


def has_text_id(table: str) -> bool:
    """Whether its rows have an id that may be renamed: a year of assessment may not."""
    return SCHEMA[table].has_id and SCHEMA[table][SCHEMA[table].key[0]].type == "text"


def renaming(register: Register, prefix: str) -> Rename:
    """(table, id) → the new id. Appointments and triggers, which talks name alike, are numbered together."""
    ids: dict[str, list[str]] = {}
    for table, rows in register.items():
        if has_text_id(table):
            pool = "triggers" if table in TRIGGERS else table
            ids.setdefault(pool, []).extend(str(row[SCHEMA[table].key[0]]) for row in rows)
    new = {pool: {id: f"{prefix}{place:05}" for place, id in enumerate(sorted(own))} for pool, own in ids.items()}
    return lambda table, id: new.get("triggers" if table in TRIGGERS else table, {}).get(id, id)


SUBJECTS = {
    "cadre": "cadres", "team": "teams", "unit": "units", "proposal": "proposals", "vacancy": "vacancies",
    "campaign": "campaigns", "city": "",
}  # fmt: skip
ITEMS = {
    ("6.4", "cadre"): "annual_assessments", ("6.5", "cadre"): "annual_assessments", ("6.6", "cadre"): "findings",
    ("6.6", "unit"): "tasks", ("7.3", "cadre"): "merits", ("7.3", "team"): "merits", ("7.5", "cadre"): "awards",
    ("8", "vacancy"): "proposals", ("8.3.4", "cadre"): "expert_nominations", ("11.4a", "cadre"): "appointments",
    ("11.4b", "cadre"): "talk_triggers", ("11.4c", "cadre"): "talk_triggers", ("11.4d", "cadre"): "talk_triggers",
    ("11.8", "cadre"): "hardships", ("11.9", "cadre"): "hardship_requests",
}  # fmt: skip
"""The statements whose item begins with an id, and of which table."""
KEYED_BY_CADRE = ("composite_scores", "leave", "ten_list")


def renamed_item(statement: str, kind: str, item: str, rename: Rename) -> str:
    id, slash, rest = item.partition("/")
    return rename(ITEMS.get((statement, kind), ""), id) + slash + rest


def renamed_row(table: str, row: Row, rename: Rename) -> Row:
    new = dict(row)
    for column in SCHEMA[table].columns:
        value = row[column.name]
        if value is not None and column.refers not in (None, "*"):
            new[column.name] = rename(str(column.refers), value)
    if has_text_id(table):
        new[SCHEMA[table].key[0]] = rename(table, row[SCHEMA[table].key[0]])
    if table == "talk_covers":
        id, slash, rest = row["trigger"].partition("/")
        new["trigger"] = rename("appointments", id) + slash + rest
    if table == "settlements":
        new["subject"] = rename(SUBJECTS[row["subject_kind"]], row["subject"])
        new["item"] = row["item"] and renamed_item(row["statement"], row["subject_kind"], row["item"], rename)
    return new


def renamed_decision(row: Row, rename: Rename) -> Row:
    references = []
    for reference in filter(None, row["evidence"].split(";")):
        table, _, key = reference.partition(":")
        id, slash, rest = key.partition("/")
        references.append(f"{table}:{rename('cadres' if table in KEYED_BY_CADRE else table, id)}{slash}{rest}")
    return {
        **row,
        "subject": rename(SUBJECTS[row["subject_kind"]], row["subject"]),
        "item": renamed_item(row["statement"], row["subject_kind"], row["item"], rename),
        "evidence": ";".join(sorted(references)),
    }


def sorted_texts(rows: list[Row]) -> list[str]:
    return texts(sorted(rows, key=lambda row: (row["statement"], row["subject_kind"], row["subject"], row["item"])))


@few
@given(small=small_registers(), data=st.data())
def test_without_a_person_only_what_rests_on_him_changes(small: Small, data: st.DataObject, decide: Decide) -> None:
    """His own rows, those of the vacancies he was proposed for, and what counts heads: quotas, shares, the ten,
    courses that only he attended."""
    register, day = small.register, small.day
    cadre = data.draw(st.sampled_from([row["cadre_id"] for row in register["cadres"]]))
    vacancies = {row["vacancy_id"] for row in register["proposals"] if row["cadre_id"] == cadre}
    concerned = {cadre, *vacancies}
    concerned |= {row["proposal_id"] for row in register["proposals"] if row["vacancy_id"] in vacancies}

    def unconcerned(row: Row) -> bool:
        city_course = (row["statement"], row["subject"]) == ("4.2", "city")
        counts_heads = city_course or row["statement"] in ("6.2", "8.4.4", "8.4.2")
        return row["subject"] not in concerned and not counts_heads

    before = decide(register, day)
    after = decide(without(register, {("cadres", cadre)}), day)
    assert texts(list(filter(unconcerned, after))) == texts(list(filter(unconcerned, before)))


@few
@given(small=small_registers(), later=st.integers(1, 900), earlier=st.integers(0, 900))
def test_a_later_day_loses_nothing_that_was_known(small: Small, later: int, earlier: int, know: Know) -> None:
    register, day = small.register, small.day
    first, second = day - timedelta(earlier), day + timedelta(later)
    annulled = {
        (f"known_{table}", *(row[name] for name in SCHEMA[table].key))
        for table, rows in register.items()
        for row in rows
        if (row.get("annulled_on") or "9999") <= second.isoformat()
    }
    known_then, known_later = know(register, first), know(register, second)
    assert known_then - annulled <= known_later
    assert not known_later & annulled
