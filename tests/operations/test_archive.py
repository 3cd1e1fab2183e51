"""A backup is read only when every bit of it is as it was written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from jili.operations.archive import Broken, opened, written


def write(file: Path) -> bytes:
    with written(file) as writer:
        writer.aside.write_bytes(b"table" * 999)
        writer.add("table.parquet", writer.aside)
        writer.add_bytes("manifest.json", "清单".encode())
    return file.read_bytes()


def read(file: Path) -> dict[str, bytes]:
    with opened(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "b")
    assert read(tmp_path / "b") == {"table.parquet": b"table" * 999, "manifest.json": "清单".encode()}
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["b"]


def test_one_flipped_bit_anywhere_is_found(tmp_path: Path) -> None:
    file = tmp_path / "b"
    content = write(file)
    bits = [0, 8 * len(content) - 1, *random.Random(1).sample(range(8 * len(content)), 300)]
    for bit in bits:
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        file.write_bytes(changed)
        with pytest.raises(Broken, match="不是完整的备份"):
            read(file)


def test_a_truncated_or_longer_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "b"
    content = write(file)
    for wrong in (
        b"",
        content[:10],
        content[:-1],
        content[:-64],
        content[:-65],
        content[1:],
        content + b"0",
        b"0" * 64,
    ):
        file.write_bytes(wrong)
        with pytest.raises(Broken, match="不是完整的备份"):
            read(file)


def test_nothing_is_written_over_and_nothing_is_left_of_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "b"
    with pytest.raises(ZeroDivisionError), written(file) as writer:
        writer.aside.write_bytes(b"half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []
    file.write_text("mine")
    with pytest.raises(FileExistsError, match="已有同名文件"):
        write(file)
    assert file.read_text() == "mine"
