"""The crawl: every page that may be got, for every thing there is, as everybody; and what came back.

What is crawled follows from ``permitted.py`` and the things of ``matrix.py``: a new route needs nothing here, a new kind
of thing no more than its line there. Which parameters of the address a page reads is noticed while it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from jili.access.accounts import Refused
from jili.access.reach import TABLES
from jili.access.scope import Access, NotThere
from jili.decisions import models as kept
from jili.decisions.explaining import explain
from jili.decisions.models import Decision, Run, SettlementProposal
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.decisions.settlements import may_be_settled
from jili.exchange import exports, files
from jili.exchange.models import Export
from jili.exchange.sheets.offered import sheets_for
from jili.exchange.uploads import powers
from jili.policy.facts import SCHEMA
from jili.policy.reasons import Reasons
from jili.records import register
from jili.records.models import Cadre, Proposal, Unit, Vacancy
from tests.access import cast
from tests.access.answers import listening, masked, noticing, unpacked
from tests.access.marked import ABOUT, Mark, Marks, named
from tests.access.matrix import ANONYMOUS, THINGS, WITHOUT, World
from tests.access.permitted import (
    ANYBODY,
    BELOW,
    BESIDE,
    BUSINESS,
    DISCIPLINE,
    FILL_IN,
    HOLDS,
    MOVED,
    OWN,
    PERMITTED,
    READ,
    ROLES,
    SETTLED,
    SIGNED_IN,
    UNREAD,
)  # fmt: skip
from tests.access.size import SAMPLE
from tests.decisions.conftest import CLERK

COMMON = {"assessment_rounds", "campaigns", "activities", "courses"}
"""Tables that are everybody's who may read them."""
ADMINISTRATORS = {"system_admin", "security_admin", "auditor"}
_TOPS = {"cadre": {"AD"}, "county_office": {"A", "AD", "AS", "AT"}, "unit_personnel": {"AD", "AS"},
         "unit_head": {"AD", "AS"}}  # fmt: skip
"""Role → the units in its scope; of the others it is the city."""

SHOWS: Mapping[str, Mapping[str, str]] = {
    "cadre": {"purpose": "看一看"},
}
"""Routes that show something when this is posted to them, which changes nothing."""


@dataclass(frozen=True)
class Asked:
    """A request: GET, or a POST that shows something."""

    route: str
    address: str
    posts: bool = False

    def __str__(self) -> str:
        return f"{'POST' if self.posts else 'GET'} {self.address}"


