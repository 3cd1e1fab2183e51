"""任免审批表 as a kind of file that people send in (``jili.exchange.parsing``): runs in the process that reads files.

A form is a row of ``dossiers`` with the columns that its file has. 年度考核结果 and 简历 are rows besides: only
proposed, each next to the words that it was read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jili.exchange import parsing
from jili.exchange.lrmx import grades, months, resume
from jili.exchange.lrmx.columns import columns_of
from jili.exchange.lrmx.elements import BY_FIELD
from jili.exchange.lrmx.folder import read_file
from jili.exchange.lrmx.person import Person, Remark, Unreadable, Weight
from jili.exchange.parsing.out import Out
from jili.records import identity

if TYPE_CHECKING:
    from jili.exchange.sheets.sheet import Sheet

ROW = 1
"""A form is the first and only row of its file."""
UNTOLD = {"photo": "照片", "unknown_tags": "其他栏目", "style": "写法", "family": "家庭成员"}
SETTLED = frozenset(("excellent", "competent"))
"""Grades that need no date of their own: they are decided with the round."""


def parse(file: Path, name: str, sheets: Sequence[Sheet], out: Out) -> None:
    """The form in a file and what can be proposed from it."""
    del sheets
    try:
        found = read_file(file, name)
    except Unreadable as problem:
        remark = problem.remark
        raise parsing.Unreadable(":".join(filter(None, (remark.place, remark.message))), remark.remedy) from None
    person = found.person
    who = _who(person)
    if not who:
        out.sheet(name, "dossiers", [])
        remedy = "请在编辑器里补上出生年月(如 197204)或身份证号"
        out.problem(ROW, "出生年月", person.text("born"), "没有身份证号,出生年月也读不出,只凭姓名不能认人", remedy)
    else:
        _form(name, person, who, out)
    for remark in found.remarks:
        _tell(remark, out)
    if who and "cadre_id.id_number" not in who:
        out.notice(ROW, "姓名", "", "没有身份证号,按姓名和出生年月认人:请核对认得对不对")
    if who and not found.refused:
        _grades(name, person, who, out)
        _posts(name, person, who, out)


Who = dict[str, str]


def _who(person: Person) -> Who:
    """By what the cadre is found: the ID number, or the month of birth, always with the name; nothing if neither is
    there."""
    found = {"cadre_id.name": person.text("name")}
    born = months.read(person.text("born"))
    if born and born.month:
        found["cadre_id.birth"] = f"{born.year}-{born.month:02}"
    with suppress(identity.BadIdNumber):
        found["cadre_id.id_number"] = identity.read(person.text("id_number")).text
    return found if len(found) > 1 else {}


def _form(name: str, person: Person, who: Who, out: Out) -> None:
    columns = {column: value if value != "" else None for column, value in columns_of(person).items()}
    if "cadre_id.id_number" in who:
        columns["id_number"] = who["cadre_id.id_number"]
    labels = {column: BY_FIELD[column].label if column in BY_FIELD else UNTOLD[column] for column in columns}
    out.sheet(name, "dossiers", [*who, *columns], [*("姓名" for _ in who), *labels.values()])
    out.row(ROW, [*who.values(), *columns.values()])


def _tell(remark: Remark, out: Out) -> None:
    if remark.weight is Weight.REFUSED:
        out.problem(ROW, remark.place, remark.value, remark.message, remark.remedy)
    else:
        said = ";".join(part for part in (remark.message, remark.remedy) if part)
        out.notice(ROW, remark.place, remark.value, said)


def _grades(name: str, person: Person, who: Who, out: Out) -> None:
    found, _ = grades.read_grades(person.text("assessments"))
    out.sheet(name, "annual_assessments", [*who, "year", "grade", "decided_on"])
    for graded in found:
        if graded.grade in SETTLED:
            out.row(graded.year, [*who.values(), graded.year, graded.grade, None], beside=graded.source)
        else:
            message = "基本称职、不称职、不定等次要有审定日和文号,没有据此提出;请在“年度综合考核”表登记"
            out.notice(graded.year, "年度考核结果", graded.source, message)


def _posts(name: str, person: Person, who: Who, out: Out) -> None:
    found = resume.read_resume(person.text("resume"))
    out.sheet(name, "appointments", [*who, "title", "start_on", "end_on", "kind"])
    for span in found.spans:
        if not span.study:
            end = _first(span.end) if span.end else None
            beside = "\n".join([span.source, *(note.text for note in span.notes)])
            out.row(span.line, [*who.values(), span.text, _first(span.start), end, "regular"], beside=beside)


def _first(month: months.Month) -> str:
    return f"{month.year}-{month.month:02}-01"
