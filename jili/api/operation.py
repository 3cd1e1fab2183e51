"""How an operation is declared: its address and name, its answers, and that it takes nothing that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import ValidationError
from ninja.operation import Operation

from jili.access.errors import MEANS

View = TypeVar("View", bound=Callable[..., Any])


class Problem(Schema):
    where: str
    message: str


class Error(Schema):
    """Every answer that is not what was asked for."""

    code: str
    message: str
    problems: list[Problem]


def read(router: Router, path: str, name: str, answer: Any, *errors: int) -> Callable[[View], View]:
    """An operation that only reads; ``errors`` are what it may answer beside what all may."""
    return _operation(router, ["GET", "HEAD"], path, name, {200: answer, 304: None}, (400, 401, 404, 422, *errors))


def write(router: Router, path: str, name: str, answers: Mapping[int, Any], *errors: int) -> Callable[[View], View]:
    return _operation(router, ["POST"], path, name, answers, (400, 401, 404, 413, 415, 422, *errors))


def _operation(
    router: Router, methods: list[str], path: str, name: str, answers: Mapping[int, Any], errors: tuple[int, ...]
) -> Callable[[View], View]:
    def declare(view: View) -> View:
        known: dict[str, set[str]] = {"query": set(), "form": set(), "file": set()}

        @wraps(view)
        def strict(request: HttpRequest, **values: Any) -> Any:
            refuse_unknown("query", request.GET, known["query"])
            if request.content_type == "multipart/form-data":
                refuse_unknown("body", request.POST, known["form"])
                refuse_unknown("body", request.FILES, known["file"])
            return view(request, **values)

        def remember(operation: Operation) -> None:
            for model in operation.models:
                if (source := str(model.__ninja_param_source__)) in known:
                    known[source] |= set(getattr(model, "__ninja_flatten_map__", model.model_fields))

        strict.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]  # ninja would look here
        strict._ninja_contribute_to_operation = [remember]  # type: ignore[attr-defined]
        title, _, more = (view.__doc__ or "").partition("\n")
        declared = router.api_operation(
            methods, path, url_name=name, operation_id=view.__name__, summary=title, description=more.strip(),
            response={**answers, **dict.fromkeys(errors, Error)},
        )  # fmt: skip
        declared(strict)
        return view

    assert set(errors) <= MEANS.keys()
    return declare


def refuse_unknown(place: str, given: Any, known: set[str]) -> None:
    """Raises ValidationError for a name that an operation does not know, or that stands there twice."""
    wrong = [{"type": "extra_forbidden", "loc": (place, name)} for name in given if name not in known]
    wrong += [{"type": "twice", "loc": (place, name)} for name in given if len(given.getlist(name)) > 1]
    if wrong:
        raise ValidationError(wrong)
