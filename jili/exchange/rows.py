"""The decisions as a clerk reads them: one view, everything in words, made by joins in the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from jili.engine.cells import literal
from jili.engine.statement import Statement
from jili.exchange.matters import AFTERWARDS, ENDINGS, FIGURES, MATTERS, REMAINING
from jili.exchange.reasons import why
from jili.exchange.records import evidence_words, make_record_words
from jili.exchange.subjects import make_subjects
from jili.exchange.templates import compiled, labelled, number_in_words
from jili.policy.aloud import chinese
from jili.policy.measures import MEASURES
from jili.policy.outcomes import NAMES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_NUMBERS = ("base", "limit", "actual")


def make_rows(con: duckdb.DuckDBPyConnection, decisions: pa.Table, day: date) -> None:
    """Make the view ``rows`` of all decisions: their columns, a number ``id``, and

    place, unit, person, post, level; aim_place, aim_unit, aim_post, vacancy, action, judged_on (proposals);
    matter, outcome_words, clause, law, clause_order, reason; best_rank (of a proposal), day;

    and the view ``rows_taken`` with ``records`` besides, of those that ``take`` chooses.
    """
    con.register("_given", decisions)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _decisions AS"
        f" SELECT *, {_name()} AS name, row_number() OVER () AS id FROM _given"
    )
    con.unregister("_given")
    make_subjects(con, day)
    make_record_words(con, day)
    _make_statements(con)
    con.execute(f"CREATE OR REPLACE TEMP TABLE _conclusions AS {_conclusions()}")
    con.execute("CREATE OR REPLACE TEMP TABLE _taken AS SELECT *, id AS turn FROM _decisions LIMIT 0")
    con.execute(f"CREATE OR REPLACE TEMP VIEW rows AS {_rows(day, '_decisions', records=False)}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW rows_taken AS {_rows(day, '_taken', records=True)}")


def take(con: duckdb.DuckDBPyConnection, start: int, stop: int) -> None:
    """Let the view ``rows_taken`` hold the decisions of these turns in ``_order`` (id, turn), with their ``turn``."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _taken AS SELECT d.*, o.turn FROM _order o JOIN _decisions d USING (id)"
        f" WHERE o.turn > {start} AND o.turn <= {stop}"
    )


def _name() -> str:
    """SQL of the statement that a decision comes from."""
    known: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in MEASURES:
        known.setdefault((statement.id, statement.effect.value, statement.about.value), []).append(statement)
    whens = []
    for (id, effect, about), statements in known.items():
        row = f"statement = {literal(id)} AND effect = {literal(effect)} AND subject_kind = {literal(about)}"
        for statement in sorted(statements, key=lambda s: s.name not in ENDINGS):
            ending = f" AND ends_with(item, {literal(ENDINGS[statement.name])})" if statement.name in ENDINGS else ""
            whens.append(f"WHEN {row}{ending} THEN {literal(statement.name)}")
    return f"CASE {' '.join(whens)} ELSE statement END"


