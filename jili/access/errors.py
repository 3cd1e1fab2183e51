"""What the HTTP API answers when it cannot do what was asked: one shape, whoever says it (the gate, the server, the
API itself)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.http import HttpRequest, JsonResponse

PREFIX = "/api/"
"""Where the addresses of the API begin. Nobody is let in there by a session, nor anywhere else by a token."""


class Where(TypedDict):
    """Something wrong in a request: where it stands, what about it, what to do."""

    where: str
    message: str


MEANS = {
    400: ("malformed", "请求的写法不对,读不了"),
    401: ("unauthenticated", "没有令牌,或令牌未放行、已到期、已停用;请在请求头写 Authorization: Bearer 令牌"),
    404: ("not_found", "没有这个地址或对象,或不在管理范围内"),
    409: ("conflict", "按现在的状态办不了"),
    413: ("too_large", "请求太大"),
    415: ("unsupported", "请求的 Content-Type 不对"),
    422: ("invalid", "请求的内容有误,什么也没有做;请按 problems 逐处改正"),
    500: ("failed", "处理时出现意外错误;请把时间和地址告诉系统管理员"),
}
"""Status → code and what it means where nothing more exact is said."""


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(PREFIX)


def answer(status: int, message: str = "", problems: Sequence[Where] = ()) -> JsonResponse:
    code, means = MEANS[status]
    body = {"code": code, "message": message or means, "problems": list(problems)}
    made = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        made.headers["WWW-Authenticate"] = 'Bearer realm="jili"'
    return made
