"""The way of a file that somebody sends in: received, read apart, checked, then confirmed whole or kept as a draft; and
taken back whole while nothing later depends on it.

Nothing that a file lacks is ever removed. The same file comes in once for the same powers: whoever sends it again is
led to what has become of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from jili.access import log
from jili.access.accounts import Refused
from jili.access.actor import Actor
from jili.access.models import Event
from jili.access.scope import Access, NotThere
from jili.access.table import FILL_IN
from jili.decisions.jobs import job_start
from jili.engine.cells import quoted
from jili.exchange import applying, files, undoing
from jili.exchange.bulk import Progress, Stale
from jili.exchange.models import Upload, UploadRow
from jili.exchange.parsing import apart
from jili.exchange.retention import discard_original, forget, uploads_forget
from jili.exchange.review import edits_back, edits_of, refuse_out_of_scope, refuse_unsound
from jili.policy.facts import SCHEMA

CHECK, CONFIRM, UNDO = "import.check", "import.confirm", "import.undo"
_OPEN = (Upload.State.CHECKED, Upload.State.DRAFT)
_AGAIN = "请按“重新核对”,再看一遍要导入的内容"


def powers(access: Access) -> str:
    """What somebody may see, in words of our own: files of the same powers are seen by the same people."""
    return " ".join(sorted(f"{g.unit_id or '*'}:{g.up_to_rank or ''}:{int(g.keeps_holds)}" for g in access.grants))


def access_upload(access: Access, number: int) -> Upload:
    """An upload of somebody with the same role and powers. Raises NotThere."""
    found = uploads(access).filter(pk=number).first()
    if found is None:
        raise NotThere
    return found


def uploads(access: Access) -> QuerySet[Upload]:
    """All uploads that may be seen, the latest first."""
    if access.role not in FILL_IN:
        return Upload.objects.none()
    return (
        Upload.objects.filter(role=access.role, scope=powers(access)).select_related("account", "job").order_by("-pk")
    )


def upload_receive(*, access: Access, name: str, pieces: Iterable[bytes]) -> tuple[Upload, bool]:
    """Keep a file and have it checked; the upload, and whether it is new. Raises Unreadable for a kind not read."""
    apart.refuse_name(name)
    uploads_forget()
    digest, size = files.receive(pieces)
    kind = Path(name).suffix.lower().removeprefix(".")
    with transaction.atomic():
        found, is_new = Upload.objects.get_or_create(
            digest=digest,
            kind=kind,
            role=access.role or "",
            scope=powers(access),
            defaults={"account": access.account, "name": Path(name).name[-255:], "size": size},
        )
        if is_new or found.state in (Upload.State.REFUSED, Upload.State.UNDONE):
            request(access=access, upload=found, kind=CHECK)
        elif found.removed_event is not None:
            discard_original(found)
    return found, is_new


@transaction.atomic
def request(*, access: Access, upload: Upload, kind: str, why: str = "", proposed: bool = False) -> None:
    """Have something done with an upload by a worker, unless something is being done."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.job is not None and not held.job.is_over:
        return
    if kind == CHECK:
        if held.state == Upload.State.CONFIRMED:
            return
        held.state = Upload.State.DRAFT if held.state == Upload.State.DRAFT else Upload.State.RECEIVED
        held.removed_event = None
    argument = {"upload": held.pk, "why": why, "proposed": proposed}
    held.job = job_start(actor=access.actor(), kind=kind, argument=argument)
    held.save(update_fields=["job", "state", "removed_event"])
    upload.refresh_from_db()


@transaction.atomic
def upload_keep(*, upload: Upload) -> None:
    """Keep a checked upload, half done as it may be, until somebody goes on with it."""
    Upload.objects.filter(pk=upload.pk, state=Upload.State.CHECKED).update(state=Upload.State.DRAFT)


