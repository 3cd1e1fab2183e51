"""Somebody at a desk in the trial's city: ``python -m evidence.clerk begin SEEDS`` makes the city and their account,
writes good files of it to the folder SEEDS and prints the key of a session; ``look`` tells what is stored."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

CADRES = 100
TABLES = ("cadres", "appointments", "annual_assessments", "leave")
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "exchange" / "lrmx"


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    from jili.records.sight import EVERYTHING, seeing

    acts: dict[str, Callable[..., str]] = {"begin": begin, "look": look}
    with seeing(EVERYTHING):
        print(acts[what](*words))


def begin(seeds: str) -> str:
    from jili.access.actor import Actor
    from jili.access.models import Account, Grant
    from jili.access.roles import Role
    from jili.city import make_city
    from jili.exchange.door import register_import

    with TemporaryDirectory() as folder:
        for format in ("csv", "parquet"):
            make_city(CADRES, 1, Path(folder) / format, format=format)
        register_import(
            actor=Actor.system("证据"), folder=Path(folder) / "csv", why="试", records_from=date(2017, 12, 15)
        )
        clerk = Account(username="clerk", name="干事")
        clerk.set_unusable_password()
        clerk.save()
        Grant.objects.create(account=clerk, role=Role.CITY_CADRES, from_on=date.today() - timedelta(days=1))
        good_files(clerk, Path(folder), Path(seeds))
    return session_of(clerk)


def good_files(clerk: Any, city: Path, into: Path) -> None:
    """Of every kind that is read, as people send them."""
    from jili.access.scope import Access
    from jili.decisions.jobs import job_run
    from jili.exchange import exports, files

    access = Access.for_account(clerk, date.today())
    into.mkdir()
    exports.template_write(access, TABLES, into / "模板.xlsx")
    export = exports.export_request(access=access, unit=None, tables=TABLES, why="试")
    assert export.job
    job_run(export.job)
    (into / "导出.xlsx").write_bytes(b"".join(files.read(files.export(export.pk))))
    for name in ("leave.csv", "annual_assessments.csv"):
        shutil.copy(city / "csv" / name, into)
    shutil.copy(city / "parquet" / "leave.parquet", into)
    (into / "柳.lrmx").write_bytes(form_of_somebody())
    with ZipFile(into / "任免表.zip", "w") as packed:
        packed.writestr("表/柳.lrmx", form_of_somebody())
        for name in ("sample.lrm", "sample.pic"):
            packed.write(SAMPLES / name, f"表/{name}")


def form_of_somebody() -> bytes:
    """The sample of a 任免审批表 as that of a cadre of the city."""
    from jili.records.models import Cadre

    cadre = Cadre.objects.order_by("pk")[0]
    texts = {"XingMing": cadre.name, "ChuShengNianYue": f"{cadre.birth_on:%Y%m}", "ShenFenZheng": ""}
    data = (SAMPLES / "sample.lrmx").read_text("utf-8")
    for tag, text in texts.items():
        data = re.sub(rf"(\n  <{tag}>).*?(</{tag}>)", rf"\g<1>{text}\g<2>", data, flags=re.S)
    return data.encode()


def session_of(clerk: Any) -> str:
    """A session in which both factors have been shown."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from jili.access.gate import BEGAN, SEEN

    device = TOTPDevice.objects.create(user=clerk, name="phone", confirmed=True)
    now = int(timezone.now().timestamp())
    session = SessionStore()
    session.update({
        SESSION_KEY: str(clerk.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: clerk.get_session_auth_hash(), DEVICE_ID_SESSION_KEY: device.persistent_id,
        BEGAN: now, SEEN: now,
    })  # fmt: skip
    session.save()
    return str(session.session_key)


def look() -> str:
    """The content of the register, and how many uploads are half there: without their file, with another, with rows
    though refused, with other numbers of rows or problems than they say; and what else lies beside the files."""
    from django.db.models import Count

    from jili.exchange import files
    from jili.exchange.models import Upload
    from jili.records import register

    folder, halves = files.folder("uploads"), 0
    whole = set()
    for upload in Upload.objects.annotate(stored=Count("rows", distinct=True), said=Count("problems", distinct=True)):
        told = sum(counts[what] for counts in upload.counts.values() for what in ("new", "changed", "proposed"))
        kept = files.upload(upload.digest)
        whole |= {kept, files.annotated(upload.pk)}
        is_whole = _whole(upload.digest)
        agrees = upload.stored == told and upload.said == min(upload.problems_in_all, 20_000)
        halves += not (is_whole and agrees)
    halves += len(set(folder.iterdir()) - whole)
    return f"{register.content_hash(register.read())} {halves}"


def _whole(digest: str) -> bool:
    """Whether what was sent in can be read again as it was."""
    from jili.exchange import files
    from jili.exchange.sealed import Damaged

    try:
        with files.opened(digest):
            return True
    except Damaged:
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
