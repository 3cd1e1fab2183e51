"""What is particular to cadres: ID numbers, namesakes, who may make a new one."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from jili.access.roles import Role
from jili.access.scope import Access
from jili.exchange.matching.finding import Standing
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.matching.persons import Persons
from jili.exchange.parsing.apart import Part
from jili.records import identity
from jili.records.identity import IdNumber

_SPACED = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff])[\s\u3000]+([\u3400-\u9fff\U00020000-\U0003ffff])")
_NUMBER = "id_number"


class Personal:
    def __init__(self, access: Access, persons: Persons, remarks: Remarks) -> None:
        self._access, self._persons, self._remarks = access, persons, remarks
        self._numbers: dict[str, Incoming] = {}

    @property
    def may_bring_ids(self) -> bool:
        """Whether a file may say the ids of new records: only who keeps the register of the whole city is sure not to
        take one that is in use where they cannot see it."""
        return self._access.role == Role.CITY_CADRES and self._access.everywhere

    def complete(self, row: Incoming) -> None:
        """Look at a row of cadres or dossiers by itself."""
        if row.table == "cadres" and (spaced := _SPACED.fullmatch(row.values.get("name") or "")):
            row.values["name"] = "".join(spaced.groups())
            self._remarks.notice(row, "name", "去掉了姓名中间的空白")
        if row.table in ("cadres", "dossiers") and row.given.get(_NUMBER):
            self._number(row)

    def _number(self, row: Incoming) -> None:
        text = row.given[_NUMBER]
        number = self._persons.number(text)
        if number is None:
            said = f"身份证号不对:{self._persons.why_not(text)}"
            self._remarks.problem(row, _NUMBER, said, "请核对证件后重填", hidden=True)
            return
        if row.table == "cadres" and (said := _contradiction(row, number)):
            self._remarks.problem(row, _NUMBER, said, "请核对是身份证号填错了,还是那一列填错了", hidden=True)
        elif number.text in self._persons.taken:
            said, remedy = "这个身份证号不能由您登记", "请报市委组织部干部科办理"
            self._remarks.problem(row, _NUMBER, said, remedy, hidden=True)
        elif (first := self._numbers.setdefault(f"{row.table} {number.text}", row)) is not row:
            said = f"和“{first.part.sheet}”第 {first.number} 行的身份证号相同"
            self._remarks.problem(row, _NUMBER, said, "请核对;若是同一个人,请删去一行", hidden=True)
        elif row.table == "dossiers":
            row.values |= _kept(number, str(row.values.get("cadre_id") or ""))

    def recognise(self, row: Incoming, standing: Standing) -> None:
        """Find the cadre that a row without a mark is about: by ID number, else it must be nobody known."""
        number = self._persons.number(row.given.get(_NUMBER))
        holder = self._persons.holders.get(number.text) if number else None
        if holder is not None:
            row.record = standing.get(holder)
            return
        born = str(row.values.get("birth_on") or "")
        people = self._persons.people
        namesakes = people.named(str(row.values.get("name") or ""), "", born)
        if number:
            namesakes = [pk for pk in namesakes if pk not in people.numbered]
        if namesakes:
            units = "、".join(dict.fromkeys(people.unit(pk) or "没有现任职务" for pk in namesakes[:5]))
            said = f"已有同名同生日的人({units}),看不出是不是同一个人"
            remedy = "是同一个人:请下载预填的表,在上面改。是另一个人:请填身份证号"
            self._remarks.problem(row, "name", said, remedy)

    def posted(self, rows: Sequence[Incoming]) -> None:
        """Who does not see the whole city enters new people together with their posts."""
        if self._access.everywhere:
            return
        with_posts = {row.values.get("cadre_id") for row in rows if row.table == "appointments" and not row.bad}
        for row in rows:
            if row.table == "cadres" and row.record is None and not row.bad and row.pk not in with_posts:
                said, remedy = "新增的人没有任职", "请在同一个文件的“任职”表里填上他(她)在本单位的任职"
                self._remarks.problem(row, "", said, remedy)

    def dossiers(self, rows: Sequence[Incoming]) -> list[Incoming]:
        """The ID numbers in the sheet of cadres, as rows of their dossiers."""
        found = []
        for row in rows:
            number = self._persons.number(row.given.get(_NUMBER)) if row.table == "cadres" else None
            if number is None or row.bad or self._persons.holders.get(number.text) == row.pk:
                continue
            part = Part(row.part.sheet, "dossiers", [_NUMBER], ["身份证号"])
            dossier = Incoming(part, row.number, {_NUMBER: row.given[_NUMBER]}, row.beside, pk=row.pk)
            dossier.values = {"cadre_id": row.pk, **_kept(number, row.pk)}
            found.append(dossier)
        standing = Standing(self._access, "dossiers", (row.pk for row in found))
        for row in found:
            row.record = standing.by_pk.get(row.pk)
        return found


def _kept(number: IdNumber, cadre_id: str) -> dict[str, str]:
    cipher = base64.b64encode(identity.encipher(number, cadre_id)).decode()
    return {"id_number_cipher": cipher, "id_number_digest": identity.digest(number)}


def _contradiction(row: Incoming, number: IdNumber) -> str:
    """What the number says otherwise than the row; a day of birth on a first may be only a month."""
    born, gender = row.values.get("birth_on"), row.values.get("gender")
    if born and born != number.born.isoformat() and born != f"{number.born:%Y-%m}-01":
        return "身份证号里的出生日期和“出生日期”不同"
    return "身份证号里的性别和“性别”不同" if gender and gender != number.gender else ""
