"""Folders of forms: read and written, a photo beside each .lrm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jili.exchange.lrmx.lint import lint
from jili.exchange.lrmx.lrmform import read_lrm, write_lrm
from jili.exchange.lrmx.person import Form, LrmStyle, Person, Read, Remark, Unreadable
from jili.exchange.lrmx.xmlform import read_lrmx, write_lrmx

PHOTOS = (".pic", ".jpg", ".jpeg")
"""Endings of photos, the editor's own first."""


@dataclass(frozen=True)
class Out:
    """A form as a file. ``remarks``: what this kind of file could not hold."""

    name: str
    data: bytes
    photo_name: str = ""
    photo: bytes | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Failed:
    """A file that could not be read."""

    file: str
    remark: Remark


def read_file(path: Path, name: str = "") -> Read:
    """One .lrmx or .lrm with the photo beside it, and all remarks on it. Raises Unreadable."""
    name = name or path.name
    data = path.read_bytes()
    if path.suffix.lower() == ".lrm":
        photo = _photo_beside(path)
        found = read_lrm(data, name, photo.read_bytes() if photo else None, photo.name if photo else "")
    else:
        found = read_lrmx(data, name)
    return Read(name, found.person, (*found.remarks, *lint(found.person)), found.exact)


def _photo_beside(path: Path) -> Path | None:
    beside = {other.suffix.lower(): other for other in path.parent.glob(f"{_literal(path.stem)}.*")}
    return next((beside[ending] for ending in PHOTOS if ending in beside), None)


def _literal(stem: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", stem)


def read_folder(path: Path) -> list[Read | Failed]:
    """All forms of a folder and the folders below it, or the one that ``path`` is, in the order of their names."""
    path = Path(path)
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix.lower() in (".lrmx", ".lrm"))
    found: list[Read | Failed] = []
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        try:
            found.append(read_file(file, name))
        except Unreadable as problem:
            found.append(Failed(name, problem.remark))
    return found


def written(person: Person, stem: str, form: Form) -> Out:
    """The file of a form."""
    if form == "lrmx":
        return Out(f"{stem}.lrmx", write_lrmx(person))
    data, photo, remarks = write_lrm(person)
    ending = person.style.photo if isinstance(person.style, LrmStyle) else PHOTOS[0]
    return Out(f"{stem}.lrm", data, f"{stem}{ending}" if photo else "", photo, tuple(remarks))


def write_folder(people: Iterable[tuple[str, Person]], path: Path, form: Form = "lrmx") -> list[Out]:
    """Write forms, each with the stem of its file's name, into a folder. Raises FileExistsError rather than write over
    a file."""
    files = [written(person, stem, form) for stem, person in people]
    put(files, path)
    return files


def put(files: Iterable[Out], path: Path) -> None:
    """Files and their photos into a folder. Raises FileExistsError rather than write over a file."""
    path = Path(path)
    path.mkdir(parents=True, exist_ok=True)
    for file in files:
        for name, data in ((file.name, file.data), (file.photo_name, file.photo)):
            if data is not None and name:
                with (path / name).open("xb") as out:
                    out.write(data)


def named(people: Sequence[tuple[str, str]]) -> list[str]:
    """Stems of files for people (name, id): the name, with the id where names repeat."""
    stems = [_stem(name) for name, _ in people]
    times = Counter(stem.casefold() for stem in stems)
    return [
        stem if times[stem.casefold()] == 1 else f"{stem}({_stem(id)})"
        for stem, (_, id) in zip(stems, people, strict=True)
    ]


def _stem(name: str) -> str:
    """A name as part of a file's name, on any system."""
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]', "_", name).strip(" .")[:80] or "未命名"
