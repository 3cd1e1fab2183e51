"""One archive from which a server without any network is installed: wheels, the project's own, page files, a font.

    python -m tools.bundle [FOLDER]     (after ``make assets``; needs the network and fonts-noto-cjk)

Wheels are those of the lock, by hash, for the machine on which this runs: build it on one like the server. The same
inputs give the same bytes. ``install.sh`` in it uses nothing but what is in it.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from tools.assets import ROOT, VENDOR

FONTS = Path("/usr/share/fonts/opentype/noto")
FONT_FILES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SUMS = "SHA256SUMS"


def main(folder: Path) -> int:
    lacking = [str(path) for path in (VENDOR, *(FONTS / name for name in FONT_FILES)) if not path.exists()]
    if lacking:
        print(f"缺少 {'、'.join(lacking)}:请先 make assets,并装 fonts-noto-cjk。", file=sys.stderr)
        return 1
    inside = folder / "jili"
    shutil.rmtree(inside, ignore_errors=True)
    gather(inside)
    sums(inside)
    archive = folder / "jili-bundle.tar.gz"
    pack(inside, archive)
    print(f"{archive}  {archive.stat().st_size / 2**20:.0f} MB")
    return 0


def gather(inside: Path) -> None:
    """Everything that an installation needs, in a folder."""
    wheels = inside / "wheels"
    wheels.mkdir(parents=True)
    lock = ROOT / "requirements" / "product.lock"
    _pip("download", "--require-hashes", "--only-binary=:all:", "--no-deps", "--dest", wheels, "--requirement", lock)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", inside, ROOT)
    shutil.copy(lock, inside)
    shutil.copy(ROOT / "deploy" / "install.sh", inside)
    shutil.copytree(ROOT / "deploy", inside / "deploy", ignore=shutil.ignore_patterns("install.sh"))
    (inside / "fonts").mkdir()
    for name in FONT_FILES:
        shutil.copy(FONTS / name, inside / "fonts")


def sums(inside: Path) -> None:
    """Write down the hash of every file, as ``sha256sum`` does."""
    lines = [f"{_digest(file)}  {file.relative_to(inside)}\n" for file in _files(inside)]
    (inside / SUMS).write_text("".join(lines), "utf-8")


def pack(inside: Path, archive: Path) -> None:
    """The folder as an archive, in order, without owners and times."""
    with (
        archive.open("wb") as out,
        gzip.GzipFile("", "wb", fileobj=out, mtime=0) as whole,
        tarfile.open(fileobj=whole, mode="w") as tar,
    ):
        for file in _files(inside):
            entry = tarfile.TarInfo(str(Path(inside.name) / file.relative_to(inside)))
            entry.size, entry.mode = file.stat().st_size, 0o755 if file.suffix == ".sh" else 0o644
            with file.open("rb") as content:
                tar.addfile(entry, content)


def _files(inside: Path) -> Iterator[Path]:
    return (file for file in sorted(inside.rglob("*")) if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _pip(*words: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)], check=True
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/bundle")))
