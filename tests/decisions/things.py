"""Something of every kind that the addresses of this room name, for the matrix of who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jili.access.models import Account
from jili.decisions.models import Decision, Job, Publication, ReadingChange, Run, SettlementProposal, Simulation
from jili.policy.facts import SCHEMA
from jili.policy.readings import Readings
from jili.records.models import Cadre
from tests.access.cast import today

NOBODY = 0
GONE = "0" * 64


class Things:
    """A published run that says of every cadre that there is no basis, a settlement of each proposed, and a job of
    every account. The run's files are gone."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.run = Run.objects.create(
            id="ab" * 32, day=today(), register="", edition="", engine="", readings=dict(Readings.default().texts),
            tables={name: {"file": GONE, "rows": 0} for name in SCHEMA.names()}, decisions=GONE, places=GONE, count=0, seconds=1,
        )  # fmt: skip
        Publication.objects.create(run=self.run)
        self.decisions: dict[str | None, int] = {}
        self.proposals: dict[str | None, int] = {}
        for number, cadre in enumerate(Cadre.objects.order_by("pk"), 1):
            about = {"statement": "3.1", "subject_kind": "cadre", "subject": cadre.pk, "item": "2023"}
            row = Decision.objects.create(
                id=number, **about, effect="finding", outcome="no_basis", evidence="", unit="", unit_path="",
                cadre=cadre.pk, level=2,
            )  # fmt: skip
            given = {"kind": "justified", "decided_on": today(), "document": "1号", "why": "研究过"}
            self.decisions[cadre.pk] = row.pk
            self.proposals[cadre.pk] = SettlementProposal.objects.create(**about, **given, proposed_by="other").pk
        self.jobs = {
            name: Job.objects.create(kind="run.make", actor=account.username, role=name).pk
            for name, account in accounts.items()
        }
        self.simulation = Simulation.objects.create(
            run=self.run, name="award_days", value="45", made_by="other",
            changes={"total": 1, "units": [{"unit": "A", "count": 1}], "statements": [
                {"statement": "7.3", "change": "changes", "before": "late", "after": "fulfilled", "count": 1}]},
        )  # fmt: skip
        self.change = ReadingChange.objects.create(
            name="award_days", value="45", from_on=today(), reason="研究过", document="1号",
            simulation=self.simulation, proposed_by="other",
        )  # fmt: skip

    def job_of(self, name: str, *, somebody_else: bool) -> int:
        """A job of the account, or of another."""
        others = (pk for other, pk in self.jobs.items() if other != name)
        return next(others) if somebody_else else self.jobs.get(name, NOBODY)

    def there(self, kind: str) -> dict[str, Any]:
        """Of what there is one for everybody."""
        things: dict[str, dict[str, Any]] = {
            "run": {"run_id": self.run.pk}, "reading": {"name": "award_days"},
            "simulation": {"simulation_id": self.simulation.pk}, "reading-change": {"change_id": self.change.pk},
        }  # fmt: skip
        return things[kind]

    NOT_THERE: Mapping[str, dict[str, Any]] = {
        "run": {"run_id": "cd" * 32}, "reading": {"name": "none"}, "simulation": {"simulation_id": NOBODY},
        "reading-change": {"change_id": 10**30},
    }  # fmt: skip
