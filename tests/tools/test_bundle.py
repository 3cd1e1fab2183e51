"""The archive for servers without a network: whole, checked, the same each time."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

import pytest

from tools import bundle


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A bundle whose wheels are empty."""
    made = tmp_path / "jili"
    (made / "wheels").mkdir(parents=True)
    (made / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"a")
    (made / "install.sh").write_text((bundle.ROOT / "deploy" / "install.sh").read_text("utf-8"), "utf-8")
    bundle.sums(made)
    return made


def test_the_same_files_are_the_same_archive_without_owners_and_times(inside: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.tar.gz", tmp_path / "2.tar.gz"
    bundle.pack(inside, first)
    (inside / "install.sh").touch()
    bundle.pack(inside, second)
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as tar:
        told = [(entry.name, oct(entry.mode), entry.mtime, entry.uid) for entry in tar]
    assert told == [
        ("jili/SHA256SUMS", "0o644", 0, 0), ("jili/install.sh", "0o755", 0, 0),
        ("jili/wheels/a-1-py3-none-any.whl", "0o644", 0, 0),
    ]  # fmt: skip


def test_a_bundle_that_was_changed_is_not_installed(inside: Path, tmp_path: Path) -> None:
    (inside / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"b")
    command = ["sh", str(inside / "install.sh"), str(tmp_path / "opt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "opt").exists()) == (1, False)
    assert "归档不完整或被改动过,没有安装" in done.stderr


def test_what_is_lacking_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "FONTS", tmp_path)
    monkeypatch.setattr(bundle, "VENDOR", tmp_path)
    assert bundle.main(tmp_path / "out") == 1
    assert "NotoSansCJK-Regular.ttc" in capsys.readouterr().err
