"""What the editor would find wrong with a form, and what no form should hold.

Nothing is changed and little is refused: only what would name the wrong person (a name with invisible characters, an
ID number that cannot be right), for the form is then no safe witness of whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from jili.exchange.lrmx import codes, grades, months, resume
from jili.exchange.lrmx.elements import RELATIVE, TEXTS, Element
from jili.exchange.lrmx.person import Person, Remark, Weight
from jili.records import identity

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SUFFIX = re.compile(r".{2,3}省|.市$|自治区|特别行政区")
_PARTY_DATE = re.compile(r"[0-9]{6}")
_EDITOR = "请在任免表编辑器中改正"


def lint(person: Person, today: date | None = None) -> list[Remark]:
    """All remarks on a form, in the order of its columns."""
    found: list[Remark] = []
    for element in TEXTS:
        value = person.text(element.field)
        if element.field == "id_number":
            found += _id_number(person, value, today) if value else []
            continue
        found += _text(element, value, element.label, required=element.field == "name")
        check = _CHECKS.get(element.field)
        if value and check:
            found += [_doubt(element.label, value, message, remedy) for message, remedy in check(value)]
        if element.field == "resume":
            found += _resume(value)
        if element.field == "assessments":
            found += [_doubt(element.label, bad.source, bad.why, bad.remedy) for bad in grades.read_grades(value)[1]]
    return found + _family(person)


def _doubt(place: str, value: str, message: str, remedy: str) -> Remark:
    return Remark(Weight.DOUBT, place, _short(value), message, remedy)


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"


def _text(element: Element, value: str, place: str, *, required: bool = False) -> Iterator[Remark]:
    """What holds for every text: length, characters, dates."""
    if not value:
        if required:
            yield Remark(Weight.REFUSED, place, "", "没有姓名,不知道是谁的表", _EDITOR)
        return
    if element.limit and len(value) > element.limit:
        yield _doubt(
            place, value, f"有 {len(value)} 个字,编辑器此栏只容 {element.limit} 个", "请精简,否则在编辑器里会被截断"
        )
    named = element.field == "name"
    for match in _INVISIBLE.finditer(value):
        weight = Weight.REFUSED if named else Weight.DOUBT
        message = f"第 {match.start() + 1} 个字是看不见的字符 U+{ord(match[0]):04X}"
        yield Remark(weight, place, _short(_INVISIBLE.sub("", value)), message, "请删去它,或整栏重新输入")
    if named:
        yield from _name(place, value)
    if element.kind == "month":
        yield from _month(place, value)


def _name(place: str, value: str) -> Iterator[Remark]:
    for pattern, what in ((_LOOKALIKE, "是形似字(部首或兼容字)"), (_PRIVATE, "是自造字,别的机器上显示不出")):
        for match in pattern.finditer(value):
            message = f"第 {match.start() + 1} 个字 U+{ord(match[0]):04X} {what}"
            yield _doubt(place, value, message, "请换成标准字")


def _month(place: str, value: str) -> Iterator[Remark]:
    written = months.read(value)
    wanted = "请写成 197204 这样的六位年月"
    if written is None:
        yield _doubt(place, value, "不是存在的年月", wanted)
    elif written.month is None:
        yield _doubt(place, value, "只有年,没有月", wanted)
    elif not written.plain:
        yield _doubt(place, value, "不是编辑器的写法", wanted)


Found = Iterator[tuple[str, str]]


def _gender(value: str) -> Found:
    if value not in ("男", "女"):
        yield "性别只写男或女", _EDITOR


def _ethnicity(value: str) -> Found:
    if value not in codes.ETHNICITIES:
        yield (
            ("民族应写全称", f"请写“{value}族”")
            if f"{value}族" in codes.ETHNICITIES
            else ("不是民族名称", "请写全称,如汉族")
        )


def _place(value: str) -> Found:
    if _SUFFIX.search(value):
        yield "不写“省”“市”等字样", "请写成“辽宁大连”“河南鲁山”的样子,直辖市只写“上海”"


def _party(value: str) -> Found:
    parts = [part.strip() for part in re.split("[;；、]", value)]
    names = (*codes.PARTIES, "无党派")
    if not all(part in names or (_PARTY_DATE.fullmatch(part) and months.read(part)) for part in parts):
        yield "不是编辑器的写法", "中共党员写 200006,民主党派写党派名,兼有的写“200108；民建”"


def _full_time(value: str) -> Found:
    if "党校" in value:
        yield "党校学历应填在在职教育栏", "请移到在职教育,并写明中央党校或省委党校"


def _degree(value: str) -> Found:
    if value in ("学士", "硕士", "博士"):
        yield "学位没有写学科", "请写成“理学学士”的样子"


def _age_limit(value: str) -> Found:
    if value not in codes.AGE_LIMITS:
        yield "不是编辑器的选项", "请从“改革前任职年龄界限为55(60、63、65、66)岁”中选"


_CHECKS: Mapping[str, Callable[[str], Found]] = {
    "gender": _gender, "ethnicity": _ethnicity, "native_place": _place, "birth_place": _place, "party_joined": _party,
    "full_time_education": _full_time, "full_time_degree": _degree, "in_service_degree": _degree,
    "age_limit_before": _age_limit,
}  # fmt: skip


def _resume(value: str) -> Iterator[Remark]:
    if "<br" in value.lower():
        yield _doubt("简历", "<br>", "用 <br> 换行", "已按换行读;请在编辑器中改为换行")
    for fault in resume.faults(resume.read_resume(value)):
        yield _doubt(f"简历第 {fault.line} 行", fault.value, fault.message, fault.remedy)


def _id_number(person: Person, value: str, today: date | None) -> Iterator[Remark]:
    label = "身份证号"
    try:
        number = identity.read(value, today)
    except identity.BadIdNumber as problem:
        yield Remark(Weight.REFUSED, label, "", str(problem), "身份证号用来认人,请核对证件后改正,或先留空")
        return
    if number.text != value:
        yield Remark(Weight.NOTE, label, "", "全角数字、空格或小写 x 按标准写法识别")
    if not number.province_known:
        yield _doubt(label, "", f"前两位 {number.text[:2]} 不是现有的省级代码", "请核对证件")
    if person.text("gender") in ("男", "女") and person.text("gender") != {"male": "男", "female": "女"}[number.gender]:
        yield _doubt(label, "", "第 17 位表示的性别与“性别”栏不一致", "请核对哪一个写错了")
    born = months.read(person.text("born"))
    if born and born.month and (born.year, born.month) != (number.born.year, number.born.month):
        yield _doubt(label, "", "其中的出生年月与“出生年月”栏不一致", "以干部档案认定的为准;请核对")


def _family(person: Person) -> list[Remark]:
    family = person.family or ()
    found: list[Remark] = []
    if len(family) > codes.MOST_RELATIVES:
        message = f"家庭成员有 {len(family)} 人,表上只有 {codes.MOST_RELATIVES} 行"
        found.append(_doubt("家庭成员", "", message, "多出的在编辑器里显示不出,请精简"))
    for number, relative in enumerate(family, 1):
        for element in RELATIVE:
            value, place = relative.values.get(element.field, ""), f"家庭成员第 {number} 人{element.label}"
            found += _text(element, value, place)
            if value and element.field == "relation" and value not in codes.RELATIONS:
                found.append(_doubt(place, value, "不是编辑器的称谓", "请从编辑器的列表中选"))
            if value and element.field == "political_status" and value not in codes.POLITICAL_STATUSES:
                found.append(_doubt(place, value, "不是编辑器的政治面貌", "请从编辑器的列表中选"))
    return found
