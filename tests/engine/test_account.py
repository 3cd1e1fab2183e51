"""Accounts: what it takes to explain a statement, read off the same objects as the rules."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import ibis
from ibis import _

from jili.engine.account import StatementAccount, compile_accounts
from jili.engine.formula import all_of
from jili.engine.function import add_days, as_of
from jili.engine.policy import Policy
from jili.engine.statement import Article, Effect, Statement, Subject, sentence
from tests.engine.toy import LIBRARY, loans_allowed

SHOWN = ("lent_on", "back_on", "due_on", "books", "child", "loan_ids")
ACCOUNTS = {data["name"]: data for data in compile_accounts(LIBRARY, "duckdb", SHOWN)}


def without_sql(account: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in account.items() if name != "sql"}


def test_an_account_says_all_that_an_explanation_needs() -> None:
    assert without_sql(ACCOUNTS["2"]) == {
        "name": "2", "sentence": "2", "text": "逾期未还两本以上的,不得再借。", "article": 2, "effect": "restriction",
        "about": "cadre", "of": "读者", "needs": ("overdue",),
        "conditions": (
            {"name": "逾期两本以上", "column": "condition_0", "reads": ("books",), "functions": ("loans_allowed",)},
            {"name": "规定有效", "column": "condition_1", "reads": (), "functions": ()},
        ),
        "cases": {"no_loans": ["all", ["holds", "逾期两本以上"], ["holds", "规定有效"]]},
        "tells": (),
        "promises": (
            {
                "says": "补录{name}的归还",
                "makes": {"逾期两本以上": False},
                "changes": (
                    {
                        "table": "returns",
                        "values": {"return_id": "{new}", "loan_id": "{each}", "kind": "book", "days": 7},
                        "key": None,
                        "each": "promise_0_0_each",
                    },
                ),
                "given": {"column": "promise_0_given"},
                "removes": False,
            },
        ),
    }  # fmt: skip


def test_conditions_say_which_columns_they_read_and_on_which_functions_they_rest() -> None:
    assert [(c["name"], c["reads"], c["functions"]) for c in ACCOUNTS["1"]["conditions"]] == [
        ("已还", ("back_on",), ("as_of",)),
        ("按期", ("back_on", "due_on"), ("add_days", "as_of")),
        ("期限已过", ("due_on",), ("add_days", "as_of")),
    ]


def test_an_account_names_the_further_columns_that_an_explanation_shows() -> None:
    assert {name: account["tells"] for name, account in ACCOUNTS.items()} == {"1": ("days",), "2": (), "2/library": ()}


def test_columns_that_people_have_no_word_for_are_not_shown() -> None:
    (one, *_) = compile_accounts(LIBRARY, "duckdb", ())
    assert {condition["reads"] for condition in one["conditions"]} == {()}


def test_an_account_is_the_same_after_being_written_as_json() -> None:
    for data in ACCOUNTS.values():
        assert asdict(StatementAccount.from_data(json.loads(json.dumps(data)))) == data


def test_an_account_works_out_the_outcome_as_the_statement_does() -> None:
    account = StatementAccount.from_data(ACCOUNTS["1"])
    (statement,) = LIBRARY.articles[0]
    values = (True, False, None)
    for flags in ({"已还": a, "按期": b, "期限已过": c} for a in values for b in values for c in values):
        assert account.outcome(flags) == statement.outcome(flags)


def functions_of(derive: Any, condition: Any) -> tuple[str, ...]:
    """The functions that a condition over a derived relation rests on."""
    statement = Statement(
        "1", Effect.DUTY, Subject.CADRE, "", lambda r: r.derived, {"真": condition}, {"x": all_of("真")}
    )
    policy = replace(
        LIBRARY,
        articles=(Article(1, "", (sentence("1", "", statement),)),),
        derivations={**LIBRARY.derivations, "derived": derive},
    )
    assert isinstance(policy, Policy)
    ((condition,),) = (account["conditions"] for account in compile_accounts(policy, "duckdb", SHOWN))
    return tuple(condition["functions"])


def test_functions_are_found_through_unions_filters_joins_and_groups() -> None:
    def derived(r: Any) -> Any:
        known = r.loans.select("cadre_id", day=as_of())
        later = r.loans.select("cadre_id", day=add_days(r.loans.lent_on, loans_allowed()))
        both = known.union(later)
        return both.group_by("cadre_id").agg(last=both.day.max())

    assert functions_of(derived, _.last.notnull()) == ("add_days", "as_of", "loans_allowed")


def test_a_filter_counts_for_every_column_that_passes_it() -> None:
    def derived(r: Any) -> Any:
        return r.loans.filter(r.loans.lent_on < as_of()).select("cadre_id", "days").distinct()

    assert functions_of(derived, _.days > 1) == ("as_of",)


def test_a_column_that_rests_on_no_function_has_none() -> None:
    assert functions_of(lambda r: r.people, ibis._.child) == ()


def test_a_column_of_another_statements_rows_is_not_followed_further() -> None:
    def derived(r: Any) -> Any:
        return r.rows_of("1").select(cadre_id="subject", outcome="outcome")

    assert functions_of(derived, _.outcome == "late") == ()


def test_a_column_read_twice_is_followed_once() -> None:
    def derived(r: Any) -> Any:
        days = r.loans.select("cadre_id", day=add_days(r.loans.lent_on, 1))
        return days.mutate(again=days.day, once_more=days.day)

    assert functions_of(derived, _.again <= _.once_more) == ("add_days",)
