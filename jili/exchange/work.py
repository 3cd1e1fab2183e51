"""The long work of this room, as jobs. Each is done with the powers that whoever asked for it has when it begins."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jili.access.accounts import Refused
from jili.access.models import Account
from jili.access.scope import Access
from jili.decisions import jobs
from jili.decisions.models import Job
from jili.exchange import exports, uploads
from jili.exchange.bulk import Progress
from jili.exchange.examine import upload_check
from jili.exchange.models import Export, Upload


@jobs.kind(uploads.CHECK)
def check(job: Job) -> dict[str, Any]:
    upload = Upload.objects.get(pk=job.argument["upload"])
    if upload.state not in (Upload.State.CONFIRMED, Upload.State.UNDONE):
        upload_check(access=_access(job, upload.scope), upload=upload, progress=_told(job))
    return {"upload": upload.pk}


@jobs.kind(uploads.CONFIRM)
def confirm(job: Job) -> dict[str, Any]:
    upload = Upload.objects.get(pk=job.argument["upload"])
    access = _access(job, upload.scope)
    uploads.upload_confirm(
        actor=access.actor(),
        access=access,
        upload=upload,
        why=job.argument["why"],
        proposed=job.argument["proposed"],
        progress=_told(job),
    )
    return {"upload": upload.pk}


@jobs.kind(uploads.UNDO)
def undo(job: Job) -> dict[str, Any]:
    upload = Upload.objects.get(pk=job.argument["upload"])
    access = _access(job, upload.scope)
    uploads.upload_undo(actor=access.actor(), upload=upload, why=job.argument["why"], progress=_told(job))
    return {"upload": upload.pk}


@jobs.kind(exports.MAKE)
def export(job: Job) -> dict[str, Any]:
    made = Export.objects.select_related("unit").get(pk=job.argument["export"])
    exports.export_make(access=_access(job, made.scope), export=made, progress=_told(job))
    return {"export": made.pk}


def _access(job: Job, scope: str) -> Access:
    """Raises Refused if the powers are not those with which the work was asked for."""
    account = Account.objects.get(username=job.actor)
    access = Access.for_account(account, timezone.localdate(), job.role)
    if not account.is_active or access.role != job.role or uploads.powers(access) != scope:
        raise Refused("您的权限在此期间有变,没有做。请重新上传或导出")
    return access


def _told(job: Job) -> Progress:
    return lambda done, of, says: jobs.progress(job, done, of, says)
