"""From what stands in a cell to a value of its column, or why it cannot be taken.

What a file holds is text, or (in Excel and Parquet) already a number, a date, true or false. Nothing is guessed: a
value is taken only where it can mean one thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from jili.exchange.parsing import dates
from jili.exchange.parsing.text import Bad, Note, cleaned, narrowed
from jili.exchange.sheets.sheet import Slot

_TRUE, _FALSE = frozenset(("是", "true", "TRUE", "True", "√", "✓")), frozenset(("否", "false", "FALSE", "False"))
_FIRST_SURE = datetime(1900, 3, 1)
"""Excel believes in a 29 February 1900: what it says of the days before is off by one."""
_AS_TEXT = "请把单元格格式设为“文本”,再重新输入"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell under a slot. ``plain``: the file holds nothing but text."""

    slot: Slot
    written: Any
    note: Note
    plain: bool


def value(slot: Slot, written: Any, note: Note, *, plain: bool) -> Any:
    """JSON value of a cell, None if it is empty. ``plain``: the file holds nothing but text. Raises Bad."""
    if isinstance(written, str):
        written = cleaned(written, note)
    if written is None or written == "":
        return None
    return _READERS[slot.kind](Cell(slot, written, note, plain))


def _text(cell: Cell) -> str:
    if isinstance(cell.written, str):
        return cell.written
    wanted = f"{cell.slot.heading}应为文本"
    if isinstance(cell.written, (datetime, date, time, timedelta)):
        raise Bad(f"{wanted},这一格却是日期,可能是程序自动转换的", _AS_TEXT)
    if isinstance(cell.written, bool):
        raise Bad(f"{wanted},这一格却是 TRUE/FALSE", _AS_TEXT)
    raise Bad(f"{wanted},这一格却是数,开头的 0 和末尾几位可能已经丢失", _AS_TEXT)


def _date(cell: Cell) -> str:
    written, heading = cell.written, cell.slot.heading
    if isinstance(written, str):
        return dates.from_text(written, cell.note, from_number=cell.plain)
    if isinstance(written, bool):
        raise Bad(f"{heading}应为日期", dates.WANTED)
    if isinstance(written, (int, float, Decimal)):
        return dates.from_number(written if isinstance(written, int) else float(written), cell.note)
    if isinstance(written, datetime):
        if written.time() != time():
            raise Bad(f"{heading}应为日期,这一格还带着时刻", "请只留日期")
        if written < _FIRST_SURE:
            raise Bad("1900 年 3 月以前的日期,电子表格的记法不准", "请把单元格格式设为文本,写成 1900-01-15 这样")
        return dates.day(written.year, written.month, written.day)
    if isinstance(written, date):
        return dates.day(written.year, written.month, written.day)
    raise Bad(f"{heading}应为日期,这一格却是时刻或时长", dates.WANTED)


def _bool(cell: Cell) -> bool:
    if isinstance(cell.written, bool):
        return cell.written
    if cell.written in _TRUE or cell.written in _FALSE:
        return cell.written in _TRUE
    raise Bad(f"{cell.slot.heading}应为“是”或“否”", "请从下拉框中选")


def _int(cell: Cell) -> int:
    written, (least, most) = cell.written, cell.slot.bounds or (-1_000_000_000, 1_000_000_000)
    wanted = f"{cell.slot.heading}应为 {least} 至 {most} 之间的整数"
    if isinstance(written, str):
        text = narrowed(written, cell.note)
        if cell.slot.column == "year":
            text = text.removesuffix("度").removesuffix("年")
        if not re.fullmatch(r"-?[0-9]{1,10}", text):
            raise Bad(wanted, "请只写数字")
        number = int(text)
    elif isinstance(written, bool) or not _whole(written):
        raise Bad(wanted, "请只写数字,并把单元格格式设为常规")
    else:
        number = int(written)
    if not least <= number <= most:
        raise Bad(wanted, "请核对")
    return number


def _whole(written: Any) -> bool:
    return isinstance(written, int) or (isinstance(written, (float, Decimal)) and written % 1 == 0)


def _decimal(cell: Cell) -> str:
    written, places = cell.written, cell.slot.places
    wanted = f"{cell.slot.heading}应为数,至多 {places} 位小数"
    if isinstance(written, bool) or not isinstance(written, (str, int, float, Decimal)):
        raise Bad(wanted, "请只写数字,并把单元格格式设为常规")
    text = narrowed(written, cell.note) if isinstance(written, str) else format(Decimal(str(written)), "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    if not re.fullmatch(rf"-?[0-9]{{1,{18 - places}}}(\.[0-9]{{1,{places}}})?", text):
        raise Bad(wanted, "请只写数字,不用逗号、单位或科学记数")
    return exact(text, places)


def exact(text: str | Decimal, places: int) -> str:
    """A decimal as it is kept: always with all its places, never minus nothing."""
    number = Decimal(text).quantize(Decimal(1).scaleb(-places))
    return f"{abs(number) if number == 0 else number:f}"


def _code(cell: Cell) -> Any:
    written = cell.written
    plain = isinstance(written, str) or (isinstance(written, int) and not isinstance(written, bool))
    found = _codes(cell.slot).get(_key(str(written))) if plain else None
    if found is None:
        labels = "、".join(label for _, label in cell.slot.codes)
        raise Bad(f"{cell.slot.heading}没有这一种", f"应为以下之一,请从下拉框中选:{labels}")
    return int(found) if found.isdigit() else found


def _codes(slot: Slot) -> dict[str, str]:
    """Label, label without what stands in its brackets, and code → code."""
    if slot not in _known:
        short = {_key(label.partition("(")[0]): code for code, label in slot.codes}
        whole = {_key(label): code for code, label in slot.codes}
        _known[slot] = {**short, **whole, **{_key(code): code for code, _ in slot.codes}}
    return _known[slot]


_known: dict[Slot, dict[str, str]] = {}


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


_READERS: dict[str, Callable[[Cell], Any]] = {
    "text": _text, "label": _text, "mark": _text, "date": _date, "bool": _bool, "int": _int, "decimal": _decimal,
    "code": _code,
}  # fmt: skip
