"""Lineage: which columns of the register a statement rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from ibis import _

from jili.engine.constant import UNKNOWN, constant
from jili.engine.lineage import compile_lineage
from jili.engine.policy import Policy
from jili.engine.relations import Relations
from jili.engine.statement import Article, Effect, Statement, Subject, sentence, silence
from tests.engine.toy import LIBRARY, last_loan

OWN = {"people": ["cadre_id"], "loans": ["loan_id"]}
"""The keys: that a table's records are there at all."""


def grouped(places: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in places:
        found.setdefault(table, []).append(column)
    return found


def lineage(
    among: Callable[[Relations], ir.Table],
    finish: Callable[[ir.Table, Relations], ir.Table] = lambda rows, _: rows,
    **relations: Callable[[Relations], ir.Table],
) -> dict[str, list[str]]:
    """What a statement about the rows of ``among`` rests on whose outcome is its column ``seen``."""
    statement = Statement(
        "1", Effect.DUTY, Subject.CADRE, of="x", among=among, when={"见": _.seen}, then="pending"
    )  # fmt: skip
    scalars = {"last_loan": (last_loan, lambda r: r.known.loans.lent_on.max())}
    policy = Policy(LIBRARY.schema, (Article(1, "x", (sentence("1", "y", statement),)),), relations, scalars, finish)
    return grouped(compile_lineage(policy)["1"])


def seen(table: ir.Table, value: Any) -> ir.Table:
    return table.select("cadre_id", seen=value)


def test_statements_rest_on_the_columns_of_their_rows_conditions_and_promises_and_of_what_they_are_derived_from() -> (
    None
):
    loans = ["annulled_on", "back_on", "cadre_id", "days", "lent_on", "loan_id"]
    people = ["cadre_id", "child", "name"]
    assert {name: grouped(places) for name, places in compile_lineage(LIBRARY).items()} == {
        "1": {"loans": loans, "people": ["cadre_id", "child"]},
        "2": {"loans": loans, "people": people},
        "2/library": {"loans": loans, "people": ["cadre_id", "child"]},
    }


def test_a_column_that_nobody_uses_does_not_count() -> None:
    assert lineage(lambda r: seen(r.people, r.people.child)) == {"people": ["cadre_id", "child"]}


def test_what_chooses_the_rows_counts() -> None:
    assert lineage(lambda r: seen(r.people.filter(r.people.deposit > 1), True)) == {"people": ["cadre_id", "deposit"]}


def test_what_groups_the_rows_counts_and_what_is_counted_of_them() -> None:
    def longest(r: Relations) -> ir.Table:
        return r.loans.group_by("cadre_id", long=r.loans.days > 30).agg(seen=r.loans.back_on.max().notnull())

    assert lineage(longest) == {"loans": ["back_on", "cadre_id", "days", "loan_id"]}


def test_what_multiplies_the_rows_counts() -> None:
    def letters(r: Relations) -> ir.Table:
        table = r.people.mutate(letter=r.people.name.split("").unnest())
        return seen(table, True)

    assert lineage(letters) == {"people": ["cadre_id", "name"]}


def test_what_makes_rows_the_same_counts() -> None:
    def distinct(r: Relations) -> ir.Table:
        return seen(r.loans.select("cadre_id", "days").distinct(), True)

    assert lineage(distinct) == {"loans": ["cadre_id", "days", "loan_id"]}


def test_both_sides_of_a_union_count_and_all_their_columns_if_it_makes_rows_one() -> None:
    def both(distinct: bool) -> Callable[[Relations], ir.Table]:
        def union(r: Relations) -> ir.Table:
            people = r.people.select("cadre_id", about="name")
            loans = r.loans.select("cadre_id", about="loan_id")
            return seen(people.union(loans, distinct=distinct), True)

        return union

    assert lineage(both(False)) == {"people": ["cadre_id"], "loans": ["cadre_id", "loan_id"]}
    assert lineage(both(True)) == {"people": ["cadre_id", "name"], "loans": ["cadre_id", "loan_id"]}


def test_a_column_of_a_union_is_of_both_sides() -> None:
    def union(r: Relations) -> ir.Table:
        loans = r.loans.select("cadre_id", late=r.loans.days > 1)
        table = r.people.select("cadre_id", late="child").union(loans)
        return seen(table, table.late)

    assert lineage(union) == {"people": ["cadre_id", "child"], "loans": ["cadre_id", "days", "loan_id"]}


def test_a_left_join_counts_only_where_a_column_of_it_is_used() -> None:
    def with_loan(used: bool) -> Callable[[Relations], ir.Table]:
        def joined(r: Relations) -> ir.Table:
            loans = r.loans.filter(r.loans.days > 1).select(reader="cadre_id", lent="lent_on")
            table = r.people.left_join(loans, r.people.cadre_id == loans.reader)
            return seen(table, table.lent.notnull() if used else table.child)

        return joined

    assert lineage(with_loan(True)) == {"people": ["cadre_id"], "loans": ["cadre_id", "days", "lent_on", "loan_id"]}
    assert lineage(with_loan(False)) == {"people": ["cadre_id", "child"]}


def test_that_a_left_join_found_something_counts_though_its_value_is_always_the_same() -> None:
    def found(r: Relations) -> ir.Table:
        loans = r.loans.select(reader="cadre_id", found=True)
        table = r.people.left_join(loans, r.people.cadre_id == loans.reader)
        return seen(table, table.found.fill_null(False))

    assert lineage(found) == {"people": ["cadre_id"], "loans": ["cadre_id", "loan_id"]}


def test_an_inner_join_counts_always() -> None:
    def joined(r: Relations) -> ir.Table:
        loans = r.loans.filter(r.loans.days > 1)
        table = r.people.join(loans, "cadre_id")
        return seen(table, table.child)

    assert lineage(joined) == {"people": ["cadre_id", "child"], "loans": ["cadre_id", "days", "loan_id"]}


def test_a_scalar_counts_where_it_is_named() -> None:
    assert lineage(lambda r: seen(r.people, r.last_loan.notnull())) == {
        "people": ["cadre_id"],
        "loans": ["annulled_on", "lent_on", "loan_id"],
    }


def test_rows_of_numbers_rest_on_nothing() -> None:
    def numbers(r: Relations) -> ir.Table:
        table = ibis.range(0, 2).unnest().name("n").as_table()
        return r.people.cross_join(table).select("cadre_id", seen=True)

    assert lineage(numbers) == {"people": ["cadre_id"]}


def kinds(r: Relations) -> ir.Table:
    """People by name, and of the rest the deposit."""
    people = r.people
    return people.select(kind=people.name, owner="cadre_id", paid=(people.name == "cadre").ifelse(True, people.child))


def with_kinds(rows: ir.Table, r: Relations) -> ir.Table:
    own = r.kinds
    joined = rows.left_join(own, [rows.subject_kind == own.kind, rows.subject == own.owner])
    return joined.mutate(outcome=joined.paid.ifelse("settled", joined.outcome))


def test_a_branch_that_a_statement_can_never_take_does_not_count() -> None:
    found = lineage(lambda r: r.loans.select("cadre_id", seen=True), with_kinds, kinds=kinds)
    assert found == {"loans": ["cadre_id", "loan_id"], "people": ["cadre_id", "name"]}


def test_what_is_fixed_is_followed_through_filters_groups_unions_and_joins() -> None:
    def chosen(r: Relations) -> ir.Table:
        own = r.kinds.filter(r.kinds.owner.notnull())
        latest = own.group_by("kind", "owner").agg(times=own.count()).rename(kind_="kind", owner_="owner")
        both = own.join(latest, [own.kind == latest.kind_, own.owner == latest.owner_])
        table = both.select("kind", "owner", paid=(both.kind_ != "cadre").ifelse(both.paid, True), more=1)
        return table.union(table).drop("more").distinct()

    def finish(rows: ir.Table, r: Relations) -> ir.Table:
        own = r.chosen
        joined = rows.left_join(own, [rows.subject_kind == own.kind, rows.subject == own.owner])
        return joined.mutate(outcome=joined.paid.ifelse("settled", joined.outcome))

    found = lineage(lambda r: r.loans.select("cadre_id", seen=True), finish, kinds=kinds, chosen=chosen)
    assert found == {"loans": ["cadre_id", "loan_id"], "people": ["cadre_id", "name"]}


def test_a_window_sees_also_the_rows_that_are_not_asked_for() -> None:
    def ranked(r: Relations) -> ir.Table:
        own = r.kinds
        return own.mutate(place=ibis.row_number().over(order_by=own.paid))

    def finish(rows: ir.Table, r: Relations) -> ir.Table:
        own = r.ranked
        joined = rows.left_join(own, [rows.subject_kind == own.kind, rows.subject == own.owner])
        return joined.mutate(outcome=(joined.place > 1).ifelse("settled", joined.outcome))

    found = lineage(lambda r: r.loans.select("cadre_id", seen=True), finish, kinds=kinds, ranked=ranked)
    assert found == {"loans": ["cadre_id", "loan_id"], "people": ["cadre_id", "child", "name"]}


def test_what_is_computed_from_a_fixed_column_is_followed_no_further() -> None:
    def finish(rows: ir.Table, r: Relations) -> ir.Table:
        own = r.kinds.mutate(kind=r.kinds.kind.lower())
        joined = rows.join(own, [rows.subject_kind == own.kind, rows.subject == own.owner])
        return joined.mutate(outcome=joined.paid.ifelse("settled", joined.outcome))

    found = lineage(lambda r: r.loans.select("cadre_id", seen=True), finish, kinds=kinds)
    assert found == {"loans": ["cadre_id", "loan_id"], "people": ["cadre_id", "child", "name"]}


def test_what_a_join_computes_is_not_fixed() -> None:
    def finish(rows: ir.Table, r: Relations) -> ir.Table:
        loans = r.loans.select(borrower="cadre_id", days="days")
        own = r.kinds.join(loans, [r.kinds.owner == loans.borrower, r.kinds.paid, loans.days > 1])
        own = own.select(own.owner, kind=own.kind.lower(), paid=(own.kind == "cadre").ifelse(True, own.paid))
        joined = rows.join(own, [rows.subject_kind == own.kind, rows.subject == own.owner])
        return joined.mutate(outcome=joined.paid.ifelse("settled", joined.outcome))

    found = lineage(lambda r: r.loans.select("cadre_id", seen=True), finish, kinds=kinds)
    assert found == {"loans": ["cadre_id", "days", "loan_id"], "people": ["cadre_id", "child", "name"]}


def test_shapes_that_lineage_does_not_know_are_refused() -> None:
    with pytest.raises(TypeError, match="lineage does not know Limit"):
        lineage(lambda r: seen(r.people.limit(1), True))
    with pytest.raises(TypeError, match="lineage does not know subqueries"):
        lineage(lambda r: seen(r.people, r.people.cadre_id.isin(r.loans.cadre_id)))


def test_a_sentence_without_a_rule_rests_on_nothing() -> None:
    quiet = replace(LIBRARY, articles=(Article(3, "x", (silence("3", "y", because="z"),)),))
    assert compile_lineage(quiet) == {}


TABLE = ibis.table({"kind": "string", "n": "int64"}, name="t")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (ibis.literal(3), 3),
        (ibis.null("string"), UNKNOWN),
        (TABLE.kind, "cadre"),
        (TABLE.n, UNKNOWN),
        (TABLE.kind == "cadre", True),
        (TABLE.kind != "cadre", False),
        (TABLE.kind == TABLE.n.cast("string"), UNKNOWN),
        (TABLE.kind.isin(["team", "unit"]), False),
        (TABLE.kind.isin(["team", TABLE.n.cast("string")]), UNKNOWN),
        (TABLE.n.isin([1, 2]), UNKNOWN),
        ((TABLE.kind == "team") & (TABLE.n == 1), False),
        ((TABLE.kind == "cadre") & (TABLE.n == 1), UNKNOWN),
        ((TABLE.kind == "cadre") & (TABLE.kind != "team"), True),
        ((TABLE.n == 1) | (TABLE.kind == "cadre"), True),
        ((TABLE.kind == "team") | (TABLE.kind == "unit"), False),
        ((TABLE.kind == "team").fill_null(False), False),
        (TABLE.n + 1, UNKNOWN),
    ],
)
def test_what_can_be_said_of_a_value_beforehand(value: Any, expected: Any) -> None:
    known: Mapping[str, Any] = {"kind": "cadre"}
    assert constant(value.op(), lambda field: known.get(field.name, UNKNOWN)) is expected or (
        constant(value.op(), lambda field: known.get(field.name, UNKNOWN)) == expected
    )
