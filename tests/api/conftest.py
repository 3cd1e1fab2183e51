"""Another system before a small city, in each role that it may act in."""

from __future__ import annotations

from typing import Any

import pytest

from jili.access.roles import SERVICES, Role
from tests.access import cast
from tests.decisions.conftest import DAY, city, home, register, remembered
from tests.web.conftest import published

__all__ = ["DAY", "city", "home", "published", "register", "remembered"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, default=2, help="requests of a kind, operation and role (contract of the API)"
    )


class Caller:
    """A program with a token: asks an operation and gets its JSON."""

    def __init__(self, secret: str, **given: Any) -> None:
        self.client = cast.caller(secret, **given)

    def get(self, address: str, query: Any = None, **headers: str) -> tuple[int, Any]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.get(f"/api/v1/{address}", query, headers=names)
        return answer.status_code, answer.json() if answer.content else None

    def post(self, address: str, body: Any = None) -> tuple[int, Any]:
        answer = self.client.post(f"/api/v1/{address}", body, content_type="application/json")
        return answer.status_code, answer.json()


@pytest.fixture
def callers(db: None) -> dict[str, Caller]:
    """Over the city of the cast."""
    cast.city()
    return {str(role): Caller(cast.service(f"for-{role}", role, unit=cast.GRANTED[role])) for role in sorted(SERVICES)}


@pytest.fixture
def department(published: Any) -> Caller:
    """Of the organisation department, over the published run."""
    return Caller(cast.service("oa", Role.CITY_CADRES))
