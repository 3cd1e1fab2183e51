"""Every sentence of the Measures stands in the code once, word for word, with its rules or a reason for having none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import jili.policy
from jili.engine.statement import Article
from jili.policy.measures import ARTICLES, MEASURES
from tests.policy.test_coverage_of_cases import possible_outcomes

TEXT = Path(jili.policy.__file__).with_name("text")
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]

SPECIFIED = """
3.1     finding     cadre     no_basis no_annual settled
4.2     duty        city      fulfilled pending overdue unrecorded settled
4.2     candidacy   cadre     candidate
5.1     duty        cadre     fulfilled pending overdue unrecorded settled
5.2     finding     cadre     list_incomplete settled
5.3     duty        unit      fulfilled pending overdue unrecorded settled
6.2     quota       team      below_one exceeded within
6.2     quota       city      exceeded within
6.3     duty        team      fulfilled pending unrecorded settled
6.4     restriction cadre     no_promotion
6.5     duty        cadre     manual fulfilled pending unrecorded settled
6.5     restriction cadre     no_promotion
6.6     restriction cadre     no_promotion_no_reuse
6.6     finding     team      suspect_rank_drop incomparable settled
6.6     finding     unit      suspect_target_unmet settled
7.1     duty        campaign  fulfilled pending overdue unrecorded settled
7.3     duty        cadre     fulfilled late pending overdue mismatch ultra_vires manual unrecorded settled
7.3     duty        team      fulfilled late pending overdue mismatch ultra_vires unrecorded settled
7.5     duty        cadre     fulfilled pending unrecorded settled
8       review      proposal  barred incomplete justify qualified
8       finding     vacancy   explain_choice settled
8.1.1   review      proposal  manual fail unknown pass settled
8.1.2   review      proposal  manual pass unknown justify settled
8.1.3   review      proposal  manual pass unknown justify settled
8.2.1   preference  team      favoured
8.2.1   preference  proposal  favoured
8.3.2   preference  proposal  on_ties
8.3.3   permission  proposal  unmarked barred incomplete permitted
8.3.4   preference  cadre     recommended_first
8.3.5   preference  proposal  frontline_first
8.4.2   candidacy   cadre     incomplete listed tied
8.4.2   duty        city      fulfilled late pending overdue unrecorded settled
8.4.3   preference  proposal  listed_first
8.4.4   target      unit      reached nearly below
8.4.4   target      city      reached nearly below
9.2     candidacy   cadre     candidate
10.2    candidacy   cadre     candidate candidate_restricted
11.4a   duty        cadre     fulfilled late missed overdue pending unrecorded settled
11.4b   duty        cadre     fulfilled late missed overdue pending on_hold unrecorded settled
11.4c   duty        cadre     fulfilled late missed overdue pending on_hold unrecorded settled
11.4d   duty        cadre     fulfilled late missed overdue pending on_hold unrecorded settled
11.5    duty        cadre     fulfilled overdue pending unrecorded settled
11.6    duty        cadre     fulfilled explain overdue pending unrecorded settled
11.7    duty        cadre     fulfilled explain unrecorded settled
11.8    duty        cadre     fulfilled pending overdue unrecorded settled
11.9    duty        cadre     fulfilled pending unrecorded settled
"""
"""Id, effect, kind of subject and outcomes, read off ``spec/statements.md``."""


def specified() -> dict[tuple[str, ...], set[str]]:
    lines = [line.split() for line in SPECIFIED.strip().splitlines()]
    return {tuple(words[:3]): set(words[3:]) for words in lines}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"第{article.number}条")
def test_the_quotes_of_an_article_are_its_text(article: Article) -> None:
    text = (TEXT / f"article_{article.number:02}.txt").read_text("utf-8")
    heading = f"第{NUMERALS[article.number - 1]}条 "
    assert text.startswith(heading)
    words = re.sub(r"\n(?:\([一二三四五六七八九十]\))?", "", text.removeprefix(heading))
    assert "".join(sentence.text for sentence in article.sentences) == words


def test_all_thirteen_articles_are_there_in_order() -> None:
    assert [article.number for article in ARTICLES] == list(range(1, 14))


def test_every_sentence_has_an_id_of_its_own_and_either_rules_or_a_reason() -> None:
    sentences = [sentence for article in ARTICLES for sentence in article.sentences]
    assert [id for id, count in Counter(sentence.id for sentence in sentences).items() if count > 1] == []
    assert [sentence.id for sentence in sentences if bool(sentence.statements) == bool(sentence.silent)] == []


def test_a_statement_stands_beside_its_own_sentence() -> None:
    astray = [
        (sentence.id, statement.name)
        for article in ARTICLES
        for sentence in article.sentences
        for statement in sentence.statements
        if statement.id != sentence.id
    ]
    assert astray == []


def test_the_names_of_statements_differ() -> None:
    names = Counter(statement.name for statement in MEASURES)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) == 48


def test_the_ids_are_the_thirty_six_of_the_specification() -> None:
    assert sorted({statement.id for statement in MEASURES}) == sorted({id for id, *_ in specified()})
    assert len({statement.id for statement in MEASURES}) == 36


def test_the_outcomes_are_those_of_the_specification() -> None:
    """As declared; that each but 7.3's ``manual`` for teams also occurs is for the coverage of the cases."""
    declared: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for statement in MEASURES:
        kind = (statement.id, statement.effect.value, statement.about.value)
        declared[kind] |= possible_outcomes(statement)
    declared["7.3", "duty", "team"].remove("manual")
    assert declared == specified()
    assert sum(map(len, specified().values())) == 173
