"""Months and days as they stand in forms: ``YYYYMM``, and the other ways that occur."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_DATE = re.compile(r"([0-9]{4})(?:[.\-/年]?([0-9]{1,2})(?:[.\-/月]?([0-9]{1,2})日?|月)?|年)?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})?([0-9]{2})?")
EARLIEST, LATEST = 1900, 2100
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @property
    def number(self) -> int:
        """Months since the year 0: what is between two is the difference."""
        return self.year * 12 + self.month - 1

    def __str__(self) -> str:
        return f"{self.year}.{self.month:02}"


@dataclass(frozen=True)
class Written:
    """A date as it is written. ``month`` None: only the year. ``plain``: the editor's own form, ``YYYYMM[DD]``."""

    year: int
    month: int | None
    day: int | None
    plain: bool

    def of_month(self) -> Month | None:
        return None if self.month is None else Month(self.year, self.month)


def read(text: str) -> Written | None:
    """The date in a text; None if it is none that exists (1999年13月, 2017.02.30, 85.6)."""
    bare = re.sub(r"[\s\u3000]", "", text).translate(_FULL_WIDTH)
    plain = _DIGITS.fullmatch(bare)
    match = plain or _DATE.fullmatch(bare)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    possible = year is not None and EARLIEST <= year <= LATEST and (month is None or 1 <= month <= 12)
    if not possible or year is None or (day is not None and not _exists(year, month or 0, day)):
        return None
    return Written(year, month, day, plain is not None and month is not None and bare == text)


def _exists(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _LENGTHS[month - 1] - (month == 2 and not leap)
