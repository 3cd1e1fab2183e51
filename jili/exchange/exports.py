"""Workbooks out: what is registered in a scope, to be looked at, or to be changed and sent in again.

What is sensitive of many people leaves only when 安全管理员 has released it: who takes out and who lets out are two.
They are told who, in which role, which tables, how many rows; not why, and nothing of what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jili.access import log
from jili.access.accounts import Refused, not_own, only
from jili.access.actor import Actor
from jili.access.classes import COLUMNS, Level
from jili.access.roles import Role
from jili.access.scope import Access, NotThere
from jili.decisions.jobs import job_start
from jili.decisions.models import Job
from jili.exchange import files
from jili.exchange.bulk import Progress
from jili.exchange.models import Export
from jili.exchange.parsing.table import MOST_ROWS
from jili.exchange.retention import EXPORTS_KEPT, exports_forget
from jili.exchange.sheets.filled import Filler, narrowed
from jili.exchange.sheets.offered import sheets_for
from jili.exchange.sheets.sheet import Sheet
from jili.exchange.sheets.template import write_template
from jili.exchange.uploads import powers
from jili.records.models import Unit

MAKE = "export.make"


def sheets_of(access: Access, tables: Iterable[str]) -> list[Sheet]:
    """The sheets of these tables, as far as whoever asks may fill them in. Raises NotThere if one is none of theirs."""
    offered = {sheet.table: sheet for sheet in sheets_for(access)}
    wanted = list(dict.fromkeys(tables))
    if not wanted or any(table not in offered for table in wanted):
        raise NotThere
    return [sheet for table, sheet in offered.items() if table in wanted]


def template_write(access: Access, tables: Iterable[str], file: Path) -> None:
    """An empty workbook: of what there is it holds only the names of units, teams and campaigns, to choose from."""
    sheets = sheets_of(access, tables)
    write_template(file, sheets, Filler(access, access).choices(sheets, named_only=True), {})


def access_export(access: Access, number: int) -> Export:
    """One's own export, with the powers with which it was made. Raises NotThere."""
    found = exports(access).filter(pk=number).first()
    if found is None:
        raise NotThere
    return found


def exports(access: Access) -> QuerySet[Export]:
    """One's own exports that can still be fetched, the latest first."""
    found = Export.objects.filter(account=access.account, role=access.role or "", scope=powers(access))
    return found.filter(created_at__gte=timezone.now() - EXPORTS_KEPT).select_related("job", "unit").order_by("-pk")


@transaction.atomic
def export_request(*, access: Access, unit: Unit | None, tables: Sequence[str], why: str) -> Export:
    """Have a workbook made by a worker: one at a time. Raises Refused, NotThere."""
    sheets = sheets_of(access, tables)
    if not why.strip():
        raise Refused("请写明为什么导出")
    exports_forget()
    busy = Export.objects.filter(account=access.account).exclude(job__state__in=(Job.State.DONE, Job.State.FAILED))
    if busy.exists():
        raise Refused("上一个导出还没有做完,请稍候")
    export = Export.objects.create(
        account=access.account,
        role=access.role or "",
        scope=powers(access),
        unit=unit,
        tables=[sheet.table for sheet in sheets],
        why=why.strip(),
    )
    export.job = job_start(actor=access.actor(), kind=MAKE, argument={"export": export.pk})
    export.save(update_fields=["job"])
    return export


def export_make(*, access: Access, export: Export, progress: Progress) -> None:
    """Write the workbook, with one event. Raises Refused."""
    sheets = sheets_of(access, export.tables)
    shown = narrowed(access, export.unit) if export.unit else access
    filler = Filler(access, shown)
    counts = {sheet.table: filler.count(sheet) for sheet in sheets}
    _refuse_long(sheets, counts)
    whole = sum(counts.values())
    rows = {sheet.table: filler.rows(sheet) for sheet in sheets}
    choices = filler.choices(sheets, named_only=False)
    with files.aside() as folder:
        file = folder / "export.xlsx"
        export.rows = write_template(file, sheets, choices, rows, lambda done, says: progress(done, whole, says))
        with file.open("rb") as stream:
            export.digest = file_digest(stream, "sha256").hexdigest()
        files.keep(file, files.export(export.pk))
    if _sensitive(access, sheets) and shown.cadres().count() > settings.EXPORT_ALONE:
        export.state = Export.State.WAITS
    with transaction.atomic():
        body = {"export": export.pk, "unit": export.unit_id, "counts": counts, "sha256": export.digest}
        event = log.append(
            actor=access.actor(), kind="export", subject=f"export:{export.pk}", why=export.why, body=body
        )
        export.event = event.seq
        export.save(update_fields=["rows", "digest", "event", "state"])


def export_read(export: Export) -> Iterator[bytes]:
    """The workbook, piece by piece. Raises Refused, Damaged."""
    if not export.ready:
        raise Refused("文件还没有做好,或还没有放行")
    return files.read(files.export(export.pk))


def exports_waiting() -> QuerySet[Export]:
    """What is made and not released, the oldest first."""
    found = Export.objects.filter(state=Export.State.WAITS, created_at__gte=timezone.now() - EXPORTS_KEPT)
    return found.select_related("account", "unit").order_by("pk")


def access_waiting_export(number: int) -> Export:
    """One that waits. Raises NotThere."""
    found = exports_waiting().filter(pk=number).first()
    if found is None:
        raise NotThere
    return found


def export_release(*, actor: Actor, export: Export, why: str) -> None:
    """Let whoever made it fetch it. Raises Refused."""
    _answer(actor, export, Export.State.RELEASED, "export.release", why)


def export_decline(*, actor: Actor, export: Export, why: str) -> None:
    """Do not. Raises Refused."""
    _answer(actor, export, Export.State.DECLINED, "export.decline", why)


@transaction.atomic
def _answer(actor: Actor, export: Export, state: Export.State, kind: str, why: str) -> None:
    only(actor, Role.SECURITY_ADMIN)
    not_own(actor, export.account)
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.state != Export.State.WAITS:
        raise Refused("这一份已放行或已不同意;请刷新后再看")
    held.state = state
    held.save(update_fields=["state"])
    body = {"export": held.pk, "account": export.account.username, "rows": held.rows}
    log.append(actor=actor, kind=kind, subject=f"export:{held.pk}", why=why, body=body)


def _sensitive(access: Access, sheets: Sequence[Sheet]) -> bool:
    """Whether sheets hold what is more than internal."""
    tables = {sheet.table for sheet in sheets}
    above = (place for place, (_, level) in COLUMNS.items() if place[0] in tables and level > Level.INTERNAL)
    return any(access.sees(*place) for place in above)


def _refuse_long(sheets: Sequence[Sheet], counts: dict[str, int]) -> None:
    for sheet in sheets:
        if counts[sheet.table] > MOST_ROWS:
            said = f"“{sheet.title}”有 {counts[sheet.table]:,} 行,一次最多 {MOST_ROWS:,} 行"
            raise Refused(f"{said}。请选一个单位,分几次导出")
