"""Statements and sentences check themselves when they are written."""

from __future__ import annotations

from typing import Any

import pytest
from ibis import _

from jili.engine.formula import all_of, no, otherwise
from jili.engine.statement import (
    Article,
    Change,
    Effect,
    Promise,
    Sentence,
    Statement,
    Subject,
    if_,
    insert,
    sentence,
    silence,
    update,
)


def statement(then: Any, *, name: str = "1/a", promises: tuple[Promise, ...] = ()) -> Statement:
    return Statement(
        name, Effect.DUTY, Subject.CADRE, of="借阅", among=lambda r: r.lent, when={"已还": _.back, "按期": _.in_time},
        then=then, promises=promises,
    )  # fmt: skip


def test_the_id_is_what_stands_before_the_slash() -> None:
    assert (statement("ok").id, statement("ok", name="11.4a").id) == ("1", "11.4a")


def test_a_single_word_stands_for_all_conditions() -> None:
    assert statement("ok").cases == {"ok": all_of("已还", "按期")}


def test_a_condition_by_its_name_is_a_case() -> None:
    assert statement({"ok": "已还", "not": no("已还"), "else": otherwise}).outcome({"已还": False}) == "not"


def test_no_case_no_outcome() -> None:
    assert statement({"ok": "已还"}).outcome({"已还": None}) is None


def test_a_case_may_only_name_conditions_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"^1/a: a case names a condition that is not there: 末还$"):
        statement({"ok": "末还"})


def test_a_promise_may_only_name_conditions_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"^1/a: a promise names a condition that is not there: 末还$"):
        statement("ok", promises=(if_("归还", makes={"末还": True}),))


def test_a_sentence_has_statements_or_a_reason_for_having_none_and_not_both() -> None:
    told = r"^1: a sentence has either statements or a reason for having none$"
    with pytest.raises(ValueError, match=told):
        Sentence("1", "借书应当归还。")
    with pytest.raises(ValueError, match=told):
        Sentence("1", "借书应当归还。", (statement("ok"),), "不产生结论。")


def test_an_article_gives_the_statements_of_its_sentences_in_order() -> None:
    one, two, three = (statement("ok", name=name) for name in ("1/a", "1/b", "3"))
    article = Article(1, "借书", (
        sentence("1", "借。", one, two), silence("2", "爱护。", because="原则。"), sentence("3", "还。", three),
    ))  # fmt: skip
    assert list(article) == [one, two, three]


def test_changes_say_what_is_entered_and_what_is_corrected() -> None:
    assert insert("loans", each="ids", days=7) == Change("loans", {"days": 7}, None, "ids")
    assert update("loans", {"loan_id": "a"}, days=7) == Change("loans", {"days": 7}, {"loan_id": "a"}, None)


def test_a_promise_that_makes_nothing_true_takes_the_row_away() -> None:
    assert if_("撤销") == Promise("撤销", {}, (), True, removes=True)
    assert if_("归还", makes={"已还": True}) == Promise("归还", {"已还": True}, (), True, removes=False)
