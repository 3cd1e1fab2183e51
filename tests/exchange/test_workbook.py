"""The workbook, read back: sheets, headings, whole rows, counts, text that stays text, the same bytes twice."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import xlsxwriter

from jili.engine.backend import DuckDB
from jili.engine.evaluate import evaluate
from jili.exchange import workbook
from jili.exchange.layout import SHEETS, URGENCY
from jili.exchange.rowsheet import RowSheet
from jili.exchange.workbook import write_workbook
from jili.policy.facts import SCHEMA
from jili.policy.outcomes import NAMES
from jili.policy.program import program
from jili.policy.readings import Readings

CASE = Path(__file__).parent.parent / "cases" / "2023-10-08" / "register"
DAY = date(2023, 10, 8)
Register = tuple[DuckDB, pa.Table]


def evaluated(folder: Path, day: date = DAY) -> Register:
    backend = DuckDB()
    backend.load(SCHEMA, folder)
    return backend, evaluate(backend, program("duckdb"), Readings.default().definitions(), day)


@pytest.fixture(scope="module")
def given() -> Register:
    return evaluated(CASE)


@pytest.fixture(scope="module")
def book(given: Register, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(given, tmp_path_factory.mktemp("book") / "decisions.xlsx")


def written(given: Register, file: Path, day: date = DAY) -> Any:
    backend, decisions = given
    write_workbook(decisions, backend, Readings.default(), day, file, register="2023-10-08")
    return openpyxl.load_workbook(file)


def rows(book: Any, name: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows(min_row=2)]


def small(folder: Path, **tables: str) -> Path:
    """A register of a few people, with the tables given."""
    everyone = {
        "units": "unit_id,name,parent_id,kind,remote\nU1,平顶山市,,municipality,false\nU2,鲁山县,U1,county,false\n"
        "U3,鲁山县财政局,U2,county_dept,false\nU4,市信访局,U1,municipal_dept,false\n",
        "cadres": "cadre_id,name,gender,birth_on,work_start_on,joined_on,left_on,category,professional\n"
        "C1,=1+1,male,1980-01-01,2005-01-01,2005-01-01,,civil_servant,false\n"
        "C2,王军,male,1980-01-01,2005-01-01,2005-01-01,,civil_servant,false\n"
        "C3,<r>李</r>,male,1980-01-01,2005-01-01,2005-01-01,,civil_servant,false\n",
        "appointments": "appointment_id,cadre_id,unit_id,title,rank,team_id,chief,kind,exceptional,start_on,end_on,"
        "harsh,harsh_listed\nA1,C1,U3,@SUM(1),2,,false,regular,false,2010-01-01,,,false\n"
        "A2,C2,U4,+局长,3,,false,regular,false,2010-01-01,,,false\n"
        "A3,C3,U4,副局长,2,,false,regular,false,2010-01-01,,,false\n",
        "assessment_rounds": "year,closed_on\n2022,2023-03-20\n",
        "annual_assessments": "assessment_id,cadre_id,year,grade,reason,decided_on,annulled_on\n"
        "N1,C1,2022,basic,,2023-03-20,\nN2,C2,2022,basic,,2023-03-20,\nN3,C3,2022,basic,,2023-03-20,\n",
    }
    folder.mkdir()
    for name, text in (everyone | tables).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def test_there_is_a_cover_and_a_sheet_for_each_kind_of_effect(book: Any) -> None:
    assert book.sheetnames == ["封面", "限制", "应办", "名额", "人选", "资格审查", "优先", "许可", "监测", "疑似提示"]


def test_every_sheet_has_its_headings_a_frozen_row_and_prints_on_a_page_across(book: Any) -> None:
    for sheet in SHEETS:
        page = book[sheet.name]
        assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
        assert page.freeze_panes in ("B2", "C2")
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
        assert page.oddFooter.center.text == "第&P页 共&N页"
        if page.max_row > 1:
            assert page.auto_filter.ref == page.dimensions


def test_there_are_as_many_rows_as_decisions(given: Register, book: Any) -> None:
    decided = Counter(given[1]["effect"].to_pylist())
    assert {sheet.name: book[sheet.name].max_row - 1 for sheet in SHEETS} == {
        sheet.name: decided[sheet.effect.value] for sheet in SHEETS
    }


def test_the_cover_counts_every_outcome(given: Register, book: Any) -> None:
    counted, kind, clause = Counter[tuple[str, str, str]](), "", ""
    for cells in book["封面"].iter_rows(min_row=7, values_only=True):
        if cells[3] is None:
            break
        kind, clause = (cells[0], cells[1].split()[1]) if cells[0] else (kind, clause)
        counted[kind, clause, cells[3]] += cells[4]
    names = {sheet.effect.value: sheet.name for sheet in SHEETS}
    decided = [given[1][column].to_pylist() for column in ("effect", "statement", "outcome")]
    assert counted == Counter((names[e], s, NAMES[o]) for e, s, o in zip(*decided, strict=True))


def test_the_cover_says_what_it_is_and_by_which_readings(book: Any) -> None:
    page = book["封面"]
    assert [page.cell(row, 1).value for row in range(1, 5)] == [
        "《平顶山市激励干部干事创业实施办法》结论汇总",
        "截至2023年10月8日",
        page.cell(3, 1).value,
        "本表由程序依台账得出,供研究使用;结论由人作出。待核不等于不符合。未见本办法障碍不等于合格。",
    ]
    assert page.cell(3, 1).value.startswith("台账:2023-10-08;在册干部")
    assert ("施行日", "全部", "暂行") in [(r[0], r[1], r[4]) for r in page.iter_rows(values_only=True)]


def test_a_restriction_is_a_whole_row_with_unit_name_days_left_reason_and_record(tmp_path: Path) -> None:
    given = evaluated(small(tmp_path / "register"))
    law = "第六条(6.4)“对年度综合考核评为‘基本称职’等次的干部,一年内不得晋升职务”"
    reason = "评为“基本称职”等次,自审定之日起未满一年"
    record = "2022年度综合考核:基本称职,2023年3月20日审定"
    span = (datetime(2023, 3, 20), datetime(2024, 3, 20), 164)
    assert rows(written(given, tmp_path / "d.xlsx"), "限制") == [
        ("市信访局", "王军", "+局长", "一年内不得晋升职务", *span, law, reason, record, "C2", "N2"),
        ("市信访局", "<r>李</r>", "副局长", "一年内不得晋升职务", *span, law, reason, record, "C3", "N3"),
        ("鲁山县财政局", "=1+1", "@SUM(1)", "一年内不得晋升职务", *span, law, reason, record, "C1", "N1"),
    ]


def test_text_that_looks_like_a_formula_stays_text_even_when_edited(tmp_path: Path) -> None:
    page = written(evaluated(small(tmp_path / "register")), tmp_path / "d.xlsx")["限制"]
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)}
    for text in ("=1+1", "@SUM(1)", "+局长"):
        assert (cells[text].data_type, cells[text].quotePrefix) == ("s", True)
    assert not cells["王军"].quotePrefix


def test_duties_come_in_the_order_of_urgency_and_say_how_late_they_are(given: Register, book: Any) -> None:
    urgency = {NAMES[outcome]: place for outcome, place in URGENCY.items()}
    found = rows(book, "应办")
    assert [urgency[row[4]] for row in found] == sorted(urgency[row[4]] for row in found)
    overdue = [row for row in found if row[4] in ("逾期未办", "应谈未谈") and row[6]]
    assert overdue
    assert all(row[7] == (datetime(2023, 10, 8) - row[6]).days for row in overdue)
    assert [row[6] for row in overdue] == sorted(row[6] for row in overdue)


def test_a_proposal_s_conclusion_stands_before_what_it_rests_on(book: Any) -> None:
    seen = set()
    for row in rows(book, "资格审查"):
        proposal, matter = row[-1], row[5]
        assert (matter == "结论") == (proposal not in seen), row
        seen.add(proposal)


def test_a_conclusion_says_which_of_the_possible_obstacles_it_met(book: Any) -> None:
    said = [(row[6], row[9]) for row in rows(book, "资格审查") if row[5] == "结论"]
    assert {outcome for outcome, _ in said} >= {"障碍", "待核", "未见本办法障碍"}
    for outcome, reason in said:
        assert "不得晋升职务”的限制或" not in reason
        assert "考核情况尚不清楚或" not in reason
        assert (outcome == "须说明") == (reason.endswith("须说明")), reason


def test_every_row_has_its_unit_s_or_city_s_name_its_reason_and_its_clause(book: Any) -> None:
    for sheet in SHEETS:
        headings = [column.heading for column in sheet.columns]
        for row in rows(book, sheet.name):
            said = dict(zip(headings, row, strict=True))
            assert said["理由"], (sheet.name, row)
            assert said["依据"], (sheet.name, row)


def test_the_same_input_gives_the_same_bytes(given: Register, tmp_path: Path) -> None:
    backend, decisions = given
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(decisions, backend, Readings.default(), DAY, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_nothing_is_left_beside_the_file_or_in_the_register(tmp_path: Path) -> None:
    given = evaluated(small(tmp_path / "register"))
    before = given[0].connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    (tmp_path / "out").mkdir()
    written(given, tmp_path / "out" / "d.xlsx")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["d.xlsx"]
    assert given[0].connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall() == before


def test_what_does_not_fit_a_sheet_goes_on_in_the_next(
    given: Register, book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows(book, "应办")
    monkeypatch.setattr(workbook, "SHEET_ROWS", len(whole) // 2 + 2)
    monkeypatch.setattr(workbook, "SLICE", 7)
    split = written(given, tmp_path / "d.xlsx")
    names = [name for name in split.sheetnames if name.startswith("应办")]
    assert names == ["应办", "应办2"]
    assert [cell.value for cell in split["应办2"][1]] == [cell.value for cell in split["应办"][1]]
    assert [row for name in names for row in rows(split, name)] == whole


def test_no_decisions_make_a_workbook_of_headings(given: Register, tmp_path: Path) -> None:
    backend, decisions = given
    write_workbook(decisions.slice(0, 0), backend, Readings.default(), DAY, tmp_path / "d.xlsx")
    read = openpyxl.load_workbook(tmp_path / "d.xlsx")
    assert all(read[sheet.name].max_row == 1 for sheet in SHEETS)


def test_changed_readings_are_named_with_what_they_were(given: Register, tmp_path: Path) -> None:
    backend, decisions = given
    write_workbook(decisions, backend, Readings.default().changed({"award_days": "45"}), DAY, tmp_path / "d.xlsx")
    page = openpyxl.load_workbook(tmp_path / "d.xlsx")["封面"]
    assert [r[3] for r in page.iter_rows(values_only=True) if r[0] == "“及时”奖励的天数"] == ["45(改用;原为30)"]


def test_what_goes_wrong_leaves_no_workbook(given: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RowSheet, "write_values", full)
    with pytest.raises(OSError, match="No space"):
        written(given, tmp_path / "d.xlsx")
    assert not (tmp_path / "d.xlsx").exists()
    with pytest.raises(OSError, match="No such file"):
        written(given, tmp_path / "nowhere" / "d.xlsx")


@pytest.mark.office
def test_libreoffice_prints_it(given: Register, tmp_path: Path) -> None:
    written(given, tmp_path / "d.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "d.xlsx"),
    ]
    subprocess.run(asked, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")


def test_rows_written_at_once_are_the_cells_that_the_library_writes(tmp_path: Path) -> None:
    values = ["平顶山", "a&b<c>", " 前后 ", "_x0041_", "行\n行", "全　角", "=1+1", 3.0, 0.1, 45000, None, ""]
    sheets = []
    for fast in (True, False):
        file = tmp_path / f"{fast}.xlsx"
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as made:
            style = made.add_format({"bold": True})
            page = made.add_worksheet("一", RowSheet)
            page.write_string(0, 0, "表头", style)
            if fast:
                page.write_values(1, 21, values, [style] * len(values))
            else:
                page.set_row(1, 21)
                for place, value in enumerate(values):
                    if isinstance(value, str) and value:
                        page.write_string(1, place, value, style)
                    elif value:
                        page.write_number(1, place, value, style)
                    else:
                        page.write_blank(1, place, None, style)
        sheets.append(ZipFile(file).read("xl/worksheets/sheet1.xml"))
    assert sheets[0] == sheets[1]


def test_another_engine_s_types_are_taken_too(given: Register, tmp_path: Path) -> None:
    backend, decisions = given
    for name in ("base", "limit", "actual"):
        place = decisions.schema.get_field_index(name)
        decisions = decisions.set_column(place, name, pc.cast(decisions[name], pa.decimal128(38, 4)))
    write_workbook(decisions, backend, Readings.default(), DAY, tmp_path / "d.xlsx")


def test_a_record_of_a_shared_decision_says_whose_it_is(tmp_path: Path) -> None:
    given = evaluated(
        small(
            tmp_path / "register",
            teams="team_id,unit_id,name,kind\nT1,U3,鲁山县财政局领导班子,leading_group\n",
            appointments="appointment_id,cadre_id,unit_id,title,rank,team_id,chief,kind,exceptional,start_on,end_on,"
            "harsh,harsh_listed\nA2,C2,U3,局长,3,T1,true,regular,false,2010-01-01,,,false\n",
            annual_assessments="assessment_id,cadre_id,year,grade,reason,decided_on,annulled_on\n"
            "N2,C2,2022,excellent,,2023-03-20,\n",
            team_assessments="assessment_id,team_id,year,grade,group,rank,group_size,decided_on\n"
            "TA1,T1,2022,excellent,G1,2,9,2023-03-21\n",
        )
    )
    assert rows(written(given, tmp_path / "d.xlsx"), "名额")[-1] == (
        *("鲁山县财政局", "鲁山县财政局领导班子", "2022年度", "名额不足一名,须并池", 1, 0, 1),
        "名额不足一名,评为优秀的成员至多一名",
        "王军:2022年度综合考核:优秀,2023年3月20日审定;鲁山县财政局领导班子2022年度考核:优秀,9个班子中第2名,2023年3月21日审定",
        *("第六条 6.2", "T1", "2022"),
    )
