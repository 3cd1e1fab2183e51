"""The tree against the definitions of RFC 6962, the vectors of its authors, and forgers."""

from __future__ import annotations

from hashlib import sha256

import pytest

from jili.access import merkle

MOST = 70

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Of the first one, two … eight leaves: published with Certificate Transparency."""


class Kept:
    """Full subtrees as the log keeps them, leaf by leaf."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        for number, data in enumerate(leaves):
            leaf = merkle.leaf_hash(data)
            for level, index, own in merkle.completed(number, leaf, self.node):
                self.nodes[level, index] = own
            self.nodes[0, number] = leaf

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\1" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(at: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if at < k:
        return [*naive_path(at, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(at - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*naive_proof(old, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_proof(old - k, leaves[k:], False), naive_root(leaves[:k])]


def split(size: int) -> int:
    k = 1
    while 2 * k < size:
        k *= 2
    return k


@pytest.fixture(scope="module")
def leaves() -> list[bytes]:
    return [f"第 {number} 件".encode() for number in range(MOST)]


@pytest.fixture(scope="module")
def kept(leaves: list[bytes]) -> Kept:
    return Kept(leaves)


def test_the_published_roots() -> None:
    kept = Kept(LEAVES)
    assert [merkle.root(size, kept.node).hex() for size in range(1, 9)] == ROOTS
    assert merkle.root(0, kept.node) == sha256(b"").digest()


def test_the_published_proofs() -> None:
    kept = Kept(LEAVES)
    assert [part.hex() for part in merkle.inclusion(0, 8, kept.node)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [part.hex() for part in merkle.consistency(6, 8, kept.node)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_roots_and_proofs_of_all_small_trees_are_those_of_the_definition(leaves: list[bytes], kept: Kept) -> None:
    for size in range(1, MOST + 1):
        root = naive_root(leaves[:size])
        assert merkle.root(size, kept.node) == root
        for at in range(size):
            path = merkle.inclusion(at, size, kept.node)
            assert path == naive_path(at, leaves[:size])
            assert merkle.verify_inclusion(at, size, merkle.leaf_hash(leaves[at]), path, root)
        for old in range(1, size + 1):
            proof = merkle.consistency(old, size, kept.node)
            assert proof == naive_proof(old, leaves[:size])
            assert merkle.verify_consistency(old, size, merkle.root(old, kept.node), root, proof)


def forged(proof: list[bytes]) -> list[list[bytes]]:
    """The same proof in all ways a little wrong."""
    other = bytes(32)
    found = [[*proof, other], [other, *proof]]
    for at, part in enumerate(proof):
        flipped = bytes([part[0] ^ 1]) + part[1:]
        found += [[*proof[:at], flipped, *proof[at + 1 :]], [*proof[:at], *proof[at + 1 :]]]
    if len(set(proof)) > 1:
        found.append(proof[::-1])
    return [each for each in found if each != proof]


def test_no_forged_inclusion_is_believed(leaves: list[bytes], kept: Kept) -> None:
    for size in range(1, 34):
        root = merkle.root(size, kept.node)
        for at in range(size):
            leaf, path = merkle.leaf_hash(leaves[at]), merkle.inclusion(at, size, kept.node)
            assert not any(merkle.verify_inclusion(at, size, leaf, other, root) for other in forged(path))
            assert not any(
                merkle.verify_inclusion(other, size, leaf, path, root) for other in range(size + 2) if other != at
            )
            assert not merkle.verify_inclusion(at, size, merkle.leaf_hash(b"other"), path, root)
            assert not merkle.verify_inclusion(at, size, leaf, path, merkle.root(size + 1, kept.node))
            assert not merkle.verify_inclusion(at, at, leaf, path, root)


def test_no_forged_consistency_is_believed(kept: Kept) -> None:
    roots = {size: merkle.root(size, kept.node) for size in range(MOST + 1)}
    for new in range(1, 34):
        for old in range(1, new + 1):
            proof = merkle.consistency(old, new, kept.node)
            assert not any(
                merkle.verify_consistency(old, new, roots[old], roots[new], other) for other in forged(proof)
            )
            assert not merkle.verify_consistency(old, new, roots[old - 1], roots[new], proof)
            assert not merkle.verify_consistency(old, new, roots[old], roots[new + 1], proof)
            assert not merkle.verify_consistency(new + 1, new, roots[new + 1], roots[new], proof)
            assert not merkle.verify_consistency(0, new, roots[0], roots[new], proof)


def test_a_swapped_leaf_changes_the_root(leaves: list[bytes]) -> None:
    swapped = [leaves[1], leaves[0], *leaves[2:]]
    assert merkle.root(MOST, Kept(swapped).node) != merkle.root(MOST, Kept(leaves).node)
