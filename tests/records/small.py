"""A small sound register with all that is awkward: rare characters, quotes, nothing, decimals, ids out of order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from jili.policy.facts import SCHEMA
from jili.records.register import normal

Rows = Sequence[Mapping[str, Any]]

_CADRE = {
    "gender": "female", "birth_on": date(1980, 5, 4), "work_start_on": date(2002, 7, 1), "joined_on": date(2002, 7, 1),
    "category": "civil_servant", "professional": False,
}  # fmt: skip
_POST = {
    "unit_id": "U2", "title": '主任,"兼"书记', "rank": 3, "chief": True, "kind": "regular", "exceptional": False,
    "start_on": date(2015, 3, 1), "harsh_listed": False,
}  # fmt: skip
_REVIEW = {
    "reviewed_on": date(2024, 6, 1),
    "quality": True,
    "potential": False,
    "performance": True,
    "recognition": False,
}

ROWS: Mapping[str, Rows] = {
    "units": [
        {"unit_id": "U2", "name": "水利局", "parent_id": "U10", "kind": "county_dept", "remote": False},
        {"unit_id": "U10", "name": "㛃县", "parent_id": "u1", "kind": "county", "remote": True},
        {"unit_id": "u1", "name": "平顶山市", "kind": "municipality", "remote": False},
    ],
    "teams": [{"team_id": "T1", "unit_id": "U2", "name": "班子 甲", "kind": "leading_group"}],
    "cadres": [
        {"cadre_id": "C2", "name": "张𠮷·买买提", "left_on": date(2200, 12, 31), **_CADRE},
        {"cadre_id": "C10", "name": "O'Neil, \"Al\"", **_CADRE},
        {"cadre_id": "c1", "name": "=1+1", **_CADRE},
        {"cadre_id": "编号", "name": "\\N", **_CADRE},
    ],
    "appointments": [
        {"appointment_id": "A1", "cadre_id": "C2", "team_id": "T1", "harsh": "remote", **_POST},
        {"appointment_id": "A2", "cadre_id": "编号", "end_on": date(2020, 2, 29), **_POST},
    ],
    "assessment_rounds": [
        {"year": 2024, "closed_on": date(2025, 3, 31)},
        {"year": 2023, "closed_on": date(2024, 3, 31)},
    ],
    "annual_assessments": [
        {"assessment_id": "G1", "cadre_id": "C2", "year": 2023, "grade": "none", "reason": "case_open",
         "decided_on": date(2024, 3, 1), "annulled_on": date(2024, 5, 1)},
        {"assessment_id": "G2", "cadre_id": "C2", "year": 2023, "grade": "excellent", "decided_on": date(2024, 5, 1)},
    ],
    "composite_scores": [
        {"cadre_id": "C2", "year": 2023, "target_score": Decimal("89.50"), "work_score": Decimal("0.07")},
        {"cadre_id": "C10", "year": 2023, "party_score": Decimal("1234567890123.45")},
        {"cadre_id": "c1", "year": 2023},
    ],
    "leave": [
        {"cadre_id": "C2", "year": 2024, "taken_days": Decimal("10.0")},
        {"cadre_id": "C10", "year": 2024, "taken_days": Decimal("0.5")},
        {"cadre_id": "c1", "year": 2024, "taken_days": Decimal("-2.5")},
    ],
    "talent_reviews": [{"review_id": "R1", "cadre_id": "C2", **_REVIEW}],
    "talk_triggers": [
        {"trigger_id": "TT1", "cadre_id": "C2", "kind": "setback", "occurred_on": date(2024, 1, 1),
         "hold_from": date(2024, 1, 2)},
    ],
    "talks": [{"talk_id": "K1", "cadre_id": "C2", "held_on": date(2024, 2, 1)}],
    "talk_covers": [{"talk_id": "K1", "trigger": "TT1"}, {"talk_id": "K1", "trigger": "A1"}],
    "settlements": [
        {"settlement_id": "X1", "statement": "8.4.4", "subject_kind": "city", "subject": "city", "kind": "justified",
         "decided_on": date(2024, 9, 1), "document": "〔2024〕3号"},
    ],
}  # fmt: skip


def tables(changed: Mapping[str, Rows] = {}) -> dict[str, pa.Table]:
    """The register, with other rows in the tables of ``changed``."""
    rows = {**ROWS, **changed}
    return {
        table.name: normal(
            table, pa.table({c.name: [row.get(c.name) for row in rows.get(table.name, ())] for c in table.columns})
        )
        for table in SCHEMA.tables
    }
