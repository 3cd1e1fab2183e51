"""Every route × method × role × scope, asked one by one, and what came back beside what is permitted by hand.

New kinds of things that addresses name get a line in ``THINGS``: how to name one that stands so to a role.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jili.access.accounts import account_link
from jili.access.actor import Actor
from jili.access.checks import routes
from jili.access.models import Account, ServiceToken
from jili.access.roles import Role
from jili.access.scope import Access
from jili.exchange.models import Export, Upload
from jili.exchange.uploads import powers
from jili.records.models import AnnualAssessment, Cadre
from tests.access import cast
from tests.access.permitted import (
    ANYBODY,
    BELOW,
    BESIDE,
    MOVED,
    NONE,
    OWN,
    PERMITTED,
    SEEN,
    SIGNED_IN,
    Route,
)  # fmt: skip
from tests.access.size import SAMPLE
from tests.decisions.things import Things

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
USUAL = ("GET", "POST") if SAMPLE else ("GET", "HEAD", "POST")
PLACES = (OWN, BESIDE) if SAMPLE else (OWN, BELOW, BESIDE, MOVED, NONE)
NOWHERE, NOWHERE_API = "/there/is/no/such/address/", "/api/v1/there/is/no/such/address"
QUERIES = {"api:cadre-records": "?table=cadres"}
"""Route → what its address must ask."""
ANONYMOUS, WITHOUT = "anonymous", "without a role"
"""Two who hold no role: not signed in, and signed in without any grant."""

_UNITS = {"A": ("A", "AD", "B"), "AD": ("AD", "AS", "AT"), None: ("M", "A", "B")}
"""Over which unit a role is held → that unit, one below, one beside."""


class World:
    """The cast's city, somebody in every role with a browser, and something of every kind to ask for."""

    def __init__(self) -> None:
        cast.city()
        for cadre_id in Cadre.objects.values_list("pk", flat=True):
            AnnualAssessment.objects.create(
                assessment_id=cadre_id, cadre_id=cadre_id, year=2024, grade="competent", decided_on=cast.today()
            )
        accounts: dict[str, Account] = {str(role): account for role, account in cast.people().items()}
        accounts[WITHOUT] = cast.account("without")
        self.clients = {name: cast.client(account) for name, account in accounts.items()} | {ANONYMOUS: Client()}
        self.accounts = accounts
        self.link = account_link(actor=Actor.system("test"), account=cast.account("linked"))
        self.things = Things(accounts)
        self.names = set(Cadre.objects.values_list("name", flat=True))
        self.cookies = {name: browser.cookies.output(header="") for name, browser in self.clients.items()}
        self.callers = {name: cast.caller(secret) for name, secret in self._secrets().items()} | {ANONYMOUS: Client()}
        self._nowhere: dict[tuple[str, str, str], bytes] = {
            (name, method, address): self.ask(name, method, address).content
            for name in self.clients
            for method in METHODS
            for address in (NOWHERE, NOWHERE_API)
        }
        self.visible = {role: self._visible(role) for role in self.clients}

    def ask(self, role: str, method: str, address: str) -> Any:
        """A request of somebody, as if it were their first; at the API of a program in their role, which says what for
        and why."""
        if address.startswith("/api/"):
            body = json.dumps({"why": "核对"}) if method == "POST" else ""
            asked = self.callers[role].generic
            return asked(method, address, body, "application/json", headers={"jili-purpose": "check"})
        browser = self.clients[role]
        browser.cookies = SimpleCookie(self.cookies[role])
        return browser.generic(method, address)

    def nowhere(self, role: str, method: str, address: str) -> bytes:
        """What somebody is answered at an address that does not exist, beside this one."""
        return self._nowhere[role, method, NOWHERE_API if address.startswith("/api/") else NOWHERE]

    def _secrets(self) -> dict[str, str]:
        held = {str(role): cast.service(f"for-{role}", role, unit=unit) for role, unit in cast.GRANTED.items()}
        return {WITHOUT: cast.service("for-none"), **held}

    def _visible(self, role: str) -> set[str]:
        """The names of cadres that may stand on a page for a role, by hand."""
        if SEEN["cadre"].get(role) == SEEN["cadre"][Role.CITY_CADRES]:
            return self.names
        if role == Role.CADRE:
            return {"柳AD员"}
        units = {"county_office": ("A", "AD", "AS", "AT"), "unit_personnel": ("AD", "AS"), "unit_head": ("AD", "AS")}
        return {f"柳{unit}{post}" for unit in units.get(role, ()) for post in "长员"}


Thing = Callable[[World, str, str], dict[str, Any] | None]
"""World, role and where → the parts of the address; None if there is no such thing to ask for."""


