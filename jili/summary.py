"""The main result on a screen: for each sentence its outcomes, and how many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jili.policy.outcomes import NAMES

if TYPE_CHECKING:
    import pyarrow as pa


def summary(decisions: pa.Table, day: date) -> str:
    """A table of statement × outcome with counts."""
    from collections import Counter

    pairs = zip(decisions["statement"].to_pylist(), decisions["outcome"].to_pylist(), strict=True)
    counts = Counter(pairs)
    lines = [f"{day.isoformat()}:结论 {decisions.num_rows:,} 条"]
    for (statement, outcome), count in sorted(counts.items()):
        lines.append(f"  {statement:<7}{NAMES.get(outcome, outcome):　<14}{count:>9,}")
    return "\n".join(lines)
