"""Kept SQL: made once per version of its sources; trouble with the disk costs time and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from jili.engine.kept import folder, kept, key


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JILI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def make() -> Callable[[], object]:
    """Answers 1, 2, 3 …: the number of times it was asked."""
    asked: list[None] = []

    def make() -> object:
        asked.append(None)
        return {"时": len(asked)}

    return make


def test_what_was_made_is_read_the_next_time(cache: Path, make: Callable[[], object]) -> None:
    assert [kept("rules", "k", make), kept("rules", "k", make)] == [{"时": 1}, {"时": 1}]
    assert [file.name for file in cache.iterdir()] == ["rules-k.json"]
    assert json.loads((cache / "rules-k.json").read_text("utf-8")) == {"时": 1}


def test_another_name_or_key_is_made_anew(make: Callable[[], object]) -> None:
    made = [kept("rules", "k", make), kept("rules", "l", make), kept("checks", "k", make)]
    assert made == [{"时": 1}, {"时": 2}, {"时": 3}]


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"\x00"])
def test_a_broken_file_is_replaced(cache: Path, make: Callable[[], object], broken: bytes) -> None:
    cache.mkdir()
    (cache / "rules-k.json").write_bytes(broken)
    assert [kept("rules", "k", make), kept("rules", "k", make)] == [{"时": 1}, {"时": 1}]


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(cache: Path, make: Callable[[], object]) -> None:
    cache.write_text("a file where the folder should be")
    assert [kept("rules", "k", make), kept("rules", "k", make)] == [{"时": 1}, {"时": 2}]
    assert cache.read_text() == "a file where the folder should be"


def test_the_folder_is_the_one_named_else_the_users_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder() == cache
    monkeypatch.delenv("JILI_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/xdg")
    assert folder() == Path("/var/xdg/jili")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/clerk")
    assert folder() == Path("/home/clerk/.cache/jili")


def test_the_key_changes_with_sources_their_names_and_packages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "a.py").write_text("a = 1")
    keys = [key([source], []), key([source], []), key([source], ["duckdb"])]
    (source / "a.py").write_text("a = 2")
    keys.append(key([source], []))
    (source / "sub" / "b.py").write_text("")
    keys.append(key([source], []))
    (source / "sub" / "b.py").rename(source / "sub" / "c.py")
    keys.append(key([source], []))
    (source / "notes.txt").write_text("no source")
    keys.append(key([source], []))
    assert [keys.index(k) for k in keys] == [0, 0, 2, 3, 4, 5, 5]
    assert {len(k) for k in keys} == {24}
    assert version("duckdb")


def test_the_key_does_not_depend_on_where_the_sources_stand(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text("a = 1")
    assert key([tmp_path / "here"], []) == key([tmp_path / "there"], [])
