"""What a cell may hold, as SQL over columns of text. One definition for the quick look and for the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jili.engine.schema import Column, Table

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_CELL = 20_000
"""Bytes. Nothing that belongs in a register is longer; beyond it a quote was left open or a document pasted in."""
_WHOLE = (-1_000_000_000, 1_000_000_000)
# Zero-width and bidirectional marks (Cf) make two ids look alike, so they count as control characters.
_CONTROL = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]"
_NOT_IN_ID = r"[/:;\p{Z}\p{Cc}\p{Cf}]"


@dataclass(frozen=True)
class Rule:
    """``broken`` is an SQL condition over the text cells of a row, true where ``message`` is to be said."""

    broken: str
    message: str


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def sql_type(column: Column) -> str:
    if column.type == "decimal":
        return f"DECIMAL(18, {column.places})"
    return {"text": "VARCHAR", "date": "DATE", "bool": "BOOLEAN", "int": "BIGINT"}[column.type]


def typed(column: Column) -> str:
    """SQL of the cell as a value of its type, from text that may be bad (then null)."""
    name = quoted(column.name)
    return name if column.type == "text" else f"TRY_CAST({name} AS {sql_type(column)})"


def size(table: Table) -> str:
    """SQL of the bytes in the cells of a row of text; null if a rule is broken, which makes it the quick form of
    ``rules``. 0 for a row with a quotation mark: what it takes in a file depends on how it is quoted there."""
    asked = [f"({condition})" for c in table.columns if (condition := _asked(table, c))]
    whole = " AND ".join([f"strlen({joined(table)}) <= {LONGEST_CELL}", *asked])
    return (
        f"CASE WHEN {whole} THEN CASE WHEN contains({joined(table)}, '\"') THEN 0 ELSE strlen({joined(table)}) END END"
    )


def joined(table: Table) -> str:
    """SQL of all cells of a row, one after the other; empty ones add nothing."""
    return f"concat({', '.join(quoted(c.name) for c in table.columns)})"


def rules(table: Table, column: Column) -> list[Rule]:
    """What may be wrong with a cell of ``column``, in the order in which to complain."""
    cell = quoted(column.name)
    found = [] if column.optional else [Rule(f"{cell} IS NULL", f"{column.label}必填,不得为空")]
    found.append(
        Rule(f"strlen({cell}) > {LONGEST_CELL}", f"一格不得超过 {LONGEST_CELL} 字节;请检查引号,或是否误贴了整篇文字")
    )
    if fits := _fits(table, column):
        condition, wanted = fits
        found.append(Rule(f"{cell} IS NOT NULL AND ({condition}) IS NOT TRUE", f"{column.label}{wanted}"))
    return found


def _asked(table: Table, column: Column) -> str:
    """Null counts as false here, so that a required cell needs no question of its own unless any text will do."""
    cell, fits = quoted(column.name), _fits(table, column)
    if fits is None:
        return "" if column.optional else f"{cell} IS NOT NULL"
    return f"{cell} IS NULL OR ({fits[0]})" if column.optional else fits[0]


def _fits(table: Table, column: Column) -> tuple[str, str] | None:
    """SQL condition on a cell that is not empty, and what is expected, in Chinese. None for references: whether they
    lead anywhere (and so what characters they may have) is for the checks between tables."""
    cell, value = quoted(column.name), typed(column)
    if column.type == "date":
        days = f"DATE '{FIRST_YEAR}-01-01' AND DATE '{LAST_YEAR}-12-31'"
        fits = f"{value} BETWEEN {days} AND CAST({value} AS VARCHAR) = {cell}"
        return fits, f"应为实有的日期,写作 YYYY-MM-DD,在 {FIRST_YEAR} 至 {LAST_YEAR} 年间"
    if column.type == "bool":
        return _one_of(cell, ("true", "false")), "应为 true 或 false"
    if column.type == "int":
        least, most = column.bounds or ((FIRST_YEAR, LAST_YEAR) if column.name == "year" else _WHOLE)
        fits = f"{value} BETWEEN {least} AND {most} AND regexp_full_match({cell}, '-?[0-9]+')"
        return fits, f"应为 {least} 至 {most} 之间的整数"
    if column.type == "decimal":
        number = rf"-?[0-9]{{1,{18 - column.places}}}(\.[0-9]{{1,{column.places}}})?"
        return f"regexp_full_match({cell}, '{number}')", f"应为至多 {column.places} 位小数的数(不用科学计数法)"
    if column.codes is not None:
        codes = "、".join(f"{code} {label}" for code, label in column.codes.items())
        return _one_of(cell, column.codes), f"应为以下代码之一:{codes}"
    if column.refers is not None:
        return None
    if table.has_id and column.name == table.key[0]:
        return f"NOT regexp_matches({cell}, '{_NOT_IN_ID}')", "不得含有 / : ; 、空白或控制字符(含零宽、双向控制符)"
    return f"NOT regexp_matches({cell}, '{_CONTROL}')", "不得含有换行或控制字符(含零宽、双向控制符);请删去"


def _one_of(cell: str, values: Iterable[str]) -> str:
    """Not ``IN``: of five values or more DuckDB makes a join, and behind a join rows lose the order of the file."""
    return f"CASE {cell} {' '.join(f'WHEN {literal(value)} THEN true' for value in values)} END"
