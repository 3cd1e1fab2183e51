"""The one table of who may do what: route × method → roles, scope rule, classes. What is not in it is denied.

One row a line. ``who`` is a set of roles, ``OPEN`` (anybody, signed in or not) or ``SIGNED_IN`` (any account in any
role). ``scope`` says what the address names: a ``unit`` (its part ``unit_id``), a ``cadre`` (``cadre_id``) or a
``record`` (``table`` and ``pk``), each of which the gate finds in the scope before the view is asked; or something
else, which the ``view`` gets from an ``access_…`` function of its room; or nothing. ``needs`` are the classes that the
role must see. GET permits HEAD. Routes named ``api:…`` are the HTTP API's: tokens let in there, sessions do
not. ``tests/access/permitted.py`` says the same by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from enum import StrEnum

from jili.access.classes import Area, Level, Needs, allowed, covers
from jili.access.roles import ADMINISTRATORS, SERVICES, Role


class Anybody(StrEnum):
    OPEN = "open"
    SIGNED_IN = "signed_in"


OPEN, SIGNED_IN = Anybody.OPEN, Anybody.SIGNED_IN
SYSTEM, SECURITY, AUDIT = {Role.SYSTEM_ADMIN}, {Role.SECURITY_ADMIN}, {Role.AUDITOR}

BUSINESS = frozenset(Role) - ADMINISTRATORS
FILL_IN = {Role.CITY_CADRES, Role.CITY_ASSESSMENT, Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL}
NAMES = {Area.BASIC: Level.OPEN}
DEPARTMENT = {Role.CITY_CADRES}
OVERSEE = DEPARTMENT | {Role.CITY_ASSESSMENT, Role.COUNTY_OFFICE, Role.LEADER}
CONCLUSIONS = SERVICES - {Role.DISCIPLINE}
SETTLE = DEPARTMENT | {Role.CITY_ASSESSMENT, Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL, Role.UNIT_HEAD}

SCOPES = {"unit": {"unit_id"}, "cadre": {"cadre_id"}, "record": {"table", "pk"}}
"""Scope rule → the parts of the address that it looks at."""


@dataclass(frozen=True)
class Row:
    route: str
    methods: str
    who: Set[Role] | Anybody
    scope: str = ""
    needs: Needs = field(default_factory=dict)

    def permits(self, role: Role | None, keeps_holds: bool = False) -> bool:
        """Whether somebody signed in acting in this role may pass."""
        if isinstance(self.who, Anybody):
            return True
        return role is not None and role in self.who and covers(allowed(role, keeps_holds), self.needs)


ROWS: tuple[Row, ...] = (
    # Signing in and out
    Row("sign-in", "GET POST", OPEN),
    Row("second-factor", "GET POST", OPEN),
    Row("provider", "GET", OPEN),
    Row("provider-return", "GET", OPEN),
    Row("first-use", "GET POST", OPEN),
    Row("sign-out", "POST", SIGNED_IN),
    Row("role-switch", "POST", SIGNED_IN),
    Row("home", "GET", SIGNED_IN),
    # Records
    Row("cadres", "GET", BUSINESS, needs=NAMES),
    Row("cadre", "GET POST", BUSINESS, "cadre", NAMES),
    Row("unit", "GET", BUSINESS, "unit", NAMES),
    Row("record", "GET POST", FILL_IN, "record"),
    Row("record-remove", "GET POST", FILL_IN, "record"),
    # Runs, settlements, readings
    Row("runs", "GET", OVERSEE),
    Row("run", "GET", OVERSEE, "view"),
    Row("runs-compare", "GET", OVERSEE),
    Row("run-make", "POST", DEPARTMENT),
    Row("run-publish", "GET POST", DEPARTMENT, "view"),
    Row("job", "GET", BUSINESS, "view"),
    Row("settlements", "GET", SETTLE),
    Row("decision-settle", "GET POST", SETTLE, "view"),
    Row("settlement-proposal", "GET", SETTLE, "view"),
    Row("proposal-confirm", "POST", SETTLE, "view"),
    Row("proposal-decline", "POST", SETTLE, "view"),
    Row("readings", "GET", OVERSEE),
    Row("reading", "GET", OVERSEE, "view"),
    Row("reading-simulate", "POST", DEPARTMENT, "view"),
    Row("simulation", "GET POST", DEPARTMENT, "view"),
    Row("reading-change", "GET", DEPARTMENT, "view"),
    Row("reading-approve", "POST", DEPARTMENT, "view"),
    Row("reading-decline", "POST", DEPARTMENT, "view"),
    # Files in and out
    Row("data", "GET", FILL_IN),
    Row("data-template", "GET", FILL_IN),
    Row("upload-receive", "POST", FILL_IN),
    Row("upload", "GET", FILL_IN, "view"),
    Row("upload-problems", "GET", FILL_IN, "view"),
    Row("upload-changes", "GET", FILL_IN, "view"),
    Row("upload-annotated", "GET", FILL_IN, "view"),
    Row("upload-check", "POST", FILL_IN, "view"),
    Row("upload-keep", "POST", FILL_IN, "view"),
    Row("upload-discard", "POST", FILL_IN, "view"),
    Row("upload-confirm", "GET POST", FILL_IN, "view"),
    Row("upload-undo", "GET POST", FILL_IN, "view"),
    Row("export-request", "GET POST", FILL_IN),
    Row("export", "GET", FILL_IN, "view"),
    Row("export-file", "GET", FILL_IN, "view"),
    # The three administrators
    Row("accounts", "GET", SYSTEM | SECURITY),
    Row("account", "GET", SYSTEM | SECURITY),
    Row("account-create", "GET POST", SYSTEM),
    Row("account-link", "POST", SYSTEM),
    Row("account-close", "GET POST", SYSTEM),
    Row("account-open", "GET POST", SYSTEM),
    Row("account-unlock", "GET POST", SECURITY),
    Row("account-revoke", "GET POST", SECURITY),
    Row("grant-give", "GET POST", SECURITY),
    Row("grant-end", "GET POST", SECURITY),
    Row("tokens", "GET", SYSTEM | SECURITY),
    Row("token-make", "GET POST", SYSTEM),
    Row("token-release", "GET POST", SECURITY),
    Row("token-end", "GET POST", SYSTEM | SECURITY),
    Row("events", "GET", AUDIT),
    # Watching an installation
    Row("health", "GET", OPEN),
    Row("metrics", "GET", OPEN),  # and asks for a secret of its own
    # The HTTP API
    Row("api-docs", "GET", SIGNED_IN),
    Row("api:openapi", "GET", SIGNED_IN),
    Row("api:units", "GET", SERVICES, needs=NAMES),
    Row("api:unit", "GET", SERVICES, "unit", NAMES),
    Row("api:cadres", "GET", SERVICES, needs=NAMES),
    Row("api:cadre", "GET", SERVICES, "cadre", NAMES),
    Row("api:cadre-records", "GET", SERVICES, "cadre", NAMES),
    Row("api:decisions", "GET", CONCLUSIONS),
    Row("api:explanation", "GET", CONCLUSIONS, "view"),
    Row("api:runs", "GET", OVERSEE),
    Row("api:run", "GET", OVERSEE, "view"),
    Row("api:uploads", "GET POST", FILL_IN),
    Row("api:upload", "GET", FILL_IN, "view"),
    Row("api:upload-problems", "GET", FILL_IN, "view"),
    Row("api:upload-changes", "GET", FILL_IN, "view"),
    Row("api:upload-check", "POST", FILL_IN, "view"),
    Row("api:upload-confirm", "POST", FILL_IN, "view"),
    Row("api:upload-undo", "POST", FILL_IN, "view"),
)


@dataclass(frozen=True)
class Entry:
    """A line of the menu, for whoever may GET the route."""

    route: str
    label: str
    says: str


MENU: tuple[Entry, ...] = (
    Entry("cadres", "干部", "管理范围内的干部,以及登记的情况"),
    Entry("settlements", "办结", "未了的事项:依据、办结、确认"),
    Entry("runs", "运行", "按某一天的记录得出的全部结论"),
    Entry("readings", "口径", "办法没有写定的数和取舍:现行值、变更"),
    Entry("data", "数据", "下载预填的表,上传、核对、导入,导出"),
    Entry("accounts", "账户", "谁能登录、以什么角色、管哪些单位"),
    Entry("events", "日志", "发生过的每一件事:谁、何时、做了什么"),
)


def find(route: str | None, method: str | None) -> Row | None:
    """The row of a route and method; None if there is none, and then nobody may."""
    method = "GET" if method == "HEAD" else method
    return _BY_ROUTE.get((route or "", method or ""))


def menu(role: Role | None, keeps_holds: bool = False) -> Iterator[Entry]:
    """The lines of the menu of a role."""
    for entry in MENU:
        row = find(entry.route, "GET")
        if row is not None and row.permits(role, keeps_holds):
            yield entry


_BY_ROUTE = {(row.route, method): row for row in ROWS for method in row.methods.split()}