def unit_of(role: str, where: str) -> str | None:
    over = cast.GRANTED.get(Role(role)) if role in set(Role) else None
    over = "AD" if role == Role.CADRE else over
    return dict(zip((OWN, BELOW, BESIDE), _UNITS[over], strict=True)).get(where)


def a_unit(_: World, role: str, where: str) -> dict[str, Any] | None:
    found = "NONE" if where == NONE else unit_of(role, where)
    return {"unit_id": found} if found else None


def cadre_of(role: str, where: str) -> str | None:
    if where in (MOVED, NONE):
        return cast.MOVED if where == MOVED else "NONE"
    return f"{unit_of(role, where)}-staff"


def a_cadre(_: World, role: str, where: str) -> dict[str, Any] | None:
    return {"cadre_id": cadre_of(role, where)}


def of_a_table(thing: Thing, table: str) -> Thing:
    """A table of what ``thing`` names."""

    def named(world: World, role: str, where: str) -> dict[str, Any] | None:
        parts = thing(world, role, where)
        return {**parts, "table": table} if parts else None

    return named


def a_team(_: World, role: str, where: str) -> dict[str, Any] | None:
    found = "NONE" if where == NONE else unit_of(role, where)
    return {"team_id": f"T-{found}"} if found else None


def an_account(world: World, _role: str, where: str) -> dict[str, Any] | None:
    return {OWN: {"account_id": world.accounts[WITHOUT].pk}, NONE: {"account_id": 10**30}}.get(where)


def a_grant(world: World, _role: str, where: str) -> dict[str, Any] | None:
    held = world.accounts[Role.LEADER].grants.get()
    return {OWN: {"grant_id": held.pk}, NONE: {"grant_id": 0}}.get(where)


def a_link(world: World, _role: str, where: str) -> dict[str, Any] | None:
    return {OWN: {"secret": world.link}, NONE: {"secret": "none"}}.get(where)


def a_record(_: World, role: str, where: str) -> dict[str, Any] | None:
    """The assessment of a cadre."""
    return {"table": "annual_assessments", "pk": cadre_of(role, where)}


def a_decision(world: World, role: str, where: str) -> dict[str, Any] | None:
    """That there is no basis for the assessment of a cadre."""
    return {"decision_id": world.things.decisions.get(cadre_of(role, where), 0)}


def a_subject(_: World, role: str, where: str) -> dict[str, Any] | None:
    """A cadre as the subject of an explanation."""
    return {"kind": "cadre", "subject_id": cadre_of(role, where)}


def a_service(world: World, _role: str, where: str) -> dict[str, Any] | None:
    """An account of another system; beside: that of a person."""
    service = Account.objects.get(username="for-none")
    found = {OWN: service.pk, BESIDE: world.accounts[WITHOUT].pk, NONE: 10**30}.get(where)
    return {"account_id": found} if found else None


def a_token(_: World, _role: str, where: str) -> dict[str, Any] | None:
    return {OWN: {"token_id": ServiceToken.objects.get(account__username="for-none").pk}, NONE: {"token_id": 0}}.get(
        where
    )


def a_proposal(world: World, role: str, where: str) -> dict[str, Any] | None:
    """A settlement of it that waits for a second person."""
    return {"proposal_id": world.things.proposals.get(cadre_of(role, where), 0)}


def a_job(world: World, role: str, where: str) -> dict[str, Any] | None:
    """A job of one's own, or of somebody else."""
    if where in (OWN, BESIDE):
        return {"job_id": world.things.job_of(role, somebody_else=where == BESIDE)}
    return {"job_id": 0} if where == NONE else None


def just_there(kind: str) -> Thing:
    return lambda world, _, where: {OWN: world.things.there(kind), NONE: world.things.NOT_THERE[kind]}.get(where)


def an_upload(world: World, role: str, where: str) -> dict[str, Any] | None:
    """A file of one's own; beside: of somebody in another role."""
    if where in (OWN, BESIDE):
        owner = role if where == OWN else _other(role)
        made, _ = Upload.objects.get_or_create(**_whose(world, owner), digest="0", kind="xlsx", defaults={"size": 1})
        return {"upload_id": made.pk}
    return {"upload_id": 0} if where == NONE else None


def an_export(world: World, role: str, where: str) -> dict[str, Any] | None:
    if where in (OWN, BESIDE):
        owner = role if where == OWN else _other(role)
        return {"export_id": Export.objects.get_or_create(**_whose(world, owner), tables=["leave"])[0].pk}
    return {"export_id": 0} if where == NONE else None


def a_waiting_export(world: World, _: str, where: str) -> dict[str, Any] | None:
    whose = _whose(world, Role.COUNTY_OFFICE)
    made = Export.objects.get_or_create(**whose, tables=["talks"], defaults={"state": Export.State.WAITS})[0]
    return {OWN: {"export_id": made.pk}, NONE: {"export_id": 0}}.get(where)


