"""A form as columns of the table ``dossiers``, and back: plain data that can leave the process that read the file.

``family`` is a list of rows; ``photo`` base64; ``unknown_tags`` and ``style`` have a part for each kind of file. The ID
number is no column of the table and stands apart.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from jili.exchange.lrmx.elements import RELATIVE, TEXTS
from jili.exchange.lrmx.person import Form, LrmStyle, Person, Relative, XmlStyle

Columns = dict[str, Any]

TEXT_COLUMNS = tuple(element.field for element in TEXTS if element.field != "id_number")
COLUMNS = (*TEXT_COLUMNS, "photo", "unknown_tags", "style", "family")
MEMBER_TEXTS = tuple(element.field for element in RELATIVE)
_STYLES: Mapping[Form, type[XmlStyle] | type[LrmStyle]] = {"lrmx": XmlStyle, "lrm": LrmStyle}


def columns_of(person: Person) -> Columns:
    """The columns that the form has something to say of."""
    found: Columns = {name: person.values[name] for name in TEXT_COLUMNS if name in person.values}
    if person.photo:
        found["photo"] = base64.b64encode(person.photo).decode("ascii")
    if person.family is not None:
        found["family"] = [_row(relative) for relative in person.family]
    found["unknown_tags"] = {person.form: list(person.unknown)}
    found["style"] = {person.form: person.style.kept()}
    return found


def _row(relative: Relative) -> Columns:
    style: Columns = {"order": list(relative.order)} if relative.order else {}
    style |= {"odd": relative.odd} if relative.odd else {}
    texts = {name: relative.values.get(name, "") for name in MEMBER_TEXTS}
    return {**texts, "unknown_tags": list(relative.unknown), "style": style}


def person_from(columns: Mapping[str, Any], form: Form) -> Person:
    """The form that the columns make in one kind of file; what they lack is empty there."""
    values = {name: columns.get(name) or "" for name in (*TEXT_COLUMNS, "id_number")}
    photo = base64.b64decode(columns["photo"]) if columns.get("photo") else None
    family = tuple(_relative(row) for row in columns.get("family") or ())
    unknown = (columns.get("unknown_tags") or {}).get(form, ())
    style = (columns.get("style") or {}).get(form, {})
    return Person(values, family, photo, tuple(unknown), _STYLES[form].from_kept(style))


def _relative(row: Mapping[str, Any]) -> Relative:
    style = row.get("style") or {}
    texts = {name: row.get(name) or "" for name in MEMBER_TEXTS}
    return Relative(texts, tuple(row.get("unknown_tags") or ()), tuple(style.get("order", ())), style.get("odd", {}))
