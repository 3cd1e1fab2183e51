"""A table of a file: its headings held against what may be filled in, its rows made into values."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from jili.exchange.parsing import cells
from jili.exchange.parsing.out import Out
from jili.exchange.parsing.text import Bad, shown
from jili.exchange.sheets.sheet import EXAMPLE, Sheet, Slot

MOST_ROWS, MOST_COLUMNS = 100_000, 100
TOO_LONG = f"超过 {MOST_ROWS} 行"
SPLIT = f"请分成几个文件,每张表不超过 {MOST_ROWS} 行"
TOO_WIDE = f"超过 {MOST_COLUMNS} 列"
_EXAMPLES = (EXAMPLE, EXAMPLE.replace(":", "："))


def fitting(headings: Sequence[str], forms: Sequence[Sheet]) -> Sheet:
    """Of the forms of a table (with Chinese headings, or as a register writes it) the one that is meant."""
    given = {_key(heading) for heading in headings}
    return max(forms, key=lambda form: len(given & {_key(slot.heading) for slot in form.slots}))


def slots_of(headings: Sequence[str], sheet: Sheet, out: Out, *, whole: bool = True) -> list[Slot] | None:
    """The slots under the headings, in their order; None (and problems) unless each stands there once. What need not
    be filled in may be left out where a sheet need not be ``whole``."""
    named = {_key(slot.heading): slot for slot in sheet.slots}
    found = [named.get(_key(heading)) for heading in headings]
    wanted = "、".join(slot.heading for slot in sheet.slots)
    for heading, slot in zip(headings, found, strict=True):
        if slot is None:
            what = f"没有名为“{heading[:60]}”的列" if heading.strip() else "有一列没有表头"
            out.problem(1, heading[:60], heading, what, f"请改名或删去这一列。这张表的列是:{wanted}")
    for slot in sheet.slots:
        times = found.count(slot)
        if times > 1:
            out.problem(1, slot.heading, slot.heading, "这一列出现了不止一次", "请只留一列")
        if times == 0 and (whole or slot.required):
            out.problem(1, slot.heading, "", f"缺少“{slot.heading}”这一列", "请补上,或重新下载模板。表头应在第 1 行")
    slots = [slot for slot in found if slot is not None]
    wanted_slots = [slot for slot in sheet.slots if whole or slot.required]
    return slots if len(slots) == len(found) == len(set(slots)) and set(wanted_slots) <= set(slots) else None


def known(headings: Sequence[str], sheet: Sheet) -> bool:
    """Whether any of these is a heading of the sheet."""
    return bool({_key(heading) for heading in headings} & {_key(slot.heading) for slot in sheet.slots})


def _key(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).split()).rstrip("*").casefold()


class Rows:
    """Takes the rows of one sheet of a file, in order, and says what it found."""

    def __init__(self, sheet: Sheet, slots: Sequence[Slot | None], out: Out, *, plain: bool = False) -> None:
        self.sheet, self.slots, self.out, self.plain = sheet, slots, out, plain
        self._taken: list[dict[Any, Any]] = [{} for _ in slots]
        """Of each slot, what was written and taken without a word → its value."""

    def take(self, number: int, written: Sequence[Any]) -> None:
        """A row; cells beyond the headings are a problem if they hold something."""
        first = next((cell for cell in written if cell not in (None, "")), None)
        if first is None or (isinstance(first, str) and first.lstrip().startswith(_EXAMPLES)):
            return
        values: list[Any] = []
        for place, slot in enumerate(self.slots):
            cell = written[place] if place < len(written) else None
            if slot is not None:
                values.append(self._value(number, place, slot, cell))
        if any(value is not None for value in values):
            self.out.row(number, values)
        for cell in written[len(self.slots) :]:
            if cell not in (None, ""):
                stood = cell.shown if isinstance(cell, Wrong) else str(cell)
                self.out.problem(number, "", stood, "这一格上面没有表头", "请删去,或给这一列加上表头")
                break

    def _value(self, number: int, place: int, slot: Slot, cell: Any) -> Any:
        if cell is None:
            return None
        taken = self._taken[place]
        key = (type(cell), cell)
        if key in taken:
            return taken[key]
        notes: list[str] = []
        try:
            if isinstance(cell, Wrong):
                raise Bad(cell.message, cell.remedy)
            value = cells.value(slot, cell, notes.append, plain=self.plain)
        except Bad as bad:
            stood = cell.shown if isinstance(cell, Wrong) else str(cell)
            told = "" if slot.is_secret else stood
            self.out.problem(number, slot.heading, told, bad.message, bad.remedy)
            return {"bad": shown(stood[:1000])}
        for note in notes:
            self.out.notice(number, slot.heading, str(cell), note)
        if not notes:
            taken[key] = value
        return value


class Wrong:
    """A cell that holds no value at all: an error, a formula."""

    def __init__(self, shown: str, message: str, remedy: str) -> None:
        self.shown, self.message, self.remedy = shown, message, remedy
