"""One file made into another that is not quite it. The same random numbers give the same files."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from random import Random

from evidence.seeds import packed, unpacked

Mutation = Callable[[Random, bytes], bytes]
SUFFIXES = (".xlsx", ".csv", ".parquet", ".lrmx", ".lrm", ".zip", ".xls", ".exe", "")
TEXTS = tuple(
    text.encode() for text in (
        "", "0", "-1", "1e400", "NaN", "2958466", "60", "2017.10", "1999年13月", "至今", "#REF!", "=cmd|'/c calc'!A0",
        "110101199003074477", "１１０１０１１９９００３０７４４７７", "11010119900307447x", "㛃䶮𠮷",
        "\u202e张\u200b三", "第0行", "_x0000_", "&#0;", "&x;", "A599999999999999999999", "XFD1048576", "x" * 40_000,
        "9" * 400, "\x00",
    )
)  # fmt: skip
_NODE = re.compile(rb"<([A-Za-z]\w*)[^<>]*?(?:/>|>[^<]*</\1>)")
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=<)")
_ATTRIBUTE = re.compile(rb'(?<==")[^"<>]*(?=")')
_CSV_CELL = re.compile(rb"[^,\n]+")


def mutated(random: Random, name: str, data: bytes) -> tuple[str, bytes]:
    """The file changed in one to three ways, now and then under another suffix."""
    for _ in range(random.choice((1, 1, 2, 3))):
        data = random.choice(_ways(data))(random, data)
    stem, _, _ = name.rpartition(".")
    return (stem + random.choice(SUFFIXES) if random.random() < 0.02 else name), data


def _ways(data: bytes) -> tuple[Mutation, ...]:
    if data.startswith(b"PK\x03\x04"):
        return flipped, cut, spliced, member_changed, member_changed, member_changed, member_changed, members_moved
    if b"<Person" in data[:400]:
        return flipped, cut, spliced, nodes, nodes, texts, texts
    return flipped, cut, spliced, cells, cells


def flipped(random: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    found = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64)) if found else 0):
        found[random.randrange(len(found))] = random.choice((0, 255, random.randrange(256)))
    return bytes(found)


def cut(random: Random, data: bytes) -> bytes:
    """Cut off, or with a piece missing."""
    begin, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:begin] if random.random() < 0.5 else data[:begin] + data[end:]


def spliced(random: Random, data: bytes) -> bytes:
    """A piece of it stands somewhere else too."""
    begin, to = random.randrange(len(data) + 1), random.randrange(len(data) + 1)
    piece = data[begin : begin + random.choice((1, 4, 64, 4_096))]
    return data[:to] + piece + data[to:]


def cells(random: Random, data: bytes) -> bytes:
    return _replaced(random, _CSV_CELL, data, random.choice(TEXTS))


def texts(random: Random, data: bytes) -> bytes:
    return _replaced(random, _TEXT, data, random.choice(TEXTS))


def attributes(random: Random, data: bytes) -> bytes:
    return _replaced(random, _ATTRIBUTE, data, random.choice(TEXTS))


def nodes(random: Random, data: bytes) -> bytes:
    """A node is missing, there twice, or holds itself."""
    found = _somewhere(random, _NODE, data)
    if found is None:
        return data
    node = found[0]
    new = random.choice((b"", node * 2, node * 500, b"<" + found[1] + b">" + node + b"</" + found[1] + b">"))
    return data[: found.start()] + new + data[found.end() :]


def member_changed(random: Random, data: bytes) -> bytes:
    """A file inside, changed and packed again, so that the zip itself is sound."""
    members = _members(data)
    if not members:
        return flipped(random, data)
    name = random.choice(sorted(members))
    way = random.choice((flipped, cut, spliced, texts, texts, attributes, attributes, nodes, nodes))
    return packed(members | {name: way(random, members[name])})


def members_moved(random: Random, data: bytes) -> bytes:
    """A file inside is missing, has another name, or holds what another does."""
    members = _members(data)
    if not members:
        return cut(random, data)
    name, other = random.choice(sorted(members)), random.choice(sorted(members))
    content = members.pop(name)
    new = random.choice((None, other, f"../{name}", f"{name}/", name.upper(), "甲" * 300 + ".lrmx", "\x00"))
    return packed(members if new is None else members | {new: content})


def _members(data: bytes) -> dict[str, bytes]:
    """Of a zip; of one that was broken before, none."""
    with suppress(Exception):
        return unpacked(data)
    return {}


def _replaced(random: Random, pattern: re.Pattern[bytes], data: bytes, by: bytes) -> bytes:
    found = _somewhere(random, pattern, data)
    return data if found is None else data[: found.start()] + by + data[found.end() :]


def _somewhere(random: Random, pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    """A match behind a random place, else the first."""
    return pattern.search(data, random.randrange(len(data) + 1)) or pattern.search(data)
