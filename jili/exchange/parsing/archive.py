"""Zips of files: a register, a folder of 任免审批表."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from jili.exchange.parsing import COMPANIONS, PARSERS, Unreadable, zips
from jili.exchange.parsing.child import read
from jili.exchange.parsing.out import Out
from jili.exchange.sheets.sheet import Sheet

_LONGEST_NAME = 200
_NESTED = (".zip", ".rar", ".7z", ".xlsx")


def parse(file: Path, _: str, sheets: Sequence[Sheet], out: Out) -> None:
    """Every member by its own parser; one that cannot be read is a problem of that member alone."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, zips.opened(file) as zip:
        members = _unpack(zip, Path(folder))
        for member, path in members:
            suffix = path.suffix.lower()
            if suffix in COMPANIONS:
                continue
            if suffix not in PARSERS or suffix in _NESTED:
                kinds = "、".join(known for known in PARSERS if known not in _NESTED)
                out.problem(0, "", "", "压缩包里不应有这种文件", f"请只放 {kinds} 文件,直接放在压缩包里", sheet=member)
                continue
            read(path, member, sheets, out, of=member)


def _unpack(zip: ZipFile, folder: Path) -> list[tuple[str, Path]]:
    """The members as files side by side, by their names without folders; those that differ only in their suffix lie
    under one number. Raises Unreadable."""
    found: dict[str, Path] = {}
    stems: dict[str, int] = {}
    for member in zip.infolist():
        name = _name(member)
        if member.is_dir() or name.startswith((".", "__MACOSX")):
            continue
        if len(name) > _LONGEST_NAME:
            raise Unreadable(f"“{name[:60]}……”这个文件名超过 {_LONGEST_NAME} 个字", "请改短文件名,重新打包后再上传")
        if name.casefold() in {known.casefold() for known in found}:
            raise Unreadable(f"压缩包里有两个都叫“{name[:60]}”的文件", "请重新打包,不分文件夹,每个文件不同名")
        number = stems.setdefault(PurePosixPath(name).stem.casefold(), len(stems))
        path = folder / f"{number:05}{PurePosixPath(name).suffix.lower()}"
        try:
            with zip.open(member) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except (BadZipFile, NotImplementedError, EOFError, OSError):
            raise Unreadable(f"“{name[:60]}”解不开,压缩包不完整", "请重新打包后再上传") from None
        found[name] = path
    return list(found.items())


def _name(member: ZipInfo) -> str:
    """The name without folders. Old programs write Chinese names as GBK and do not say so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return PurePosixPath(name.replace("\\", "/")).name
