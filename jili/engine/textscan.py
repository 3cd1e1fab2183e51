"""CSV files as bytes: the header, and the slow reading that says on which line what is wrong.

No cell of a register holds a line break, so a physical line is a row: a quote that is left open can never swallow
the rows after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jili.engine.problems import CAP, Problem, more, shown
from jili.engine.schema import Table

LONGEST_LINE = 100_000
"""Bytes. Longer lines are not even held in memory."""
BATCH = 20_000
_BOM = b"\xef\xbb\xbf"
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)')
_ONE = r'(?:"(?:[^"]|"")*"|[^",]*)'
_LINE = re.compile(f"{_ONE}(?:,{_ONE})*")
_SAVE_AS = "请另存为 UTF-8 编码的 CSV"
_NUL = f"含有 NUL 字节,不是文本文件或不是 UTF-8 编码;{_SAVE_AS}"


@dataclass(frozen=True)
class Header:
    """``names`` of the columns in the file's order; ``size`` and ``end`` of the line in bytes, as they stand."""

    names: tuple[str, ...]
    size: int
    end: bytes


def header(path: Path, table: Table) -> Header | list[Problem]:
    """The header line of a CSV file, if it holds exactly the table's columns; else what is wrong with it."""

    def bad(message: str, line: int = 1) -> list[Problem]:
        return [Problem(path.name, line, "", "", message)]

    with path.open("rb") as file:
        line = file.readline(LONGEST_LINE + 1)
    if not line:
        return bad("文件是空的,连表头也没有;没有记录的表请只留表头,或删去此文件", 0)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        return bad(f"文件是 UTF-16 编码;{_SAVE_AS}", 0)
    if b"\0" in line:
        return bad(_NUL)
    if len(line) > LONGEST_LINE:
        return bad(f"一行超过 {LONGEST_LINE} 字节;第一行应为表头,请检查引号是否成对")
    try:
        text = line.removeprefix(_BOM).decode()
    except UnicodeDecodeError:
        return bad(_encoding(line))
    end = b"\r\n" if line.endswith(b"\r\n") else b"\n" if line.endswith(b"\n") else b""
    text = text[: len(text) - len(end)]
    if "\r" in text:
        return bad(f"行尾是单独的 CR(旧式 Mac 文本);{_SAVE_AS},行尾用 LF 或 CRLF")
    names = cells(text)
    if names is None:
        return bad("表头的引号不成对")
    problems = header_problems(path.name, table, names)
    return problems or Header(tuple(names), len(line), end)


def header_problems(file: str, table: Table, names: Sequence[str]) -> list[Problem]:
    """The columns that are missing, unknown or given twice; they may come in any order."""
    wanted = [c.name for c in table.columns]
    said = [f"缺少 {name}({table[name].label})这一列" for name in wanted if name not in names]
    said += [
        f"没有名为“{shown(name)}”的列" if name else "有一列没有名称"
        for name in dict.fromkeys(names)
        if name not in wanted
    ]
    said += [f"{name} 这一列出现了不止一次" for name in wanted if names.count(name) > 1]
    return [Problem(file, 1, "", "", f"{what};本表的列是 {'、'.join(wanted)}") for what in said]


def line_pattern(width: int) -> str:
    """A regular expression for a whole line of ``width`` cells."""
    return f"{_ONE}(?:,{_ONE}){{{width - 1}}}"


def cells(line: str) -> list[str] | None:
    """The cells of one line without its end; None if its quotes do not pair or stand where they may not."""
    if '"' not in line:
        return line.split(",")
    if not _LINE.fullmatch(line):
        return None
    return [inner.replace('""', '"') or bare for inner, bare in _CELL.findall(line + ",")[:-1]]


@dataclass
class Scan:
    """Reads the lines after the header. ``problems`` is complete when ``batches`` has been used up."""

    path: Path
    width: int
    found: dict[str, list[int]] = field(default_factory=dict)

    def batches(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Line numbers and rows of the lines that are whole, ``BATCH`` at a time."""
        numbers: list[int] = []
        rows: list[list[str]] = []
        with self.path.open("rb") as file:
            file.readline()
            for number, line in _without_last_blanks(_lines(file)):
                row = self._row(line)
                if isinstance(row, str):
                    self.found.setdefault(row, []).append(number)
                    continue
                numbers.append(number)
                rows.append(row)
                if len(rows) == BATCH:
                    yield numbers, rows
                    numbers, rows = [], []
        if rows:
            yield numbers, rows

    def _row(self, line: bytes) -> list[str] | str:
        """The cells of a line, or what is wrong with it."""
        if len(line) > LONGEST_LINE:
            return f"一行超过 {LONGEST_LINE} 字节;请检查引号是否成对,或是否误贴了整篇文字"
        if b"\0" in line:
            return _NUL
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return _encoding(line)
        if not text:
            return "空行;请删去"
        row = cells(text)
        if row is None:
            return "引号不成对;含逗号或引号的格要整格加引号,格内的引号写两个,格内不得换行"
        if len(row) != self.width:
            return f"应有 {self.width} 格,实有 {len(row)} 格;请检查逗号和引号"
        return row

    @property
    def problems(self) -> list[Problem]:
        problems = []
        for message, lines in self.found.items():
            problems += [Problem(self.path.name, line, "", "", message) for line in lines[:CAP]]
            problems += more(self.path.name, "", message, len(lines[CAP:]))
        return problems


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines without their ends, from number 2. Of one that is too long only the beginning, still too long."""
    number = 1
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(1 << 20) or b"\n"
            rest = rest if rest.endswith(b"\n") else rest.ljust(LONGEST_LINE + 1)
        yield number, line.removesuffix(b"\n").removesuffix(b"\r")


def _without_last_blanks(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    blanks: list[int] = []
    for number, line in lines:
        if not line:
            blanks.append(number)
            continue
        yield from ((blank, b"") for blank in blanks)
        blanks.clear()
        yield number, line


def _encoding(line: bytes) -> str:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return f"不是 UTF-8 编码,也不是 GB18030;{_SAVE_AS}"
    return f"不是 UTF-8 编码,看来是 GB18030(GBK);{_SAVE_AS}"
