"""简历: segments of time with what was done in them, and the notes (其间) below.

What is read is a proposal, with the line that it was read from; lines that are not understood stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jili.exchange.lrmx.months import Month, read

_LINE_END = re.compile(r"\r\n|\r|\n|<br\s*/?>", re.I)
_MONTH = r"[0-9０-９]{4}\s?(?:[.．年/]\s?[0-9０-９]{1,2}\s?月?|[0-9０-９]{2})"
_SEPARATOR = r"\s?(?:-{1,3}|—{1,2}|–|－{1,2}|─{1,2}|～|~|至)\s?"
_SEGMENT = re.compile(
    rf"(?P<start>{_MONTH})(?P<sign>{_SEPARATOR})(?P<end>{_MONTH}|至今|今|现在)?(?P<gap>[\s\u3000]*)(?P<text>.*)"
)
_NOTE = re.compile(r"[\s\u3000]*[（(【]?\s*(?:其间|期间|其中)")
_STUDY = re.compile(r"(?:学习|学生|学员|读书|就读|攻读.{0,12}|进修|待业|务农|毕业)[。；;]?$")
_OPEN_GAP, _GAP, _NOTE_INDENT = 9, 2, 18


@dataclass(frozen=True)
class Note:
    """A line below a segment."""

    line: int
    text: str
    indent: int


@dataclass(frozen=True)
class Span:
    """One segment. ``end`` None: to this day."""

    line: int
    start: Month
    end: Month | None
    text: str
    source: str
    exact: bool
    """It is written as the editor asks: ``YYYY.MM--YYYY.MM``, blanks, text."""
    notes: tuple[Note, ...] = ()

    @property
    def study(self) -> bool:
        """It tells of study (or of no work), not of a post."""
        return _STUDY.search(self.text) is not None


@dataclass(frozen=True)
class Unread:
    """A line, or part of one, that says nothing to the program."""

    line: int
    source: str
    why: str


@dataclass(frozen=True)
class Resume:
    spans: tuple[Span, ...]
    unread: tuple[Unread, ...]


def read_resume(text: str) -> Resume:
    """The segments in their order. Lines count from 1; ``<br>`` ends a line too."""
    spans: list[Span] = []
    unread: list[Unread] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if not line.strip():
            continue
        match = _SEGMENT.fullmatch(line.strip("\u3000 \t"))
        if match and not _NOTE.match(line):
            found = _span(match, number, line)
            if isinstance(found, Span):
                spans.append(found)
            else:
                unread.append(found)
        elif spans:
            last = spans[-1]
            spans[-1] = _noted(last, Note(number, line.strip(), len(line) - len(line.lstrip())))
        else:
            unread.append(Unread(number, line.strip(), "不是“起止年月  内容”的写法,前面也没有它所属的一段"))
    return Resume(tuple(spans), tuple(unread))


def _noted(span: Span, note: Note) -> Span:
    return Span(span.line, span.start, span.end, span.text, span.source, span.exact, (*span.notes, note))


def _span(match: re.Match[str], number: int, line: str) -> Span | Unread:
    start, end = _month(match["start"]), _month(match["end"] or "")
    closed = match["end"] is not None and match["end"][:1] not in "至今现"
    if start is None or (closed and end is None):
        return Unread(number, line.strip(), "年月不存在")
    if end is not None and end < start:
        return Unread(number, line.strip(), "止的年月早于起的年月")
    if not match["text"].strip():
        return Unread(number, line.strip(), "只有年月,没有内容")
    ended = str(end) if end else ""
    exact = line == f"{start}--{ended}{' ' * (_GAP if end else _OPEN_GAP)}{match['text']}"
    return Span(number, start, end, match["text"].strip(), line.strip(), exact)


def _month(text: str) -> Month | None:
    written = read(text.removesuffix("年"))
    return written.of_month() if written else None


@dataclass(frozen=True)
class Fault:
    """Where a 简历 is not as the editor asks."""

    line: int
    value: str
    message: str
    remedy: str


_WANTED = "请写成 2008.03--2016.05 加两个空格再写内容;至今的一段 2020.08-- 后空九格"


def faults(resume: Resume) -> list[Fault]:
    """What is to be mended: lines not understood, spacing, gaps and overlaps, an open end before the last."""
    found = [Fault(bad.line, bad.source, bad.why, _WANTED) for bad in resume.unread]
    for span in resume.spans:
        if not span.exact:
            found.append(Fault(span.line, span.source, "年月、连接号或空格不合编辑器的写法", _WANTED))
        found += [
            Fault(note.line, note.text, f"“其间”一行前面空了 {note.indent} 格", f"请空 {_NOTE_INDENT} 格,与内容对齐")
            for note in span.notes
            if _NOTE.match(note.text) and note.indent != _NOTE_INDENT
        ]
    for earlier, later in zip(resume.spans, resume.spans[1:], strict=False):
        found += _joint(earlier, later)
    return sorted(found, key=lambda fault: fault.line)


def _joint(earlier: Span, later: Span) -> list[Fault]:
    value = later.source
    if earlier.end is None:
        return [Fault(later.line, value, f"上一段({earlier.start}--)没有止的年月,后面却还有一段", "请补上一段的止")]
    if later.start < earlier.start:
        return [Fault(later.line, value, f"早于上一段的起({earlier.start})", "请按时间先后排列")]
    apart = later.start.number - earlier.end.number
    if apart == 0:
        return []
    what = (
        f"与上一段的止({earlier.end})之间空了 {apart} 个月"
        if apart > 0
        else f"与上一段(至 {earlier.end})重叠 {-apart} 个月"
    )
    return [Fault(later.line, value, what, "简历各段应首尾相接;兼任、挂职、学习请写在“(其间:…)”里")]
