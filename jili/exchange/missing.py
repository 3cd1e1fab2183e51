"""待填清单: of which cadres the register lacks which record that a sentence asks for, and the workbook to fill them in.

What is lacking, the published run says: the outcomes below are those that a sentence has where its record is not there.
No rule of our own is added; a settlement closes a line as it closes the decision. What was entered since the run is
looked up, so that a line goes as soon as its record stands. What lies before the records begin (the reading
``records_from``) is 未记录 and no gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Max, Q

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.models import Decision, Run
from jili.decisions.runs import run_readings
from jili.decisions.seen import decisions
from jili.exchange.exports import sheets_of
from jili.exchange.sheets.filled import Filler
from jili.exchange.sheets.offered import may_fill
from jili.exchange.sheets.template import write_template
from jili.policy.facts import SCHEMA, TASK_CATEGORIES, TASK_LISTS
from jili.records.models import Cadre

SOON = timedelta(days=30)
"""What is not yet due is asked for in its last days; an insurance that ends, before it does."""


@dataclass(frozen=True)
class Need:
    """The outcomes of a sentence that say, about a cadre, that a record of ``table`` is lacking."""

    statement: str
    outcomes: tuple[str, ...]
    table: str


NEEDS = (
    Need("3.1", ("no_basis", "no_annual"), "annual_assessments"),
    Need("5.1", ("overdue", "pending"), "task_owners"),
    Need("5.2", ("list_incomplete",), "task_owners"),
    Need("11.5", ("unrecorded", "overdue", "pending"), "leave"),
    Need("11.6", ("overdue", "explain", "pending"), "health_checks"),
    Need("11.7", ("explain", "fulfilled"), "insurances"),
)
ENTERED_WITH = {"task_owners": ("tasks",)}
"""Table → what its rows name and may have to be entered before."""


@dataclass(frozen=True)
class Gap:
    """A record that a cadre lacks: of which ``year`` the decision speaks, in ``words`` what is to be filled in."""

    decision: Decision
    cadre: Cadre
    unit: str
    table: str
    year: int
    words: str

    @property
    def label(self) -> str:
        return str(SCHEMA[self.table].label)


def needs_of(access: Access) -> list[Need]:
    """The needs that somebody may fill."""
    return [need for need in NEEDS if may_fill(access, need.table) and access.columns(need.table)]


def missing(access: Access, run: Run) -> list[Gap]:
    """All gaps of a scope, by unit and by name as lists go (按姓氏笔画)."""
    return remembered(access, ("missing", run.pk), lambda: _missing(access, run))


def _missing(access: Access, run: Run) -> list[Gap]:
    tables = {need.statement: need.table for need in needs_of(access)}
    begun = run_readings(run).values["records_from"] or date.min
    rows = [row for row in _rows(access, run, tables) if (row.starts_on or date(int(row.item), 1, 1)) >= begun]
    people, units = _people(access, {row.cadre for row in rows})
    lacks = {table: LACKS[table](access, run, people) for table in {tables[row.statement] for row in rows}}
    found = []
    for row in rows:
        table = tables[row.statement]
        words = lacks[table](row) if row.cadre in people else ""
        if words:
            found.append(Gap(row, people[row.cadre], units.get(row.cadre, ""), table, int(row.item), words))
    places = {cadre: place for place, cadre in enumerate(people)}
    return sorted(found, key=lambda gap: (places[gap.cadre.pk], NEEDS_ORDER[gap.decision.statement], gap.year))


NEEDS_ORDER = {need.statement: place for place, need in enumerate(NEEDS)}


def _rows(access: Access, run: Run, tables: Mapping[str, str]) -> Iterable[Decision]:
    """The decisions that say so; what waits is asked for in its last days."""
    lacking = Q(pk__in=[])
    for need in NEEDS:
        if need.statement in tables:
            own = Q(statement=need.statement, outcome__in=need.outcomes)
            lacking |= own & Q(actual=None) & (~Q(outcome="pending") | Q(ends_on__lte=run.day + SOON))
    return decisions(access).filter(lacking, subject_kind="cadre").defer("evidence")


def _people(access: Access, ids: Iterable[str]) -> tuple[dict[str, Cadre], dict[str, str]]:
    """Of these who is in scope, by unit and name, and the unit of each."""
    posts = access.posts().filter(cadre__in=list(ids)).select_related("unit").order_by("-chief", "-rank", "pk")
    units: dict[str, Any] = {}
    for post in posts:
        units.setdefault(post.cadre_id, post.unit)
    cadres = access.cadres().filter(pk__in=list(ids)).order_by("listed__strokes", "pk")
    found = sorted(cadres, key=lambda cadre: units[cadre.pk].path if cadre.pk in units else "")
    return {cadre.pk: cadre for cadre in found}, {cadre: str(unit.name) for cadre, unit in units.items()}


Lacks = Callable[[Decision], str]
"""What a decision's cadre still lacks, in words; nothing once it was entered."""


