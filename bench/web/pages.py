"""Every page that somebody may get, with an address of each: of the menu, of one thing of each kind, of the API.

What is asked follows from the table of rights: a new route has to be placed here, or named in ``LEFT_OUT`` with why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(
        ("sign-in", "second-factor", "provider", "provider-return", "first-use", "health", "metrics"),
        "before or beside signing in",
    ),
    **dict.fromkeys(
        ("settlement-proposal", "simulation", "reading-change", "job", "upload", "upload-problems", "upload-changes",
         "upload-confirm", "upload-undo", "export", "export-release", "export-decline", "api:upload",
         "api:upload-problems", "api:upload-changes", "token-release", "token-end", "tokens", "token-make"),
        "the demonstration has none",
    ),
    **dict.fromkeys(("upload-annotated", "export-file", "data-template"), "a file, not a page"),
    "api:explanation": "it is given only for a purpose, which is an event",
}  # fmt: skip
"""Route → why it is not measured."""

SEARCH = "search"
"""The kind of pages that answer while somebody types, for which the time is shorter."""
VARIANTS: Mapping[str, Mapping[str, str]] = {
    "cadres": {
        "page 500": "page=500", "by name": "q=wang", "by rank, grade": "rank=3&grade=excellent",
        "by unit order": "order=unit", "by unit order, page 500": "order=unit&page=500", "by birth": "order=birth",
        "by decision": "decided=6.4:no_promotion", "by 局": "q=局",
    },
    "people-found": {"zh": "q=zh", "王": "q=王", "wangwei": "q=wangwei", "nobody": "q=xqz"},
    "units-found": {"局": "q=局"},
    "decisions": {
        "overdue": "board=overdue", "all": "board=all", "all, page 100": "board=all&page=100", "by name": "q=王",
        "of a sentence": "board=all&statement=6.4",
    },
    "changed": {"of a year": "since=2017-12-15"},
    "units": {"found": "q=局"},
    "ledger-assessment": {"grades": "table=annual_assessments", "usual": "table=usual_assessments"},
    "ledger-tasks": {"records": "table=tasks"},
    "ledger-honours": {"records": "table=awards"},
    "ledger-training": {"records": "table=course_members"},
    "ledger-selection": {"records": "table=proposals"},
    "ledger-care": {"records": "table=leave"},
    "settlements": {"of a sentence": "statement=11.5"},
    "api:cadres": {"page 100": "page=100"},
    "api:decisions": {"page 100": "page=100"},
    "events": {"of a kind": "kind=decisions.read"},
}  # fmt: skip
"""Route → what else is asked of it: name and query. It is asked without a query as well, but for what is typed."""
TYPED = {"people-found", "units-found"}
ASKED: Mapping[str, str] = {
    "cadre-day": "on=2023-06-30", "cadre-records": "table=annual_assessments", "unit-records": "table=tasks",
    "team-records": "table=team_assessments", "api:cadre-records": "table=annual_assessments",
}  # fmt: skip
"""Routes that need a query."""


@dataclass(frozen=True)
class Page:
    """``name`` is the route, and what is asked of it."""

    route: str
    name: str
    address: str
    role: str

    @property
    def of_api(self) -> bool:
        return self.route.startswith("api:")

    @property
    def typed(self) -> bool:
        return self.route in TYPED


def pages(role: str, access: Any) -> Iterator[Page]:
    """The pages of a role, which ``access`` acts in."""
    from django.urls import reverse

    from jili.access.table import ROWS

    things = _things(access)
    for row in ROWS:
        if "GET" not in row.methods or row.route in LEFT_OUT or not row.permits(access.role):
            continue
        if row.route.startswith("api:") and role not in _services():
            continue
        args = things.get(row.route, [])
        if args is None:
            continue  # nothing of the kind is in the scope of this role
        address = reverse(row.route, args=args)
        if row.route not in TYPED:
            yield Page(row.route, row.route, _with(address, ASKED.get(row.route, "")), role)
        for name, query in VARIANTS.get(row.route, {}).items():
            yield Page(row.route, f"{row.route} {name}", _with(address, query), role)


def _with(address: str, query: str) -> str:
    parts = [part.partition("=") for part in query.split("&") if part]
    return f"{address}?{urlencode([(name, value) for name, _, value in parts])}" if parts else address


def _services() -> frozenset[str]:
    from jili.access.roles import SERVICES

    return frozenset(SERVICES)


def _things(access: Any) -> dict[str, list[Any] | None]:
    """Route → the parts of an address of it; None if there is nothing of the kind."""
    from jili.access.models import Account, Grant
    from jili.decisions.models import published
    from jili.decisions.seen import decisions
    from jili.decisions.settlements import may_be_settled
    from jili.exchange.sheets.offered import may_fill
    from jili.policy.readings import declared
    from jili.web.new_records import OF_CADRE, OF_UNIT, offered

    def first(rows: Any) -> Any:
        return rows.order_by("pk").values_list("pk", flat=True).first()

    told = decisions(access).filter(subject_kind="cadre", effect="restriction").order_by("pk").first()
    cadre = told.subject if told else first(access.cadres())
    team = decisions(access).filter(subject_kind="team").order_by("pk").values_list("subject", flat=True).first()
    unit = access.account.grants.exclude(unit=None).values_list("unit", flat=True).first() or first(access.units())
    run = published()
    settled = may_be_settled(decisions(access))
    open_to = settled.order_by("pk").values_list("pk", flat=True).first()
    grade = (
        first(access.of("annual_assessments").filter(cadre=cadre)) if may_fill(access, "annual_assessments") else None
    )
    other = Account.objects.exclude(pk=access.account.pk).filter(kind=Account.Kind.PERSON).order_by("-pk").first()
    grant = Grant.objects.filter(account=other).first()
    own = {
        "cadre": cadre, "team": team or first(access.teams()), "unit": unit, "run": run.pk if run else None,
        "decision": open_to, "account": other.pk if other else None, "grant": grant.pk if grant else None,
        "sentence": "6.4", "reading": next(iter(declared())),
    }  # fmt: skip
    of = {
        "cadre": ("cadre", "cadre-reason", "cadre-day", "cadre-history", "cadre-records", "api:cadre",
                  "api:cadre-records"),
        "unit": ("unit", "unit-records", "api:unit"),
        "team": ("team", "team-records"),
        "run": ("run", "run-publish", "api:run"),
        "decision": ("decision-settle",), "sentence": ("sentence",), "reading": ("reading",),
        "account": ("account", "account-close", "account-open", "account-unlock", "account-revoke", "grant-give"),
        "grant": ("grant-end",),
    }  # fmt: skip
    found: dict[str, list[Any] | None] = {
        route: None if own[kind] is None else [own[kind]] for kind, routes in of.items() for route in routes
    }
    record = None if grade is None else ["annual_assessments", grade]
    found |= {"record": record, "record-remove": record}
    for route, named, places in (("cadre-record-new", cadre, OF_CADRE), ("unit-record-new", unit, OF_UNIT)):
        new = offered(access, places)
        found[route] = [named, new[0][0]] if new and named is not None else None
    found["api:explanation"] = ["cadre", told.subject] if told else None
    proposal = decisions(access).filter(subject_kind="proposal").order_by("pk").first()
    about = ("proposal", proposal.subject) if proposal else ("team", own["team"])
    found["reason"] = list(about) if about[1] else None
    found["home"] = None if access.account.cadre_id else []  # there it leads on to one's own page
    return found
