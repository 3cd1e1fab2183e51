"""Settlements: duties and doubts that people closed with a reason in writing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from jili.city.appointments import Appointments
from jili.city.book import NEVER, Book, Ints, dates, day, within
from jili.city.care import Leave
from jili.city.talks import Changes, Triggers
from jili.city.tasks import Tasks
from jili.city.teams import TeamYears

SETTLEMENTS = 0.008
"""How many there are, as a share of the cadres, at most."""
KINDS = ("justified", "not_upheld", "not_applicable", "done_elsewhere")
NO_DOCUMENT = 0.1

Key = tuple[str, str, str, str, int]
"""Statement, kind of subject, subject, item, and the day on which the matter arose."""


def make_settlements(
    book: Book,
    appointments: Appointments,
    changes: Changes,
    triggers: Triggers,
    leave: Leave,
    tasks: Tasks,
    teams: TeamYears,
) -> None:
    """Write ``settlements`` for some of what was left open; these few are made one by one."""
    rng = book.rng("settlements")
    count = book.few(SETTLEMENTS, 8)
    keys = list(_keys(rng, book, count, appointments, changes, triggers, leave, tasks, teams))
    chosen = [keys[i] for i in np.sort(rng.permutation(len(keys))[:count])]
    arose = np.array([key[4] for key in chosen])
    decided = within(rng, np.minimum(arose + 20, book.today), np.minimum(arose + 200, book.today), len(chosen))
    order = np.argsort(decided, kind="stable")
    kinds = rng.integers(0, len(KINDS), len(chosen))
    numbered = rng.random(len(chosen)) >= NO_DOCUMENT
    year = decided.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    rows = [
        (chosen[i], kinds[i], f"平组办〔{year[i]}〕{n + 1}号" if numbered[i] else None) for n, i in enumerate(order)
    ]
    book.add("settlements", {
        "settlement_id": book.name_rows("settlements", "ST", len(rows)),
        "statement": pa.array([key[0] for key, _, _ in rows]), "subject_kind": pa.array([key[1] for key, _, _ in rows]),
        "subject": pa.array([key[2] for key, _, _ in rows]),
        "item": pa.array([key[3] or None for key, _, _ in rows], pa.string()),
        "kind": pa.array([KINDS[kind] for _, kind, _ in rows]), "decided_on": dates(decided[order]),
        "document": pa.array([document for _, _, document in rows], pa.string()),
    })  # fmt: skip


def _keys(
    rng: np.random.Generator, book: Book, count: int, appointments: Appointments, changes: Changes, triggers: Triggers,
    leave: Leave, tasks: Tasks, teams: TeamYears,
) -> Iterator[Key]:  # fmt: skip
    """About twice as many keys as are wanted, none twice."""

    def some(rows: Ints, share: float) -> Ints:
        return rows[rng.permutation(len(rows))[: max(2, round(count * share))]]

    def name(table: str, rows: Ints) -> list[str]:
        return [str(value) for value in book.ref(table, rows).to_pylist()]

    began = day(2017, 12, 15)
    rows = some(
        np.flatnonzero((changes.talked >= NEVER) & (changes.when >= began) & (changes.when < book.today - 20)), 0.7
    )
    posts = changes.appointment[rows]
    for cadre, post, ending, when in zip(
        name("cadres", appointments.cadre[posts]), name("appointments", posts), changes.ending[rows], changes.when[rows],
        strict=True,
    ):  # fmt: skip
        yield "11.4a", "cadre", cadre, post + ("/end" if ending else ""), int(when)
    rows = some(np.flatnonzero((triggers.talked >= NEVER) & (triggers.occurred < book.today - 20)), 0.15)
    for cadre, item, kind, when in zip(
        name("cadres", triggers.cadre[rows]), name("talk_triggers", rows), triggers.kind[rows], triggers.occurred[rows],
        strict=True,
    ):  # fmt: skip
        yield "11.4" + "bcd"[kind], "cadre", cadre, item, int(when)
    rows = some(np.flatnonzero(~leave.paid & (leave.year == book.as_of.year - 1)), 0.4)
    for cadre in name("cadres", leave.cadre[rows]):
        yield "11.5", "cadre", cadre, str(book.as_of.year - 1), day(book.as_of.year)
    rows = some(np.flatnonzero(tasks.missed & (tasks.due < book.today - 20)), 0.2)
    for unit, task, due in zip(name("units", tasks.unit[rows]), name("tasks", rows), tasks.due[rows], strict=True):
        yield "6.6", "unit", unit, task, int(due)
    last_year = book.assessed_years[-1]
    rows = some(np.flatnonzero((teams.fell >= 3) & (teams.year == last_year)), 0.15)
    for team, when in zip(name("teams", teams.team[rows]), teams.decided[rows], strict=True):
        yield "6.6", "team", team, str(last_year), int(when)
    rows = some(np.flatnonzero((teams.grade == 0) & (teams.year >= last_year - 2)), 0.2)
    for team, year, when in zip(name("teams", teams.team[rows]), teams.year[rows], teams.decided[rows], strict=True):
        yield "6.3", "team", team, str(year), int(when)
    proposals = some(np.arange(book.rows["proposals"]), 0.2)
    for proposal in name("proposals", proposals):
        yield "8.1.2", "proposal", proposal, "", book.today - 500
