"""An engine that remembers answers as the default engine gives them."""

from __future__ import annotations

import pytest

from jili.engine.backend import DuckDB
from jili.engine.function import subject
from jili.engine.remembering import RememberingDuckDB

OWN = f"SELECT {subject.sql_name.upper()}() AS own, n FROM numbers WHERE n < 2"
MANY = "SELECT n FROM numbers ORDER BY n"


def made(most: int = 10) -> RememberingDuckDB:
    engine = RememberingDuckDB(most)
    engine.make("numbers", "table", "SELECT range AS n FROM range(3)")
    return engine


def change(engine: DuckDB) -> None:
    """What never happens to a register: a change, by which is seen what is asked again."""
    engine.make("numbers", "table", "SELECT range AS n FROM range(1)")


def test_it_answers_as_the_default_engine() -> None:
    plain = DuckDB()
    plain.make("numbers", "table", "SELECT range AS n FROM range(3)")
    engine = made()
    for _ in range(2):
        assert engine.rows(MANY) == plain.rows(MANY)
        assert engine.gather([MANY, "SELECT 1 AS one"]) == plain.gather([MANY, "SELECT 1 AS one"])
        assert engine.ask([OWN], "x") == plain.ask([OWN], "x")


def test_what_it_was_asked_before_it_does_not_ask_again() -> None:
    engine = made()
    assert [len(rows) for rows in engine.gather([MANY])] == [3]
    change(engine)
    other = "SELECT count(*) AS many FROM numbers"
    assert [len(engine.rows(MANY)), engine.gather([other, MANY])[0]] == [3, [{"many": 1}]]
    assert [len(rows) for rows in engine.gather([MANY, other, MANY])] == [3, 1, 3]


def test_the_same_question_about_another_subject_is_another_question() -> None:
    engine = made()
    assert [engine.ask([OWN], id)[0][0]["own"] for id in ("x", "y", "x")] == ["x", "y", "x"]


@pytest.mark.parametrize(("most", "known"), [(1, 1), (2, 3)])
def test_the_answers_asked_for_longest_ago_go_first(most: int, known: int) -> None:
    engine = made(most)
    engine.rows(MANY)
    engine.rows("SELECT 1 AS one")
    change(engine)
    assert len(engine.rows(MANY)) == known
