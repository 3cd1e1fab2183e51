"""How long files are kept, and what was read from them: removed every night by ``jili nightly``.

A file that was taken is needed to take it back whole, and to answer questions; after ``settings.UPLOADS_KEPT`` both it
and the rows read from it are removed, which an event tells. The records and their history stay.
"""

from __future__ import annotations

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from jili.access import log
from jili.access.actor import Actor
from jili.access.models import Event
from jili.exchange import files
from jili.exchange.models import Export, Upload

REMOVE = "import.remove"
WAITS = timedelta(days=30)
"""What nobody confirmed or kept as a draft is thrown away after this."""
EXPORTS_KEPT = timedelta(hours=24)
"""So long a workbook that was made can be fetched."""
STRAY = timedelta(days=1)
"""No work takes so long: what is older was left by one that was killed."""
_OVER = (Upload.State.CONFIRMED, Upload.State.UNDONE)


def files_remove(*, actor: Actor) -> int:
    """Remove all that is no longer to be kept; how many uploads, exports and strays."""
    return uploads_remove(actor=actor) + uploads_forget() + exports_forget() + _strays()


def uploads_remove(*, actor: Actor) -> int:
    """Of uploads that were taken long ago the files, rows and problems, each with an event; how many."""
    old = Upload.objects.filter(state__in=_OVER, removed_event=None)
    found = [upload for upload in old if _since(upload) < timezone.now() - settings.UPLOADS_KEPT]
    for upload in found:
        _remove(actor, upload)
    return len(found)


def uploads_forget() -> int:
    """Throw away what nobody went on with, drafts too if they are old; how many."""
    now = timezone.now()
    left = Upload.objects.annotate(last=Coalesce(F("checked_at"), F("created_at"))).exclude(state__in=_OVER)
    waiting = left.exclude(state=Upload.State.DRAFT).filter(last__lt=now - WAITS)
    found = [*waiting, *left.filter(state=Upload.State.DRAFT, last__lt=now - settings.UPLOADS_KEPT)]
    for upload in found:
        forget(upload)
    return len(found)


def exports_forget() -> int:
    """Remove the files that are too old to be fetched; how many."""
    removed = 0
    for export in Export.objects.filter(created_at__lt=timezone.now() - EXPORTS_KEPT).exclude(digest=""):
        file = files.export(export.pk)
        removed += file.exists()
        file.unlink(missing_ok=True)
    return removed


def forget(upload: Upload) -> None:
    """Throw away an upload that has changed nothing."""
    files.annotated(upload.pk).unlink(missing_ok=True)
    discard_original(upload)
    upload.delete()


@transaction.atomic
def _remove(actor: Actor, upload: Upload) -> None:
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    body = {"import": held.pk, "sha256": held.digest, "rows": held.rows.count()}
    held.rows.all()._raw_delete(held.rows.db)
    held.problems.all()._raw_delete(held.problems.db)
    held.removed_event = log.append(actor=actor, kind=REMOVE, subject=f"import:{held.pk}", body=body).seq
    held.save(update_fields=["removed_event"])
    files.annotated(held.pk).unlink(missing_ok=True)
    discard_original(held)


def _since(upload: Upload) -> datetime:
    """When it was taken, or taken back."""
    at: datetime = Event.objects.get(seq__in=[upload.undone_event or upload.confirmed_event]).at
    return at


def discard_original(upload: Upload) -> None:
    """Remove the original of an upload if no other needs it."""
    if not Upload.objects.filter(digest=upload.digest, removed_event=None).exclude(pk=upload.pk).exists():
        files.upload(upload.digest).unlink(missing_ok=True)


def _strays() -> int:
    """Remove what killed work left: halves of files, what was being read, copies of the database, files of nothing."""
    home, before = Path(settings.HOME), time.time() - STRAY.total_seconds()
    digests = Upload.objects.filter(removed_event=None).values_list("digest", flat=True)
    kept = {files.upload(digest) for digest in digests}
    kept |= {files.annotated(number) for number in Upload.objects.values_list("pk", flat=True)}
    kept |= {files.export(number) for number in Export.objects.values_list("pk", flat=True)}
    found = [*home.glob(".register-*"), *(path for name in _FOLDERS for path in files.folder(name).iterdir())]
    strays = [path for path in found if path not in kept and path.stat().st_mtime < before]
    for path in strays:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(strays)


_FOLDERS = (files.UPLOADS, files.EXPORTS, files.READING)
