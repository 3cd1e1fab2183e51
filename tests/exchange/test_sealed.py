"""Files that are kept are sealed: they open whole, under their name, by their key, or not at all."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest

from jili.exchange.sealed import PIECE, Damaged, seal, unseal
from jili.records.suites import TAG, suites

HEAD = 17
"""Bytes of mark and salt."""


def sealed(content: bytes, name: str = "uploads") -> bytes:
    return b"".join(seal([content], name))


def opened(kept: bytes, name: str = "uploads") -> bytes:
    return b"".join(unseal(io.BytesIO(kept), name))


@pytest.mark.parametrize("suite", suites())
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_opens_as_it_was_in_whatever_pieces_it_came(suite: str, size: int, settings: Any) -> None:
    settings.IDENTITY_SUITE = suite
    content = bytes(range(251)) * (size // 251 + 1)
    pieces = [content[start:end] for start, end in pairwise([0, min(7, size), size])]
    kept = b"".join(seal(pieces, "uploads"))
    assert opened(kept) == content[:size]
    assert len(kept) == HEAD + size + TAG * max(1, -(-size // PIECE))


def test_nothing_of_the_content_is_to_be_seen_and_no_two_sealings_are_alike() -> None:
    content = b"410423197803050011" * 100
    first, second = sealed(content), sealed(content)
    assert first[HEAD:] != second[HEAD:]
    assert b"4104" not in first


def test_it_opens_under_its_own_name_and_by_its_own_key_alone(settings: Any) -> None:
    kept = sealed(b"content", "1.xlsx")
    with pytest.raises(Damaged):
        opened(kept, "2.xlsx")
    settings.IDENTITY_SECRET = "another"
    with pytest.raises(Damaged, match="打不开:内容被改过或截断,或密钥不是写它时的"):
        opened(kept, "1.xlsx")


def test_a_flipped_bit_anywhere_is_noticed() -> None:
    kept = sealed(b"content")
    for place in range(len(kept)):
        changed = bytearray(kept)
        changed[place] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(changed))


def test_pieces_are_neither_cut_off_nor_left_out_nor_moved() -> None:
    kept = sealed(bytes(2 * PIECE + 5))
    piece = PIECE + TAG
    head, first, second, last = kept[:HEAD], kept[HEAD:][:piece], kept[HEAD + piece :][:piece], kept[HEAD + 2 * piece :]
    assert opened(head + first + second + last) == bytes(2 * PIECE + 5)
    for wrong in (b"", head, head + first, head + first + second, head + first + last, head + second + first + last):
        with pytest.raises(Damaged):
            opened(wrong)
