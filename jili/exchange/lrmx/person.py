"""What one 任免审批表 holds, whichever file it came in, and the remarks made on the way.

Texts are as written, without blanks around them; how the file wrote them is the ``style``. No text of the form is in
it, so that it may be kept beside the record and the file itself be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Literal, Self

Form = Literal["lrmx", "lrm"]


WHOLE = "文件"
"""The place of a remark on the file as a whole."""


class Weight(StrEnum):
    """What a remark means for the file."""

    REFUSED = "refused"
    """It has to be mended before the form is taken."""
    DOUBT = "doubt"
    """It is taken as it stands, but somebody should look."""
    NOTE = "note"
    """What was done to it on the way."""


@dataclass(frozen=True)
class Remark:
    """Something about a file, said so that a clerk finds the place: a heading of the form, or a line and column."""

    weight: Weight
    place: str
    value: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        said = ";".join(part for part in (self.message, self.remedy) if part)
        return ":".join(part for part in (self.place, self.value, said) if part)


class Unreadable(Exception):
    """A file that is no 任免审批表, or not safe to read."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(str(remark))
        self.remark = remark


def unreadable(place: str, value: str, message: str, remedy: str) -> Unreadable:
    return Unreadable(Remark(Weight.REFUSED, place, value[:60], message, remedy))


class Kept:
    """A style as plain data: only what is not as we write ourselves."""

    def kept(self) -> dict[str, Any]:
        mine = {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]
        own = type(self)()
        return {name: value for name, value in mine.items() if value != getattr(own, name)}

    @classmethod
    def from_kept(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


Odd = dict[str, dict[str, str]]
"""Element → how it is written where that is not as usual in its file (see ``blocks``)."""


@dataclass(frozen=True)
class XmlStyle(Kept):
    """How an .lrmx is written. Empty lists: the editor's own order."""

    encoding: str = "utf-8"
    bom: bool = False
    head: str = ""
    """What stands before ``<Person``; empty: the declaration of XML and a line end."""
    root: str = ""
    """Attributes of Person."""
    newline: str = "\n"
    text_newline: str = ""
    """Between lines of a text; empty: as between elements."""
    indent: str = "  "
    empty: str = "spaced"
    """The usual form of an empty element: see ``blocks.EMPTY``."""
    tail: str = "\n"
    """What stands after ``</Person>``."""
    order: list[str] = field(default_factory=list)
    odd: Odd = field(default_factory=dict)
    family_order: list[str] = field(default_factory=list)
    """``i`` a relative, ``-`` an empty row, ``?0`` an unknown piece."""
    photo_prefix: str = ""
    photo_width: int = 0
    """Characters of base64 in a line; 0: one line."""
    photo_break: str = "\n"


@dataclass(frozen=True)
class LrmStyle(Kept):
    """How an .lrm is written."""

    encoding: str = "gb18030"
    bom: bool = False
    newline: str = "\n"
    tail: str = ""
    slots: list[int] = field(default_factory=lambda: [13] * 5)
    """So many rows each column of the family is padded to."""
    blanks: dict[str, list[str]] = field(default_factory=dict)
    """Field number → blanks before and after its text."""
    joints: dict[str, str] = field(default_factory=dict)
    """Number of a field of four in one → the separators it has, where not ``#@#``."""
    photo: str = ".pic"


@dataclass(frozen=True)
class Relative:
    """A row of the family: field → text, and how and what else the file wrote there."""

    values: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    odd: Odd = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """A form. ``values`` has the fields that the file has, empty ones too; ``family`` is None where it has no such."""

    values: Mapping[str, str]
    family: tuple[Relative, ...] | None = None
    photo: bytes | None = None
    unknown: tuple[str, ...] = ()
    """What the file has beyond the known columns, as it stands there."""
    style: XmlStyle | LrmStyle = field(default_factory=XmlStyle)

    @property
    def form(self) -> Form:
        return "lrmx" if isinstance(self.style, XmlStyle) else "lrm"

    def text(self, field: str) -> str:
        return self.values.get(field, "")


@dataclass(frozen=True)
class Read:
    """A file that was read: the form, and what is to be said of it."""

    file: str
    person: Person
    remarks: tuple[Remark, ...]
    exact: bool
    """Written again it is the same, byte for byte."""

    @property
    def refused(self) -> bool:
        return any(remark.weight is Weight.REFUSED for remark in self.remarks)
