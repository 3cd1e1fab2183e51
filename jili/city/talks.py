"""Talks: what gives reason to talk, and the talks that were held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jili.city.appointments import Appointments
from jili.city.book import NEVER, Book, Flags, Ints, dates, day, pick, weighted, within
from jili.city.people import People

BEGAN = (2017, 12, 15)
"""Talks became a duty with the Measures; before, few were written down."""
HELD_AT_FIRST, HELD_NOW = 0.78, 0.95
"""Share of changes with a talk, in the first year and in the last."""
HELD_BEFORE = 0.1
IN_TIME, LATE = 0.86, 0.11
"""Shares of the talks held within 15 days and within 90; the rest is later."""
FAREWELL = 0.25
"""Share of those who left with a talk on leaving."""
TRIGGERS = 0.07
"""Reasons of other kinds over all the years, as a share of the cadres."""
KINDS, KIND_SHARES = ("setback", "sign", "request"), (0.3, 0.3, 0.4)
HOLD, OPEN_HOLD = 0.06, 0.2
TRIGGER_IN_TIME, TRIGGER_LATE = 0.84, 0.1


@dataclass(frozen=True)
class Changes:
    """Changes of post that ask for a talk: the appointment, whether its end is meant, and the day of the talk."""

    appointment: Ints
    ending: Flags
    when: Ints
    talked: Ints


@dataclass(frozen=True)
class Triggers:
    cadre: Ints
    kind: Ints
    occurred: Ints
    talked: Ints


def make_talks(book: Book, people: People, appointments: Appointments) -> tuple[Changes, Triggers]:
    """Write ``talk_triggers``, ``talks`` and ``talk_covers``."""
    rng = book.rng("talks")
    changes = _changes(rng, book, people, appointments)
    triggers = _triggers(rng, book, people)
    _write(book, appointments, changes, triggers)
    return changes, triggers


def _changes(rng: np.random.Generator, book: Book, people: People, a: Appointments) -> Changes:
    # Rows are sorted by cadre and start: an earlier appointment is a row before with a smaller start.
    first_start = np.minimum.reduceat(a.start, np.flatnonzero(np.diff(a.cadre, prepend=-1)))
    nth = np.cumsum(np.diff(a.cadre, prepend=-1) > 0) - 1
    begins = np.flatnonzero((a.start > first_start[nth]) & (a.start >= people.joined[a.cadre]))
    start_keys = a.cadre * (1 << 20) + a.start
    over = np.flatnonzero((a.end <= book.today) & (a.end >= people.joined[a.cadre]))
    over = over[~np.isin(a.cadre[over] * (1 << 20) + a.end[over], start_keys)]
    appointment = np.concatenate([begins, over])
    ending = np.repeat([False, True], [len(begins), len(over)])
    when = np.where(ending, a.end[appointment], a.start[appointment])
    leaving = ending & (people.left[a.cadre[appointment]] <= when)
    # One talk for everything that happens to a person on one day: the draws go by that day, not by row.
    _, day_of_row = np.unique(a.cadre[appointment] * (1 << 20) + when, return_inverse=True)
    size = int(day_of_row.max()) + 1
    began = day(*BEGAN)
    progress = np.clip((when - began) / max(book.today - began, 1), 0, 1)
    wanted = np.where(when < began, HELD_BEFORE, HELD_AT_FIRST + (HELD_NOW - HELD_AT_FIRST) * progress)
    wanted = np.where(leaving, FAREWELL, wanted)
    held = rng.random(size)[day_of_row] < wanted
    speed = rng.random(size)
    delay = np.where(speed < IN_TIME, within(rng, -6, 15, size), within(rng, 16, 90, size))
    delay = np.where(speed > IN_TIME + LATE, within(rng, 91, 180, size), delay)
    talked = when + delay[day_of_row]
    return Changes(appointment, ending, when, np.where(held & (talked <= book.today), talked, NEVER))


def _triggers(rng: np.random.Generator, book: Book, people: People) -> Triggers:
    n = book.few(TRIGGERS, 12)
    cadre = np.sort(rng.integers(0, people.count, n))
    low = np.maximum(people.joined[cadre], day(*BEGAN))
    occurred = within(rng, low, np.minimum(people.left[cadre], book.today), n)
    fits = (occurred <= book.today) & (occurred < people.left[cadre])
    cadre, occurred = cadre[fits], occurred[fits]
    n = len(cadre)
    held_back = rng.random(n) < HOLD
    hold_from = np.where(held_back, occurred + rng.integers(0, 6, n), NEVER)
    hold_until = np.where(held_back & (rng.random(n) >= OPEN_HOLD), hold_from + rng.integers(15, 200, n), NEVER)
    speed = rng.random(n)
    delay = np.where(speed < TRIGGER_IN_TIME, rng.integers(0, 8, n), rng.integers(8, 85, n))
    due = np.where(hold_until < NEVER, hold_until, occurred)
    held = (speed < TRIGGER_IN_TIME + TRIGGER_LATE) & ~(held_back & (hold_until >= NEVER))
    talked = np.where(held & (due + delay <= book.today), due + delay, NEVER)
    kind = weighted(rng, KIND_SHARES, n)
    book.add("talk_triggers", {
        "trigger_id": book.name_rows("talk_triggers", "G", n), "cadre_id": book.ref("cadres", cadre),
        "kind": pick(KINDS, kind), "occurred_on": dates(occurred), "hold_from": dates(hold_from),
        "hold_until": dates(hold_until),
    })  # fmt: skip
    return Triggers(cadre, kind, occurred, talked)


def _write(book: Book, a: Appointments, changes: Changes, triggers: Triggers) -> None:
    """One talk for each cadre and day, covering all that was talked about."""
    rows, asked = np.flatnonzero(changes.talked < NEVER), np.flatnonzero(triggers.talked < NEVER)
    cadre = np.concatenate([a.cadre[changes.appointment[rows]], triggers.cadre[asked]])
    when = np.concatenate([changes.talked[rows], triggers.talked[asked]])
    keys, talk = np.unique(cadre * (1 << 20) + when, return_inverse=True)
    book.add("talks", {
        "talk_id": book.name_rows("talks", "L", len(keys)), "cadre_id": book.ref("cadres", keys >> 20),
        "held_on": dates(keys & ((1 << 20) - 1)),
    })  # fmt: skip
    appointment = book.ref("appointments", changes.appointment[rows])
    ends = pc.binary_join_element_wise(appointment, pa.scalar("/end"), "")
    subject = pc.if_else(pa.array(changes.ending[rows]), ends, appointment)
    trigger = pa.concat_arrays([subject, book.ref("talk_triggers", asked)])
    order = np.argsort(talk, kind="stable")
    book.add("talk_covers", {"talk_id": book.ref("talks", talk[order]), "trigger": trigger.take(pa.array(order))})
