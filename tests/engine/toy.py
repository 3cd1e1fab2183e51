"""A lending library: two tables and two articles, no law. Enough for all that the engine does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from jili.engine.backend import DuckDB
from jili.engine.cells import literal, quoted, sql_type
from jili.engine.formula import all_of, no, otherwise, unknown
from jili.engine.function import Definition, Function, add_days, as_of
from jili.engine.policy import Policy
from jili.engine.program import compile_program
from jili.engine.relations import Relations, inline
from jili.engine.schema import Schema, Table, decimal, flag, number, ref, text
from jili.engine.schema import date as day
from jili.engine.statement import (
    EACH,
    NEW,
    REFERENCES,
    Article,
    Effect,
    Statement,
    Subject,
    if_,
    insert,
    sentence,
    silence,
    update,
)

PEOPLE = Table("people", "读者", (
    text("cadre_id", "读者编号"), text("name", "姓名"), flag("child", "儿童"),
    decimal("deposit", "押金", 2, optional=True),
), key=("cadre_id",))  # fmt: skip
LOANS = Table("loans", "借阅", (
    text("loan_id", "借阅编号"), ref("cadre_id", "读者", "people"), day("lent_on", "借出日"),
    number("days", "借期", optional=True), day("back_on", "归还日", optional=True),
    day("annulled_on", "撤销日", optional=True),
), key=("loan_id",), known_on="lent_on", future=("back_on", "annulled_on"))  # fmt: skip
SCHEMA = Schema((PEOPLE, LOANS))

loans_allowed = Function("loans_allowed", "int64")
last_loan = Function("last_loan", "date")
DEFINITIONS = [Definition(loans_allowed, "CAST(2 AS BIGINT)")]
DAY = date(2024, 6, 30)


@inline
def readers(r: Relations) -> ir.Table:
    """People who are no children."""
    return r.people.filter(~r.people.child)


def lent(r: Relations) -> ir.Table:
    """Loans as known, with the day by which the book is due (unknown without a term)."""
    loans = r.known.loans
    return loans.mutate(due_on=add_days(loans.lent_on, loans.days), year=loans.lent_on.year().cast("int64"))


def overdue(r: Relations) -> ir.Table:
    """For each reader, how many books are overdue by statement 1, and which."""
    rows = r.rows_of("1")
    rows = rows.filter(rows.outcome == "overdue")
    late = rows.group_by(cadre_id=rows.subject).agg(books=rows.count(), loan_ids=rows.item.collect())
    readers = r.readers.select("cadre_id", "name").rename(reader_id="cadre_id")
    joined = readers.left_join(late, readers.reader_id == late.cadre_id)
    return joined.select(
        cadre_id="reader_id", name="name", books=joined.books.fill_null(0), loan_ids="loan_ids",
        references=joined.loan_ids.map(lambda id: "loans:" + id), last_on=r.last_loan,
    )  # fmt: skip


def totals(r: Relations) -> ir.Table:
    """The whole library in one row."""
    return r.overdue.agg(books=r.overdue.books.sum(), heads=r.overdue.count())


LENDING = Article(1, "借书", (
    sentence(
        "1",
        "借书应当按期归还。",
        Statement(
            "1", Effect.DUTY, Subject.CADRE,
            of="借阅",
            among=lambda r: r.lent,
            when={
                "已还": _.back_on.notnull(),
                "按期": _.back_on <= _.due_on,
                "期限已过": _.due_on < as_of(),
            },
            then={
                "fulfilled": all_of("已还", "按期"),
                "late": "已还",
                "manual": unknown("期限已过"),
                "overdue": "期限已过",
                "pending": otherwise,
            },
            item=_.loan_id,
            starts_on=_.lent_on, ends_on=_.due_on,
            evidence={"loans": _.loan_id},
            promises=(
                if_(
                    "{year}年借的书现在归还",
                    update("loans", {"loan_id": _.loan_id}, back_on=as_of()),
                    makes={"已还": True, "按期": _.due_on >= as_of()},
                    given=_.back_on.isnull(),
                ),
                if_("这次借阅撤销", update("loans", {"loan_id": _.loan_id}, annulled_on=as_of())),
                if_("什么也不做", makes={}),
            ),
            tells=("days",),
        ),
    ),
))  # fmt: skip

ORDER = Article(2, "秩序", (
    sentence(
        "2",
        "逾期未还两本以上的,不得再借。",
        Statement(
            "2", Effect.RESTRICTION, Subject.CADRE,
            of="读者",
            among=lambda r: r.overdue,
            when={"逾期两本以上": _.books >= loans_allowed(), "规定有效": True},
            then="no_loans",
            actual=_.books,
            evidence={REFERENCES: _.references, "loans": _.loan_ids, "people": _.cadre_id},
            promises=(
                if_(
                    "补录{name}的归还",
                    insert("returns", each=_.loan_ids, return_id=NEW, loan_id=EACH, kind="book", days=7),
                    makes={"逾期两本以上": False},
                    given=_.books > 0,
                ),
            ),
        ),
        Statement(
            "2/library", Effect.TARGET, Subject.CITY,
            of="全馆",
            among=lambda r: r.totals,
            when={"无人逾期": _.books == 0},
            then={"reached": "无人逾期", "below": no("无人逾期")},
            base=_.heads, limit=0, actual=_.books, rank=lambda totals: ibis.rank().over(order_by=totals.books) + 1,
        ),
    ),
    silence("3", "爱护图书。", because="不产生结论。"),
))  # fmt: skip


def finish(rows: ir.Table, r: Relations) -> ir.Table:
    """Children are let off."""
    readers = r.readers.select(reader_id="cadre_id")
    joined = rows.left_join(readers, rows.subject == readers.reader_id)
    return joined.filter((joined.subject_kind != "cadre") | joined.reader_id.notnull()).drop("reader_id")


LIBRARY = Policy(
    SCHEMA,
    (LENDING, ORDER),
    {"readers": readers, "lent": lent, "overdue": overdue, "totals": totals},
    {"last_loan": (last_loan, lambda r: r.known.loans.lent_on.max())},
    finish,
)
PROGRAM = compile_program(LIBRARY, "duckdb")

ANN = {"cadre_id": "ann", "name": "安", "child": False}
BEN = {"cadre_id": "ben", "name": "本", "child": False}
KID = {"cadre_id": "kid", "name": "小", "child": True}


def loan(id: str, who: str, lent_on: date, days: int | None = 30, **more: Any) -> dict[str, Any]:
    return {"loan_id": id, "cadre_id": who, "lent_on": lent_on, "days": days, **more}


BOOKS = (
    loan("a1", "ann", date(2024, 1, 10), back_on=date(2024, 2, 1)),
    loan("a2", "ann", date(2024, 1, 10), back_on=date(2024, 3, 1)),
    loan("a3", "ann", date(2024, 1, 10)),
    loan("a4", "ann", date(2024, 2, 10)),
    loan("a5", "ann", date(2024, 6, 10)),
    loan("a6", "ann", date(2024, 6, 10), days=None),
    loan("a7", "ann", date(2024, 7, 1)),
    loan("a8", "ann", date(2024, 1, 10), annulled_on=date(2024, 1, 11)),
    loan("b1", "ben", date(2024, 6, 20), back_on=date(2024, 7, 1)),
    loan("k1", "kid", date(2024, 1, 10)),
)
"""Ann's books: back in time, back late, two overdue, due, without a term, of tomorrow, annulled; Ben's will be back
tomorrow; a child's is overdue."""


def library(*loans: Mapping[str, Any], people: tuple[Mapping[str, Any], ...] = (ANN, BEN, KID)) -> DuckDB:
    """An engine that holds these tables."""
    backend = DuckDB(threads=1)
    for table, rows in ((PEOPLE, people), (LOANS, loans)):
        columns = ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in table.columns)
        backend.connection.execute(f"CREATE TABLE {table.name} ({columns})")
        for row in rows:
            values = ", ".join(_sql(row.get(c.name)) for c in table.columns)
            backend.connection.execute(f"INSERT INTO {table.name} VALUES ({values})")
    return backend


def _sql(value: Any) -> str:
    return "NULL" if value is None else literal(str(value))
