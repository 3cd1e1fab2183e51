"""Files and folders that the system or their writer made unreadable, each refused in one line."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from jili.engine import textscan
from jili.engine.backend import DuckDB
from jili.engine.problems import BadRegister
from tests.engine.toy import PEOPLE, SCHEMA

HEADER = "cadre_id,name,child,deposit\n"


def refused(folder: Path) -> list[str]:
    with pytest.raises(BadRegister) as raised:
        DuckDB(1).load(SCHEMA, folder)
    return str(raised.value).splitlines()


def header(folder: Path, content: bytes) -> list[str]:
    (folder / "people.csv").write_bytes(content)
    return refused(folder)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "people.csv").write_text(HEADER)
    opened = Path.open

    def denied(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "people.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", denied)
    assert refused(tmp_path) == ["people.csv: 读不了这个文件(Permission denied);请检查权限"]


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert refused(tmp_path) == [f"{tmp_path}: 读不了这个文件夹(Permission denied);请检查权限"]


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wanted = "请给出存放各表文件的文件夹"
    assert refused(tmp_path / "none") == [f"{tmp_path}/none: 没有这个文件夹;{wanted}"]
    assert refused(tmp_path / "file") == [f"{tmp_path}/file: 不是文件夹;{wanted}"]


def test_a_pipe_among_the_files_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.csv")
    assert refused(tmp_path) == ["people.csv: 不是普通文件,或链接已失效"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "people.csv: 文件是空的,连表头也没有;没有记录的表请只留表头,或删去此文件"),
        ("\ufeff编号".encode("utf-16-le"), "people.csv: 文件是 UTF-16 编码;请另存为 UTF-8 编码的 CSV"),
        (b"a\0b\n", "people.csv:1: 含有 NUL 字节,不是文本文件或不是 UTF-8 编码;请另存为 UTF-8 编码的 CSV"),
        (b"a" * 100_001, "people.csv:1: 一行超过 100000 字节;第一行应为表头,请检查引号是否成对"),
        ("编号\n".encode("gb18030"), "people.csv:1: 不是 UTF-8 编码,看来是 GB18030(GBK);请另存为 UTF-8 编码的 CSV"),
        (b"\xff\xff\n", "people.csv:1: 不是 UTF-8 编码,也不是 GB18030;请另存为 UTF-8 编码的 CSV"),
        (b"a\rb\r", "people.csv:1: 行尾是单独的 CR(旧式 Mac 文本);请另存为 UTF-8 编码的 CSV,行尾用 LF 或 CRLF"),
        (b'a,"b\n', "people.csv:1: 表头的引号不成对"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_read_is_refused_for_what_is_wrong_with_it(
    tmp_path: Path, content: bytes, told: str
) -> None:
    assert header(tmp_path, content) == [told]


def test_a_long_file_is_read_a_batch_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textscan, "BATCH", 2)
    (tmp_path / "people.csv").write_text(HEADER + "".join(f"p{n},某,false,\n" for n in range(4)) + "p9,某\n")
    scan = textscan.Scan(tmp_path / "people.csv", len(PEOPLE.columns))
    assert [numbers for numbers, _ in scan.batches()] == [[2, 3], [4, 5]]
    assert [str(problem) for problem in scan.problems] == ["people.csv:6: 应有 4 格,实有 2 格;请检查逗号和引号"]
