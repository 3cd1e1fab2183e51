"""The usual outcomes of a duty, in order: done in time, done late, past its last day, not yet."""

from __future__ import annotations

from jili.engine.formula import Formula, all_of


def done_or_pending(*applies: str, done: str) -> dict[str, Formula]:
    """A duty without a last day."""
    return {"fulfilled": all_of(*applies, done), "pending": all_of(*applies)}


def done_or_overdue(*applies: str, done: str, past: str) -> dict[str, Formula]:
    """A duty whose records can only be made in time."""
    return {
        "fulfilled": all_of(*applies, done),
        "overdue": all_of(*applies, past),
        "pending": all_of(*applies),
    }


def done_late_or_overdue(*applies: str, done: str, in_time: str, past: str) -> dict[str, Formula]:
    """A duty with a last day, done on a day that is known."""
    return {
        "fulfilled": all_of(*applies, done, in_time),
        "late": all_of(*applies, done),
        "overdue": all_of(*applies, past),
        "pending": all_of(*applies),
    }
