"""What things are kept enciphered with: ``sm`` (SM4-GCM, HMAC-SM3) or ``aes`` (AES-256-GCM, HMAC-SHA-256).

All keys come from one secret of the installation, ``settings.IDENTITY_SECRET``. ``settings.IDENTITY_SUITE`` says which
suite is used (empty: ``sm`` where this machine can do it); what was kept under the other is still read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16
"""Bytes."""


@dataclass(frozen=True)
class Suite:
    name: str
    mark: bytes
    """First byte of what was enciphered with it."""
    key_length: int
    algorithm: Callable[[bytes], Any]
    hash: Callable[[], hashes.HashAlgorithm]

    def key(self, purpose: str, length: int, salt: bytes | None = None) -> bytes:
        """A key for one purpose; with ``salt`` one of many."""
        info = f"jili identity {self.name} {purpose}".encode()
        return HKDF(hashes.SHA256(), length, salt=salt, info=info).derive(settings.IDENTITY_SECRET.encode())

    def cipher(self, key: bytes, nonce: bytes, tag: bytes | None = None) -> Cipher[modes.GCM]:
        return Cipher(self.algorithm(key), modes.GCM(nonce, tag))


SUITES = {
    "sm": Suite("sm", b"\x01", 16, algorithms.SM4, hashes.SM3),
    "aes": Suite("aes", b"\x02", 32, algorithms.AES, hashes.SHA256),
}


@cache
def suites() -> tuple[str, ...]:
    """The suites that this machine's cryptography can do, the preferred first."""
    return tuple(name for name in SUITES if _works(name))


def _works(name: str) -> bool:
    suite = SUITES[name]
    try:
        suite.cipher(bytes(suite.key_length), bytes(NONCE)).encryptor()
        hmac.HMAC(bytes(32), suite.hash())
    except UnsupportedAlgorithm:
        return False
    return True


def chosen() -> Suite:
    """The suite with which things are enciphered on this machine."""
    return SUITES[str(settings.IDENTITY_SUITE or suites()[0])]


def marked(mark: bytes) -> Suite | None:
    """The suite of this first byte."""
    return next((suite for suite in SUITES.values() if suite.mark == mark), None)
