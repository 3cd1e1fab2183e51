"""How many decisions of each kind somebody may see of a run."""

from __future__ import annotations

from dataclasses import dataclass

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.decisions.models import Run
from jili.decisions.runs import run_decisions
from jili.decisions.seen import narrowed
from jili.policy.outcomes import NAMES
from jili.policy.sentences import TITLES


@dataclass(frozen=True)
class Count:
    """So many decisions of a statement with an outcome, with their words."""

    statement: str
    outcome: str
    count: int

    @property
    def title(self) -> str:
        return TITLES[self.statement]

    @property
    def said(self) -> str:
        return NAMES[self.outcome]


def counts(access: Access, run: Run) -> list[Count]:
    """By statement in the order of the text, then by outcome. Raises Tampered."""
    return remembered(access, ("counts", run.pk), lambda: _counted(access, run))


def _counted(access: Access, run: Run) -> list[Count]:
    rows = narrowed(access, run_decisions(run).select(["statement", "subject_kind", "subject", "item", "outcome"]))
    grouped = rows.group_by(["statement", "outcome"], use_threads=False).aggregate([([], "count_all")]).to_pylist()
    found = [Count(row["statement"], row["outcome"], row["count_all"]) for row in grouped]
    return sorted(found, key=lambda row: (list(TITLES).index(row.statement), row.outcome))
