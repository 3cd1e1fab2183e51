"""What the decisions room keeps, one module per noun."""

from jili.decisions.models.jobs import Job
from jili.decisions.models.readings import ReadingChange, Simulation
from jili.decisions.models.runs import (
    Decision,
    DecisionChange,
    Publication,
    Run,
    last_publication,
    published,
    run_of,
)
from jili.decisions.models.settlements import SettlementProposal

__all__ = [
    "Decision", "DecisionChange", "Job", "Publication", "ReadingChange", "Run", "SettlementProposal", "Simulation",
    "last_publication", "published", "run_of",
]  # fmt: skip
