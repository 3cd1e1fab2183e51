"""An .lrmx in and out."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jili.exchange.lrmx import photo as photos
from jili.exchange.lrmx.blocks import Block, Layout, layout_of, read_block, read_leaf, write_block
from jili.exchange.lrmx.decoding import Decoded, decode, encode
from jili.exchange.lrmx.elements import ELEMENTS, RELATIVE, TEXTS
from jili.exchange.lrmx.person import WHOLE, Person, Read, Relative, Remark, Weight, XmlStyle, unreadable
from jili.exchange.lrmx.tree import Document, Node, parse

_TAGS = tuple(element.tag for element in ELEMENTS)
_USUAL = [element.tag for element in ELEMENTS if not element.recent]
_RELATIVE_TAGS = tuple(element.tag for element in RELATIVE)
_RELATIVE_FIELDS = {element.tag: element.field for element in RELATIVE}
_FAMILY, _PHOTO = "JiaTingChengYuan", "ZhaoPian"
_LABELS = {element.tag: element.label for element in ELEMENTS}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def read_lrmx(data: bytes, file: str) -> Read:
    """The form in an .lrmx. Raises Unreadable."""
    decoded = decode(data, declares=True)
    document = parse(decoded.text)
    if document.root.tag != "Person":
        raise unreadable(
            "", document.root.tag, "根元素不是 Person,这不是任免审批表", "请选择任免表编辑器导出的 .lrmx 文件"
        )
    layout = layout_of(document.root)
    reading = _Reading(layout)
    person = reading.person(document.root, _style(decoded, document, layout))
    return finished(file, data, person, write_lrmx(person), [*decoded.remarks, *reading.remarks])


def finished(file: str, data: object, person: Person, again: object, remarks: list[Remark]) -> Read:
    """What was read, and whether it would be written the same; where nothing yet said why not, that it is so."""
    exact = data == again
    if not exact and not any(remark.place in (WHOLE, _LABELS[_PHOTO]) for remark in remarks):
        remarks.append(Remark(Weight.NOTE, WHOLE, "", "写法少见,再导出时写法略有不同,内容不变"))
    return Read(file, person, tuple(remarks), exact)


def _style(decoded: Decoded, document: Document, layout: Layout) -> XmlStyle:
    head = document.head
    if decoded.declare:
        head = re.sub(r"""(\bencoding\s*=\s*["'])[^"']*""", rf"\g<1>{decoded.declare}", head, count=1)
    text_newline = layout.text_newline if layout.text_newline != layout.newline else ""
    style = XmlStyle(
        decoded.encoding, decoded.bom, "", document.root.attributes, layout.newline, text_newline, layout.indent,
        layout.empty, document.tail,
    )  # fmt: skip
    return style if head == _usual_head(style) else replace(style, head=head)


def _usual_head(style: XmlStyle) -> str:
    return _DECLARATION + (style.newline or "\n")


class _Reading:
    """One file being read; ``remarks`` grow on the way."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.remarks: list[Remark] = []

    def person(self, root: Node, style: XmlStyle) -> Person:
        block = read_block(root.children, _TAGS, self.layout, 1, nested=_FAMILY)
        self._tell(block, _TAGS, "")
        order = [] if block.order == _USUAL else block.order
        odd = block.odd
        if root.children and root.after != self.layout.newline:
            odd[""] = {"after": root.after}
        family: tuple[Relative, ...] | None = None
        family_order: list[str] = []
        if node := block.nested.get(_FAMILY):
            family, family_order, own = self._family(node, block.unknown)
            odd |= {_FAMILY: odd.get(_FAMILY, {}) | own} if own else {}
        style = replace(style, order=order, odd=odd, family_order=family_order)
        photo, style = self._photo(block.values.get(_PHOTO, ""), style)
        values = {element.field: block.values[element.tag] for element in TEXTS if element.tag in block.values}
        return Person(values, family, photo, tuple(block.unknown), style)

    def _tell(self, block: Block, known: Sequence[str], whose: str) -> None:
        names = [piece_name(raw) for raw in block.unknown]
        for tag in dict.fromkeys(name for name in names if name in known):
            place = whose + _LABELS.get(tag, tag)
            self._remark(Weight.DOUBT, place, "该栏出现了两次,或里面还有别的标记:没有当作该栏读入,原样保留", "请核对")
        others = dict.fromkeys(name for name in names if name not in known)
        shown = "、".join(name or "标记之外的文字" for name in others)
        if shown:
            self._remark(Weight.NOTE, whose.strip(), f"有编辑器没有的内容({shown}),原样保留")

    def _remark(self, weight: Weight, place: str, message: str, remedy: str = "") -> None:
        self.remarks.append(Remark(weight, place, "", message, remedy))

    def _family(self, node: Node, unknown: list[str]) -> tuple[tuple[Relative, ...], list[str], dict[str, str]]:
        """The relatives, the order of what stands there (empty if usual), and what is odd about the element."""
        if not node.children:
            return (), [], read_leaf(node, self.layout, 1)[1]
        found: list[Relative] = []
        order: list[str] = []
        for child in node.children:
            if child.tag == "Item" and not _is_blank(child):
                found.append(self._relative(child, len(found) + 1))
                order.append("i")
            elif child.tag == "Item":
                order.append("-")
            else:
                order.append(f"?{len(unknown)}")
                unknown.append(child.raw)
                self._remark(Weight.NOTE, _LABELS[_FAMILY], "有不认识的内容,原样保留")
        own = {"attributes": node.attributes} if node.attributes else {}
        own |= {"after": node.after} if node.after != self.layout.gap(1) else {}
        return tuple(found), [] if order == ["i"] * len(order) else order, own

    def _relative(self, node: Node, number: int) -> Relative:
        block = read_block(node.children, _RELATIVE_TAGS, self.layout, 3)
        self._tell(block, _RELATIVE_TAGS, f"家庭成员第 {number} 人 ")
        gap = self.layout.gap(2)
        parts = {"before": (node.before, gap), "attributes": (node.attributes, ""), "after": (node.after, gap)}
        own = {name: found for name, (found, usual) in parts.items() if found != usual}
        odd = block.odd | ({"": own} if own else {})
        order = () if block.order == list(_RELATIVE_TAGS) else tuple(block.order)
        values = {_RELATIVE_FIELDS[tag]: value for tag, value in block.values.items()}
        return Relative(values, tuple(block.unknown), order, odd)

    def _photo(self, text: str, style: XmlStyle) -> tuple[bytes | None, XmlStyle]:
        if not text:
            return None, style
        prefix, body = re.fullmatch(r"(data:[\w/+.;-]{0,60},)?(.*)", text, re.S).groups()  # type: ignore[union-attr]
        try:
            data = base64.b64decode(re.sub(r"\s", "", body), validate=True)
        except ValueError:  # of base64's own, or characters beyond ASCII
            self._remark(
                Weight.REFUSED, _LABELS[_PHOTO], "照片不是 base64 文字,读不出来", "请在编辑器中重新放入照片后导出"
            )
            return None, style
        kept = take_photo(data, self.remarks)
        first, line_end, _ = re.fullmatch(r"(\S*)(\s*)(.*)", body, re.S).groups()  # type: ignore[union-attr]
        if line_end:
            style = replace(style, photo_width=len(first), photo_break=line_end)
        return kept, replace(style, photo_prefix=prefix or "")


def take_photo(data: bytes, remarks: list[Remark]) -> bytes | None:
    """The photo to be kept; what is to be said of it is added to ``remarks``."""
    try:
        kept = photos.examine(data)
    except photos.BadPhoto as problem:
        remarks.append(Remark(Weight.REFUSED, "照片", "", str(problem), problem.remedy))
        return None
    if kept.made_anew:
        message = f"照片{kept.made_anew},已重新编码,只留图像:再导出的照片与原文件不逐字节相同"
        remarks.append(Remark(Weight.NOTE, "照片", "", message))
    return kept.data


def piece_name(raw: str) -> str:
    """The element's name of a piece; nothing for comments and stray text."""
    match = re.match(r"<([^\s/>!?]+)", raw)
    return match[1] if match else ""


def _is_blank(item: Node) -> bool:
    return all(child.tag in _RELATIVE_TAGS and not child.children and not child.text.strip() for child in item.children)


def write_lrmx(person: Person) -> bytes:
    """The bytes of an .lrmx: the person's own style if it came as one, ours otherwise."""
    style = person.style if isinstance(person.style, XmlStyle) else XmlStyle()
    layout = Layout(style.newline, style.text_newline or style.newline or "\n", style.indent, style.empty)
    values = {element.tag: person.text(element.field) for element in TEXTS}
    values[_PHOTO] = _base64(person.photo, style) if person.photo else ""
    pieces = {f"?{number}": raw for number, raw in enumerate(person.unknown)} if person.form == "lrmx" else {}
    in_family = {mark: pieces.pop(mark) for mark in style.family_order if mark in pieces}
    if person.family or style.family_order:
        pieces[_FAMILY] = _write_family(person.family or (), in_family, style, layout)
    order = style.order or _USUAL
    inside = write_block(values, _TAGS, layout, 1, order=order, odd=style.odd, pieces=pieces)
    end = style.odd.get("", {}).get("after", layout.newline)
    text = f"{style.head or _usual_head(style)}<Person{style.root}>{inside}{end}</Person>{style.tail}"
    return encode(text, style.encoding, bom=style.bom)


def _write_family(family: Sequence[Relative], pieces: Mapping[str, str], style: XmlStyle, layout: Layout) -> str:
    """Relatives beyond those that the file had come behind its last."""
    gap = layout.gap(2)
    blank = f"{gap}<Item>{write_block({}, _RELATIVE_TAGS, layout, 3, odd={}, pieces={})}{gap}</Item>"
    waiting = [_write_relative(relative, layout) for relative in family]
    order = style.family_order or ["i"]
    written = []
    for place, mark in enumerate(order):
        take = 0 if mark != "i" else 1 if "i" in order[place + 1 :] else len(waiting)
        written += waiting[:take]
        waiting = waiting[take:]
        if mark != "i":
            written.append(blank if mark == "-" else gap + pieces.get(mark, ""))
    own = style.odd.get(_FAMILY, {})
    inside = "".join(written + waiting)
    return f"<{_FAMILY}{own.get('attributes', '')}>{inside}{own.get('after', layout.gap(1))}</{_FAMILY}>"


def _write_relative(relative: Relative, layout: Layout) -> str:
    values = {element.tag: relative.values.get(element.field, "") for element in RELATIVE}
    pieces = {f"?{number}": raw for number, raw in enumerate(relative.unknown)}
    own = relative.odd.get("", {})
    inside = write_block(values, _RELATIVE_TAGS, layout, 3, order=relative.order, odd=relative.odd, pieces=pieces)
    before, end = own.get("before", layout.gap(2)), own.get("after", layout.gap(2))
    return f"{before}<Item{own.get('attributes', '')}>{inside}{end}</Item>"


def _base64(data: bytes, style: XmlStyle) -> str:
    text = base64.b64encode(data).decode("ascii")
    if style.photo_width > 0:
        width = style.photo_width
        text = style.photo_break.join(text[at : at + width] for at in range(0, len(text), width))
    return style.photo_prefix + text
