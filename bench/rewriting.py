"""Cells of a large workbook of ours, changed where they stand: read into objects it would take minutes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape
from zipfile import ZIP_DEFLATED, ZipFile

_EPOCH = date(1899, 12, 30)
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)')
_ROW = re.compile(r'<row r="([0-9]+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)


class Book:
    """Sheets by title; rows counted from 1, columns by their heading in row 1."""

    def __init__(self, file: Path) -> None:
        with ZipFile(file) as packed:
            self._members = {name: packed.read(name) for name in packed.namelist()}
        titles = re.findall('<sheet name="([^"]*)"', self._members["xl/workbook.xml"].decode())
        self._names = {title: f"xl/worksheets/sheet{number}.xml" for number, title in enumerate(titles, 1)}
        self._rows: dict[str, dict[int, str]] = {}
        self._edges: dict[str, tuple[str, str]] = {}
        self._columns: dict[str, dict[str, str]] = {}

    def last(self, title: str) -> int:
        return max(self._of(title))

    def headings(self, title: str) -> list[str]:
        self._of(title)
        return list(self._columns[title])

    def get(self, title: str, row: int, heading: str) -> str:
        """The text of a cell."""
        found = re.search(
            rf'<c r="{self._place(title, heading)}{row}"[^>]*><is><t[^>]*>(.*?)</t>', self._of(title)[row]
        )
        return unescape(found.group(1)) if found else ""

    def put(self, title: str, row: int, heading: str, value: Any) -> None:
        """Text, a day, or None to empty a cell; it keeps its look."""
        column, own = self._place(title, heading), self._of(title)
        cells = {found.group(1): found.group() for found in _CELL.finditer(own[row])}
        look = re.search(r' s="[0-9]+"', cells.pop(column, ""))
        style = look.group() if look else ""
        if isinstance(value, date):
            style = style or self._look(title, column)
            cells[column] = f'<c r="{column}{row}"{style}><v>{(value - _EPOCH).days}</v></c>'
        elif value is not None:
            cells[column] = f'<c r="{column}{row}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        own[row] = f'<row r="{row}">{"".join(cells[name] for name in sorted(cells))}</row>'

    def cut(self, title: str, after: int) -> None:
        """Leave out all rows after one."""
        own = self._of(title)
        for row in [row for row in own if row > after]:
            del own[row]

    def save(self, file: Path) -> None:
        with ZipFile(file, "w", ZIP_DEFLATED) as packed:
            for name, content in self._members.items():
                title = next((title for title, own in self._names.items() if own == name), "")
                if title in self._rows:
                    start, end = self._edges[title]
                    content = f"{start}{''.join(self._rows[title].values())}{end}".encode()
                packed.writestr(name, content)

    def _of(self, title: str) -> dict[int, str]:
        if title not in self._rows:
            text = self._members[self._names[title]].decode()
            start, end = text.index("<sheetData>") + len("<sheetData>"), text.index("</sheetData>")
            self._edges[title] = text[:start], text[end:]
            self._rows[title] = {int(found.group(1)): found.group() for found in _ROW.finditer(text[start:end])}
            words = re.findall(r'<c r="([A-Z]+)1"[^>]*><is><t[^>]*>(.*?)</t>', self._rows[title][1])
            self._columns[title] = {unescape(word): column for column, word in words}
        return self._rows[title]

    def _place(self, title: str, heading: str) -> str:
        self._of(title)
        return self._columns[title][heading]

    def _look(self, title: str, column: str) -> str:
        """That of some other cell of the column that holds a number."""
        found = (re.search(rf'<c r="{column}[0-9]+"( s="[0-9]+")><v>', row) for row in self._of(title).values())
        return next((look.group(1) for look in found if look), "")
