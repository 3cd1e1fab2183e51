"""What differs between two runs: whose decisions, and because of which record, reading or day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jili.decisions import store
from jili.decisions.lineage import kind_places
from jili.decisions.models import Run
from jili.decisions.runs import run_decisions
from jili.engine.cells import literal, quoted
from jili.engine.difference import difference
from jili.engine.schema import Table
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts
from jili.policy.readings import declared

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SUBJECTS = {"cadres": "cadre", "teams": "team", "units": "unit", "proposals": "proposal", "vacancies": "vacancy",
            "campaigns": "campaign"}  # fmt: skip
EVERY, DUTIES = "全部", "各项应办"
"""How a reading says that it is for every statement, or for every duty."""

MOST = 5
"""So many records are named for one decision."""
_FOR_ONE = 200
"""So many of its own records are looked at for one decision: some of them may not be for everybody."""


@dataclass(frozen=True)
class Difference:
    """``rows`` are as ``jili.engine.difference`` gives them, with ``because``: a list of ``{table, key, column, old,
    new, near}``, the records that made the difference (``column`` empty: the record is new, or gone if ``new`` is
    empty; not ``near``: none of the subject's own); ``readings`` are name, old and new value as written."""

    before: Run
    after: Run
    readings: tuple[tuple[str, Any, Any], ...]
    rows: pa.Table

    @property
    def other_day(self) -> bool:
        return bool(self.before.day != self.after.day)

    @property
    def other_rules(self) -> bool:
        """Whether the program or the text is another."""
        return (self.before.engine, self.before.edition) != (self.after.engine, self.after.edition)

    def readings_of(self, statement: str) -> list[str]:
        """The changed readings on which a statement rests."""
        known, asked = declared(), {statement, EVERY, *([DUTIES] if statement in _duties() else [])}
        return [name for name, _, _ in self.readings if not asked.isdisjoint(known[name].statements.split())]


def runs_diff(before: Run, after: Run) -> Difference:
    """Whose decisions appear, vanish or change from one run to the other, and why. Raises Tampered."""
    import duckdb

    names = sorted(before.readings.keys() | after.readings.keys())
    pairs = ((name, before.readings.get(name), after.readings.get(name)) for name in names)
    with duckdb.connect() as con:
        con.register("diff", _with_evidence(run_decisions(before), run_decisions(after)))
        rows = _explained(con, before, after)
    return Difference(before, after, tuple(pair for pair in pairs if pair[1] != pair[2]), rows)


def _with_evidence(before: pa.Table, after: pa.Table) -> pa.Table:
    """The difference, with the evidence of both."""
    keys = ["statement", "subject_kind", "subject", "item"]
    rows = difference(before, after)
    for side, name in ((before, "before"), (after, "after")):
        evidence = side.select([*keys, "evidence"]).rename_columns([*keys, f"{name}_evidence"])
        rows = rows.join(evidence, keys=keys, join_type="left outer")
    return rows


def _explained(con: duckdb.DuckDBPyConnection, before: Run, after: Run) -> pa.Table:
    """The rows of the view ``diff`` with ``because``."""
    differing = [table for table in SCHEMA.tables if before.tables[table.name] != after.tables[table.name]]
    needed = {table.name for table in differing} | {"appointments", "proposals", "vacancies", "teams", "units"}
    for name in sorted(
        needed | {column.refers for t in differing for column in t.columns if column.refers and column.refers in SCHEMA}
    ):
        for side, run in (("a", before), ("b", after)):
            con.register(f"{side}_{name}", store.load(run.tables[name]["file"]))
        con.execute(f"CREATE VIEW {quoted(name)} AS SELECT * FROM a_{name} UNION SELECT * FROM b_{name}")
    _make(con, "changed", "tbl, key, col, old, new", [part for table in differing for part in _changes(table)])
    _make(con, "owners", "tbl, key, kind, id", [part for table in differing for part in _owners(table)])
    places = [(s, k, t, c) for (s, k), own in kind_places().items() for t, c in {*own, *((t, "") for t, _ in own)}]
    con.execute("CREATE TABLE places (statement VARCHAR, subject_kind VARCHAR, tbl VARCHAR, col VARCHAR)")
    con.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", places)
    con.execute(f"CREATE TABLE around AS {_AROUND}")
    return con.sql(_BECAUSE).to_arrow_table()


def _make(con: duckdb.DuckDBPyConnection, name: str, columns: str, parts: list[str]) -> None:
    kinds = ", ".join(f"{column} VARCHAR" for column in columns.split(", "))
    con.execute(f"CREATE TABLE {name} ({kinds})")
    for part in parts:
        con.execute(f"INSERT INTO {name} {part}")


def _key(table: Table, alias: str) -> str:
    return " || '/' || ".join(f"CAST({alias}.{quoted(column)} AS VARCHAR)" for column in table.key)


def _changes(table: Table) -> Iterator[str]:
    """Queries of the cells that differ, and of the records that are new or gone."""
    name, keys = literal(table.name), ", ".join(map(quoted, table.key))
    one, other = f"a_{table.name}", f"b_{table.name}"
    for column in table.columns:
        if column.name not in table.key:
            cell = quoted(column.name)
            yield (
                f"SELECT {name}, {_key(table, 'a')}, {literal(column.name)}, CAST(a.{cell} AS VARCHAR),"
                f" CAST(b.{cell} AS VARCHAR) FROM {one} a JOIN {other} b USING ({keys})"
                f" WHERE a.{cell} IS DISTINCT FROM b.{cell}"
            )
    yield f"SELECT {name}, {_key(table, 'b')}, '', NULL, 'new' FROM {other} b ANTI JOIN {one} a USING ({keys})"
    yield f"SELECT {name}, {_key(table, 'a')}, '', 'old', NULL FROM {one} a ANTI JOIN {other} b USING ({keys})"


def _owners(table: Table) -> Iterator[str]:
    """Queries of the subjects that the records of a table belong to, also through a record that they refer to."""
    name, key = literal(table.name), _key(table, "t")
    if table.name in SUBJECTS:
        yield f"SELECT {name}, {key}, '{SUBJECTS[table.name]}', {key} FROM {quoted(table.name)} t"
    if table.name == "settlements":
        yield f"SELECT {name}, {key}, subject_kind, subject FROM settlements t"
    for column in table.columns:
        if column.refers in SUBJECTS:
            cell = quoted(column.name)
            yield (
                f"SELECT {name}, {key}, '{SUBJECTS[column.refers]}', t.{cell} FROM {quoted(table.name)} t"
                f" WHERE t.{cell} IS NOT NULL"
            )
        if column.refers and column.refers in SCHEMA:
            other = SCHEMA[column.refers]
            for further in other.columns:
                if further.refers in SUBJECTS:
                    yield (
                        f"SELECT {name}, {key}, '{SUBJECTS[further.refers]}', o.{quoted(further.name)}"
                        f" FROM {quoted(table.name)} t JOIN {quoted(other.name)} o"
                        f" ON o.{quoted(other.key[0])} = t.{quoted(column.name)}"
                        f" WHERE o.{quoted(further.name)} IS NOT NULL"
                    )


_AROUND = """
WITH asked AS (SELECT DISTINCT subject_kind, subject FROM diff),
posts AS (SELECT DISTINCT cadre_id, team_id FROM appointments WHERE team_id IS NOT NULL)
SELECT subject_kind, subject, subject_kind AS kind, subject AS id FROM asked
UNION SELECT 'proposal', proposal_id, 'cadre', cadre_id FROM proposals
UNION SELECT 'proposal', proposal_id, 'vacancy', vacancy_id FROM proposals
UNION SELECT 'proposal', p.proposal_id, 'team', posts.team_id FROM proposals p JOIN posts USING (cadre_id)
UNION SELECT 'vacancy', vacancy_id, 'proposal', proposal_id FROM proposals
UNION SELECT 'vacancy', vacancy_id, 'cadre', cadre_id FROM proposals
UNION SELECT 'team', team_id, 'cadre', cadre_id FROM posts
UNION SELECT 'team', team_id, 'unit', unit_id FROM teams
UNION SELECT 'unit', unit_id, 'team', team_id FROM teams
UNION SELECT 'unit', unit_id, 'unit', parent_id FROM units WHERE parent_id IS NOT NULL
UNION SELECT 'unit', u.unit_id, 'unit', p.parent_id FROM units u JOIN units p ON p.unit_id = u.parent_id
  WHERE p.parent_id IS NOT NULL
"""
"""Subject → the subjects whose records it may rest on as well."""

_BECAUSE = f"""
WITH relevant AS (
  SELECT p.statement, p.subject_kind, c.* FROM changed c JOIN places p ON p.tbl = c.tbl AND p.col = c.col
), cited AS (
  SELECT d.statement, d.subject_kind, d.subject, d.item, r.tbl, r.key, r.col, r.old, r.new
  FROM (SELECT *, unnest(string_split(concat_ws(';', before_evidence, after_evidence), ';')) AS reference FROM diff) d
  JOIN relevant r ON r.statement = d.statement AND r.subject_kind = d.subject_kind
    AND d.reference = r.tbl || ':' || r.key
), own AS (
  SELECT d.statement, d.subject_kind, d.subject, d.item, r.tbl, r.key, r.col, r.old, r.new
  FROM diff d JOIN around a ON a.subject_kind = d.subject_kind AND a.subject = d.subject
  JOIN owners o ON o.kind = a.kind AND o.id = a.id
  JOIN relevant r ON r.statement = d.statement AND r.subject_kind = d.subject_kind AND r.tbl = o.tbl AND r.key = o.key
), near AS (SELECT * FROM cited UNION SELECT * FROM own),
others AS (
  SELECT d.statement, d.subject_kind, d.subject, d.item, r.tbl, r.key, r.col, r.old, r.new
  FROM diff d ANTI JOIN near USING (statement, subject_kind, subject, item)
  JOIN (
    SELECT * FROM relevant
    QUALIFY row_number() OVER (PARTITION BY statement, subject_kind ORDER BY tbl, key, col) <= {MOST}
  ) r ON r.statement = d.statement AND r.subject_kind = d.subject_kind
), causes AS (
  SELECT statement, subject_kind, subject, item,
    list({{'table': tbl, 'key': key, 'column': col, 'old': old, 'new': new, 'near': is_near}} ORDER BY tbl, key, col)
      [1:{_FOR_ONE}] AS because
  FROM (SELECT *, true AS is_near FROM near UNION ALL SELECT *, false FROM others) GROUP BY ALL
)
SELECT d.* EXCLUDE (before_evidence, after_evidence), c.because
FROM diff d LEFT JOIN causes c USING (statement, subject_kind, subject, item)
ORDER BY statement, subject_kind, subject, item
"""
"""First the records that the decision cites or that belong to its subject; only where there are none, others that the
statement reads."""


def _duties() -> set[str]:
    return {account.sentence for account in accounts() if account.effect == "duty"}