def _make_statements(con: duckdb.DuckDBPyConnection) -> None:
    """``_statements`` (name, clause, law, clause_order) and ``_reasons`` (name, outcome, why)."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _statements (name VARCHAR, clause VARCHAR, law VARCHAR, clause_order INTEGER)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE _reasons (name VARCHAR, outcome VARCHAR, why VARCHAR)")
    happened = set(con.execute("SELECT DISTINCT name, outcome FROM _decisions").fetchall())
    clauses: list[tuple[str, str, str, int]] = []
    reasons: list[tuple[str, str, str]] = []
    for article in MEASURES.articles:
        number = chinese(article.number)
        for sentence in article.sentences:
            for statement in sentence.statements:
                clause, law = f"第{number}条 {sentence.id}", f"第{number}条({sentence.id})“{plain(sentence.text)}”"
                clauses.append((statement.name, clause, law, len(clauses)))
                reasons += [
                    (statement.name, outcome, why(statement, outcome) or AFTERWARDS.get(outcome, ""))
                    for outcome in (*statement.cases, *AFTERWARDS)
                    if (statement.name, outcome) in happened
                ]
    con.executemany("INSERT INTO _statements VALUES (?, ?, ?, ?)", clauses)
    if reasons:
        con.executemany("INSERT INTO _reasons VALUES (?, ?, ?)", list(dict.fromkeys(reasons)))


def plain(text: str) -> str:
    """A sentence without the comma or stop that ends it, its own quotation marks as inner ones."""
    return re.sub("[,;。、]$", "", text).replace("“", "‘").replace("”", "’")


def _by_statement(templates: Iterable[tuple[str, str]], alias: str = "d") -> str:
    """SQL of a text that each statement says by a template over its decision."""

    def value(name: str) -> str:
        if name == "year":
            return f"regexp_extract({alias}.item, '([0-9]{{4}})(H[12])?(/announce)?$', 1)"
        if name == "half":
            return f"CASE right({alias}.item, 2) WHEN 'H1' THEN '上半年' WHEN 'H2' THEN '下半年' END"
        return number_in_words(f'{alias}."{name}"')

    whens = " ".join(f"WHEN {literal(name)} THEN {compiled(text, value)}" for name, text in templates)
    return f"CASE {alias}.name {whens} ELSE '' END"


def _conclusions() -> str:
    """Of each proposal its place, and for its conclusion what the reviews beside it found. A conclusion tells only
    that one of several things stood in the way; these rows tell which."""
    found = {"barred": ("fail", "barred"), "incomplete": ("unknown", "manual", "incomplete", "unmarked"),
             "justify": ("justify",)}  # fmt: skip
    decisive = " OR ".join(
        f"c.outcome = {literal(outcome)} AND r.outcome IN ({', '.join(map(literal, outcomes))})"
        for outcome, outcomes in found.items()
    )
    matter = _by_statement(MATTERS.items(), "r")
    said = f"{matter} || '(' || r.statement || '):' || {labelled('r.outcome', NAMES)}"
    restricted = "c.outcome = 'barred' AND contains(c.evidence, 'findings:')"
    return f"""
        SELECT c.subject, c.rank AS best_rank,
            CASE WHEN {restricted} THEN '正受“不得提拔重用”的限制(6.6)' END AS barred,
            string_agg({said}, ';' ORDER BY r.statement) FILTER (WHERE {decisive}) AS found
        FROM _decisions c LEFT JOIN _decisions r ON r.subject = c.subject AND r.subject_kind = 'proposal'
            AND r.effect IN ('review', 'permission') AND r.item <> 'conclusion'
        WHERE c.name = '8/conclusion' GROUP BY ALL"""


def _rows(day: date, source: str, *, records: bool) -> str:
    words, joins = evidence_words() if records else ("NULL", "")
    figures = _by_statement(FIGURES.items())
    numbers = ", ".join(f'd."{name}"::DOUBLE AS "{name}"' for name in _NUMBERS)
    left = " ".join(f"WHEN {literal(outcome)} THEN {literal(why)}" for outcome, why in REMAINING.items())
    concluded = f"coalesce(nullif(concat_ws(';', k.barred, k.found), ''), CASE d.outcome {left} END)"
    return f"""
        SELECT d.* EXCLUDE (base, "limit", actual), {numbers}, DATE '{day}' AS day,
            s.place, s.unit, coalesce(s.person, chosen.person) AS person, s.post, s.level,
            s.action, s.judged_on, s.aim_post, s.aim_unit, s.aim_place, s.vacancy,
            {_by_statement(MATTERS.items())} AS matter, {labelled("d.outcome", NAMES)} AS outcome_words,
            t.clause, t.law, t.clause_order, k.best_rank,
            coalesce(CASE WHEN d.item = 'conclusion' THEN {concluded} END,
                concat_ws(';', nullif({figures}, ''), nullif(w.why, ''))) AS reason,
            {words} AS records
        FROM {source} d
        LEFT JOIN _subjects s ON s.kind = d.subject_kind AND s.subject = d.subject
        LEFT JOIN _subjects chosen
            ON d.subject_kind = 'vacancy' AND chosen.kind = 'proposal' AND chosen.subject = d.item
        LEFT JOIN _statements t ON t.name = d.name
        LEFT JOIN _reasons w ON w.name = d.name AND w.outcome = d.outcome
        LEFT JOIN _conclusions k ON d.subject_kind = 'proposal' AND k.subject = d.subject
        {joins}"""
