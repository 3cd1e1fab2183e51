"""The API keeps to its document, whoever asks, whatever they ask: nothing fails, nothing is answered that is not
written there, nothing without a token. ``--examples 50`` asks more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from jili.access.models import Account
from jili.access.roles import SERVICES, Role
from jili.access.scope import Access
from jili.api.document import PATH, document
from jili.decisions.models import Run
from jili.exchange.models import Upload
from jili.exchange.uploads import powers
from jili.records.models import Cadre, Unit
from jili.site.wsgi import application
from tests.access import cast

EXCEPT = {
    "unsupported_method": "what is not in the table of rights does not exist, methods too: 404, not 405",
    "use_after_free": "nothing can be deleted",
    "object_level_authorization": "asked cell by cell in tests/access/test_matrix.py",
    "max_response_time": "no timing in tests",
}
"""Checks that are not made, each with its reason."""
FILES = {"positive_data_acceptance": "a file of bytes drawn by lot is refused, as is written"}


@cache
def schema() -> Any:
    load_all_checks()
    config = schemathesis.Config()
    found = schemathesis.openapi.from_dict(document(), config=config)
    found.app = application
    return found


def operations() -> list[tuple[str, str]]:
    return [(method, path) for path, known in document()["paths"].items() for method in known]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server's requests are made in the test's transactions, so they must not close what these are in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--examples"))


def unit_of(role: Role) -> str | None:
    """A county for those that act for a unit."""
    return str(Unit.objects.filter(kind="county").order_by("pk")[0].pk) if cast.GRANTED[role] else None


@pytest.mark.parametrize("role", sorted(SERVICES))
def test_every_operation_keeps_to_the_document(published: Run, role: Role, examples: int) -> None:
    secret = cast.service("oa", role, unit=unit_of(role))
    access = Access.for_account(Account.objects.get(username="oa"), cast.today())
    upload, _ = Upload.objects.get_or_create(
        account=access.account, role=role, scope=powers(access), digest="0", kind="xlsx", defaults={"size": 1}
    )
    there = {
        "unit_id": access.units().first(), "cadre_id": access.of("cadres").order_by("pk").first(), "run_id": published,
        "upload_id": upload,
    }  # fmt: skip
    known = {name: found.pk for name, found in there.items() if found is not None}
    cadre = Cadre.objects.order_by("pk")[0].pk
    known |= {"kind": "cadre", "subject_id": known.get("cadre_id", cadre)}
    answers: Counter[tuple[str, str, int]] = Counter()
    for method, path in operations():
        for mode in GenerationMode:
            answers += asked(method, path, mode, secret, known, examples)
    assert {(method, path) for method, path, _ in answers} == set(operations())
    if role == Role.CITY_CADRES:
        assert {(m, p) for m, p, status in answers if status in (200, 202, 409)} >= {
            (method, path) for method, path in operations() if method == "get"
        }


def asked(
    method: str, path: str, mode: GenerationMode, secret: str, known: dict[str, Any], examples: int
) -> Counter[tuple[str, str, int]]:
    """Requests drawn by lot, every other valid one of what is there; the answers counted."""
    operation = schema()[path][method.upper()]
    skipped = EXCEPT.keys() | (FILES.keys() if path.endswith("/uploads") else set())
    checks = [check for name, check in _checks().items() if name not in skipped]
    found: Counter[tuple[str, str, int]] = Counter()
    turn = count()

    @settings(
        max_examples=examples, phases=[Phase.generate], database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if next(turn) % 2 == 0 and mode is GenerationMode.POSITIVE and case.path_parameters:
            case.path_parameters = {**case.path_parameters, **{n: known[n] for n in case.path_parameters if n in known}}
        with transaction.atomic():
            answer = case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=checks)
            transaction.set_rollback(True)
        found[method, path, answer.status_code] += 1

    ask()
    return found


def _checks() -> dict[str, Any]:
    return {name: CHECKS.get_one(name) for name in CHECKS.get_all_names()}


def test_an_answer_that_is_not_in_the_document_is_found(callers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an operation that fails."""
    secret = cast.service("oa", Role.CITY_CADRES)
    monkeypatch.setattr("jili.api.units._said", lambda *_: {"unit_id": 1, "name": "", "kind": "", "remote": False})
    assert f"/{PATH}units" in document()["paths"]
    with pytest.raises(BaseExceptionGroup, match="Undocumented status code"):
        asked("get", f"/{PATH}units", GenerationMode.POSITIVE, secret, {}, 5)