@transaction.atomic
def upload_discard(*, upload: Upload) -> None:
    """Throw away an upload that has changed nothing."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state in (Upload.State.CONFIRMED, Upload.State.UNDONE):
        raise Refused("已经导入过的文件要留底,不能删去")
    if held.job is not None and not held.job.is_over:
        raise Refused("正在处理,请稍候再试")
    forget(held)


@transaction.atomic
def upload_confirm(
    *, actor: Actor, access: Access, upload: Upload, why: str, proposed: bool, progress: Progress
) -> Event | None:
    """Take all that a checked upload brings (proposed rows only if ``proposed``), in one transaction with one event.

    Raises Refused, and then nothing has changed. Answers None if it was taken already.
    """
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state == Upload.State.CONFIRMED:
        return None
    if held.state not in _OPEN:
        raise Refused(f"现在的状态是“{held.get_state_display()}”,不能导入。{_AGAIN}")
    if held.problems_in_all:
        raise Refused(f"还有 {held.problems_in_all} 处问题没有改好,什么也没有导入。请改好后重新上传")
    rows = held.rows.all() if proposed else held.rows.filter(beside="")
    if not rows.exists():
        raise Refused("没有要导入的内容:文件里的都已登记")
    _alone(rows)
    refuse_out_of_scope(access, rows)
    if held.log_size != log.size() or rows.exclude(beside="").exists():
        progress(0, 0, "再核对一遍规则")
        refuse_unsound(edits_of(rows), f"核对之后又有了别的更改,合在一起有问题。{_AGAIN}")
    try:
        written = applying.write(rows, progress)
    except Stale as stale:
        raise Refused(f"{_where(stale.row)}:核对之后别人改过这条记录,什么也没有导入。{_AGAIN}") from None
    except IntegrityError:
        raise Refused(f"数据库不接受其中的内容(多半是别人刚登记了同样的),什么也没有导入。{_AGAIN}") from None
    event = log.append(actor=actor, kind=CONFIRM, subject=f"import:{held.pk}", why=why, body=_told(held, rows))
    progress(0, 0, "写入历史")
    written.history(event.seq)
    held.state, held.confirmed_event = Upload.State.CONFIRMED, event.seq
    held.save(update_fields=["state", "confirmed_event"])
    return event


@transaction.atomic
def upload_undo(*, actor: Actor, upload: Upload, why: str, progress: Progress) -> Event | None:
    """Put everything back as it was before the import. Raises Refused if something later depends on it."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state == Upload.State.UNDONE:
        return None
    if held.state != Upload.State.CONFIRMED:
        raise Refused("没有导入过,不必撤销")
    if held.removed_event is not None:
        raise Refused("导入已久,原内容已按期移除,不能整批撤销。请逐条更正")
    rows = held.rows.filter(written__isnull=False)
    _alone(rows)
    progress(0, 0, "核对能不能撤销")
    refuse_unsound(edits_back(rows), "撤销后登记册会有问题,说明后来的记录用到了它,不能撤销")
    try:
        undoing.refuse_used(rows)
    except Stale as stale:
        raise Refused(f"{_where(stale.row)}:导入之后又改过这条记录,不能整批撤销。请逐条更正") from None
    except undoing.Needed as needed:
        raise Refused(f"{_where(needed.row)}:后来的“{needed.label}”用到了它,不能整批撤销。请逐条更正") from None
    event = log.append(actor=actor, kind=UNDO, subject=f"import:{held.pk}", why=why, body=_told(held, rows))
    undoing.take_back(rows, event.seq, progress)
    rows.update(before=None, written=None)
    held.state, held.undone_event = Upload.State.UNDONE, event.seq
    held.save(update_fields=["state", "undone_event"])
    return event


def _alone(rows: Any) -> None:
    """On PostgreSQL nobody else writes the tables concerned until we are done; on SQLite there is one writer anyway."""
    if connection.vendor != "postgresql":
        return
    tables = set(rows.values_list("table", flat=True).distinct())
    names = [name for name in (*SCHEMA.names(), "dossiers") if name in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(map(quoted, names))} IN SHARE ROW EXCLUSIVE MODE")


def _told(upload: Upload, rows: Any) -> dict[str, Any]:
    """What the event says: which file, how many of what."""
    counts: dict[str, dict[str, int]] = {}
    for table, state in rows.values_list("table", "state"):
        counts.setdefault(table, {UploadRow.State.NEW.value: 0, UploadRow.State.CHANGED.value: 0})[state] += 1
    return {"import": upload.pk, "kind": upload.kind, "sha256": upload.digest, "counts": counts}


def _where(row: UploadRow) -> str:
    return f"“{row.sheet}”第 {row.row} 行"
