"""简历 and 年度考核结果 are read into proposals beside their words; what is not understood is said, not guessed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jili.exchange.lrmx.grades import read_grades
from jili.exchange.lrmx.months import Month
from jili.exchange.lrmx.resume import faults, read_resume
from jili.exchange.lrmx.xmlform import read_lrmx

SAMPLE = read_lrmx((Path(__file__).parent / "lrmx" / "sample.lrmx").read_bytes(), "").person


def spans(text: str) -> list[tuple[str, str | None, str]]:
    return [(str(s.start), str(s.end) if s.end else None, s.text) for s in read_resume(text).spans]


def test_the_sample_is_read_line_by_line_with_its_note_apart() -> None:
    found = read_resume(SAMPLE.text("resume"))
    assert found.unread == () and faults(found) == []
    assert [(str(s.start), str(s.end) if s.end else None, s.text, s.study, s.exact) for s in found.spans] == [
        ("1996.09", "2000.07", "某大学公共管理系行政管理专业学习", True, True),
        ("2000.07", "2008.03", "某县某局科员", False, True),
        ("2008.03", "2016.05", "某县某局副局长", False, True),
        ("2016.05", "2020.08", "某县某镇党委副书记、镇长", False, True),
        ("2020.08", None, "某县某镇党委书记、一级主任科员", False, True),
    ]
    assert [[(note.line, note.text) for note in span.notes] for span in found.spans] == [
        [], [], [(4, "（其间：2010.09--2013.07在某省委党校研究生班经济管理专业学习）")], [], [],
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["--", "——", "—", "–", "-", "～", "~", "至", " -- ", "---"])
def test_every_sign_between_months_is_read(sign: str) -> None:
    assert spans(f"2008.03{sign}2016.05  某县某局副局长") == [("2008.03", "2016.05", "某县某局副局长")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2008.3--2016.5 某局", ("2008.03", "2016.05", "某局")),
        ("200803--201605  某局", ("2008.03", "2016.05", "某局")),
        ("2008年3月至2016年5月 某局", ("2008.03", "2016.05", "某局")),
        ("２００８．０３--２０１６．０５　某局", ("2008.03", "2016.05", "某局")),
        ("2020.08--至今  某镇", ("2020.08", None, "某镇")),
        ("2020.08至今某镇", ("2020.08", None, "某镇")),
        ("2020.08--         某镇", ("2020.08", None, "某镇")),
        ("2020.08--", None),
        ("1999.13--2000.01  某局", None),
        ("2000.01--1999.01  某局", None),
        ("某局科员", None),
        ("85.06--86.07  某局", None),
    ],
)
def test_a_line_is_read_or_left(line: str, expected: tuple[str, str | None, str] | None) -> None:
    found = read_resume(line)
    if expected is None:
        assert found.spans == () and [(bad.line, bad.source) for bad in found.unread] == [(1, line)]
    else:
        assert spans(line) == [expected] and found.unread == ()


def test_br_ends_a_line_and_what_is_indented_belongs_to_the_line_above() -> None:
    text = "2000.07--2008.03  某县某局科员<br/>2008.03--2016.05  某县某局<BR >      副局长\r\n（期间：挂职）"
    assert [(s.text, [n.text for n in s.notes]) for s in read_resume(text).spans] == [
        ("某县某局科员", []), ("某县某局", ["副局长", "（期间：挂职）"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2000.07--2008.03 某局", [(1, "年月、连接号或空格不合编辑器的写法")]),
        ("2000.07—2008.03  某局", [(1, "年月、连接号或空格不合编辑器的写法")]),
        ("2000.07--  某局", [(1, "年月、连接号或空格不合编辑器的写法")]),
        ("2000.07--2008.03  某局\n2008.05--2009.01  某局", [(2, "与上一段的止(2008.03)之间空了 2 个月")]),
        ("2000.07--2008.03  某局\n2008.01--2009.01  某局", [(2, "与上一段(至 2008.03)重叠 2 个月")]),
        ("2000.07--2008.03  某局\n1999.01--2000.07  某局", [(2, "早于上一段的起(2000.07)")]),
        ("2000.07--         某局\n2008.01--2009.01  某局", [(2, "上一段(2000.07--)没有止的年月,后面却还有一段")]),
        ("2000.07--2008.03  某局\n    （其间：挂职）", [(2, "“其间”一行前面空了 4 格")]),
        ("2000.07--2008.03  某局\n" + " " * 18 + "（其间：挂职）", []),
    ],
)
def test_gaps_and_spacing_are_found(text: str, said: list[tuple[int, str]]) -> None:
    found = faults(read_resume(text))
    assert [(fault.line, fault.message) for fault in found] == said
    assert all(fault.remedy for fault in found)


month = st.builds(Month, st.integers(1950, 2050), st.integers(1, 12))


@given(st.lists(month, min_size=2, max_size=8, unique=True), st.booleans())
def test_a_resume_as_the_editor_writes_it_has_no_faults(ends: list[Month], is_open: bool) -> None:
    ends = sorted(ends)
    lines = [f"{start}--{end}  某局科员" for start, end in pairwise(ends)]
    if is_open:
        lines.append(f"{ends[-1]}--         某局局长")
    found = read_resume("\n".join(lines))
    assert faults(found) == [] and found.unread == ()
    assert [span.start for span in found.spans] == ends[: len(lines)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2014年、2015年年度考核均为称职，2016年年度考核为优秀。",
            {2014: "competent", 2015: "competent", 2016: "excellent"},
        ),
        ("2021年、2022年、2023年年度考核均为称职。", dict.fromkeys((2021, 2022, 2023), "competent")),
        ("2014、2015年度考核合格", {2014: "competent", 2015: "competent"}),
        (
            "2019-2021年均为优秀；2022年度基本称职",
            {2019: "excellent", 2020: "excellent", 2021: "excellent", 2022: "basic"},
        ),
        (
            "2018年至2020年称职、2021年优秀",
            {2018: "competent", 2019: "competent", 2020: "competent", 2021: "excellent"},
        ),
        ("2014年，2015年均为称职", {2014: "competent", 2015: "competent"}),
        ("2020年不称职", {2020: "incompetent"}),
        ("2020年基本合格。\n2021年不合格", {2020: "basic", 2021: "incompetent"}),
        ("２０２０年优秀", {2020: "excellent"}),
        ("", {}),
        ("无", {}),
    ],
)
def test_grades_are_read_by_year(text: str, expected: dict[int, str]) -> None:
    found, unread = read_grades(text)
    assert {graded.year: graded.grade for graded in found} == expected
    assert unread == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021年新录用人员试用期不确定等次", "probation"), ("2021年被立案调查尚未结案不定等次", "case_open"),
        ("2021年受政务处分不确定等次", "discipline"), ("2021年不定等次", "other"), ("2021年病假不定等次", "leave"),
        ("2021年脱产学习未定等次", "study"),
    ],
)  # fmt: skip
def test_no_grade_has_its_reason(text: str, reason: str) -> None:
    assert [(g.grade, g.reason, g.source) for g in read_grades(text)[0]] == [("none", reason, text)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("近三年称职", "没有写明年度"),
        ("2020年优秀，2020年称职", "2020 年写了两种等次"),
        ("2020年病事假累计超过半年不进行考核", "没有参加考核,不产生等次,须人工核对"),
        ("2020年、2021年", "有年度,没有等次"),
        ("2020年优秀2021年称职", "一句里有几种等次,分不清哪年是哪种"),
        ("表现良好", "没有年度和等次"),
        ("1900年至2020年称职", "没有写明年度"),
    ],
)
def test_what_is_no_grade_is_left_to_people(text: str, why: str) -> None:
    found, unread = read_grades(text)
    assert found == []
    assert [bad.why for bad in unread] == [why] and all(bad.remedy for bad in unread)


def test_years_that_agree_are_kept_beside_one_that_does_not() -> None:
    found, unread = read_grades("2019年优秀。2020年优秀,2020年称职")
    assert [(g.year, g.grade, g.source) for g in found] == [(2019, "excellent", "2019年优秀")]
    assert [(bad.source, bad.why) for bad in unread] == [("2020年优秀;2020年称职", "2020 年写了两种等次")]


@given(st.text("2014年、,，。优秀称职基本不合格定等次至-近三无 \n", max_size=30))
def test_any_text_is_read_or_left_without_a_guess(text: str) -> None:
    found, _ = read_grades(text)
    assert len({graded.year for graded in found}) == len(found)
    for graded in found:
        assert graded.source and graded.grade in ("excellent", "competent", "basic", "incompetent", "none")
