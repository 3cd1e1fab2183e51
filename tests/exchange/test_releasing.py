"""What is sensitive of many people leaves only when somebody else has let it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.models import Account, Event
from jili.access.roles import Role
from jili.access.scope import NotThere
from jili.exchange import exports
from jili.exchange.models import Export
from jili.exchange.retention import EXPORTS_KEPT
from jili.records.models import Cadre, Unit
from tests.access import cast
from tests.exchange.desk import Desk

SECURITY = Actor("of-security_admin", Role.SECURITY_ADMIN)
State = Export.State


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path, settings: Any) -> Desk:
    settings.HOME = tmp_path / "home"
    cast.city()
    return Desk(cast.people()[Role.CITY_CADRES], tmp_path)


def made(desk: Desk, *tables: str, unit: Unit | None = None) -> Export:
    export = exports.export_request(access=desk.access, unit=unit, tables=tables, why="年底核对柳A长")
    desk.work()
    export.refresh_from_db()
    return export


def waiting(desk: Desk, settings: Any) -> Export:
    settings.EXPORT_ALONE = 1
    return made(desk, "hardships")


@pytest.mark.parametrize(("beyond", "state"), [(-1, State.FREE), (0, State.FREE), (1, State.WAITS)])
def test_one_more_person_than_somebody_may_take_out_alone_and_it_waits(
    desk: Desk, settings: Any, beyond: int, state: State
) -> None:
    settings.EXPORT_ALONE = Cadre.objects.count() - beyond
    export = made(desk, "courses", "hardships")
    assert (export.state, export.ready) == (state, state == State.FREE)


def test_what_is_not_sensitive_never_waits_nor_what_is_of_a_small_unit(desk: Desk, settings: Any) -> None:
    settings.EXPORT_ALONE = 2
    assert made(desk, "courses", "units").state == State.FREE
    assert made(desk, "hardships", unit=Unit.objects.get(pk="AS")).state == State.FREE
    assert made(desk, "hardships", unit=Unit.objects.get(pk="A")).state == State.WAITS


def test_what_waits_is_not_read_until_it_is_released_and_that_is_an_event(desk: Desk, settings: Any) -> None:
    export = waiting(desk, settings)
    with pytest.raises(Refused, match="还没有放行"):
        exports.export_read(export)
    exports.export_release(actor=SECURITY, export=export, why="核过")
    export.refresh_from_db()
    assert b"".join(exports.export_read(export)).startswith(b"PK")
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject, event.actor, event.why) == (
        "export.release", f"export:{export.pk}", "of-security_admin", "核过",
    )  # fmt: skip
    assert json.loads(event.body) == {"export": export.pk, "account": "of-city_cadres", "rows": export.rows}


def test_it_is_answered_once(desk: Desk, settings: Any) -> None:
    export = waiting(desk, settings)
    exports.export_decline(actor=SECURITY, export=export, why="范围太大")
    export.refresh_from_db()
    assert (export.state, export.ready) == (State.DECLINED, False)
    with pytest.raises(Refused, match="刷新"):
        exports.export_release(actor=SECURITY, export=export, why="再想想")
    with pytest.raises(NotThere):
        exports.access_waiting_export(export.pk)


@pytest.mark.parametrize("role", [Role.CITY_CADRES, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_nobody_else_releases_it(desk: Desk, settings: Any, role: Role) -> None:
    export = waiting(desk, settings)
    with pytest.raises(Refused, match="只有安全管理员"):
        exports.export_release(actor=Actor(f"of-{role}", role), export=export, why="核过")
    export.refresh_from_db()
    assert export.state == State.WAITS


def test_what_is_too_old_to_be_fetched_waits_no_more(desk: Desk, settings: Any) -> None:
    export = waiting(desk, settings)
    Export.objects.filter(pk=export.pk).update(created_at=timezone.now() - EXPORTS_KEPT)
    assert not exports.exports_waiting().exists()


def test_its_maker_waits_at_its_page_until_the_security_administrator_lets_it_out_at_theirs(
    desk: Desk, settings: Any
) -> None:
    export = waiting(desk, settings)
    maker, security = browser(Role.CITY_CADRES), browser(Role.SECURITY_ADMIN)
    page, file = f"/data/exports/{export.pk}/", f"/data/exports/{export.pk}/file/"
    assert "等安全管理员放行" in said(maker, page)
    assert maker.get(file).status_code == 302
    shown = said(security, "/")
    assert "of-city_cadres" in shown and "困难家庭" in shown and "柳A长" not in shown
    assert "不同意" in shown
    answer = security.post(f"{page}release/", {"why": "核过"}, follow=True)
    assert f"第 {export.pk} 号导出:已放行" in answer.content.decode()
    assert "没有等放行的导出" in said(security, "/")
    assert "下载工作簿" in said(maker, page)
    assert maker.get(file).status_code == 200


def browser(role: Role) -> Client:
    return cast.client(Account.objects.get(username=f"of-{role}"))


def said(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())