def _other(role: str) -> str:
    return Role.COUNTY_OFFICE if role == Role.UNIT_PERSONNEL else Role.UNIT_PERSONNEL


def _whose(world: World, role: str) -> dict[str, Any]:
    account = world.accounts.get(role) or world.accounts[Role.LEADER]
    access = Access.for_account(account, cast.today())
    return {"account": account, "role": access.role or "", "scope": powers(access)}


THINGS: dict[str, Thing] = {
    "upload": an_upload, "export": an_export, "waiting export": a_waiting_export, "subject": a_subject, "service": a_service, "token": a_token,
    "decision": a_decision, "proposal": a_proposal, "job": a_job,
    **{kind: just_there(kind) for kind in ("run", "reading", "simulation", "reading-change")},
    "table of cadre": of_a_table(a_cadre, "annual_assessments"), "table of unit": of_a_table(a_unit, "tasks"),
    "sentence": lambda _world, _role, where: {OWN: {"sentence": "6.4"}, NONE: {"sentence": "99"}}.get(where),
    "team": a_team, "unit": a_unit, "cadre": a_cadre, "record": a_record, "account": an_account, "grant": a_grant, "link": a_link,
}  # fmt: skip


@dataclass
class Result:
    """What was asked and what should not have been."""

    cells: int = 0
    routes: int = 0
    leaks: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Wrong in another way: an error, somebody shut out, a route that is not in the table by hand."""

    def __str__(self) -> str:
        size = f"routes {self.routes} x methods {len(METHODS)} x roles {len(cast.GRANTED) + 2} x scopes"
        return f"{size} = {self.cells} cells, {len(self.leaks)} leaks, {len(self.others)} other faults"


def examine(world: World, names: Iterable[str] | None = None) -> Result:
    """Ask for every cell of these routes (default: of all). Methods that no route takes are asked only of what is
    one's own."""
    known = {name for name, _, _ in routes()}
    result = Result()
    for name in sorted(known & PERMITTED.keys()) if names is None else names:
        result.routes += 1
        for role, where, address in _addresses(world, name, PERMITTED[name]):
            for method in METHODS if where == OWN and not SAMPLE else USUAL:
                with transaction.atomic():
                    answer = world.ask(role, method, address)
                    transaction.set_rollback(True)
                result.cells += 1
                cell = f"{method} {name} as {role}, {where}"
                _judge(
                    result,
                    cell,
                    _expected(PERMITTED[name], role, method, where),
                    answer,
                    world.nowhere(role, method, address),
                )
                if seen := _names_in(answer, world.names - world.visible[role]):
                    result.leaks.append(f"{cell}: shows {seen}")
    return result


def undeclared(table: dict[str, Route]) -> set[str]:
    """The routes that are not in a table by hand, and the lines that are no route."""
    return {name for name, _, _ in routes()} ^ table.keys()


def _addresses(world: World, name: str, route: Route) -> Iterator[tuple[str, str, str]]:
    """Role, where the thing stands to it, address."""
    for role in world.clients:
        if not route.what:
            yield role, OWN, reverse(name)
            continue
        for where in PLACES:
            parts = THINGS[route.what](world, role, where)
            if parts is not None:
                yield role, where, reverse(name, kwargs=parts) + QUERIES.get(name, "")


def _expected(route: Route, role: str, method: str, where: str) -> str:
    who = route.who(method)
    if who == ANYBODY:
        return "open"
    if role == ANONYMOUS:
        return "sign in"
    if who != SIGNED_IN and role not in who:
        return "not there"
    if route.what and where not in SEEN[route.what].get(role, set()):
        return "not there"
    return "served"


def _judge(result: Result, cell: str, expected: str, answer: HttpResponse, nowhere: bytes) -> None:
    status = answer.status_code
    if status >= 500 and not (status == 503 and " health " in cell):  # in tests nobody works off the queue
        result.others.append(f"{cell}: {status}")
    elif expected == "sign in" and not (
        status == 401 or (status == 302 and answer["Location"].startswith(reverse("sign-in")))
    ):
        result.leaks.append(f"{cell}: {status} without signing in")
    elif expected == "not there" and (status, answer.content) != (404, nowhere):
        result.leaks.append(f"{cell}: {status} instead of what does not exist")
    elif expected == "served" and status not in (200, 302, 400, 409, 422):
        result.others.append(f"{cell}: {status} although permitted")


def _names_in(answer: Any, hidden: set[str]) -> set[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="ignore") + str(answer.headers)
    return {name for name in hidden if name in text}
