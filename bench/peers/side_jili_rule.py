"""The job as a jili statement: one rule, read here for its conditions as well as for its outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from jili.engine.formula import any_of, no, otherwise, unknown
from jili.engine.function import as_of
from jili.engine.policy import Policy
from jili.engine.program import Step, compile_program, outcome_column, with_conditions
from jili.engine.relations import Relations
from jili.engine.statement import Article, Effect, Statement, Subject, sentence
from jili.policy.facts import SCHEMA
from jili.policy.relations.common import anniversary, attach, in_force, y0


def latest(r: Relations) -> ir.Table:
    """Each cadre's latest known assessment."""
    known = r.known.annual_assessments
    return known.group_by("cadre_id").agg(
        latest_year=known.year.max(),
        latest_grade=known.grade.argmax(known.year),
        latest_on=known.decided_on.argmax(known.year),
    )


def five_years(r: Relations) -> ir.Table:
    """Each cadre's last five closed years: the greatest with a low grade, with an excellent one, and which have any."""
    known = r.known.annual_assessments
    five = known.filter(known.year <= r.y0, known.year > r.y0 - 5, known.grade != "none")
    return five.group_by("cadre_id").agg(
        low_year=five.year.max(where=five.grade.isin(["basic", "incompetent"])),
        excellent_year=five.year.max(where=five.grade == "excellent"),
        **{f"graded_{back}": (five.year == r.y0 - back).any() for back in range(5)},
    )


def member_teams(r: Relations) -> ir.Table:
    """Each member's team, the smallest, with its last three closed years."""
    posts = r.known.appointments
    held = posts.filter(
        posts.kind == "regular", posts.team_id.notnull(), in_force(posts.start_on, posts.end_on, as_of())
    )
    members = held.group_by("cadre_id").agg(team_id=held.team_id.min())
    grades = r.known.team_assessments
    three = grades.filter(grades.year <= r.y0, grades.year > r.y0 - 3)
    teams = three.group_by("team_id").agg(
        team_years=three.count(), team_excellent_year=three.year.max(where=three.grade == "excellent")
    )
    return attach(members, teams, "team_id")


def judged(r: Relations) -> ir.Table:
    """Every cadre with all that the conditions speak of."""
    people = attach(attach(r.cadres.select("cadre_id"), r.latest, "cadre_id"), r.five_years, "cadre_id")
    people = attach(people, r.member_teams, "cadre_id")
    gaps = [(~people[f"graded_{back}"].fill_null(False), r.y0 - back) for back in range(5)]
    return people.mutate(open_year=ibis.cases(*gaps), closed_year=r.y0)


BARRED = "最近一次考核为“基本称职”且未满一年"
ALL_GOOD = "近五年考核均为“称职”以上"
ONCE_EXCELLENT = "近五年有一次以上“优秀”"
TEAM_EXCELLENT = "所在班子近三年有一次以上“优秀”"

VERDICT = Statement(
    "verdict", Effect.REVIEW, Subject.CADRE,
    of="干部",
    among=lambda r: r.judged,
    when={
        BARRED: ((_.latest_grade == "basic") & (anniversary(_.latest_on) > as_of())).fill_null(False),
        ALL_GOOD: _.low_year.notnull().ifelse(False, _.open_year.notnull().ifelse(None, True)),
        ONCE_EXCELLENT: _.excellent_year.notnull().ifelse(True, _.open_year.notnull().ifelse(None, False)),
        TEAM_EXCELLENT: (_.team_id.isnull() | _.team_excellent_year.notnull()).ifelse(
            True, (_.team_years == 3).ifelse(False, None)
        ),
    },
    then={
        "barred": any_of(BARRED, no(ALL_GOOD)),
        "incomplete": any_of(unknown(ALL_GOOD), unknown(ONCE_EXCELLENT), unknown(TEAM_EXCELLENT)),
        "justify": any_of(no(ONCE_EXCELLENT), no(TEAM_EXCELLENT)),
        "qualified": otherwise,
    },
)  # fmt: skip

YEARS = {
    "year1": _.latest_year,
    "year2": ibis.coalesce(_.low_year, _.open_year, _.closed_year),
    "year3": _.excellent_year,
    "year4": _.team_excellent_year,
}

POLICY = Policy(
    SCHEMA,
    (Article(1, "比较", (sentence("verdict", "同一件事的几种做法。", VERDICT),)),),
    {function.__name__: function for function in (latest, five_years, member_teams, judged)},
    {"y0": (y0, lambda r: r.known.assessment_rounds.year.max())},
    finish=lambda rows, _: rows,
)


def verdicts(r: Relations) -> ir.Table:
    """The file that all sides write: a decision has no columns for conditions, so it is read off the same rule."""
    table, flags = with_conditions(VERDICT, r)
    table = table.mutate(outcome=outcome_column(VERDICT.cases, {name: table[flag] for name, flag in flags.items()}))
    shown = {
        f"c{place}": table[flag].cast("string").fill_null("unknown") for place, flag in enumerate(flags.values(), 1)
    }
    return table.select("cadre_id", **shown, outcome=_.outcome, **YEARS).order_by("cadre_id")


def compiled() -> Any:
    """The policy as compiled by the engine, asked for these columns instead of its decisions."""
    program = compile_program(POLICY, "duckdb")
    relations = POLICY.relations()
    table, needs = relations.reading(lambda: verdicts(relations))
    finish = Step("verdicts", "query", ibis.to_sql(table, dialect="duckdb"), tuple(sorted(needs)))
    return replace(program, steps=tuple(program.steps_for(*needs)), finish=finish).to_data()