@dataclass
class City:
    """The world with marks, its run published; ``noticed`` are the parameters of addresses that pages read, by route."""

    world: World
    marks: list[Mark]
    records: list[tuple[str, Any]]
    run: Run
    subjects: list[tuple[str, str]]
    """Kind and id, of what is explained."""
    noticed: dict[str, set[str]] = field(default_factory=dict)
    logged: dict[str, list[str]] = field(default_factory=dict)
    """What the log said meanwhile, by role, without the address that was asked for."""
    _answers: dict[str, dict[Asked, str]] = field(default_factory=dict)

    @classmethod
    def build(cls) -> City:
        world, marks = World(), Marks()
        subjects = [about for cadre, unit in ABOUT.items() for about in _about(cadre, unit)]
        found = cls(world, marks.all + named(), marks.records, published(), subjects)
        SettlementProposal.objects.all().delete()
        for row in may_be_settled(Decision.objects.filter(pk__in=[row.pk for row in _decisions()])):
            about = {name: getattr(row, name) for name in ("statement", "subject_kind", "subject", "item")}
            given = {"kind": "justified", "decided_on": cast.today(), "document": "1号", "why": "研究过"}
            SettlementProposal.objects.create(**about, **given, proposed_by="other")
        for role in EVERYBODY:
            list(found.requests(role))  # makes what is asked for
        return found

    # Who may know what, by hand

    def may_know(self, role: str, mark: Mark) -> bool:
        """Whether a role may come upon a mark."""
        if mark.table == "units" and role in ADMINISTRATORS:
            return True  # they see accounts and units
        if role not in UNREAD.get((mark.table, mark.column), READ[mark.table]):
            return False
        if mark.held:
            return role in HOLDS
        if mark.table == "settlements" and role not in SETTLED[mark.settles]:
            return False
        return mark.table in COMMON or self._in_scope(role, mark)

    def _in_scope(self, role: str, mark: Mark) -> bool:
        """Whether whom or what it is about is. Where somebody in scope holds posts is on their record."""
        if mark.table == "units":
            return role not in _TOPS or mark.cadre in _TOPS[role]
        if role == DISCIPLINE:  # who is proposed for something
            return mark.cadre in ABOUT
        return _names()[mark.cadre] in self.world.visible[role]

    def hits(self, role: str, answers: Mapping[Asked, str]) -> list[str]:
        """Where a role came upon what it may not know."""
        hidden = [mark for mark in self.marks if not self.may_know(role, mark)]
        units = [mark.text for mark in self.marks if mark.table == "units" and self.may_know(role, mark)]

        def beyond(asked: Asked, answer: str) -> str:
            """Without what was asked for, and the names that begin with another's."""
            for text in (asked.address, MEASURES, *units):
                answer = answer.replace(text, "")
            return answer

        seen = {asked: beyond(asked, answer) for asked, answer in answers.items()}
        return [
            f"{role}: {asked} shows {mark.table}.{mark.column} of {mark.cadre}"
            for asked, answer in seen.items()
            for mark in hidden
            if mark.text in answer
        ]

    # What is asked

    def requests(self, role: str) -> Iterator[Asked]:
        """All that a role may GET, for every thing; and what it is shown when it POSTs."""
        for name, route in PERMITTED.items():
            things = self._things(role, route.what) if route.what else [{}]
            if name in SAYS_LITTLE:
                things = things[:2]
            for method in ("GET", *(["POST"] if name in SHOWS else [])):
                who = route.who(method)
                if who in (ANYBODY, SIGNED_IN) or role in who:
                    yield from (Asked(name, reverse(name, kwargs=parts), method == "POST") for parts in things)

    def _things(self, role: str, kind: str) -> list[dict[str, Any]]:
        """The parts of the address of every thing of a kind."""
        if kind in _EVERY:
            return _EVERY[kind](self)
        found = (THINGS[kind](self.world, role, where) for where in (OWN, BELOW, BESIDE, MOVED))
        return [parts for parts in found if parts is not None]

    def ask(self, role: str, asked: Asked) -> str:
        """All that comes back, headers too, files unpacked; without what differs from one asking to the next."""
        browser = self.world.clients[role]
        noticed = self.noticed.setdefault(asked.route, set())
        with transaction.atomic(), noticing(noticed), listening() as lines:
            browser.cookies.clear()
            browser.cookies.load(self.world.cookies[role])
            answer: Any = browser.post(asked.address, SHOWS[asked.route]) if asked.posts else browser.get(asked.address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.logged.setdefault(role, []).extend(line.replace(asked.address, "") for line in lines)
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        return masked(f"{answer.status_code} {headers}\n{unpacked(content)}")

    def crawl(self, role: str) -> dict[Asked, str]:
        """All pages as they are, then with each parameter that they read; the workbook; the explanations."""
        answers = {asked: self.ask(role, asked) for asked in self.requests(role)}
        for asked in [asked for asked, answer in answers.items() if not answer.startswith(("404", "302"))]:
            for name in sorted(self.noticed[asked.route]) if not asked.posts else ():
                for value in PARAMETERS[name][: 1 if SAMPLE else None]:
                    more = Asked(asked.route, f"{asked.address}?{urlencode({name: value})}")
                    answers[more] = self.ask(role, more)
        return answers | self.beside(role)

    def beside(self, role: str) -> dict[Asked, str]:
        """What comes by no page: the workbook of everything, and each subject's explanation."""
        found = {Asked("workbook", "all tables"): self.export(role)} if role in FILL_IN else {}
        if role in BUSINESS:
            found |= {Asked("explanation", subject): text for subject, text in self.explained(role).items()}
        return found

    def explained(self, role: str) -> dict[str, str]:
        """What ``explain`` says to somebody of each subject, as text and as data."""
        return {name: f"{one.text()}\n{one.data()}" for name, one in self.reasons(role).items()}

    def reasons(self, role: str) -> dict[str, Reasons]:
        access, run = self.access(role), kept.published()
        assert run
        found = {}
        for kind, id in self.subjects:
            with suppress(NotThere, Refused):
                found[f"{kind}:{id}"] = explain(access, run, kind, id)
        return found

    def answers(self, role: str) -> dict[Asked, str]:
        """What the city as it is answers, asked once."""
        if role not in self._answers:
            self._answers[role] = self.crawl(role)
        return self._answers[role]

    def asked_for(self, role: str, asked: Asked, name: str, text: str) -> str:
        """A page with a parameter."""
        return self.ask(role, Asked(asked.route, f"{asked.address}?{urlencode({name: text})}"))

    def access(self, role: str) -> Access:
        return Access.for_account(self.world.accounts[role], cast.today())

    def export(self, role: str) -> str:
        """The workbook of all that somebody may take out."""
        access = self.access(role)
        tables = [sheet.table for sheet in sheets_for(access)]
        with transaction.atomic():
            made = Export.objects.create(
                account=access.account, role=role, scope=powers(access), tables=tables, why="看"
            )
            exports.export_make(access=access, export=made, progress=lambda *_: None)
            content = b"".join(files.read(files.export(made.pk)))
            transaction.set_rollback(True)
        return unpacked(content)


MEASURES = "平顶山市激励干部干事创业实施办法"
"""The name of the regulation, which begins with that of a unit."""
SAYS_LITTLE = {"record-remove"}
"""Routes that are asked for few things: they show nothing of them."""
EVERYBODY = (*sorted(ROLES), ANONYMOUS, WITHOUT)

TEXT: tuple[str, ...] = ()
"""Of parameters by which one looks for any text: tried with what is hidden (``test_canary``)."""
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "q": TEXT, "kind": TEXT, "actor": TEXT, "subject": TEXT, "next": TEXT,
    "page": ("2",), "from_on": ("2020-01-01",), "to_on": ("2020-01-01",),
    "statement": ("6.3", "8.1.1", "8.4.4", "11.4b", "11.4c", "11.5"), "outcome": ("overdue", "missed"),
    "state": ("new",), "table": ("annual_assessments", "talk_triggers", "tasks", "team_assessments"), "tables": ("annual_assessments", "talk_triggers"),
    "before": ("0",), "after": ("0",), "on": ("2024-06-30",), "since": ("2020-01-01",), "year": ("2024",),
    "board": ("all", "restricted"), "unit": TEXT, "column": ("grade",), "as": ("json",), "order": ("unit", "birth"),
    "category": ("civil_servant",), "gender": ("female",), "rank": ("3",), "grade": ("competent",), "left": ("left",),
    "decided": ("6.4:no_promotion",), "role": ("leader",),
}  # fmt: skip
"""Every parameter that a page reads, and with what it is tried."""


