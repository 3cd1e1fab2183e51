"""What is done to a log, and what proves it: ``python -m evidence.tamper write EVENTS NOTE | changes N | proofs N``.

``write`` adds events, signs the log and keeps the checkpoint in a file; as the application. ``changes`` are made by a
superuser whose triggers do not fire, each verified with a checkpoint that the superuser does not reach, and undone.
``proofs`` are forged. Both print what was found, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

EVENTS = 120
CONTROL = 5
"""Every such change is also verified without the checkpoint."""


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    from jili.records.sight import everything

    acts: dict[str, Callable[..., None]] = {"write": write, "changes": changes, "proofs": proofs}
    with everything():
        acts[what](*words)


def write(events: str, note: str) -> None:
    from evidence import changes
    from jili.access.checkpoint import checkpoint_make

    changes.write(int(events), "D")
    Path(note).write_text(checkpoint_make().note, "utf-8")


def changes(number: str) -> None:
    from django.db import connection

    from evidence.changes import KINDS, undone
    from evidence.changes import write as write_events
    from jili.access.checkpoint import checkpoint_make, keys
    from jili.access.proof import log_verify

    write_events(EVENTS)
    note = checkpoint_make().note
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    missed, alone = [], []
    for seed in range(int(number)):
        with undone():
            change = KINDS[seed % len(KINDS)]
            change(random.Random(seed))
            if not log_verify(keys=keys(), note=note).problems:
                missed.append(f"{change.__name__} {seed}")
            if seed % CONTROL == 0:
                alone.append(bool(log_verify(keys=keys()).problems))
    untouched = [log_verify(keys=keys(), note=note, start=start).problems for start in range(EVENTS)]
    print(json.dumps([missed, len(alone), sum(alone), len(untouched), sum(map(bool, untouched))]))


def proofs(number: str) -> None:
    """For as many proofs of each kind: the true one, and every forgery of it."""
    from jili.access import merkle
    from jili.access.notes import BadNote, Signer, Tree, opened

    pick = random.Random(1)
    leaves = [merkle.leaf_hash(pick.randbytes(20)) for _ in range(300)]
    signer = Signer.of("own", "ed25519", "evidence")
    true = believed = forged = accepted = 0

    def node(level: int, index: int) -> bytes:
        if not level:
            return leaves[index]
        return merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    def judged(holds: Callable[..., bool], given: tuple[object, ...], others: Iterator[tuple[object, ...]]) -> None:
        nonlocal true, believed, forged, accepted
        true, believed = true + 1, believed + holds(*given)
        for other in others:
            forged, accepted = forged + 1, accepted + holds(*other)

    def signed(note: str) -> bool:
        try:
            return bool(opened(note, [signer.key]))
        except BadNote:
            return False

    for _ in range(int(number)):
        size = pick.randrange(3, len(leaves))
        index, old = pick.randrange(size), pick.randrange(1, size)
        root, old_root, wrong = merkle.root(size, node), merkle.root(old, node), pick.randbytes(32)
        leaf, path = leaves[index], merkle.inclusion(index, size, node)
        judged(merkle.verify_inclusion, (index, size, leaf, path, root), iter([
            *((index, size, leaf, other, root) for other in _forged(path, pick)),
            ((index + 1) % size, size, leaf, path, root), (size, size, leaf, path, root),
            (index, size, leaves[index - 1], path, root), (index, size, leaf, path, wrong),
        ]))  # fmt: skip
        proof = merkle.consistency(old, size, node)
        judged(merkle.verify_consistency, (old, size, old_root, root, proof), iter([
            *((old, size, old_root, root, other) for other in _forged(proof, pick)),
            (old, size, wrong, root, proof), (old, size, old_root, wrong, proof), (old, old, old_root, root, proof),
        ]))  # fmt: skip
        note = signer.sign(Tree("evidence", size, root))
        other = Signer.of("another", "ed25519", "evidence")
        judged(signed, (note,), iter([
            (note.replace(f"\n{size}\n", f"\n{size - 1}\n"),), (note.replace("evidence\n", "elsewhere\n", 1),),
            (signer.sign(Tree("evidence", size, wrong)).partition("\n\n")[0] + "\n\n" + note.partition("\n\n")[2],),
            (other.sign(Tree("evidence", size, root)),), (note.partition("\n\n")[0] + "\n\n",),
        ]))  # fmt: skip
    print(json.dumps([true, believed, forged, accepted]))


def _forged(parts: list[bytes], pick: random.Random) -> Iterator[list[bytes]]:
    """A proof with a part changed, lost, added, and with two swapped."""
    from evidence.changes import flipped

    at = pick.randrange(len(parts))
    yield [*parts[:at], flipped(parts[at], pick), *parts[at + 1 :]]
    yield [*parts[:at], *parts[at + 1 :]]
    yield [*parts[:at], pick.randbytes(32), *parts[at:]]
    if len(parts) > 1:
        yield [*parts[1:], parts[0]]


if __name__ == "__main__":
    main(*sys.argv[1:])
