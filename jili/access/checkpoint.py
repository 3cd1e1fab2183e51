"""Checkpoints: the size and root of the log, signed, to be kept where those who run the database cannot reach.

Nothing is signed on trust. The events since the last checkpoint are read again and hashed from their columns; a log
that has become shorter, or does not begin with the one signed before, is not signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jili.access import log, merkle
from jili.access.models import Checkpoint
from jili.access.notes import Key, Signer, Tree, opened
from jili.access.proof import scan, stored


class Unsound(Exception):
    """The log is not what it was; says where in Chinese."""


def checkpoint_make(*, beside: str | None = None) -> Checkpoint:
    """Sign the log as it is, or find the checkpoint that says so already. ``beside`` is a note kept elsewhere, which
    the log must continue as well. Raises Unsound, and BadNote if ``beside`` is none of ours."""
    with transaction.atomic():
        log.lock()
        size = log.size()
        if not size:
            raise Unsound("日志中还没有事件,没有可签的内容。")
        last = Checkpoint.objects.order_by("-size").first()
        before = [opened(note, keys()) for note in (last.note if last else None, beside) if note is not None]
        if not all(tree.size <= size for tree in before):
            raise Unsound(shorter(size, max(tree.size for tree in before)))
        problems = list(islice(scan(last.size if last else 0, size), 20))
        if problems:
            raise Unsound("\n".join(problems))
        root = merkle.root(size, stored)
        for tree in before:
            if not _continues(tree, size, root):
                raise Unsound(f"日志的前 {tree.size} 件与已签发的检查点不符:其中有事件被改动过。")
        if last is not None and last.size == size:
            return last
        note = signer().sign(Tree(settings.LOG_ORIGIN, size, root))
        return Checkpoint.objects.create(size=size, root=root, note=note)


def shorter(size: int, signed: int) -> str:
    return f"日志只有 {size} 件,检查点却已签到 {signed} 件:末尾的事件被删,或数据库被换成了旧的备份。"


def signer() -> Signer:
    """The installation's own."""
    return Signer.of(settings.CHECKPOINT_SECRET, settings.CHECKPOINT_ALGORITHM, settings.LOG_ORIGIN)


def keys() -> list[Key]:
    """The keys whose checkpoints count: our own, and those of the installations whose backups were restored here."""
    kept = _kept()
    return [signer().key, *(Key.read(line) for line in (kept.read_text("utf-8").splitlines() if kept.exists() else ()))]


def keys_add(*, lines: Iterable[str]) -> None:
    """Let the checkpoints of other keys count as well."""
    known = [str(key) for key in keys()]
    new = [str(Key.read(line)) for line in lines]
    with _kept().open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in dict.fromkeys(new) if line not in known)


def _kept() -> Path:
    return Path(settings.HOME) / "keys" / "checkpoint.known"


def _continues(tree: Tree, size: int, root: bytes) -> bool:
    proof = merkle.consistency(tree.size, size, stored)
    return merkle.verify_consistency(tree.size, size, tree.root, root, proof)
