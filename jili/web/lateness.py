"""How long what is overdue has been overdue: by place, by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jili.access.scope import Access
from jili.decisions.models import Run
from jili.decisions.tally import LATE, tally_late
from jili.policy.sentences import TITLES
from jili.web.charts import Chart, bars

MOST = 20
"""As many rows as a picture holds."""
_TONES = ("5", "2", "3", "4")


def late_by_place(access: Access, run: Run, place: Callable[[str], str | None]) -> Chart | None:
    """By place: ``place`` says where a unit (empty: of none) belongs, None where it is left out."""
    counted = ((place(unit), band, n) for (unit, _, band), n in tally_late(access, run).items())
    return _chart("late", "逾期事项逾期多久", "单位", ((name, band, n) for name, band, n in counted if name))


def late_by_sentence(access: Access, run: Run, unit: str) -> Chart | None:
    """Of one unit, by sentence."""
    counted = (
        (f"{statement} {TITLES[statement]}", band, n)
        for (own, statement, band), n in tally_late(access, run).items()
        if own == unit
    )
    return _chart("late", "逾期事项逾期多久", "语句", counted)


def _chart(id: str, title: str, along: str, counted: Iterable[tuple[str, int, int]]) -> Chart | None:
    """Lying bars, the longest first."""
    by_name: dict[str, list[int]] = {}
    for name, band, n in counted:
        by_name.setdefault(name, [0] * len(LATE))[band] += n
    names = sorted(by_name, key=lambda name: (-sum(by_name[name]), name))[:MOST]
    if not names:
        return None
    series = {word: [by_name[name][at] for name in names] for at, (word, _) in enumerate(LATE)}
    return bars(id, title, along, names, series, tones=_TONES, lying=True)
