"""Every column has one class; what the roles see of them."""

from __future__ import annotations

import pytest

from jili.access import classes
from jili.access.classes import COLUMNS, SEES, SETTLED, Area, Level, allowed, covers, highest, needs
from jili.access.reach import REACH, TABLES
from jili.access.roles import ADMINISTRATORS, CITY_WIDE, Role
from jili.decisions.lineage import kind_needs
from jili.policy.facts import SCHEMA
from jili.policy.measures import MEASURES
from jili.policy.outcomes import SETTLED_EFFECTS
from jili.policy.program import accounts
from jili.records.models import Dossier, FamilyMember

OWN = {"id", "version"}
"""Columns that count rows and changes."""


def test_every_column_is_classified_and_none_twice() -> None:
    declared = [(table.name, column.name) for table in SCHEMA.tables for column in table.columns]
    beside = [
        (model._meta.db_table, field.column)
        for model in (Dossier, FamilyMember)
        for field in model._meta.concrete_fields
        if field.column not in OWN
    ]
    written = [
        (table, column)
        for table, places in classes._TABLES.items()
        for columns in places.values()
        for column in columns.split()
    ]
    assert sorted(written) == sorted([*declared, *beside])
    assert set(written) == COLUMNS.keys()


def test_every_table_has_a_way_into_a_scope() -> None:
    tables = {table for table, _ in COLUMNS}
    assert REACH.keys() | {"units", "teams", "cadres"} == tables == TABLES.keys()


def test_what_every_sentence_that_can_be_settled_betrays_is_said() -> None:
    assert SETTLED.keys() == {statement.id for statement in MEASURES}


def test_who_sees_a_decision_sees_that_it_is_settled_and_nobody_else_does() -> None:
    """Of the city nobody is told but those over the whole of it."""
    for account in accounts():
        kind = account.sentence, account.about
        if account.effect in SETTLED_EFFECTS:
            asked = set(CITY_WIDE) if account.about == "city" else set(Role)
            told = {role for role in asked if covers(allowed(role), kind_needs()[kind])}
            area, level = SETTLED[account.sentence]
            assert (kind, {role for role in asked if covers(allowed(role), {area: level})}) == (kind, told)


def test_every_area_and_level_has_a_chinese_name() -> None:
    assert classes.AREAS.keys() == set(Area) and classes.LEVELS.keys() == set(Level)


def test_the_three_administrators_see_no_area() -> None:
    assert SEES.keys() == set(Role)
    assert [SEES[role] for role in sorted(ADMINISTRATORS)] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("role", "never"),
    [
        (Role.CITY_ASSESSMENT, {Area.TALKS, Area.HOLDS, Area.CASES, Area.HARDSHIP, Area.SELECTION, Area.REVIEW}),
        (Role.COUNTY_OFFICE, set()),
        (Role.UNIT_PERSONNEL, {Area.TALKS, Area.HOLDS, Area.CASES, Area.REVIEW, Area.SELECTION}),
        (Role.UNIT_HEAD, {Area.HOLDS, Area.CASES, Area.REVIEW, Area.SELECTION}),
        (Role.CADRE, {Area.HOLDS, Area.CASES, Area.REVIEW, Area.SELECTION}),
        (Role.DISCIPLINE, set(Area) - {Area.BASIC, Area.SELECTION}),
    ],
)
def test_what_a_role_never_sees_is_not_named_for_it(role: Role, never: set[Area]) -> None:
    assert not never & SEES[role].keys()


def test_secret_columns_are_for_the_citys_cadre_section_alone() -> None:
    secret = {column: place for column, place in COLUMNS.items() if place[1] == Level.SECRET}
    assert secret == {
        ("annual_assessments", "reason"): (Area.CASES, Level.SECRET),
        ("talk_triggers", "hold_from"): (Area.HOLDS, Level.SECRET),
        ("talk_triggers", "hold_until"): (Area.HOLDS, Level.SECRET),
    }
    see = {role for role in Role for column in secret if covers(allowed(role), needs([column]))}
    assert see == {Role.CITY_CADRES}


def test_the_head_of_a_unit_who_keeps_the_holds_sees_them() -> None:
    asked = needs([("talk_triggers", "kind"), ("talk_triggers", "hold_from")])
    assert asked == {Area.TALKS: Level.SENSITIVE, Area.HOLDS: Level.SECRET}
    assert covers(allowed(Role.UNIT_HEAD, keeps_holds=True), asked)
    assert not covers(allowed(Role.UNIT_HEAD), asked)
    assert not covers(allowed(Role.SYSTEM_ADMIN, keeps_holds=True), asked)


def test_the_highest_class_of_some_columns_is_that_of_the_most_secret() -> None:
    assert highest([]) == Level.OPEN
    assert highest([("units", "name"), ("annual_assessments", "grade")]) == Level.INTERNAL
    assert highest([("annual_assessments", "reason"), ("units", "name")]) == Level.SECRET
