"""What may stand in a request: bounded, and described in the document of the API exactly as it is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote

from ninja import Header, Schema
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import core_schema

from jili.policy.facts import SUBJECT_KINDS
from jili.policy.outcomes import NAMES
from jili.policy.sentences import TITLES

MOST_ROWS, USUAL_ROWS, MOST_PAGES = 200, 50, 100_000
MOST_TEXT = 500

_DIGITS = re.compile(r"[0-9]{1,9}")
_VISIBLE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""Something to be read, no control characters."""
_HEADER = r"^[!-~]([ -~]*[!-~])?$"


@dataclass(frozen=True)
class Among:
    """One of these codes."""

    codes: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.codes))


def _digits(value: Any) -> Any:
    """Numbers in an address are ASCII digits: none of what else Python takes for one."""
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) else "?"
    return value


Text = Annotated[str, Field(max_length=MOST_TEXT, pattern=_VISIBLE)]
Short = Annotated[str, Field(max_length=100, pattern=_VISIBLE)]
SubjectKind = Annotated[str, Among(tuple(SUBJECT_KINDS))]
Statement = Annotated[str, Among(tuple(TITLES))]
Outcome = Annotated[str, Among(tuple(NAMES))]

PURPOSE = "Jili-Purpose"
_SAYS = (
    "查看敏感内容的用途,记入日志。中文须按 UTF-8 百分号编码(如 %E6%98%A5%E8%8A%82%E8%B5%B0%E8%AE%BF);"
    "不能这样解读的,照原样记。"
)
Purpose = Annotated[
    str | None,
    Header(None, alias=PURPOSE, max_length=600, pattern=_HEADER, description=f"{_SAYS}不写,就不给敏感内容。"),
]
NeededPurpose = Annotated[str, Header(..., alias=PURPOSE, max_length=600, pattern=_HEADER, description=_SAYS)]


def purpose_of(header: str) -> str:
    """The purpose in words."""
    try:
        text = unquote(header, errors="strict").strip()
    except UnicodeDecodeError:
        return header
    return text if text and text.isprintable() else header


class Asked(Schema):
    """Which page of a list is asked for."""

    page: Annotated[int, Field(ge=1, le=MOST_PAGES), BeforeValidator(_digits)] = 1
    page_size: Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(_digits)] = USUAL_ROWS


class Given(Schema):
    """The body of a request: what it does not know, it does not take."""

    model_config = ConfigDict(extra="forbid")
