"""Records in words: what, about whom, when; for every record that some decision rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from jili.engine.cells import literal, quoted
from jili.engine.schema import Table
from jili.exchange.templates import compiled, in_words, key
from jili.policy.facts import SCHEMA

if TYPE_CHECKING:
    import duckdb

TELLING: Mapping[str, str] = {
    "units": "{name}",
    "teams": "{name}",
    "cadres": "{name}",
    "appointments": "{kind}:{unit_id}{title},{start_on}起[,{end_on}止]",
    "assessment_rounds": "{year}年度考核结果{closed_on}审定完毕",
    "annual_assessments": "{year}年度综合考核:{grade}[({reason})],{decided_on}审定",
    "usual_assessments": "{period}平时考核:{grade},{decided_on}审定",
    "team_assessments": "{team_id}{year}年度考核:{grade}[,{group_size}个班子中第{rank}名],{decided_on}审定",
    "demonstrations": "{level}示范典型,{recognised_on}认定",
    "campaigns": "{kind}:{name},{start_on}起[,{end_on}止]",
    "campaign_service": "{campaign_id}[({frontline})]:{start_on}起[,{end_on}止]"
    "[,{outstanding_on}认定实绩突出][,{recognised_on}认定群众公认]",
    "tasks": "{unit_id}{year}年任务{task_id}({list}·{category}[·{important}]),{due_on}到期[,{completed_on}完成]",
    "findings": "{kind}的责任认定,{decided_on}",
    "unit_events": "{kind},{held_on}",
    "activities": "创先争优活动,{held_on}",
    "merits": "功绩:{contribution}[({critical})],{recognised_on}认定",
    "awards": "{level}({authority}审批),{decided_on}决定",
    "payments": "{kind}:{paid_on}发放",
    "vacancies": "空缺:{unit_id}{title}",
    "proposals": "{action}人选:{cadre_id}",
    "expert_nominations": "{year}年推荐{programme}",
    "composite_scores": "{year}年度综合评定"
    "[:年度目标责任{target_score}分][,党建{party_score}分][,重点工作{work_score}分]",
    "ten_list": "{cadre_id}:列入{year}年度十名名单,{announced_on}公布",
    "talent_reviews": "{reviewed_on}研判[:{quality|potential|performance|recognition}]",
    "courses": "专题培训班,{held_on}举办",
    "talk_triggers": "{kind},{occurred_on}知悉[,{hold_from}起暂缓][,{hold_until}止]",
    "talks": "{held_on}谈话",
    "leave": "{year}年度已休{taken_days}天",
    "health_checks": "{checked_on}体检",
    "insurances": "意外险,{start_on}至{end_on}",
    "hardships": "困难家庭,{opened_on}认定",
    "visits": "{visited_on}走访慰问",
    "hardship_requests": "{kind}诉求,{raised_on}提出[,{resolved_on}解决]",
    "settlements": "{kind},{decided_on}办结[({document})]",
}
"""Table → the columns that tell a clerk which record it is."""

SHOWN = 3
"""So many records of a decision are put into words; of the others only the number is given."""


def make_record_words(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """From ``_decisions`` make ``_words`` (reference, who, words): each record among the first of some evidence, once.

    ``who`` is the person that a record is about, where its words do not say so.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _cited AS SELECT DISTINCT unnest(string_split(evidence, ';')[:"
        f"{SHOWN}]) AS reference FROM _decisions WHERE evidence <> ''"
    )
    cited = con.execute("SELECT DISTINCT split_part(reference, ':', 1) FROM _cited ORDER BY 1").fetchall()
    con.execute("CREATE OR REPLACE TEMP TABLE _words (reference VARCHAR, who VARCHAR, words VARCHAR)")
    for (name,) in cited:
        con.execute(f"INSERT INTO _words {words_of(SCHEMA[name], day)}")


def words_of(table: Table, day: date) -> str:
    """A query of the words of a table's cited records as they stand on ``day``."""
    joins: dict[str, str] = {}

    def value(name: str) -> str:
        column = table[name]
        if column.refers in ("units", "teams", "cadres", "campaigns"):
            other = f"other_{name}"
            target = SCHEMA[column.refers].key[0]
            joins[other] = f"LEFT JOIN {column.refers} {other} ON {other}.{target} = t.{quoted(name)}"
            return f"{other}.name"
        return in_words(column, f"t.{quoted(name)}", happened_by=day if name in table.future else None)

    template = TELLING.get(table.name, table.label)
    words = compiled(template, value)
    personal = any(c.name == "cadre_id" and c.refers for c in table.columns) and "{cadre_id}" not in template
    who = value("cadre_id") if personal else "NULL"
    reference = f"{literal(table.name + ':')} || {key(table.key)}"
    return (
        f"SELECT {reference}, {who}, {words} FROM {quoted(table.name)} t {' '.join(joins.values())}"
        f" WHERE {reference} IN (SELECT reference FROM _cited)"
    )


def evidence_words(alias: str = "d") -> tuple[str, str]:
    """SQL of a decision's evidence in words, and the joins it needs."""
    joins = " ".join(
        f"LEFT JOIN _words w{n} ON w{n}.reference = nullif(split_part({alias}.evidence, ';', {n}), '')"
        for n in range(1, SHOWN + 1)
    )
    shared = f"{alias}.subject_kind NOT IN ('cadre', 'proposal')"
    listed = ", ".join(
        f"CASE WHEN {shared} AND w{n}.who <> '' THEN w{n}.who || ':' || w{n}.words ELSE w{n}.words END"
        for n in range(1, SHOWN + 1)
    )
    count = f"(length({alias}.evidence) - length(replace({alias}.evidence, ';', '')) + 1)"
    more = f"CASE WHEN {count} > {SHOWN} THEN '等' || {count} || '条' ELSE '' END"
    return f"concat_ws(';', {listed}) || {more}", joins
