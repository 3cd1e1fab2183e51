"""The editors: ``python -m evidence.editor versioned SAVES | naive SAVES`` answers how often a save was refused and how
many were lost.

All have been shown the record before the first of them saves.
"""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any

EDITORS = 16
RECORD = "W1"
CONTEXT = multiprocessing.get_context("fork")


def main(how: str, saves: str) -> None:
    import django

    django.setup()
    from django.db import connection

    from jili.records.models import Campaign

    Campaign.objects.update_or_create(pk=RECORD, defaults={"name": "0", "kind": "battle", "start_on": "2024-01-01"})
    connection.close()
    shown, refused = CONTEXT.Barrier(EDITORS), CONTEXT.Queue()
    save = {"versioned": versioned, "naive": naive}[how]
    editors = [CONTEXT.Process(target=edit, args=(save, int(saves), shown, refused)) for _ in range(EDITORS)]
    for editor in editors:
        editor.start()
    total = sum(refused.get() for _ in editors)
    for editor in editors:
        editor.join()
    print(total, EDITORS * int(saves) - int(Campaign.objects.get(pk=RECORD).name))


def edit(save: Any, saves: int, shown: Any, refused: Any) -> None:
    """One editor: adds one to what the record says, again and again."""
    from jili.records.models import Campaign

    record = Campaign.objects.get(pk=RECORD)
    shown.wait()
    count = 0
    for _ in range(saves):
        while not save(record):
            count += 1
            record = Campaign.objects.get(pk=RECORD)
        record = Campaign.objects.get(pk=RECORD)
    refused.put(count)


def versioned(shown: Any) -> bool:
    """Save by the service; whether it took it."""
    from jili.access.actor import Actor
    from jili.access.editing import Stale, record_change

    values = {"name": str(int(shown.name) + 1)}
    try:
        record_change(actor=Actor.system("证据"), record=shown, version=shown.version, values=values, why="计数")
    except Stale:
        return False
    return True


def naive(shown: Any) -> bool:
    shown.name = str(int(shown.name) + 1)
    shown.save()
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
