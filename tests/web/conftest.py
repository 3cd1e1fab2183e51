"""Somebody of the organisation department before a small city whose run is published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from jili.access.models import Account, Grant
from jili.access.roles import Role
from jili.decisions.models import Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from tests.access import cast
from tests.decisions.conftest import CLERK, DAY, city, home, register, remembered

__all__ = ["city", "home", "register", "remembered"]


@pytest.fixture
def published(register: Any, remembered: None) -> Run:
    run = run_make(actor=CLERK, day=DAY)
    run_publish(actor=CLERK, run=run)
    return run


@pytest.fixture
def clerk(published: Run) -> Client:
    return cast.client(person("clerk"))


def person(username: str, role: Role = Role.CITY_CADRES, **grant: Any) -> Account:
    made = cast.account(username)
    Grant.objects.create(account=made, role=role, from_on=date(2020, 1, 1), **grant)
    return made
