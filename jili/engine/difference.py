"""What differs between two sets of decisions of one register: whose, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

KEYS = ("statement", "subject_kind", "subject", "item")
COMPARED = ("outcome", "starts_on", "ends_on", "base", "limit", "actual", "rank")


def difference(before: pa.Table, after: pa.Table) -> pa.Table:
    """Rows that appear, vanish or change: the keys, ``change`` (``appears``, ``vanishes``, ``changes``) and
    every compared column as ``before_…`` and ``after_…``, sorted by the keys."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def side(decisions: pa.Table, name: str) -> pa.Table:
        chosen = decisions.select([*KEYS, *COMPARED])
        return chosen.rename_columns([*KEYS, *(f"{name}_{column}" for column in COMPARED)])

    both = side(before, "before").join(side(after, "after"), keys=list(KEYS), join_type="full outer")
    same = pc.equal(pa.array([True]), pa.array([True]))[0]
    for column in COMPARED:
        left, right = both[f"before_{column}"], both[f"after_{column}"]
        equal = pc.if_else(
            pc.or_(pc.is_null(left), pc.is_null(right)),
            pc.and_(pc.is_null(left), pc.is_null(right)),
            pc.equal(left, right),
        )
        same = pc.and_(equal, same)
    new, gone = pc.is_null(both["before_outcome"]), pc.is_null(both["after_outcome"])
    change = pc.if_else(new, "appears", pc.if_else(gone, "vanishes", "changes"))
    both = both.append_column("change", change).filter(pc.invert(same))
    return both.select([*KEYS, "change", *both.column_names[len(KEYS) : -1]]).sort_by(
        [(key, "ascending") for key in KEYS]
    )