def _about(cadre: str, unit: str) -> list[tuple[str, str]]:
    proposal, vacancy = Proposal.objects.get(cadre=cadre), Vacancy.objects.get(unit=unit)
    own = [("cadre", cadre), ("unit", unit), ("team", f"T-{unit}"), ("proposal", proposal.pk), ("vacancy", vacancy.pk)]
    return [*own, ("city", "city")]


def _decisions() -> list[Decision]:
    """Those about the cadres with marks, their units and teams, and the city."""
    of = [*ABOUT, *ABOUT.values(), *(f"T-{unit}" for unit in ABOUT.values()), "city"]
    return list(Decision.objects.filter(Q(cadre__in=ABOUT) | Q(subject__in=of)).order_by("pk"))


_EVERY: Mapping[str, Callable[[City], list[dict[str, Any]]]] = {
    "unit": lambda _: [{"unit_id": pk} for pk in Unit.objects.values_list("pk", flat=True)],
    "cadre": lambda _: [{"cadre_id": pk} for pk in (*ABOUT, "AS-staff", "M-head", cast.MOVED)],
    "subject": lambda city: [{"kind": kind, "subject_id": id} for kind, id in city.subjects],
    "record": lambda city: [{"table": table, "pk": pk} for table, pk in city.records],
    "decision": lambda _: [{"decision_id": row.pk} for row in _decisions()],
    "proposal": lambda _: [
        {"proposal_id": pk} for pk in SettlementProposal.objects.order_by("pk").values_list("pk", flat=True)
    ],
}


@cache
def _names() -> dict[str, str]:
    return dict(Cadre.objects.values_list("pk", "name"))


def published() -> Run:
    """A run of what is registered here and now, also of what is not committed, published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register, "read", read)
        run = run_make(actor=CLERK, day=cast.today())
    run_publish(actor=CLERK, run=run)
    return run


def read() -> dict[str, pa.Table]:
    """The register as this connection sees it, also what is not committed."""
    found = {}
    for table in SCHEMA.tables:
        fields = {field.column: field.attname for field in TABLES[table.name]._meta.concrete_fields}
        names = [fields[column.name] for column in table.columns]
        rows = list(zip(*TABLES[table.name]._default_manager.values_list(*names), strict=True)) or [()] * len(names)
        cells = {column.name: list(values) for column, values in zip(table.columns, rows, strict=True)}
        found[table.name] = register.normal(table, pa.table(cells))
    return found
