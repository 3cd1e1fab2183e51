"""Writes events until the database goes away, noting each number once its commit has returned; or counts them.

python -m evidence.writer FILE
python -m evidence.writer --count FILE…   → how many of the noted are there, and whether the log proves itself
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(words: list[str]) -> None:
    import django

    django.setup()
    if words[0] == "--count":
        print(*count([Path(word) for word in words[1:]]))
    else:
        write(Path(words[0]))


def write(file: Path) -> None:
    from django.db import Error

    from jili.access.actor import Actor
    from jili.access.log import append_alone

    actor = Actor.system("证据")
    with file.open("w", encoding="ascii") as noted:
        try:
            while True:
                event = append_alone(actor=actor, kind="evidence.write", subject=file.name, details={"n": noted.tell()})
                noted.write(f"{event.seq}\n")
                noted.flush()
        except Error:
            return


def count(files: list[Path]) -> tuple[int, str]:
    from jili.access import log, merkle
    from jili.access.models import Event

    found = 0
    for file in files:
        numbers = [int(line) for line in file.read_text("ascii").split()]
        found += Event.objects.filter(seq__in=numbers, subject=file.name).count()
    leaves = [merkle.leaf_hash(log.leaf_data(event)) for event in Event.objects.order_by("seq")]
    numbered = list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(len(leaves)))
    return found, "whole" if numbered and log.root() == _root(leaves) else "broken"


def _root(leaves: list[bytes]) -> bytes:
    """The root by its definition."""
    from jili.access import merkle

    if len(leaves) < 2:
        return leaves[0] if leaves else merkle.EMPTY
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return merkle.node_hash(_root(leaves[:left]), _root(leaves[left:]))


if __name__ == "__main__":
    main(sys.argv[1:])
