"""A list as a page shows it, as a workbook: a title, a note, one line each. Text in it never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from jili.exchange.sheets.texts import SAFE, Texts
from jili.exchange.styles import FONT, HEADING, LINES, ready_to_print

_LOOKS = {
    "title": {**FONT, "font_size": 16, "bold": True},
    "note": {**FONT, "text_wrap": False},
    "heading": HEADING,
    "cell": {**LINES, "text_wrap": True, "num_format": "@"},
}


def write_list(
    file: Path, *, title: str, note: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> None:
    """``headings`` are names with the width of their columns; ``rows`` as many texts each."""
    with xlsxwriter.Workbook(str(file), SAFE) as book:
        texts = Texts(book, _LOOKS)
        page = book.add_worksheet(title)
        texts.write(page, 0, 0, title, "title")
        texts.write(page, 1, 0, note, "note")
        for place, (heading, width) in enumerate(headings):
            page.set_column(place, place, width)
            texts.write(page, 2, place, heading, "heading")
        for row, cells in enumerate(rows, 3):
            for place, text in enumerate(cells):
                texts.write(page, row, place, text, "cell")
        page.freeze_panes(3, 1)
        page.repeat_rows(2)
        ready_to_print(page, "")
