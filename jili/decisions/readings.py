"""Readings (口径) in force, and how the organisation department changes one: simulate, propose, approve.

A change holds from a day on and is never overwritten: a later one takes its place. It is proposed by who has seen what
it would do, with reason and document, and decided by somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.log import append
from jili.access.models import Event
from jili.access.roles import LABELS, Role
from jili.decisions.models import ReadingChange, Run, Simulation, published
from jili.policy.readings import BadReading, Readings

if TYPE_CHECKING:
    import pyarrow as pa

UNITS_SHOWN = 20
"""How many of the units with most changes a simulation keeps."""


def of_texts(texts: Mapping[str, Any]) -> Readings:
    """The readings whose values were written so; names left out have their defaults."""
    default = Readings.default()
    return default.changed({name: text for name, text in texts.items() if text != default.texts.get(name)})


def readings_on(day: date) -> Readings:
    """The readings in force on a day: the defaults, the day from which the records begin as it was given at the first
    import, and what has been approved."""
    approved = ReadingChange.objects.filter(state=ReadingChange.State.APPROVED, from_on__lte=day)
    begun = records_from()
    texts = {"records_from": begun} if begun else {}
    for change in approved.order_by("from_on", "decided_at", "pk"):
        texts[change.name] = change.value
    return of_texts(texts)


def records_from() -> str:
    """The day from which the records begin, as the latest import of a register says; empty if none does."""
    for body in Event.objects.filter(kind="register.import").order_by("-seq").values_list("body", flat=True):
        said = json.loads(body).get("records_from")
        if said:
            return str(said)
    return ""


def reading_simulate(*, actor: Actor, name: str, value: Any) -> Simulation:
    """What the published run would have said with another value of one reading. Raises Refused."""
    from jili.decisions.evaluation import decide
    from jili.decisions.runs import run_decisions, run_readings, run_tables
    from jili.engine.difference import difference

    _only_the_department(actor)
    run = _current()
    before = run_readings(run)
    try:
        after = before.changed({name: value})
    except BadReading as problem:
        raise Refused(str(problem)) from None
    if after.texts[name] == before.texts[name]:
        raise Refused("试改的值与现行的相同。")
    decisions, places = decide(run_tables(run), run.day, after)
    changes = _counted(difference(run_decisions(run), decisions), places)
    return Simulation.objects.create(run=run, name=name, value=value, changes=changes, made_by=actor.account)


def _counted(rows: pa.Table, places: pa.Table) -> dict[str, Any]:
    """How many decisions change, by statement and by unit."""
    by = {"statement": "statement", "change": "change", "before_outcome": "before", "after_outcome": "after"}
    statements = rows.group_by(list(by), use_threads=False).aggregate([([], "count_all")])
    located = rows.join(places.select(["subject_kind", "subject", "unit"]), keys=["subject_kind", "subject"])
    units = located.group_by(["unit"], use_threads=False).aggregate([([], "count_all")]).to_pylist()
    units.sort(key=lambda row: (-row["count_all"], row["unit"] or ""))
    return {
        "total": rows.num_rows,
        "statements": sorted(
            (
                {new: row[old] for old, new in by.items()} | {"count": row["count_all"]}
                for row in statements.to_pylist()
            ),
            key=lambda row: (row["statement"], row["change"], row["before"] or "", row["after"] or ""),
        ),
        "units": [{"unit": row["unit"] or "", "count": row["count_all"]} for row in units[:UNITS_SHOWN]],
    }


@transaction.atomic
def reading_propose(
    *, actor: Actor, simulation: Simulation, from_on: date, reason: str, document: str
) -> ReadingChange:
    """Propose the change that a simulation tried out. Who proposes it has made the simulation, over the run that is
    published now. Raises Refused."""
    _only_the_department(actor)
    if simulation.made_by != actor.account or simulation.run != _current():
        raise Refused("提出变更之前,须由本人按当前公布的运行试改一次,看过会影响到谁。请重新试改。")
    if not reason.strip() or not document.strip():
        raise Refused("须写明理由和文号。")
    if ReadingChange.objects.filter(name=simulation.name, state=ReadingChange.State.PROPOSED).exists():
        raise Refused("这项口径已有一个变更待批准,请先批准或不批准它。")
    change = ReadingChange.objects.create(
        name=simulation.name,
        value=simulation.value,
        from_on=from_on,
        reason=reason.strip(),
        document=document.strip(),
        simulation=simulation,
        proposed_by=actor.account,
    )
    _log(actor, change, "propose", change.reason)
    return change


@transaction.atomic
def reading_approve(*, actor: Actor, change: ReadingChange) -> ReadingChange:
    """Put a proposed change in force from its day on; by a second person. Raises Refused."""
    held = _undecided(actor, change)
    held.state = ReadingChange.State.APPROVED
    return _decided(actor, held, "approve")


@transaction.atomic
def reading_decline(*, actor: Actor, change: ReadingChange, why: str) -> ReadingChange:
    """Do not put a proposed change in force; by a second person. Raises Refused."""
    held = _undecided(actor, change)
    if not why.strip():
        raise Refused("须写明不批准的理由。")
    held.state, held.why_declined = ReadingChange.State.DECLINED, why.strip()
    return _decided(actor, held, "decline")


def _undecided(actor: Actor, change: ReadingChange) -> ReadingChange:
    _only_the_department(actor)
    held = ReadingChange.objects.select_for_update().get(pk=change.pk)
    if held.state != ReadingChange.State.PROPOSED:
        raise Refused(f"这项变更{held.get_state_display()},不能再作决定。")
    if held.proposed_by == actor.account:
        raise Refused("提出人不能批准自己提出的变更,请由另一人决定。")
    return held


def _decided(actor: Actor, change: ReadingChange, verb: str) -> ReadingChange:
    change.decided_by, change.decided_at = actor.account, timezone.now()
    change.save()
    _log(actor, change, verb, change.why_declined)
    return change


def _log(actor: Actor, change: ReadingChange, verb: str, why: str) -> None:
    body = {"name": change.name, "value": change.value, "from_on": change.from_on.isoformat()}
    body |= {"document": change.document, "simulation": change.simulation_id}
    append(actor=actor, kind=f"reading.{verb}", subject=f"reading:{change.pk}", why=why, body=body)


def _current() -> Run:
    run = published()
    if run is None:
        raise Refused("还没有公布过运行,无从试改。请先运行并公布。")
    return run


def _only_the_department(actor: Actor) -> None:
    if actor.role != Role.CITY_CADRES:
        raise Refused(f"口径只由{LABELS[Role.CITY_CADRES]}变更。")
