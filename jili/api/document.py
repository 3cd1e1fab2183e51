"""The document of the API (OpenAPI), for programs, and the same as a page for people."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jili.access.errors import MEANS
from jili.api.whole import interface

PATH = "api/v1/"
_BEARER = {"type": "http", "scheme": "bearer", "description": "服务账户的令牌,由系统管理员生成、安全管理员放行"}


@cache
def document() -> dict[str, Any]:
    """HEAD is left out: it is GET without a body."""
    found: dict[str, Any] = dict(interface.get_openapi_schema(path_prefix=PATH))
    for operations in found["paths"].values():
        operations.pop("head", None)
        for operation in operations.values():
            for parameter in operation["parameters"]:
                parameter["schema"] = _given(parameter["schema"])
            for status, answer in operation["responses"].items():
                answer["description"] = MEANS[status][1] if status in MEANS else _GOOD[status]
    found["info"]["version"] = version("jili")
    found["components"]["securitySchemes"] = {"token": _BEARER}
    found["security"] = [{"token": []}]
    return found


_GOOD = {200: "照办", 202: "收到,正在办", 304: "与 If-None-Match 所示的相同"}


def openapi(_: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with who may use it, what it takes and what it answers."""
    found = document()
    operations = [
        {
            "id": operation["operationId"], "method": method.upper(), "path": path, "summary": operation["summary"],
            "description": _beyond(operation), "parameters": _parameters(operation),
            "answers": [(status, answer["description"]) for status, answer in operation["responses"].items()],
        }
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    ]  # fmt: skip
    return render(request, "api/documentation.html", {"operations": operations, "version": found["info"]["version"]})


def _beyond(operation: dict[str, Any]) -> str:
    """What an operation's description says beyond its summary."""
    return str(operation.get("description", "")).removeprefix(operation["summary"]).lstrip("。;\n ")


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Of a parameter that may be left out, what it is where it is not: an address has no null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    return kinds[0] if kinds else schema


def _parameters(operation: dict[str, Any]) -> list[tuple[str, str, bool, str]]:
    """Name, where it stands, whether it must be given, what it says."""
    told = [
        (each["name"], _PLACES[each["in"]], each["required"], each.get("description", ""))
        for each in operation["parameters"]
    ]
    kinds = operation.get("requestBody", {}).get("content", {})
    return told + [("请求体", kind, True, "") for kind in kinds]


_PLACES = {"path": "地址", "query": "查询", "header": "请求头"}
