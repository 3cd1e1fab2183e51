"""A small city and somebody in every role, for all tests of who may see and do what.

    M 平顶山市 ─┬─ MD 市发展局
                ├─ A 甲县 ─┬─ AD 甲县水利局 ── AS 甲县水库管理所
                │          └─ AT 甲县清河镇
                └─ B 乙县 ─── BT 乙县石桥镇

Of every unit there is a team, its head (``<unit>-head``) and a member of staff (``<unit>-staff``). ``MOVED`` left AD
for BT. Names of cadres are such as stand nowhere else on a page, so that one that should not be there is found.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from jili.access.actor import Actor
from jili.access.gate import BEGAN, ROLE, SEEN
from jili.access.models import Account, Grant, ServiceToken
from jili.access.roles import Role
from jili.access.tokens import token_make, token_release
from jili.records import models
from jili.records.names import names_keep

MOVED = "MOVED"
UNITS = {
    "M": (None, "平顶山市", "municipality"),
    "MD": ("M", "市发展局", "municipal_dept"),
    "A": ("M", "甲县", "county"),
    "AD": ("A", "甲县水利局", "county_dept"),
    "AS": ("AD", "甲县水库管理所", "institution"),
    "AT": ("A", "甲县清河镇", "township"),
    "B": ("M", "乙县", "county"),
    "BT": ("B", "乙县石桥镇", "township"),
}
HEAD_RANKS = {"M": 6, "MD": 5, "A": 5, "B": 5}
"""The heads of the others are 乡科级正职."""

GRANTED = {
    Role.CITY_CADRES: None, Role.CITY_ASSESSMENT: None, Role.LEADER: None, Role.DISCIPLINE: None, Role.CADRE: None,
    Role.COUNTY_OFFICE: "A", Role.UNIT_PERSONNEL: "AD", Role.UNIT_HEAD: "AD",
    Role.SYSTEM_ADMIN: None, Role.SECURITY_ADMIN: None, Role.AUDITOR: None,
}  # fmt: skip
"""Role → the unit over which somebody holds it."""

SELF = "AD-staff"
"""The cadre behind the account of 干部本人."""


def today() -> date:
    return timezone.localdate()


def city() -> None:
    """The units, teams and cadres."""
    paths: dict[str, str] = {}
    for unit, (parent, name, kind) in UNITS.items():
        paths[unit] = f"{paths[parent] if parent else ''}{unit}/"
        models.Unit.objects.create(unit_id=unit, name=name, kind=kind, parent_id=parent, remote=False, path=paths[unit])
        models.Team.objects.create(team_id=f"T-{unit}", unit_id=unit, name=f"{name}班子", kind="leading_group")
        cadre(f"{unit}-head", f"柳{unit}长", unit, rank=HEAD_RANKS.get(unit, 3), team_id=f"T-{unit}", chief=True)
        cadre(f"{unit}-staff", f"柳{unit}员", unit, rank=2)
    cadre(MOVED, "柳调离", "AD", end_on=today() - timedelta(days=30))
    appointment(MOVED, "BT", start_on=today() - timedelta(days=30))


def cadre(cadre_id: str, name: str, unit: str, **post: Any) -> models.Cadre:
    """A cadre who came to a unit ten years ago."""
    made = models.Cadre.objects.create(
        cadre_id=cadre_id, name=name, gender="female", birth_on=date(1980, 5, 4), work_start_on=date(2002, 7, 1),
        joined_on=date(2002, 7, 1), category="civil_servant", professional=False,
    )  # fmt: skip
    names_keep([cadre_id])
    appointment(cadre_id, unit, **post)
    return made


def appointment(cadre_id: str, unit: str, **post: Any) -> models.Appointment:
    given = {
        "title": "职务", "rank": 2, "chief": False, "kind": "regular", "exceptional": False, "harsh_listed": False,
        "start_on": today() - timedelta(days=3650), **post,
    }  # fmt: skip
    number = models.Appointment.objects.count()
    return models.Appointment.objects.create(appointment_id=f"P{number}", cadre_id=cadre_id, unit_id=unit, **given)


def account(username: str, *roles: Role, unit: str | None = None, cadre_id: str | None = None) -> Account:
    """An account that holds roles since yesterday."""
    made = Account(username=username, name=username, cadre_id=cadre_id)
    made.set_unusable_password()
    made.save()
    for role in roles:
        grant(made, role, unit)
    return made


def grant(to: Account, role: Role, unit: str | None = None, **more: Any) -> Grant:
    return Grant.objects.create(account=to, role=role, unit_id=unit, from_on=today() - timedelta(days=1), **more)


def service(username: str, *roles: Role, unit: str | None = None) -> str:
    """The secret of a token that is let in: of an account of another system that holds roles since yesterday."""
    made = account(username, *roles, unit=unit)
    Account.objects.filter(pk=made.pk).update(kind=Account.Kind.SERVICE)
    made.refresh_from_db()
    return token(made)


def token(of: Account) -> str:
    """The secret of a token of a service account, released and good for a month."""
    expires = today() + timedelta(days=30)
    secret = token_make(actor=Actor("sys", Role.SYSTEM_ADMIN), account=of, name="对接", expires_on=expires)
    released = ServiceToken.objects.get(account=of, released_at=None)
    token_release(actor=Actor("sec", Role.SECURITY_ADMIN), token=released, why="同意")
    return secret


def caller(secret: str, **given: Any) -> Client:
    """A program that shows a token at the API."""
    return Client(headers={"authorization": f"Bearer {secret}"}, **given)


def people() -> dict[Role, Account]:
    """Somebody in every role, over the city of ``city()``."""
    return {
        role: account(f"of-{role}", role, unit=unit, cadre_id=SELF if role == Role.CADRE else None)
        for role, unit in GRANTED.items()
    }


def device(of: Account) -> TOTPDevice:
    """The second factor of an account, made if it has none."""
    return TOTPDevice.objects.get_or_create(user=of, defaults={"name": "phone", "confirmed": True})[0]


def code(of: Account) -> str:
    """What the account's second factor shows now, as if nothing had been tried before."""
    own = device(of)
    TOTPDevice.objects.filter(pk=own.pk).update(last_t=-1, throttling_failure_count=0)
    return f"{TOTP(own.bin_key, own.step, own.t0, own.digits, own.drift).token():06}"


def client(of: Account | None = None, role: Role | None = None, **given: Any) -> Client:
    """A browser in which an account (None: nobody) is signed in with both factors, without going through the pages."""
    made = Client(**given)
    if of is None:
        return made
    now = int(timezone.now().timestamp())
    session = SessionStore()
    session.update({
        SESSION_KEY: str(of.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: of.get_session_auth_hash(), DEVICE_ID_SESSION_KEY: device(of).persistent_id,
        BEGAN: now, SEEN: now, ROLE: role,
    })  # fmt: skip
    session.save()
    made.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return made
