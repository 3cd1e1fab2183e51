"""Hashes of an append-only tree as RFC 6962 defines them (section 2.1), without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""The hash of the full subtree ``index`` on ``level`` (level 0: a leaf's hash)."""

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def completed(size: int, leaf: bytes, node: Node) -> list[tuple[int, int, bytes]]:
    """The full subtrees above level 0 that leaf number ``size`` (from 0) completes: level, index, hash."""
    found = []
    level, index, own = 0, size, leaf
    while index % 2:
        own = node_hash(node(level, index - 1), own)
        level, index = level + 1, index // 2
        found.append((level, index, own))
    return found


def root(size: int, node: Node) -> bytes:
    """The hash of the tree of the first ``size`` leaves."""
    return _range(0, size, node) if size else EMPTY


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf ``index`` in the tree of the first ``size`` leaves."""
    return _path(index, 0, size, node)


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the tree of ``old`` leaves (at least 1) begins the tree of ``new``."""
    return _subproof(old, 0, new, True, node)


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` leads from a leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if index >= size:
        return False
    at, last, own = index, size - 1, leaf
    for part in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            own = node_hash(part, own)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            own = node_hash(own, part)
        at, last = at // 2, last // 2
    return last == 0 and own == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree with ``old_root`` begins the one with ``new_root`` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    parts = list(proof)
    if old & (old - 1) == 0:
        parts.insert(0, old_root)
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    first = second = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_hash(part, first), node_hash(part, second)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            second = node_hash(second, part)
        at, last = at // 2, last // 2
    return last == 0 and first == old_root and second == new_root


def _split(size: int) -> int:
    """The greatest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, size: int, node: Node) -> bytes:
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    left = _split(size)
    return node_hash(_range(start, left, node), _range(start + left, size - left, node))


def _path(index: int, start: int, size: int, node: Node) -> list[bytes]:
    if size == 1:
        return []
    left = _split(size)
    if index < left:
        return [*_path(index, start, left, node), _range(start + left, size - left, node)]
    return [*_path(index - left, start + left, size - left, node), _range(start, left, node)]


def _subproof(old: int, start: int, size: int, whole: bool, node: Node) -> list[bytes]:
    if old == size:
        return [] if whole else [_range(start, size, node)]
    left = _split(size)
    if old <= left:
        return [*_subproof(old, start, left, whole, node), _range(start + left, size - left, node)]
    return [*_subproof(old - left, start + left, size - left, False, node), _range(start, left, node)]
