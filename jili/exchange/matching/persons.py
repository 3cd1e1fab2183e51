"""Who is meant by a name, a unit, an ID number. Where several may be meant it is asked for, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jili.access.scope import Access
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.matching.local import Local
from jili.exchange.matching.people import People, anywhere
from jili.exchange.naming import key
from jili.records.identity import BadIdNumber, IdNumber, read


class Persons:
    """Finds the people that rows name. ``numbers`` are all ID numbers that the file speaks of."""

    def __init__(self, access: Access, numbers: Iterable[str], local: Local, remarks: Remarks) -> None:
        self.people = People(access)
        self._local, self._remarks = local, remarks
        self._read = {text: _read(text) for text in numbers}
        good = [number for number in self._read.values() if isinstance(number, IdNumber)]
        self.holders = self.people.with_numbers(good)
        """ID number → id of who in scope has it."""
        self.taken = anywhere(good).keys() - self.holders.keys()
        """ID numbers of people out of scope."""

    def number(self, text: Any) -> IdNumber | None:
        """The ID number that a cell holds; None if it holds none, or something that could not be read."""
        found = self._read.get(text) if isinstance(text, str) else None
        return found if isinstance(found, IdNumber) else None

    def why_not(self, text: str) -> str:
        """Why a text is no ID number; empty if it is."""
        found = self._read[text]
        return found if isinstance(found, str) else ""

    def resolve(self, row: Incoming, column: str) -> str | None:
        """The id of whom a row names in the parts of a column; None if they are empty or (with a problem) nobody's."""
        name, unit, number, born = (
            row.given.get(f"{column}.{part}") for part in ("name", "unit", "id_number", "birth")
        )
        slot = f"{column}.name"
        if name is None:
            if unit is not None or number is not None:
                self._remarks.problem(row, slot, "没有填姓名", "请补上姓名")
            return None
        if number is not None:
            return self._numbered(row, column, name, number, born or "")
        if self._is_kept(row, column, name, unit):
            return str(row.record.values[column]) if row.record else None
        found = self.people.named(name, unit or "", born or "")
        if not unit or not found:
            found = [*found, *self._local.named("cadres", name)]
        if len(found) == 1:
            return found[0]
        self._remarks.problem(row, slot, *(_several(name, unit, len(found)) if found else self._nobody(name, unit)))
        return None

    def _is_kept(self, row: Incoming, column: str, name: str, unit: str | None) -> bool:
        """Whether the row still names whom its record names; that somebody has moved since does not matter then."""
        kept = row.record.values.get(column) if row.record else None
        if kept is None or key(self.people.names.get(kept, "")) != key(name):
            return False
        same_unit = not unit or key(unit) in map(key, self.people.units.get(kept, ()))
        return same_unit or len(self.people.named(name)) == 1

    def _numbered(self, row: Incoming, column: str, name: str, text: str, born: str) -> str | None:
        slot, number = f"{column}.id_number", self.number(text)
        if number is None:
            said, remedy = f"身份证号不对:{self.why_not(text)}", "请核对证件后重填"
            self._remarks.problem(row, slot, said, remedy, hidden=True)
            return None
        found = self.holders.get(number.text) or self._local.with_number(number)
        if found is not None and key(self.people.names.get(found, name)) != key(name):
            self._remarks.problem(row, slot, "身份证号和姓名不是同一个人的", "请核对姓名和身份证号", hidden=True)
            return None
        if found is None and number.text not in self.taken:
            # Of the people of this name (and birth) the only one whose number is not kept yet.
            unknown = [pk for pk in self.people.named(name, "", born) if pk not in self.people.numbered]
            found = unknown[0] if len(unknown) == 1 else None
        if found is None:
            self._remarks.problem(row, slot, "您的范围内没有这个身份证号的人", "请核对姓名和身份证号", hidden=True)
        return found

    def _nobody(self, name: str, unit: str | None) -> tuple[str, str]:
        namesakes = self.people.named(name)
        if namesakes and unit:
            units = "、".join(dict.fromkeys(self.people.unit(pk) or "(没有现任职务)" for pk in namesakes[:5]))
            return f"“{unit}”没有叫“{name}”的人", f"登记的所在单位是:{units}。请改正所在单位"
        return f"您的范围内没有叫“{name}”的人", "请核对姓名;新来的人请先填“干部”表和“任职”表"


def _several(name: str, unit: str | None, count: int) -> tuple[str, str]:
    if unit:
        return f"“{unit}”有 {count} 个叫“{name}”的人", "请填身份证号来区分"
    return f"有 {count} 个叫“{name}”的人", "请填所在单位来区分"


def _read(text: str) -> IdNumber | str:
    try:
        return read(text)
    except BadIdNumber as bad:
        return str(bad)
