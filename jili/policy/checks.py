"""The rules between rows and tables that the columns of ``jili.policy.facts`` do not say by themselves.

Conditions are SQL on a row ``t`` and are true where the row is wrong; see ``jili.engine.checks.Check``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from jili.engine.cells import literal
from jili.engine.checks import Check

SUBJECT_TABLES = {
    "cadre": "cadres", "team": "teams", "unit": "units", "proposal": "proposals",
    "vacancy": "vacancies", "campaign": "campaigns",
}  # fmt: skip
"""The table in which a subject of a kind stands, under its ``<kind>_id``. The city is not in a table."""

PAYMENT_IDS = {
    "team_id": ["team_bonus"], "cadre_id": ["leave"], "award_id": ["award_bonus"], "year": ["team_bonus", "leave"],
}  # fmt: skip
"""The kinds of payment that have an id, and no others have it."""

FOREVER = "DATE '9999-12-31'"


def policy_checks(statements: Mapping[str, Collection[str]]) -> tuple[Check, ...]:
    """All of them. ``statements`` names the kinds of subject of each statement that can be settled."""
    return (*_ROWS, *_payments(), *_BETWEEN, *_settlements(statements))


def _listed(values: Iterable[str]) -> str:
    return ", ".join(literal(value) for value in values)


_ROWS = (
    Check("talk_triggers", "hold_until", "hold", "有暂缓止就要有暂缓起(hold_from)",
          "t.hold_until IS NOT NULL AND t.hold_from IS NULL"),
    Check("annual_assessments", "reason", "reason", "等次(grade)为 none 不定等次时要填原因,其他等次不得填",
          "(t.grade = 'none') <> (t.reason IS NOT NULL)"),
    Check("usual_assessments", "period", "period", "季度应写作年份(1900 至 2200)加 Q1 至 Q4,如 2024Q1",
          "NOT regexp_matches(t.period, '^((19|20|21)[0-9][0-9]|2200)Q[1-4]$')"),
    Check("findings", "task_id", "one", "任务(task_id)和领导班子(team_id)要填且只填一个",
          "(t.task_id IS NULL) = (t.team_id IS NULL)"),
    Check("findings", "task_id", "task", "认定类别(kind)为 target_unmet 重要责任目标未完成时要填任务,不填领导班子",
          "t.kind = 'target_unmet' AND t.task_id IS NULL AND t.team_id IS NOT NULL"),
    Check("merits", "cadre_id", "one", "干部(cadre_id)和领导班子(team_id)要填且只填一个",
          "(t.cadre_id IS NULL) = (t.team_id IS NULL)"),
    Check("awards", "cadre_id", "one", "干部(cadre_id)和领导班子(team_id)要填且只填一个",
          "(t.cadre_id IS NULL) = (t.team_id IS NULL)"),
)  # fmt: skip


def _payments() -> list[Check]:
    message = "班子奖金(team_bonus)填班子和年度,奖励奖金(award_bonus)填奖励,未休年休假报酬(leave)填干部和年度,其余留空"
    return [
        Check("payments", column, "ids", message, f"(t.{column} IS NOT NULL) <> (t.kind IN ({_listed(kinds)}))")
        for column, kinds in PAYMENT_IDS.items()
    ]


# What a talk_covers.trigger names: an appointment, its end, or a trigger. No id holds a "/".
_ENDS = "t.\"trigger\" LIKE '%/end'"
_NAMED = f'CASE WHEN {_ENDS} THEN substr(t."trigger", 1, length(t."trigger") - 4) ELSE t."trigger" END'
_OWNERS = (
    "(SELECT appointment_id AS id, cadre_id, true AS ends FROM appointments"
    " UNION ALL SELECT trigger_id, cadre_id, false FROM talk_triggers)"
)
_COVERED = f"FROM {_OWNERS} AS p WHERE p.id = {_NAMED} AND (p.ends OR NOT {_ENDS})"
# One reading of the three tables tells that nothing is wrong with either: what is named, and whose it is.
_COVERS_NOTHING_OR_ANOTHERS = (
    "SELECT count(*) FROM talk_covers AS t LEFT JOIN talks AS k ON k.talk_id = t.talk_id"
    f" LEFT JOIN {_OWNERS} AS p ON p.id = {_NAMED}"
    f" WHERE p.id IS NULL OR p.cadre_id IS DISTINCT FROM k.cadre_id OR NOT p.ends AND {_ENDS}"
)

_OVERLAP = (
    "a.cadre_id = b.cadre_id AND a.year = b.year AND greatest(a.decided_on, b.decided_on)"
    f" < least(coalesce(a.annulled_on, {FOREVER}), coalesce(b.annulled_on, {FOREVER}))"
)

_ROOTED = (
    "WITH RECURSIVE rooted AS (SELECT unit_id FROM units WHERE parent_id IS NULL"
    " UNION ALL SELECT u.unit_id FROM units AS u JOIN rooted AS r ON u.parent_id = r.unit_id)"
)

_BETWEEN = (
    Check("units", "parent_id", "loop", "沿上级单位往上走会绕回原处,走不到顶;请改正上级单位",
          # Units below a loop that are nobody's parent are no part of it.
          rows=f"{_ROOTED}, lost AS (SELECT rowid AS place, unit_id, parent_id FROM units WHERE parent_id IN"
          " (SELECT unit_id FROM units) AND unit_id NOT IN (SELECT unit_id FROM rooted))"
          " SELECT place + 2 AS line, parent_id AS value, CAST(NULL AS BIGINT) AS other FROM lost"
          " WHERE unit_id IN (SELECT parent_id FROM lost)",
          probe=f"{_ROOTED} SELECT (SELECT count(*) FROM units) - (SELECT count(*) FROM rooted)"),
    Check("talk_triggers", "trigger_id", "unique", "任职(appointments)中已有同样的编号;任职编号和事由编号合在一起也不得重复",
          "EXISTS (SELECT 1 FROM appointments AS p WHERE p.appointment_id = t.trigger_id)"),
    Check("talk_covers", "trigger", "reference", "应为任职编号、任职编号加“/end”或谈话事由编号;没有找到",
          f"NOT EXISTS (SELECT 1 {_COVERED})", probe=_COVERS_NOTHING_OR_ANOTHERS),
    Check("talk_covers", "trigger", "cadre", "所销事由不是谈话的这名干部的",
          # Joined by equality, the clash asked last: an engine may not find its way through the other order.
          rows="SELECT t.rowid + 2 AS line, CAST(t.\"trigger\" AS VARCHAR) AS value, CAST(NULL AS BIGINT) AS other"
          " FROM talk_covers AS t JOIN talks AS k ON k.talk_id = t.talk_id"
          f" JOIN {_OWNERS} AS p ON p.id = {_NAMED} WHERE p.cadre_id <> k.cadre_id",
          probe=_COVERS_NOTHING_OR_ANOTHERS),
    Check("awards", "merit_id", "merit", "奖励的干部或领导班子应与所依功绩(merits)的相同",
          "EXISTS (SELECT 1 FROM merits AS p WHERE p.merit_id = t.merit_id"
          " AND (p.cadre_id IS DISTINCT FROM t.cadre_id OR p.team_id IS DISTINCT FROM t.team_id))"),
    Check("annual_assessments", "year", "overlap",
          "同一干部同一年度的考核与第 {other} 行同时有效;请给先前的一件填上撤销日(annulled_on)或删去一行",
          rows="SELECT b.rowid + 2 AS line, CAST(b.year AS VARCHAR) AS value, min(a.rowid) + 2 AS other"
          f" FROM annual_assessments AS a JOIN annual_assessments AS b ON a.rowid < b.rowid AND {_OVERLAP}"
          " GROUP BY b.rowid, b.year",
          # Two that stand always overlap; only the few that were annulled need to be laid side by side.
          probe="SELECT (SELECT count(*) FROM (SELECT 1 AS found FROM annual_assessments WHERE annulled_on IS NULL"
          " GROUP BY cadre_id, year HAVING count(*) > 1) AS t) + (SELECT count(*) FROM annual_assessments AS b JOIN"
          " (SELECT *, rowid AS place FROM annual_assessments WHERE annulled_on IS NOT NULL) AS a"
          f" ON a.place <> b.rowid AND {_OVERLAP})"),
    Check("ten_list", "announced_on", "announced", "同一年度的名单只能有一个公布日;与第 {other} 行不同",
          rows="SELECT t.rowid + 2 AS line, CAST(t.announced_on AS VARCHAR) AS value, p.place + 2 AS other"
          " FROM ten_list AS t JOIN (SELECT year, announced_on, rowid AS place,"
          " row_number() OVER (PARTITION BY year ORDER BY rowid) AS nth FROM ten_list) AS p"
          " ON p.year = t.year AND p.nth = 1 WHERE p.announced_on <> t.announced_on"),
)  # fmt: skip


def _settlements(statements: Mapping[str, Collection[str]]) -> list[Check]:
    known = f"t.statement IN ({_listed(statements)})"
    pairs = _listed(f"{statement} {kind}" for statement, kinds in statements.items() for kind in sorted(kinds))
    missing = " OR ".join(
        f"t.subject_kind = '{kind}' AND NOT EXISTS (SELECT 1 FROM {table} AS p WHERE p.{kind}_id = t.subject)"
        for kind, table in SUBJECT_TABLES.items()
    )
    return [
        Check("settlements", "statement", "statement", "没有这一语句;应为决定表 statement 一列中的编号,如 7.3、11.4a",
              f"NOT {known}"),
        Check("settlements", "subject_kind", "subject_kind", "所依语句的决定不针对这类对象;请按决定表填写",
              f"{known} AND t.statement || ' ' || t.subject_kind NOT IN ({pairs})"),
        Check("settlements", "subject", "subject", "没有这个对象;应为对象类别(subject_kind)那张表中的编号,全市写作 city",
              f"{missing} OR t.subject_kind = 'city' AND t.subject <> 'city'"),
    ]  # fmt: skip
