"""Whom a decision is about, as an office knows them: unit, name, post; and the order of units."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jili.exchange.templates import labelled
from jili.policy.facts import ACTIONS, UNIT_KINDS

if TYPE_CHECKING:
    import duckdb

NAME_ORDER = "person"
"""How names are ordered within a unit and rank: by code point. To be 姓氏笔画 once there is a stroke table."""

_DEPTH = 8
"""No unit stands deeper than this below the city; keeps a circle of units from turning for ever."""


def make_subjects(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """From the register make ``_units`` and ``_subjects``, in which every subject of a decision is one row."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE _units AS {_units()}")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _proposals AS"
        " SELECT p.*, CASE WHEN decide_on <= $day THEN decide_on ELSE $day END AS judged_on FROM proposals p",
        {"day": day},
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _asked AS SELECT cadre_id, $day::DATE AS day FROM cadres"
        " UNION SELECT cadre_id, judged_on FROM _proposals",
        {"day": day},
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE _posts AS {_posts()}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE _subjects AS {_subjects(day)}")


def _units() -> str:
    """``place``: the city's own units, then county by county (zone by zone), each in the order of the register's
    file; within them by kind: the county itself, its departments, its townships."""
    kinds = " ".join(f"WHEN '{kind}' THEN {-1 if kind == 'zone' else place}" for place, kind in enumerate(UNIT_KINDS))
    return f"""
        WITH RECURSIVE up AS (
            SELECT unit_id, unit_id AS at, kind AS at_kind, 0 AS steps FROM units
            UNION ALL
            SELECT up.unit_id, above.unit_id, above.kind, steps + 1
            FROM up JOIN units here ON here.unit_id = up.at JOIN units above ON above.unit_id = here.parent_id
            WHERE up.at_kind NOT IN ('county', 'zone') AND steps < {_DEPTH}
        ), county AS (
            SELECT up.unit_id, min(c.rowid) AS place FROM up JOIN units c ON c.unit_id = up.at
            WHERE at_kind IN ('county', 'zone') GROUP BY 1
        )
        SELECT u.unit_id, u.name, row_number() OVER (
            ORDER BY county.place NULLS FIRST, CASE u.kind {kinds} END, u.rowid
        ) AS place
        FROM units u LEFT JOIN county USING (unit_id)"""


def _posts() -> str:
    """The post of each asked person on each asked day: the highest regular one held, else the last one left."""
    return """
        SELECT q.cadre_id, q.day, u.name AS unit, a.title, u.place, CASE WHEN held THEN a.rank END AS level
        FROM (
            SELECT q.cadre_id, q.day, a.unit_id, a.title, a.rank,
                a.end_on IS NULL OR a.end_on > q.day AS held, row_number() OVER (
                    PARTITION BY q.cadre_id, q.day ORDER BY a.end_on IS NULL OR a.end_on > q.day DESC,
                        CASE WHEN a.end_on IS NULL OR a.end_on > q.day THEN a.rank END DESC NULLS LAST,
                        a.start_on DESC, a.end_on DESC, a.appointment_id
                ) AS preferred
            FROM _asked q JOIN appointments a ON a.cadre_id = q.cadre_id
            WHERE a.kind = 'regular' AND a.start_on <= q.day
        ) a RIGHT JOIN _asked q ON q.cadre_id = a.cadre_id AND q.day = a.day AND a.preferred = 1
        LEFT JOIN _units u ON u.unit_id = a.unit_id
        QUALIFY row_number() OVER (PARTITION BY q.cadre_id, q.day ORDER BY a.preferred) = 1"""


def _subjects(day: date) -> str:
    """``post`` is a person's post, a team's or campaign's name, a vacancy's title; ``aim_…`` is the vacancy."""
    vacancy = "v.title AS aim_post, vu.name AS aim_unit, vu.place AS aim_place, v.vacancy_id AS vacancy"
    none = "NULL AS action, NULL::DATE AS judged_on"
    none += ", NULL AS aim_post, NULL AS aim_unit, NULL AS aim_place, NULL AS vacancy"
    return f"""
        SELECT 'cadre' AS kind, c.cadre_id AS subject, p.place, p.unit, c.name AS person, p.title AS post, p.level,
            {none}
        FROM cadres c LEFT JOIN _posts p ON p.cadre_id = c.cadre_id AND p.day = DATE '{day}'
        UNION ALL
        SELECT 'proposal', r.proposal_id, p.place, p.unit, c.name, p.title, p.level,
            {labelled("r.action", ACTIONS)}, r.judged_on, {vacancy}
        FROM _proposals r JOIN cadres c USING (cadre_id) JOIN vacancies v USING (vacancy_id)
        LEFT JOIN _units vu ON vu.unit_id = v.unit_id
        LEFT JOIN _posts p ON p.cadre_id = r.cadre_id AND p.day = r.judged_on
        UNION ALL
        SELECT 'vacancy', v.vacancy_id, vu.place, vu.name, NULL, v.title, v.rank, NULL, NULL, {vacancy}
        FROM vacancies v LEFT JOIN _units vu ON vu.unit_id = v.unit_id
        UNION ALL
        SELECT 'team', t.team_id, u.place, u.name, NULL, t.name, NULL, {none}
        FROM teams t LEFT JOIN _units u ON u.unit_id = t.unit_id
        UNION ALL
        SELECT 'unit', u.unit_id, u.place, u.name, NULL, NULL, NULL, {none} FROM _units u
        UNION ALL
        SELECT 'campaign', k.campaign_id, 0, '全市', NULL, k.name, NULL, {none} FROM campaigns k
        UNION ALL
        SELECT 'city', 'city', 0, '全市', NULL, NULL, NULL, {none}"""
