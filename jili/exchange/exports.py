"""Workbooks out: what is registered in a scope, to be looked at, or to be changed and sent in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jili.access import log
from jili.access.accounts import Refused
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
    with transaction.atomic():
        body = {"export": export.pk, "unit": export.unit_id, "counts": counts, "sha256": export.digest}
        event = log.append(
            actor=access.actor(), kind="export", subject=f"export:{export.pk}", why=export.why, body=body
        )
        export.event = event.seq
        export.save(update_fields=["rows", "digest", "event"])


def export_read(export: Export) -> Iterator[bytes]:
    """The workbook, piece by piece. Raises Damaged."""
    return files.read(files.export(export.pk))


def _refuse_long(sheets: Sequence[Sheet], counts: dict[str, int]) -> None:
    for sheet in sheets:
        if counts[sheet.table] > MOST_ROWS:
            said = f"“{sheet.title}”有 {counts[sheet.table]:,} 行,一次最多 {MOST_ROWS:,} 行"
            raise Refused(f"{said}。请选一个单位,分几次导出")
