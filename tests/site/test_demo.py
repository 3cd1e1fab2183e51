"""The demonstration: a city in the database, its decisions published, an account for each role."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from jili.access.models import Account
from jili.access.roles import Role
from jili.city import make_city
from jili.decisions.models import Decision, Publication
from jili.records.models import Cadre
from jili.records.sight import everything
from jili.site import demo


@pytest.mark.django_db(transaction=True)
def test_the_city_is_brought_in_decided_and_open_to_one_account_of_each_role(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = make_city(600, 1, tmp_path / "city")
    with everything():
        demo.load(tmp_path / "city")
        demo.evaluate(date(2025, 12, 31))
        made = list(demo.accounts())
        assert Cadre.objects.count() == rows["cadres"]
        assert Decision.objects.count() == Publication.objects.get().run.count > 0
        roles = {account.username: [grant.role for grant in account.grants.all()] for account in Account.objects.all()}
    assert sorted(role for held in roles.values() for role in held) == sorted(Role)
    assert all(len(held) == 1 for held in roles.values())
    assert [username for _, username, _ in made] == list(roles)
    for _, _, link in made:
        assert Client().get(link.removeprefix(demo.ADDRESS)).status_code == 200
    said = capsys.readouterr().out
    assert "已导入" in said
    assert "的结论" in said
