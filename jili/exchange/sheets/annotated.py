"""A file as it came in, with what is wrong in it as notes beside the cells: to be mended and sent in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from jili.exchange.parsing.apart import Part, Said
from jili.exchange.sheets.sheet import MARK, PROBLEMS, Sheet, Slot
from jili.exchange.sheets.template import in_words, write_versions
from jili.exchange.sheets.texts import SAFE, Texts
from jili.exchange.styles import FONT, HEADING, LINES

_NOTES = 5_000
"""So many notes in a workbook; all problems stand in the list."""
_COLUMNS = {"工作表": 18, "行": 8, "列": 16, "内容": 24, "问题": 48, "怎么办": 48}
_LOOKS = {
    "heading": HEADING,
    "listed": {**LINES, "text_wrap": True},
    "cell": {**FONT, "num_format": "@"},
    "wrong": {**LINES, "bg_color": "#FCE4D6", "num_format": "@"},
}


def write_annotated(parts: Sequence[Part], problems: Sequence[Said], sheets: Sequence[Sheet], file: Path) -> None:
    """A sheet that lists the problems, then the tables as they were read, rows where they stood."""
    with xlsxwriter.Workbook(str(file), SAFE) as book:
        texts = Texts(book, _LOOKS)
        _write_list(book, texts, problems)
        left = _NOTES
        tables = {part.sheet: part for part in parts if part.headings}
        for title, part in tables.items():
            said = _by_place(problem for problem in problems if problem.sheet == title)
            known = {slot.name: slot for sheet in sheets if sheet.table == part.table for slot in sheet.slots}
            left -= _write_part(book, texts, part, known, said, left)
        write_versions(book, sheets)


def _by_place(problems: Iterable[Said]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for problem in problems:
        found[problem.row, problem.column].append(f"{problem.message}。{problem.remedy}")
    return found


def _write_list(book: Any, texts: Texts, problems: Sequence[Said]) -> None:
    page = book.add_worksheet(PROBLEMS)
    for place, (heading, width) in enumerate(_COLUMNS.items()):
        page.set_column(place, place, width)
        texts.write(page, 0, place, heading, "heading")
    page.freeze_panes(1, 0)
    for row, said in enumerate(problems, 1):
        cells = (said.sheet, str(said.row or ""), said.column, said.value, said.message, said.remedy)
        for place, cell in enumerate(cells):
            texts.write(page, row, place, cell, "listed")


def _write_part(
    book: Any, texts: Texts, part: Part, known: Mapping[str, Slot], said: Mapping[tuple[int, str], list[str]], left: int
) -> int:
    """Write one table; how many notes it took."""
    page = book.add_worksheet(_title(part.sheet, book))
    page.set_column(0, len(part.headings), 14)
    for place, (slot, heading) in enumerate(zip(part.slots, part.headings, strict=True)):
        texts.write(page, 0, place, heading, "heading")
        if slot == MARK:
            page.set_column(place, place, None, None, {"hidden": 1})
    page.freeze_panes(1, 0)
    notes = 0
    slots = [known.get(name) for name in part.slots]
    for number, values, _ in part.rows:
        for place, value in enumerate(values):
            told = list(said.get((number, part.headings[place]), ()))
            if place == 0:
                told = [*said.get((number, ""), ()), *told]
            texts.write(page, number - 1, place, as_written(slots[place], value), "wrong" if told else "cell")
            if told and notes < left:
                page.write_comment(number - 1, place, "\n".join(told), {"x_scale": 2, "author": "激励"})
                notes += 1
    return notes


def as_written(slot: Slot | None, value: Any) -> str:
    """A cell as people read it, and as it may be read again."""
    if isinstance(value, dict):
        return str(value.get("bad", ""))
    if value is None:
        return ""
    return in_words(slot, value) if slot else str(value)


def _title(title: str, book: Any) -> str:
    """A name that Excel allows a sheet, and only one has."""
    plain = "".join("_" if character in "[]:*?/\\'" else character for character in title)[:31] or "表"
    taken = {page.get_name().casefold() for page in book.worksheets()}
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[:27]}({number})"
    return found
