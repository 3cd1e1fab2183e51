"""年度考核结果: the grade of each year, as in 2014年、2015年年度考核均为称职,2016年年度考核为优秀。

What is read is a proposal beside its text. Grades are those of ``jili.policy.facts``; the words of 事业单位 (合格 …)
count as their counterparts. A year that is given two grades, and words that are no grade, are left to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GRADES = (
    (re.compile(r"基本称职|基本合格"), "basic"),
    (re.compile(r"不称职|不合格"), "incompetent"),
    (re.compile(r"[不未](?:确?定|评定?)(?:考核)?等[次级]|[不未]确定等[次级]|不定等[次级]"), "none"),
    (re.compile(r"优秀"), "excellent"),
    (re.compile(r"称职|合格"), "competent"),
)
"""Tried in this order: 称职 stands in 基本称职 and 不称职."""
_REASONS = (
    (re.compile(r"试用期|新录用"), "probation"),
    (re.compile(r"立案"), "case_open"),
    (re.compile(r"处分|政纪|受.{0,4}处"), "discipline"),
    (re.compile(r"病假|事假|病、?事假"), "leave"),
    (re.compile(r"脱产学习|离岗学习"), "study"),
)
NOT_ASSESSED = re.compile(r"[不未](?:进行|参加|参与)(?:年度)?考核|免予考核|缓定")
_YEAR = r"(?:19|20)[0-9]{2}"
_RANGE = re.compile(rf"({_YEAR})\s*年?\s*(?:-{{1,2}}|—{{1,2}}|–|～|~|至|到)\s*({_YEAR})\s*(?:年度?)?")
_ONE = re.compile(rf"({_YEAR})\s*(?:年度?)?")
_CLAUSE = re.compile(rf"[,，;；。\n]+|(?<=[秀职格次级])\s*[、和及]\s*(?={_YEAR})")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_WANTED = "请写成“2021年、2022年年度考核均为称职,2023年年度考核为优秀”"
_MOST_YEARS = 60
"""Longer ranges are a slip."""


@dataclass(frozen=True)
class Graded:
    """``grade`` and ``reason`` are codes of annual_assessments; ``source`` the words they were read from."""

    year: int
    grade: str
    reason: str | None
    source: str


@dataclass(frozen=True)
class Unread:
    source: str
    why: str
    remedy: str = _WANTED


def read_grades(text: str) -> tuple[list[Graded], list[Unread]]:
    """The grades by year, and what could not be read."""
    found: list[Graded] = []
    unread: list[Unread] = []
    waiting = ""
    for clause in filter(None, (part.strip() for part in _CLAUSE.split(text.translate(_WIDE)))):
        said = f"{waiting},{clause}" if waiting else clause
        waiting = ""
        if _ONE.search(said) and not _graded(said) and not NOT_ASSESSED.search(said):
            waiting = said  # 2014年,2015年均为称职: the grade follows
            continue
        graded, why = _read(said)
        found += graded
        unread += [Unread(said, why)] if why else []
    if waiting:
        unread.append(Unread(waiting, "有年度,没有等次"))
    return _agreed(found, unread)


def _graded(text: str) -> bool:
    return any(pattern.search(text) for pattern, _ in _GRADES)


def _read(said: str) -> tuple[list[Graded], str]:
    """The years of one clause with its grade, or why not."""
    if NOT_ASSESSED.search(said):
        return [], "没有参加考核,不产生等次,须人工核对"
    years, left = _years(said)
    if not years:
        return [], "" if re.fullmatch(r"[无略\s]*", said) else "没有写明年度" if _graded(said) else "没有年度和等次"
    grades = []
    for pattern, grade in _GRADES:
        left, count = pattern.subn("", left)
        grades += [grade] if count else []
    if len(grades) != 1:
        return [], "一句里有几种等次,分不清哪年是哪种"
    grade = grades[0]
    reason = next((code for pattern, code in _REASONS if pattern.search(left)), "other") if grade == "none" else None
    return [Graded(year, grade, reason, said) for year in years], ""


def _years(said: str) -> tuple[list[int], str]:
    """The years named, and the text without them."""
    years: list[int] = []

    def take(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[match.lastindex or 1])
        years.extend(range(first, last + 1) if first <= last < first + _MOST_YEARS else [])
        return ""

    left = _ONE.sub(take, _RANGE.sub(take, said))
    return sorted(set(years)), left


def _agreed(found: list[Graded], unread: list[Unread]) -> tuple[list[Graded], list[Unread]]:
    """One grade a year; years with two are left to people."""
    grades: dict[int, set[tuple[str, str | None]]] = {}
    for graded in found:
        grades.setdefault(graded.year, set()).add((graded.grade, graded.reason))
    split = {year for year, given in grades.items() if len(given) > 1}
    for year in sorted(split):
        said = ";".join(dict.fromkeys(graded.source for graded in found if graded.year == year))
        unread.append(Unread(said, f"{year} 年写了两种等次", "请核对后只留一种"))
    agreed = {graded.year: graded for graded in reversed(found) if graded.year not in split}
    return [agreed[year] for year in sorted(agreed)], unread
