"""An .lrm in and out: one record of 33 quoted fields, and the photo in a file beside it.

Quotes within a field are not escaped, so a field ends where ``","`` stands. ``@`` parts cells, ``#`` lines within one.
The file has no place for 身份证号, 到龄年月 and whatever an .lrmx holds beyond its own columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jili.exchange.lrmx.decoding import decode, encode
from jili.exchange.lrmx.elements import BY_FIELD, LRM_FAMILY, LRM_FIELDS, RELATIVE
from jili.exchange.lrmx.person import LrmStyle, Person, Read, Relative, Remark, Weight, unreadable
from jili.exchange.lrmx.xmlform import finished, take_photo

_JOINT = "#@#"
_COUNT = len(LRM_FIELDS)
_EXPORT_AGAIN = "请用任免表编辑器打开并另存为 .lrmx 后再导入"


def read_lrm(data: bytes, file: str, photo: bytes | None = None, photo_name: str = "") -> Read:
    """The form in an .lrm and, if there is one, in the photo beside it. Raises Unreadable."""
    decoded = decode(data, declares=False)
    body = decoded.text.rstrip("\r\n")
    newline = "\r\n" if "\r\n" in body else "\n"
    ending = re.search(r"\.\w+$", photo_name)
    style = LrmStyle(
        decoded.encoding, decoded.bom, newline, decoded.text[len(body) :], photo=ending[0] if ending else ".pic"
    )
    remarks = list(decoded.remarks)
    kept = take_photo(photo, remarks) if photo else None
    person = replace(_person([_lines(field) for field in _fields(body)], style, remarks), photo=kept)
    return finished(file, (data, photo), person, write_lrm(person)[:2], remarks)


def _fields(body: str) -> list[str]:
    if len(body) < 2 or not (body.startswith('"') and body.endswith('"')):
        message = "不是 .lrm 的写法:应以英文双引号开头和结尾"
        raise unreadable("", body[:20], message, "文件可能不完整,或其实是别的格式;" + _EXPORT_AGAIN)
    fields = body[1:-1].split('","')
    if len(fields) != _COUNT:
        message = f"应有 {_COUNT} 栏,现有 {len(fields)} 栏"
        raise unreadable("", fields[0], message, "文件可能不完整,或某栏文字里有英文引号和逗号连写;" + _EXPORT_AGAIN)
    return fields


def _person(fields: Sequence[str], style: LrmStyle, remarks: list[Remark]) -> Person:
    values: dict[str, str] = {}
    unknown: list[str] = []
    blanks: dict[str, list[str]] = {}
    joints: dict[str, str] = {}
    for number, (text, names) in enumerate(zip(fields, LRM_FIELDS, strict=True)):
        if number in LRM_FAMILY:
            continue
        if not names:
            unknown += [f"{number}:{text}"] if text else []
        elif len(names) > 1:
            cells, joint = _cells(text)
            values |= dict(zip(names, cells, strict=True))
            joints |= {str(number): joint} if joint != _JOINT else {}
        else:
            value = text.strip()
            values[names[0]] = value
            start = text.index(value)
            around = [text[:start], text[start + len(value) :]] if value else [text, ""]
            blanks |= {str(number): around} if any(around) else {}
    if unknown:
        message = (
            f"第 {'、'.join(str(int(piece.split(':')[0]) + 1) for piece in unknown)} 栏通常空着,这里有文字,原样保留"
        )
        remarks.append(Remark(Weight.NOTE, "", "", message))
    family, slots = _family([fields[number] for number in LRM_FAMILY])
    style = replace(style, slots=slots, blanks=blanks, joints=joints)
    return Person(values, family, None, tuple(unknown), style)


def _cells(text: str) -> tuple[list[str], str]:
    """The cells of ``a#b@c#d``, and the separators that stand there (``#@#`` if all)."""
    halves = text.split("@", 1)
    cells = []
    for half in [*halves, ""][:2]:
        upper, _, lower = half.partition("#")
        cells += [upper.strip(), lower.replace("#", "\n").strip()]
    return cells, "@".join("#" if "#" in half else "" for half in halves)


def _family(columns: Sequence[str]) -> tuple[tuple[Relative, ...], list[int]]:
    split = [column.split("@") if column else [] for column in columns]
    rows = max(len(cells) for cells in split)
    found = []
    for row in range(rows):
        cells = [cells[row] if row < len(cells) else "" for cells in split]
        values = {element.field: cell.replace("#", "\n").strip() for element, cell in zip(RELATIVE, cells, strict=True)}
        if any(values.values()):
            found.append(Relative(values))
    return tuple(found), [len(cells) for cells in split]


def write_lrm(person: Person) -> tuple[bytes, bytes | None, list[Remark]]:
    """The bytes of an .lrm, those of its photo, and what of the form it could not hold."""
    style = person.style if isinstance(person.style, LrmStyle) else LrmStyle()
    remarks = _left_out(person)
    spare = dict(piece.split(":", 1) for piece in person.unknown) if person.form == "lrm" else {}
    fields = []
    for number, names in enumerate(LRM_FIELDS):
        if number in LRM_FAMILY:
            text = _column(person.family or (), names[0], style.slots[number - LRM_FAMILY.start])
        elif not names:
            text = spare.get(str(number), "")
        elif len(names) > 1:
            text = _joined([_cell(person.text(name)) for name in names], style.joints.get(str(number), _JOINT))
        else:
            before, after = style.blanks.get(str(number), ["", ""])
            text = before + _lines(person.text(names[0])) + after
        fields.append(_unambiguous(text, names, remarks))
    body = '"' + '","'.join(fields) + '"'
    text = body.replace("\n", style.newline) + style.tail
    return encode(text, style.encoding, bom=style.bom), person.photo, remarks


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cell(text: str) -> str:
    """A cell among others: its lines parted by ``#``, the two signs within it as full-width ones."""
    return _lines(text).replace("#", "＃").replace("@", "＠").replace("\n", "#")


def _joined(cells: Sequence[str], joint: str) -> str:
    """The cells with these separators, and those that they need."""
    signs = [*joint.split("@"), ""][:2]
    bare = ["#".join(filter(None, map(str.strip, cell.split("#")))) for cell in cells]
    halves = [
        upper + ("#" if lower or (sign and "#" not in upper) else "") + lower
        for upper, lower, sign in zip(bare[::2], bare[1::2], signs, strict=True)
    ]
    return "@".join(halves) if "@" in joint or halves[1] else halves[0]


def _column(family: Sequence[Relative], name: str, slots: int) -> str:
    cells = [_cell(relative.values.get(name, "")) for relative in family]
    return "@".join(cells + [""] * (slots - len(cells)))


def _unambiguous(text: str, names: Sequence[str], remarks: list[Remark]) -> str:
    """Without the signs that would end the field before its time."""
    if '","' not in f'{text}"':
        return text
    label = BY_FIELD[names[0]].label if names else ""
    message = ".lrm 里英文双引号和逗号不能连写,已改为全角引号"
    remarks.append(Remark(Weight.NOTE, label, "", message))
    return text.replace('"', "＂")


def _left_out(person: Person) -> list[Remark]:
    labels = [BY_FIELD[name].label for name in ("id_number", "retires_on", "age_limit_before") if person.text(name)]
    labels += ["其他栏目"] if person.form == "lrmx" and person.unknown else []
    message = f".lrm 没有放{'、'.join(labels)}的地方,这些没有写入"
    return [Remark(Weight.NOTE, "", "", message)] if labels else []
