"""Dates as people write them. Only what can be read in one way is taken."""

from __future__ import annotations

import re
from datetime import date

from jili.exchange.parsing.text import Bad, Note, narrowed

FIRST, LAST = 1900, 2200
MONTH = "只有年月,按当月 1 日记"
WANTED = "请写成 2024-03-05;只知道年月的写 2024年3月"

_DAY = re.compile(
    r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
)
_MONTH = re.compile(r"([0-9]{4})(?:[-./]([0-9]{1,2})|年([0-9]{1,2})月?份?|([0-9]{2}))")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-./年][0-9]{1,2}.*")
_OPEN = re.compile(r"至今|现在|目前|今|不详|无|/|-+|—+")
_SPAN = re.compile(r"[0-9]{4}[-./年0-9月日]*(?:-+|—+|~|～|至)[0-9]{4}.*")


def from_text(text: str, note: Note, *, from_number: bool = False) -> str:
    """``YYYY-MM-DD`` of a date or month in text; Raises Bad.

    ``from_number``: a program may have written the text from a number, so that 2017.1 may have been 2017.10.
    """
    plain = narrowed(text, note)
    if found := _DAY.fullmatch(plain):
        parts = [part for part in found.groups() if part and part.isdigit()]
        return day(*map(int, parts))
    if found := _MONTH.fullmatch(plain):
        year, month = [part for part in found.groups() if part]
        if from_number and plain.endswith(".1"):
            raise Bad("可能是 1 月,也可能是 10 月", "请写成 2017-01 或 2017-10 这样两位的月份")
        result = day(int(year), int(month), 1)
        note(MONTH)
        return result
    raise Bad(*_why(plain))


def from_number(number: int | float, note: Note) -> str:
    """A date in a cell that holds a number: 20240305 or 202403. Raises Bad."""
    if isinstance(number, int) and len(str(number)) in (6, 8):
        return from_text(str(number), note)
    if isinstance(number, float) and not number.is_integer() and FIRST <= number < LAST:
        raise Bad("年月写成了小数,2017.1 分不清是 1 月还是 10 月", "请把单元格格式设为文本,写成 2017-10")
    raise Bad("是一个数,不是日期", f"请把单元格格式设为日期或文本后重填。{WANTED}")


def day(year: int, month: int, number: int) -> str:
    """Raises Bad where there is no such day."""
    if not FIRST <= year <= LAST:
        raise Bad(f"年份应在 {FIRST} 至 {LAST} 之间", WANTED)
    if not 1 <= month <= 12:
        raise Bad(f"没有 {month} 月", WANTED)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        raise Bad(f"{year} 年 {month} 月没有 {number} 日", WANTED) from None


def _why(plain: str) -> tuple[str, str]:
    if _SHORT_YEAR.fullmatch(plain):
        return "年份只有两位", "请写四位的年份,如 1985-06"
    if _SPAN.fullmatch(plain):
        return "是一段时间,不是一个日期", "请把起止分别填在两列"
    if _OPEN.fullmatch(plain):
        return "不是日期", "没有日期就把这一格留空"
    return "不是日期", WANTED
