"""Checkpoints of the log as text that anybody can keep and check: the C2SP forms ``tlog-checkpoint`` and
``signed-note``, for which verifiers exist in several languages.

    jili                                          the log
    1207                                          how many events
    TLq7qyH5h3l7kWzq5kqf5nPpZ7nZ5uO3v7kXo5uRr3k=  the root of their tree

    — jili 8kq3zN…                                who signed, key and signature

The algorithm that signs is a setting; each has a number of its own in the signature, so that old notes stay readable.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIGNED_BY = "— "


class BadNote(ValueError):
    """Not a checkpoint, or not one of a known key; says why in Chinese."""


class Algorithm(Protocol):
    number: int
    """That of the signature type in a signed note."""

    def public(self, seed: bytes) -> bytes: ...
    def sign(self, seed: bytes, text: bytes) -> bytes: ...
    def holds(self, public: bytes, signature: bytes, text: bytes) -> bool: ...


class Ed25519:
    number = 1

    def public(self, seed: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def sign(self, seed: bytes, text: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(seed).sign(text)

    def holds(self, public: bytes, signature: bytes, text: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


ALGORITHMS: dict[str, Algorithm] = {"ed25519": Ed25519()}


@dataclass(frozen=True)
class Tree:
    """The first ``size`` events of a log and their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        try:
            origin, size, root, end = text.split("\n")
            tree = cls(origin, int(size), b64decode(root, validate=True))
        except ValueError:
            raise BadNote("应为三行:名称、事件数、根哈希") from None
        if end or tree.text() != text or len(tree.root) != 32 or tree.size < 1:
            raise BadNote("应为三行:名称、事件数、根哈希")
        return tree


@dataclass(frozen=True)
class Key:
    """A public key with a name, as a line ``name+id+key`` that can be kept beside notes."""

    name: str
    number: int
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.number]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.number]) + self.public).decode()}"

    @classmethod
    def read(cls, line: str) -> Self:
        name, _, rest = line.strip().partition("+")
        try:
            key = b64decode(rest.partition("+")[2], validate=True)
            found = cls(name, key[0], key[1:])
        except (binascii.Error, IndexError, ValueError):
            raise BadNote(f"不是公钥:{line.strip()[:80]}") from None
        if str(found) != line.strip():
            raise BadNote(f"公钥的编号与内容不符:{line.strip()[:80]}")
        return found

    def signed(self, signature: bytes, text: str) -> bool:
        """Whether the signature, in whichever algorithm the key is of, is this key's under the text."""
        mine = next((each for each in ALGORITHMS.values() if each.number == self.number), None)
        return mine is not None and mine.holds(self.public, signature, text.encode())


@dataclass(frozen=True)
class Signer:
    """A private key: the part of a secret that is this algorithm's."""

    name: str
    algorithm: str
    seed: bytes

    @classmethod
    def of(cls, secret: str, algorithm: str, name: str) -> Self:
        if algorithm not in ALGORITHMS:
            raise ValueError(f"unknown algorithm {algorithm}: one of {', '.join(ALGORITHMS)}")
        derive = HKDF(SHA256(), 32, salt=None, info=f"jili checkpoint {algorithm}".encode())
        return cls(name, algorithm, derive.derive(secret.encode()))

    @property
    def key(self) -> Key:
        own = ALGORITHMS[self.algorithm]
        return Key(self.name, own.number, own.public(self.seed))

    def sign(self, tree: Tree) -> str:
        """The signed note."""
        text = tree.text()
        signature = self.key.id + ALGORITHMS[self.algorithm].sign(self.seed, text.encode())
        return f"{text}\n{SIGNED_BY}{self.name} {b64encode(signature).decode()}\n"


def opened(note: str, keys: Iterable[Key]) -> Tree:
    """What a note says, if one of the keys has signed it and none of them falsely. Raises BadNote."""
    text, blank, lines = note.partition("\n\n")
    text += "\n"
    tree = Tree.read(text)
    if not blank or not lines.endswith("\n"):
        raise BadNote("没有签名")
    known = {(key.name, key.id): key for key in keys}
    held = False
    for line in lines[:-1].split("\n"):
        name, _, encoded = line.removeprefix(SIGNED_BY).rpartition(" ")
        try:
            signature = b64decode(encoded, validate=True)
        except ValueError:
            signature = b""
        if not line.startswith(SIGNED_BY) or not name or len(signature) < 5:
            raise BadNote("签名一行不完整")
        key = known.get((name, signature[:4]))
        if key is not None:
            if not key.signed(signature[4:], text):
                raise BadNote(f"“{name}”的签名与内容不符:检查点被改动过")
            held = True
    if not held:
        raise BadNote("不是由已知的密钥签发的")
    return tree
