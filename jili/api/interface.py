"""The API as a whole: how it reads requests, how it answers, what it says when it cannot."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from jili.access.accounts import Refused
from jili.access.errors import answer
from jili.api.wording import problems
from jili.decisions.store import Tampered


class Unsupported(ValueError):
    """A body of another kind than the operation takes."""


class StrictParser(Parser):
    """JSON as it is written down: no name twice, no number that is none, no text that is none."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise Unsupported("请求的 Content-Type 应为 application/json")
        try:
            text = request.body.decode()
            found: dict[str, Any] = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except RecursionError:
            raise ValueError("JSON 嵌套太深") from None
        except UnicodeDecodeError:
            raise ValueError("请求不是 UTF-8 文字") from None
        except json.JSONDecodeError as error:
            raise ValueError(f"第 {error.lineno} 行第 {error.colno} 字起不是 JSON") from None
        return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("同一个名字在一个 JSON 对象里出现了两次")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} 不是 JSON 的数")


class Renderer(JSONRenderer):
    """Chinese as it is."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:  # noqa: ARG002
        return json.dumps(data, cls=self.encoder_class, ensure_ascii=False)


class Interface(NinjaAPI):
    """Answers to readers carry a tag; whoever shows it again is told only that nothing has changed."""

    def create_response(self, request: HttpRequest, data: Any, **how: Any) -> HttpResponse:
        response = super().create_response(request, data, **how)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        tag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        found = get_conditional_response(request, etag=tag, response=response)
        assert isinstance(found, HttpResponse)
        return found


interface = Interface(
    title="激励接口", version="1", openapi_url=None, docs_url=None, renderer=Renderer(), parser=StrictParser()
)


@interface.exception_handler(ValidationError)
def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(422, problems=problems(error.errors))


@interface.exception_handler(HttpError)
def _malformed(_: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, RequestDataTooBig):
        return answer(413)
    if isinstance(cause, Unsupported):
        return answer(415, str(cause))
    return answer(400, str(cause) if type(cause) is ValueError else "")


@interface.exception_handler(Refused)
def _refused(_: HttpRequest, refusal: Refused) -> HttpResponse:
    return answer(409, str(refusal))


@interface.exception_handler(Tampered)
def _tampered(_: HttpRequest, problem: Tampered) -> HttpResponse:
    return answer(409, str(problem))


@interface.exception_handler(Http404)
@interface.exception_handler(Exception)
def _onward(_: HttpRequest, error: Exception) -> NoReturn:
    """What is not there is told to the gate, what is wrong with the program to the server."""
    raise error
