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
EXPLAINED = BUSINESS - {Role.DISCIPLINE}
LEDGERS = EXPLAINED - {Role.CADRE}
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
    Row("style", "GET", SIGNED_IN),
    # Records
    Row("cadres", "GET", BUSINESS, needs=NAMES),
    Row("cadres-columns", "POST", BUSINESS, needs=NAMES),
    Row("cadres-export", "POST", OVERSEE | SETTLE, needs=NAMES),
    Row("people-found", "GET", BUSINESS, needs=NAMES),
    Row("units-found", "GET", BUSINESS, needs=NAMES),
    Row("cadre", "GET POST", BUSINESS, "cadre", NAMES),
    Row("cadre-records", "GET", BUSINESS, "cadre", NAMES),
    Row("cadre-reason", "GET", EXPLAINED, "cadre", NAMES),
    Row("cadre-day", "GET", EXPLAINED, "cadre", NAMES),
    Row("cadre-history", "GET", EXPLAINED, "cadre", NAMES),
    Row("mine", "GET POST", {Role.CADRE}, "view"),
    Row("units", "GET", BUSINESS, needs=NAMES),
    Row("unit", "GET", BUSINESS, "unit", NAMES),
    Row("unit-records", "GET", BUSINESS, "unit", NAMES),
    Row("team", "GET", BUSINESS, "view", NAMES),
    Row("team-records", "GET", BUSINESS, "view", NAMES),
    Row("cadre-record-new", "GET POST", FILL_IN, "cadre"),
    Row("unit-record-new", "GET POST", FILL_IN, "unit"),
    Row("record", "GET POST", FILL_IN, "record"),
    Row("record-remove", "GET POST", FILL_IN, "record"),
    # What the Measures say: lists, ledgers, the text
    Row("city", "GET", OVERSEE),
    Row("decisions", "GET", LEDGERS),
    Row("reason", "GET", LEDGERS, "view", NAMES),
    Row("changed", "GET", LEDGERS),
    Row("ledger-tasks", "GET", LEDGERS),
    Row("ledger-assessment", "GET", LEDGERS),
    Row("ledger-honours", "GET", LEDGERS),
    Row("ledger-selection", "GET", LEDGERS),
    Row("ledger-training", "GET", LEDGERS),
    Row("ledger-care", "GET", LEDGERS),
    Row("measures", "GET", BUSINESS),
    Row("sentence", "GET", BUSINESS, "view"),
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
    Row("missing", "GET", {Role.UNIT_PERSONNEL}),
    Row("missing-workbook", "POST", {Role.UNIT_PERSONNEL}),
    Row("data", "GET", FILL_IN),
    Row("data-template", "GET", FILL_IN),
    Row("upload-receive", "POST", FILL_IN),
    Row("paste-receive", "POST", FILL_IN),
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
    Row("classes", "GET", SECURITY),
    Row("export-release", "GET POST", SECURITY),
    Row("export-decline", "GET POST", SECURITY),
    Row("events", "GET", AUDIT),
    Row("log-verify", "POST", AUDIT),
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
    """A line of the menu, for whoever may GET the route: its words, its icon, the heading it stands under."""

    route: str
    label: str
    says: str
    icon: str
    under: str = ""


MENU: tuple[Entry, ...] = (
    Entry("city", "一览", "一张纸上的全貌:各类措施、各地各单位、何时解除", icon="layout-dashboard"),
    Entry("mine", "我的", "本人的记录、待办的事、适用于我的规定和理由", icon="user"),
    Entry("missing", "待填清单", "谁缺什么记录;下载预填的表", icon="forms"),
    Entry("cadres", "干部", "管理范围内的干部,以及登记的情况", icon="users"),
    Entry("units", "单位", "单位和班子:成员、空缺、年龄、等次、未了的事项", icon="building-community"),
    Entry("decisions", "名单", "逾期、到期、受限、须说明:依哪一句,到何时", icon="list-check"),
    Entry("changed", "变化", "自某日起新出现、不再有、有变化的结论,因为哪些记录", icon="git-compare"),
    Entry("settlements", "办结", "未了的事项:依据、办结、确认", icon="checklist"),
    Entry("ledger-tasks", "目标任务", "第五条:任务清单、公示、观摩点评", icon="target", under="按条文"),
    Entry("ledger-assessment", "考核", "第三条、第六条:考核结果及其运用", icon="clipboard-check", under="按条文"),
    Entry("ledger-honours", "攻坚与荣誉", "第七条、第八条:攻坚一线、记功嘉奖", icon="medal", under="按条文"),
    Entry("ledger-selection", "选拔任用", "第八条:资格、优先、破格、十名", icon="arrow-guide", under="按条文"),
    Entry("ledger-training", "培养锻炼", "第四条、第九条、第十条:培训、挂职、交流", icon="school", under="按条文"),
    Entry("ledger-care", "关心关爱", "第十一条:谈话、休假、体检、保险、走访", icon="heart-handshake", under="按条文"),
    Entry("measures", "办法", "原文;每一句怎样落实、现在涉及谁", icon="book-2", under="依据"),
    Entry("readings", "口径", "办法没有写定的数和取舍:现行值、变更", icon="adjustments", under="依据"),
    Entry("runs", "运行", "按某一天的记录得出的全部结论", icon="player-play", under="依据"),
    Entry("data", "数据", "下载预填的表,上传、核对、导入,导出", icon="database-import", under="收发"),
    Entry("accounts", "账户", "谁能登录、以什么角色、管哪些单位", icon="user-shield", under="管理"),
    Entry("classes", "权限", "每一列归哪类、是哪级,哪些角色看得到", icon="lock", under="管理"),
    Entry("events", "日志", "发生过的每一件事:谁、何时、做了什么", icon="list-details", under="管理"),
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
