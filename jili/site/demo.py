"""The demonstration: an invented city in the database, its decisions published, an account for each role.

    python -m jili.site.demo CITY DAY     (the site's settings in the environment, tables made)

Prints for each account a link that works once, for a day. Only for showing: nobody makes real accounts like this.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jili.access.roles import Role
    from jili.records.models import Cadre, Unit

ADDRESS = "http://127.0.0.1:8000"
BEGINNING = date(2017, 12, 15)
"""From when the invented city keeps records: the day on which the Measures took effect."""


def main(city: Path, day: date) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
    django.setup()
    from jili.records.sight import EVERYTHING, seeing

    with seeing(EVERYTHING):
        load(city)
        evaluate(day)
        print("\n每个角色一个账户(链接只能用一次,24 小时内有效;服务启动后打开):")
        for label, username, link in accounts():
            print(f"  {username:<16}{label}\n    {link}")


def load(city: Path) -> None:
    from jili.access.actor import Actor
    from jili.exchange.door import register_import

    begin = time.monotonic()
    event = register_import(actor=Actor.system("示范"), folder=city, why="示范城市", records_from=BEGINNING)
    print(f"已导入 {city}(事件 {event.seq}),{time.monotonic() - begin:.0f} 秒。", flush=True)


def evaluate(day: date) -> None:
    from jili.access.actor import Actor
    from jili.decisions.publishing import run_publish
    from jili.decisions.runs import run_make

    begin = time.monotonic()
    run = run_make(actor=Actor.system("示范"), day=day)
    run_publish(actor=Actor.system("示范"), run=run)
    print(
        f"已得出 {day} 的结论 {run.count:,} 条并公布(运行 {run.pk[:12]}),{time.monotonic() - begin:.0f} 秒。",
        flush=True,
    )


def accounts() -> Iterator[tuple[str, str, str]]:
    """Role in Chinese, account and link: the three administrators, then one of each other role."""
    from jili.access.accounts import account_create, account_link, first_administrator, grant_give
    from jili.access.actor import Actor
    from jili.access.roles import ADMINISTRATORS, LABELS, Role

    actor, today = Actor.system("示范"), date.today()
    for account, role, secret in first_administrator():
        yield LABELS[role], account.username, _link(secret)
    county, department, chief = places()
    units: dict[Role, Unit | None] = {
        Role.COUNTY_OFFICE: county, Role.UNIT_PERSONNEL: department, Role.UNIT_HEAD: department,
    }  # fmt: skip
    for role in Role:
        if role in ADMINISTRATORS:
            continue
        own: Cadre | None = chief if role is Role.CADRE else None
        name = chief.name if own else LABELS[role]
        account = account_create(actor=actor, username=role.value.replace("_", "-"), name=name, cadre=own)
        unit = units.get(role)
        grant_give(actor=actor, account=account, role=role, unit=unit, from_on=today, why="示范")
        yield (
            f"{LABELS[role]}{f'({unit})' if unit else ''}",
            account.username,
            _link(account_link(actor=actor, account=account)),
        )


def places() -> tuple[Unit, Unit, Cadre]:
    """A county, a department of the city, and who leads it."""
    from jili.records.models import Appointment, Unit

    county = Unit.objects.filter(kind="county").order_by("pk")[0]
    chief = Appointment.objects.filter(
        unit__kind="municipal_dept", chief=True, kind="regular", end_on=None, cadre__left_on=None
    ).order_by("pk")[0]
    return county, chief.unit, chief.cadre


def _link(secret: str) -> str:
    from django.urls import reverse

    return ADDRESS + reverse("first-use", args=[secret])


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
