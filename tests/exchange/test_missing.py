"""待填清单: what the register lacks for the sentences, taken away as a workbook, filled in, sent in, taken back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jili.access.roles import Role
from jili.decisions.lineage import kind_places
from jili.decisions.models import Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.exchange.missing import NEEDS, Gap, missing, missing_write
from jili.policy.program import accounts
from jili.records.models import Unit
from jili.web.tones import TONES, Tone
from tests.access import cast
from tests.decisions.conftest import CLERK, DAY, city, home, register, remembered
from tests.exchange.desk import Desk, changes, notices, problems

__all__ = ["city", "home", "register", "remembered"]


@pytest.fixture
def published(register: Any, remembered: None) -> Run:
    run = run_make(actor=CLERK, day=DAY)
    run_publish(actor=CLERK, run=run)
    return run


@pytest.fixture
def desk(published: Run, tmp_path: Path) -> Desk:
    """Of the personnel office of the whole small city."""
    top = Unit.objects.get(parent=None)
    return Desk(cast.account("personnel", Role.UNIT_PERSONNEL, unit=top.pk), tmp_path)


def said(gaps: list[Gap]) -> set[tuple[str, str, str]]:
    return {(gap.decision.statement, gap.cadre.pk, gap.words) for gap in gaps}


def workbook(desk: Desk, gaps: list[Gap]) -> Path:
    missing_write(desk.access, gaps, file := desk.folder / "missing.xlsx")
    return file


def fill(table: str, **cells: Any) -> Any:
    """Fill in the first row that waits below the example."""

    def edit(book: Any) -> None:
        page = book[table]
        headings = [cell.value for cell in page[1]]
        for heading, value in cells.items():
            page.cell(3, headings.index(heading) + 1).value = value

    return edit


def test_the_small_city_lacks_what_the_run_says(desk: Desk, published: Run) -> None:
    gaps = missing(desk.access, published)
    assert {gap.decision.statement for gap in gaps} >= {"3.1", "11.5", "11.6"}
    for gap in gaps:
        tone = TONES[gap.decision.outcome]
        assert tone in (Tone.VERIFY, Tone.OVERDUE, Tone.DUE, Tone.JUSTIFY, Tone.DONE) and gap.words
        assert tone != Tone.DUE or (gap.decision.ends_on or date.max) <= date(2024, 7, 30)


def test_every_need_is_of_a_record_that_its_sentence_reads_and_promises() -> None:
    promised: dict[str, set[str]] = {}
    for account in accounts():
        for promise in account.promises:
            promised.setdefault(account.sentence, set()).update(c.table for c in promise.changes if c.key is None)
    for need in NEEDS:
        assert need.table in {table for table, _ in kind_places()[need.statement, "cadre"]}
        assert need.table in promised.get(need.statement, {need.table})


def test_what_lies_before_the_records_began_is_no_gap(desk: Desk, published: Run) -> None:
    published.readings = {**published.readings, "records_from": "2024-01-01"}
    left = missing(desk.access, published)
    assert {gap.year for gap in left} <= {2024}


def test_a_scope_of_one_unit_holds_its_people_only(desk: Desk, published: Run, tmp_path: Path) -> None:
    gaps = missing(desk.access, published)
    unit = Unit.objects.get(name=gaps[0].unit)
    own = Desk(cast.account("own", Role.UNIT_PERSONNEL, unit=unit.pk), tmp_path)
    people = set(own.access.cadres().values_list("pk", flat=True))
    assert said(missing(own.access, published)) == {line for line in said(gaps) if line[1] in people}


def test_the_workbook_holds_a_row_for_each_gap_and_nothing_else(desk: Desk, published: Run) -> None:
    gaps = missing(desk.access, published)
    book = openpyxl.load_workbook(workbook(desk, gaps))
    for table, label in (("leave", "年休假"), ("health_checks", "体检"), ("annual_assessments", "年度综合考核")):
        rows = [row[0] for row in book[label].iter_rows(min_row=3, values_only=True) if row[0]]
        assert rows == [gap.cadre.name for gap in gaps if gap.table == table]
    page = book["年休假"]
    place = [cell.value for cell in page[1]].index("年度")
    years = [row[place] for row in page.iter_rows(min_row=3, values_only=True) if row[0]]
    assert years == [gap.year for gap in gaps if gap.table == "leave"]


def test_what_was_filled_in_is_taken_the_rest_is_passed_over_and_the_list_is_shorter(
    desk: Desk, published: Run
) -> None:
    gaps = missing(desk.access, published)
    first = next(gap for gap in gaps if gap.table == "health_checks")
    file = desk.change(workbook(desk, gaps), fill("体检", 体检日=datetime(first.year, 5, 6)))
    upload = desk.send(file)
    assert problems(upload) == []
    ((table, state, _, values),) = changes(upload)
    assert (table, state) == ("health_checks", "new")
    assert (values["cadre_id"], values["checked_on"]) == (first.cadre.pk, f"{first.year}-05-06")
    waiting = [gap for gap in gaps if gap.table == "leave"]
    assert ("年休假", "", "还没有填,没有读入", len(waiting)) in notices(upload)
    assert desk.confirm(upload).state == "confirmed"
    assert said(gaps) - said(missing(desk.access, published)) == said([first])
    desk.undo(upload)
    assert said(missing(desk.access, published)) == said(gaps)


def test_a_row_begun_and_not_finished_is_a_problem_with_its_place(desk: Desk, published: Run) -> None:
    gaps = missing(desk.access, published)
    upload = desk.send(desk.change(workbook(desk, gaps), fill("年度综合考核", 审定日=datetime(2024, 2, 1))))
    assert [(sheet, row, column) for sheet, row, column, *_ in problems(upload)] == [("年度综合考核", 3, "等次")]


def test_a_settled_line_is_gone(desk: Desk, published: Run) -> None:
    gaps = missing(desk.access, published)
    gaps[0].decision.outcome = "settled"
    gaps[0].decision.save()
    assert said(missing(desk.access, published)) == said(gaps[1:])
