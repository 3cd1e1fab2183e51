"""One of the editors: ``python -m evidence.editor make | versioned SAVES | naive SAVES | read``."""

from __future__ import annotations

import sys

RECORD = "W1"


def main(what: str, saves: str = "0") -> None:
    import django

    django.setup()
    answer = {"make": make, "versioned": versioned, "naive": naive, "read": read}[what](int(saves))
    print(answer)


def make(_: int) -> int:
    from jili.records.models import Campaign

    Campaign.objects.create(campaign_id=RECORD, name="0", kind="battle", start_on="2024-01-01")
    return 0


def versioned(saves: int) -> int:
    """Save by the service; how often it refused."""
    from jili.access.actor import Actor
    from jili.access.editing import Stale, record_change
    from jili.records.models import Campaign

    refused = 0
    for _ in range(saves):
        while True:
            shown = Campaign.objects.get(pk=RECORD)
            values = {"name": str(int(shown.name) + 1)}
            try:
                record_change(
                    actor=Actor.system("证据"), record=shown, version=shown.version, values=values, why="计数"
                )
                break
            except Stale:
                refused += 1
    return refused


def naive(saves: int) -> int:
    from jili.records.models import Campaign

    for _ in range(saves):
        shown = Campaign.objects.get(pk=RECORD)
        shown.name = str(int(shown.name) + 1)
        shown.save()
    return 0


def read(_: int) -> int:
    from jili.records.models import Campaign

    return int(Campaign.objects.get(pk=RECORD).name)


if __name__ == "__main__":
    main(*sys.argv[1:])
