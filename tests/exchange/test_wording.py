"""The words: every statement, outcome and record has some, and they say what made the outcome."""

from __future__ import annotations

from collections import Counter

import pytest

from jili.exchange.matters import ENDINGS, MATTERS
from jili.exchange.reasons import why
from jili.exchange.records import TELLING
from jili.exchange.rows import plain
from jili.policy.aloud import chinese
from jili.policy.facts import SCHEMA
from jili.policy.measures import MEASURES

STATEMENTS = {statement.name: statement for statement in MEASURES}


def test_every_statement_has_a_name_for_the_office_and_its_records_words() -> None:
    assert set(MATTERS) == set(STATEMENTS)
    assert {table for s in MEASURES for table in s.evidence if table} <= set(TELLING)
    assert set(TELLING) <= set(SCHEMA.names())


def test_a_decision_leads_back_to_one_statement() -> None:
    alike = Counter((s.id, s.effect, s.about) for s in MEASURES if s.name not in ENDINGS)
    assert set(alike.values()) == {1}


@pytest.mark.parametrize(
    ("name", "outcome", "words"),
    [
        ("6.4", "no_promotion", "评为“基本称职”等次,自审定之日起未满一年"),
        ("11.4a", "missed", "此前另有任职,超过视为未谈的天数,尚未谈话"),
        ("6.5", "manual", "没有可降的职务层次或尚不清楚"),
        ("8.1.1", "unknown", "规定年限内各年均为“称职”以上:尚不清楚"),
        ("8.3.3", "incomplete", "按破格申报,现任或拟任层次不清楚或上级尚未同意"),
        ("8.4.4/unit", "below", "未达到目标,未接近目标"),
    ],
)
def test_reasons_say_what_made_the_outcome(name: str, outcome: str, words: str) -> None:
    assert why(STATEMENTS[name], outcome) == words


def test_every_outcome_has_a_reason() -> None:
    assert [(s.name, outcome) for s in MEASURES for outcome in s.cases if not why(s, outcome)] == []
    assert "并非" not in "".join(why(s, outcome) for s in MEASURES for outcome in s.cases)


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")])
def test_article_numbers_are_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


def test_a_sentence_is_quoted_without_its_last_comma() -> None:
    assert plain("评为“优秀”的,") == "评为‘优秀’的"
