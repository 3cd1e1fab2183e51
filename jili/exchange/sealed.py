"""Files that are kept enciphered, piece by piece: nobody who has only the disk or a backup reads them.

A sealed file is the suite's mark, 16 random bytes, then pieces of ``PIECE`` bytes, each with its tag. The key is the
file's own, made from the installation's secret, these bytes and the file's name: under another name it does not open.
The nonce of a piece is its number and whether it is the last, so that pieces can neither be moved, left out nor cut
off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from jili.access.accounts import Refused
from jili.records.suites import NONCE, TAG, Suite, chosen, marked

PIECE = 1 << 20
_SALT = 16


class Damaged(Refused):
    """A file that does not open: it was changed or cut, is another's, or the key is another. Says so in Chinese."""


def seal(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The sealed file that holds ``pieces`` and opens under ``name``."""
    suite, salt = chosen(), secrets.token_bytes(_SALT)
    key = _key(suite, name, salt)
    yield suite.mark + salt
    waiting, number = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > PIECE:  # the last piece is known to be the last only when no other follows
            yield _enciphered(suite, key, number, bytes(waiting[:PIECE]), last=False)
            del waiting[:PIECE]
            number += 1
    yield _enciphered(suite, key, number, bytes(waiting), last=True)


def unseal(file: BinaryIO, name: str) -> Iterator[bytes]:
    """What a sealed file holds, each piece once it is known to be what was sealed. Raises Damaged."""
    suite, salt = marked(file.read(1)), file.read(_SALT)
    if suite is None:
        raise _damaged(name)
    key = _key(suite, name, salt)
    number, piece = 0, file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        yield _deciphered(suite, key, number, piece, name, last=not following)
        if not following:
            return
        number, piece = number + 1, following


def _key(suite: Suite, name: str, salt: bytes) -> bytes:
    return suite.key(f"file {name}", suite.key_length, salt)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([last])


def _enciphered(suite: Suite, key: bytes, number: int, piece: bytes, *, last: bool) -> bytes:
    encryptor = suite.cipher(key, _nonce(number, last=last)).encryptor()
    return encryptor.update(piece) + encryptor.finalize() + encryptor.tag


def _deciphered(suite: Suite, key: bytes, number: int, piece: bytes, name: str, *, last: bool) -> bytes:
    if len(piece) < TAG:
        raise _damaged(name)
    decryptor = suite.cipher(key, _nonce(number, last=last), piece[-TAG:]).decryptor()
    try:
        return decryptor.update(piece[:-TAG]) + decryptor.finalize()
    except InvalidTag:
        raise _damaged(name) from None


def _damaged(name: str) -> Damaged:
    return Damaged(
        f"{name}: 打不开:内容被改过或截断,或密钥不是写它时的。请从备份恢复它和 JILI_HOME/keys,或重新上传、导出。"
    )
