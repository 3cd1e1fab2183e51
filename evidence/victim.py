"""What is killed: ``python -m evidence.victim import CITY | settlement | run DAY``. ``after`` before these words looks
at what is left (``before``, ``done`` or ``half``), does it unless it is half, and looks again.

``EVIDENCE_AUTOCOMMIT=n``: without transactions, and ended by ``kill −9`` after the n-th statement that writes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

DOCUMENT = "证据〔2026〕1号"


def main(*words: str) -> None:
    import django

    django.setup()
    from jili.records.sight import EVERYTHING, seeing

    if statements := os.environ.get("EVIDENCE_AUTOCOMMIT"):
        without_transactions(int(statements))
    print("begins", flush=True)
    with seeing(EVERYTHING):
        if words[0] == "after":
            left = state(words[1])
            if left != "half":
                act(*words[1:])
            print(left, state(words[1]))
        else:
            act(*words)
            print("done")


def act(what: str, *words: str) -> None:
    acts: dict[str, Callable[..., None]] = {"import": bring_in, "settlement": settle, "run": evaluate}
    acts[what](*words)


def writes(_says: str = "", _done: int = 0, of: int = 1) -> None:
    if of:
        print("writes", flush=True)


def without_transactions(statements: int) -> None:
    """The control: every statement commits by itself, and after so many that write the process is killed."""
    from django.db import connection
    from django.db.transaction import Atomic

    def enter(*_: Any) -> None:
        connection.ensure_connection()
        connection.in_atomic_block = True

    def execute(ask: Any, sql: str, *more: Any) -> Any:
        nonlocal statements
        answer = ask(sql, *more)
        statements -= sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if not statements:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    Atomic.__enter__ = enter  # type: ignore[method-assign]
    Atomic.__exit__ = lambda *_: None  # type: ignore[method-assign]
    connection.execute_wrappers.append(execute)


def bring_in(city: str) -> None:
    from jili.access.actor import Actor
    from jili.exchange.door import register_import
    from jili.records.load import NotEmpty

    with suppress(NotEmpty):
        register_import(
            actor=Actor.system("证据"), folder=Path(city), why="试", records_from=date(2017, 12, 15), progress=writes
        )


def settle() -> None:
    from jili.access.accounts import Refused
    from jili.access.actor import Actor
    from jili.decisions.models import Decision
    from jili.decisions.settlements import settlement_record
    from jili.records.models import Settlement

    if Settlement.objects.filter(document=DOCUMENT).exists():
        return
    writes()
    for decision in Decision.objects.filter(effect="duty", outcome__in=("overdue", "missed")).order_by("pk")[:20]:
        try:
            settlement_record(
                actor=Actor.system("证据"), statement=decision.statement, subject_kind=decision.subject_kind,
                subject=decision.subject, item=decision.item, kind="done_elsewhere", decided_on=date(2026, 1, 5),
                document=DOCUMENT, why="试",
            )  # fmt: skip
            return
        except Refused:
            continue


def evaluate(day: str) -> None:
    from jili.access.actor import Actor
    from jili.decisions.publishing import run_publish
    from jili.decisions.runs import run_make

    actor = Actor.system("证据")
    made = run_make(actor=actor, day=date.fromisoformat(day))
    writes()
    run_publish(actor=actor, run=made)


def state(action: str) -> str:
    """Whether the action happened wholly, or not at all."""
    from evidence.writer import _root
    from jili.access import log, merkle
    from jili.access.models import Event
    from jili.access.proof import stored
    from jili.decisions.models import Decision, Publication, Run
    from jili.records import register
    from jili.records.models import Settlement

    events = list(Event.objects.order_by("seq"))
    leaves = [merkle.leaf_hash(log.leaf_data(event)) for event in events]
    kinds = [event.kind for event in events]
    settled = list(Settlement.objects.filter(document=DOCUMENT))
    published = Publication.objects.order_by("-pk").first()
    imported = [event for event in events if event.kind == "register.import"]
    whole = [
        [event.seq for event in events] == list(range(len(events))),
        merkle.root(len(leaves), stored) == _root(leaves),
        kinds.count("settlements.create") == len(settled) <= 1,
        all(settlement.history.count() == 1 for settlement in settled),
        kinds.count("run.make") == Run.objects.count() <= 1,
        kinds.count("run.publish") == Publication.objects.count() <= 1,
        Decision.objects.count() == (published.run.count if published else 0),
        len(imported) <= 1,
    ]
    if not settled:
        content = register.content_hash(register.read())
        whole.append(content == (log_content(imported[0]) if imported else register.content_hash(nothing())))
    if not all(whole):
        return "half"
    return "done" if {"import": imported, "settlement": settled, "run": published}[action] else "before"


def log_content(event: Any) -> str:
    import json

    return str(json.loads(event.body)["content"])


def nothing() -> dict[str, Any]:
    from jili.policy.facts import SCHEMA
    from jili.records import register

    empty = register.read()
    return {table.name: empty[table.name].slice(0, 0) for table in SCHEMA.tables}


if __name__ == "__main__":
    main(*sys.argv[1:])