def _grades(access: Access, _run: Run, people: Mapping[str, Cadre]) -> Lacks:
    there = _years(access, "annual_assessments", people, Q(annulled_on=None))
    return lambda row: "" if (row.cadre, int(row.item)) in there else f"{row.item}年度等次"


def _leave(access: Access, _run: Run, people: Mapping[str, Cadre]) -> Lacks:
    there = _years(access, "leave", people)
    return lambda row: "" if (row.cadre, int(row.item)) in there else f"{row.item}年已休天数"


def _checks(access: Access, _run: Run, people: Mapping[str, Cadre]) -> Lacks:
    held = access.of("health_checks").filter(cadre__in=people).values_list("cadre", "checked_on")
    there = {(cadre, day.year) for cadre, day in held}
    return lambda row: "" if (row.cadre, int(row.item)) in there else f"{row.item}年体检日"


def _insurances(access: Access, run: Run, people: Mapping[str, Cadre]) -> Lacks:
    own = access.of("insurances").filter(cadre__in=people)
    until = dict(own.values_list("cadre").annotate(until=Max("end_on")))

    def lacks(row: Decision) -> str:
        end = until.get(row.cadre)
        if end is not None and end > run.day + SOON:
            return ""
        return f"续保后的起止日({end.isoformat()} 到期)" if end is not None and end > run.day else "在保的起止日"

    return lacks


def _tasks(access: Access, _run: Run, people: Mapping[str, Cadre]) -> Lacks:
    own = (
        access.of("task_owners")
        .filter(cadre__in=people)
        .values_list("cadre", "task__year", "task__list", "task__category")
    )
    there: dict[tuple[str, int], set[str]] = defaultdict(set)
    for cadre, year, *kinds in own:
        there[cadre, year].update(kinds)

    def lacks(row: Decision) -> str:
        wanted = TASK_LISTS if row.statement == "5.1" else TASK_CATEGORIES
        left = [word for code, word in wanted.items() if code not in there[row.cadre, int(row.item)]]
        return f"{row.item}年任务:{'、'.join(left)}" if left else ""

    return lacks


def _years(access: Access, table: str, people: Mapping[str, Cadre], of: Q | None = None) -> set[tuple[str, int]]:
    rows: Any = access.of(table).filter(of or Q(), cadre__in=people).values_list("cadre", "year")
    return set(rows)


LACKS: Mapping[str, Callable[[Access, Run, Mapping[str, Cadre]], Lacks]] = {
    "annual_assessments": _grades, "leave": _leave, "health_checks": _checks, "insurances": _insurances,
    "task_owners": _tasks,
}  # fmt: skip


def missing_write(access: Access, gaps: Sequence[Gap], file: Path) -> dict[str, int]:
    """The workbook for these gaps: a row each, with the person and the year, the rest empty; how many rows each table
    has. A row that comes back as it went out is passed over."""
    tables = [table for table in LACKS if any(gap.table == table for gap in gaps)]
    sheets = sheets_of(access, [*(more for table in tables for more in ENTERED_WITH.get(table, ())), *tables])
    filler = Filler(access, access)
    asked = {table: dict.fromkeys((gap.cadre.pk, gap.year) for gap in gaps if gap.table == table) for table in tables}
    rows = {
        sheet.table: [filler.asked(sheet, cadre_id=cadre, year=year) for cadre, year in asked.get(sheet.table, ())]
        for sheet in sheets
    }
    write_template(file, sheets, filler.choices(sheets, named_only=False), rows)
    return {table: len(own) for table, own in rows.items() if own}
