"""What is wrong with a request, in Chinese, from what pydantic found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jili.access.errors import Where

_SAYS: Mapping[str, str] = {
    "missing": "必须写",
    "extra_forbidden": "没有这一项;请去掉",
    "twice": "写了两次;请只写一次",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "int_parsing": "应为整数,只用数字 0 至 9",
    "int_type": "应为整数,只用数字 0 至 9",
    "string_type": "应为文字",
    "string_unicode": "有不成对的代理字符,不是文字",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "至多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对:不能只有空白,不能有控制字符",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "literal_error": "应为下列之一:{expected}",
    "enum": "应为下列之一:{expected}",
    "model_attributes_type": "应为 JSON 对象",
    "model_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
    "file": "应为上传的文件",
}


def problems(errors: Iterable[Mapping[str, Any]]) -> list[Where]:
    """Each with where it stands: ``query.page``, ``body.why``, ``header.Jili-Purpose``."""
    return [{"where": _where(error["loc"]), "message": _message(error)} for error in errors]


def _message(error: Mapping[str, Any]) -> str:
    context = {**error.get("ctx", {})}
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace(" or ", "、").replace(", ", "、")
    return _SAYS.get(str(error["type"]), "写法不对").format_map(context)


def _where(place: Iterable[Any]) -> str:
    """Without the names that only the program gives to groups of fields."""
    place = [str(part) for part in place]
    return ".".join([place[0], *(part for part in place[1:] if part not in ("asked", "given"))])
