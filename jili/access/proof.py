"""Verifying the log: every event against its leaf, every stored hash against the two below it, every value against
its commitment, every checkpoint against the events that it signed. What is wrong is said in Chinese, event by event.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from jili.access import log, merkle
from jili.access.models import Checkpoint, Event, EventDetail, LogNode
from jili.access.notes import BadNote, Key, Tree, opened
from jili.records.sight import everything

BATCH_LEVEL = 12
BATCH = 1 << BATCH_LEVEL
LOST = bytes(32)
"""In place of a hash that is not there."""

Progress = Callable[[int, int], None]
"""Told the events done and the events there are."""


@dataclass
class Report:
    """What a verification found."""

    size: int
    root: bytes
    problems: list[str] = field(default_factory=list)
    removed: int = 0
    """Values that were lawfully removed: the log holds their commitments."""
    checkpoints: int = 0
    """Checkpoints compared."""


class Peaks:
    """The roots of the full subtrees that a growing log consists of, greatest first."""

    def __init__(self, size: int) -> None:
        """Of a log that is already stored up to ``size``."""
        self.size = size
        levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
        self.places = [(level, (size >> level + 1 << level + 1) >> level) for level in levels]
        self.hashes = [stored(*place) for place in self.places]

    def add(self, leaf: bytes) -> None:
        self.size += 1
        at, own = self.size - 1, leaf
        while at & 1:
            own = merkle.node_hash(self.hashes.pop(), own)
            at >>= 1
        self.hashes.append(own)

    def root(self) -> bytes:
        if not self.hashes:
            return merkle.EMPTY
        own = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            own = merkle.node_hash(left, own)
        return own


class Scan:
    """Reads a log from ``start`` to ``size``; ``peaks`` are those of the events as they are, not as they are stored."""

    def __init__(self, start: int, size: int) -> None:
        self.start, self.size = start - start % BATCH, size
        self.peaks = Peaks(self.start)
        self.removed = 0
        self.above = dict(zip(self.peaks.places, self.peaks.hashes, strict=True))
        """Stored hashes of whole batches and more."""
        self.leaves: list[bytes] = []
        """Those of the last batch, from the events as they are."""

    def batch(self, start: int) -> Iterator[str]:
        """What is wrong with one batch of events and all that hangs on it."""
        stop = min(start + BATCH, self.size)
        events = {event.seq: event for event in Event.objects.filter(seq__gte=start, seq__lt=stop)}
        details: dict[int, list[EventDetail]] = defaultdict(list)
        for detail in EventDetail.objects.filter(event_id__gte=start, event_id__lt=stop):
            details[detail.event_id].append(detail)
        hashes = dict(self._nodes(start, stop))
        for seq in range(start, stop):
            event = events.get(seq)
            if event is None:
                yield f"第 {seq} 号事件不见了。"
                continue
            hashes[0, seq] = bytes(event.leaf)
            yield from self._event(event, details[seq])
        yield from _against_children({**self.above, **hashes}, start, stop)
        self.above.update((place, own) for place, own in hashes.items() if place[0] >= BATCH_LEVEL)
        self.leaves = [_leaf(events[seq]) if seq in events else LOST for seq in range(start, stop)]

    def _event(self, event: Event, details: list[EventDetail]) -> Iterator[str]:
        where = f"第 {event.seq} 号事件({event.kind},{event.subject},{localtime(event.at):%Y-%m-%d %H:%M:%S})"
        if _leaf(event) != bytes(event.leaf):
            yield f"{where}被改动过:内容与写入时的哈希不符。"
            return
        committed = json.loads(event.body).get("details", {})
        self.removed += len(committed) - len(details)
        for detail in details:
            if committed.get(detail.name) != log.commitment(bytes(detail.salt), detail.value):
                yield f"{where}所附的“{detail.name}”被改动过:与写入时的承诺不符。"

    def _nodes(self, start: int, stop: int) -> Iterator[tuple[tuple[int, int], bytes]]:
        """The stored hashes that these events complete."""
        wanted = Q()
        for level in range(1, stop.bit_length()):
            wanted |= Q(level=level, index__gte=start >> level, index__lt=stop >> level)
        if wanted:
            for level, index, own in LogNode.objects.filter(wanted).values_list("level", "index", "hash"):
                yield (level, index), bytes(own)


def scan(start: int, size: int) -> Iterator[str]:
    """What is wrong with the events from ``start`` up to ``size``."""
    reading = Scan(start, size)
    with everything():
        for at in range(reading.start, size, BATCH):
            yield from reading.batch(at)


def log_verify(
    *, keys: Iterable[Key], start: int = 0, note: str | None = None, progress: Progress | None = None
) -> Report:
    """Verify the log from ``start``, the checkpoints kept in the database and one kept elsewhere. Raises BadNote if
    ``note`` is none of ours. Events may be written meanwhile."""
    keys = list(keys)
    size, gap = _end()
    report = Report(size, b"", [gap] if gap else [])
    signed = list(_signed(keys, report.problems))
    if note is not None:
        signed.append(opened(note, keys))
    with everything():
        reading = Scan(min(start, size), size)
        roots = {tree.size: b"" for tree in signed if reading.start < tree.size <= size}
        roots.update((at, merkle.root(at, stored)) for at in {tree.size for tree in signed} if at <= reading.start)
        for at in range(reading.start, size, BATCH):
            report.problems.extend(reading.batch(at))
            for leaf in reading.leaves:
                reading.peaks.add(leaf)
                if reading.peaks.size in roots:
                    roots[reading.peaks.size] = reading.peaks.root()
            if progress:
                progress(reading.peaks.size, size)
    report.root, report.removed, report.checkpoints = reading.peaks.root(), reading.removed, len(signed)
    report.problems.extend(_against_signed(signed, roots, size))
    if not gap:
        report.problems.extend(_strays())
    return report


def _end() -> tuple[int, str]:
    """Where the log ends, and what is wrong there: one event far out does not stretch it."""
    size, count = log.size(), Event.objects.filter(seq__gte=0).count()
    if size - count <= BATCH:
        return size, ""
    last = Event.objects.filter(seq__lt=count).order_by("-seq").values_list("seq", flat=True).first()
    end = 0 if last is None else last + 1
    return end, f"事件编号已到 {size - 1},实有 {count} 件:第 {end} 号起中断,以后的未查。"


def _signed(keys: list[Key], problems: list[str]) -> Iterator[Tree]:
    """What the checkpoints kept in the database say; those that are none are problems."""
    for kept in Checkpoint.objects.order_by("size").iterator():
        try:
            tree = opened(kept.note, keys)
        except BadNote as bad:
            problems.append(f"库中签到 {kept.size} 件的检查点:{bad}。")
            continue
        if (tree.size, tree.root) != (kept.size, bytes(kept.root)):
            problems.append(f"库中签到 {tree.size} 件的检查点:所记件数或根哈希与签名的内容不符。")
        yield tree


def _against_signed(signed: Iterable[Tree], roots: dict[int, bytes], size: int) -> Iterator[str]:
    """The first checkpoint that the log does not bear out, and between which two the change lies."""
    sound = 0
    for tree in sorted(signed, key=lambda tree: tree.size):
        if tree.size > size:
            yield (f"日志只有 {size} 件,检查点却已签到 {tree.size} 件:末尾的事件被删,或数据库被换成了旧的备份。")
            return
        if roots[tree.size] != tree.root:
            yield f"签到 {tree.size} 件的检查点与日志不符:第 {sound} 号至第 {tree.size - 1} 号事件中有改动。"
            return
        sound = tree.size


def _strays() -> Iterator[str]:
    """Rows that belong to no event; looked for while nothing is written."""
    with transaction.atomic():
        log.lock()
        size = log.size()
        if Event.objects.filter(seq__lt=0).exists():
            yield "有编号为负的事件:不是本程序写入的。"
        nodes = sum(size >> level for level in range(1, size.bit_length()))
        if LogNode.objects.count() != nodes:
            yield f"日志的中间哈希应有 {nodes} 个,现有 {LogNode.objects.count()} 个。"
        with everything():
            if EventDetail.objects.filter(Q(event_id__gte=size) | Q(event_id__lt=0)).exists():
                yield "有所附内容不属于任何事件:不是本程序写入的。"


def _against_children(hashes: dict[tuple[int, int], bytes], start: int, stop: int) -> Iterator[str]:
    """Stored hashes that are missing or are not those of the two below them."""
    for level in range(1, stop.bit_length()):
        for index in range(start >> level, stop >> level):
            own, below = hashes.get((level, index)), [hashes.get((level - 1, 2 * index + side)) for side in (0, 1)]
            first, last = index << level, (index + 1 << level) - 1
            if own is None:
                yield f"第 {first} 号至第 {last} 号事件的中间哈希不见了。"
            elif None not in below and merkle.node_hash(*below) != own:  # type: ignore[arg-type]
                yield f"第 {first} 号至第 {last} 号事件的中间哈希(第 {level} 层)被改动过。"


def stored(level: int, index: int) -> bytes:
    """The stored hash of a full subtree, or one that fits nothing."""
    try:
        return log.stored_node(level, index)
    except ObjectDoesNotExist:
        return LOST


def _leaf(event: Event) -> bytes:
    return merkle.leaf_hash(log.leaf_data(event))
