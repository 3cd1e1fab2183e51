"""Files that came in and went out: what became of each, and what it would change or has changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jili.access.roles import LABELS, Role
from jili.decisions.models import Job


class Upload(models.Model):
    """A file that somebody sent in. One file of a kind comes in once for a scope; made and changed only by
    ``jili.exchange.uploads``."""

    class State(models.TextChoices):
        RECEIVED = "received", "正在核对"
        CHECKED = "checked", "待确认"
        REFUSED = "refused", "读不了"
        DRAFT = "draft", "草稿"
        CONFIRMED = "confirmed", "已导入"
        UNDONE = "undone", "已撤销"

    digest = models.CharField("SHA-256", max_length=64)
    kind = models.CharField("种类", max_length=16)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="上传人")
    role = models.CharField("角色", max_length=32, choices=[(role.value, LABELS[role]) for role in Role])
    scope = models.TextField("范围", blank=True)
    """The ids of the units at the top of the scope, one after the other; empty: the city."""
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.RECEIVED)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, verbose_name="工作")
    """What is being done with it, or was done last."""
    counts = models.JSONField("条数", default=dict)
    """Table → ``{"new": 3, "changed": 2, "same": 100, "proposed": 0}``."""
    problems_in_all = models.PositiveIntegerField("问题", default=0)
    notices = models.JSONField("说明", default=list)
    log_size = models.BigIntegerField("核对时的日志", null=True)
    created_at = models.DateTimeField("上传", auto_now_add=True)
    checked_at = models.DateTimeField("核对", null=True)
    confirmed_event = models.BigIntegerField("导入事件", null=True)
    undone_event = models.BigIntegerField("撤销事件", null=True)
    removed_event = models.BigIntegerField("移除事件", null=True)
    """Of when the file and its rows were removed (``jili.exchange.retention``); it cannot be taken back any more."""

    class Meta:
        verbose_name = "导入"
        constraints = (models.UniqueConstraint(fields=["digest", "kind", "role", "scope"], name="upload_once"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class UploadRow(models.Model):
    """A record that an upload makes or changes. What stays the same is only counted."""

    class State(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField("表", max_length=32)
    state = models.CharField("状态", max_length=8, choices=State.choices)
    sheet = models.CharField("工作表", max_length=255)
    row = models.PositiveIntegerField("行")
    pk_text = models.CharField("记录", max_length=250, blank=True)
    """The record's primary key, the one that it will have included; empty where the database will give it."""
    version = models.PositiveIntegerField("版本", null=True)
    """Of the record that is changed: as it was when the file was checked."""
    values = models.JSONField("内容")
    """Column → value; of a changed record only what changes."""
    before = models.JSONField("原内容", null=True)
    """Of a changed record, once it is changed: column → value of before."""
    beside = models.TextField("原文", blank=True)
    """The text from which a proposed row was made."""
    written = models.PositiveIntegerField("写后版本", null=True)
    """The record's version after the import; none: not taken."""

    class Meta:
        verbose_name = "导入的记录"
        indexes = (models.Index(fields=["upload", "table", "state", "id"], name="upload_rows"),)


class UploadProblem(models.Model):
    """Something in an upload that has to be mended first. ``row`` 0: the sheet; no ``sheet``: the file."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField("工作表", max_length=255, blank=True)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=100, blank=True)
    value = models.TextField("内容", blank=True)
    message = models.TextField("问题")
    remedy = models.TextField("怎么办")

    class Meta:
        verbose_name = "导入的问题"


class Export(models.Model):
    """A workbook that somebody took out: what of, why, and where it lies until it is fetched or too old."""

    class State(models.TextChoices):
        FREE = "free", "可下载"
        WAITS = "waits", "等安全管理员放行"
        RELEASED = "released", "已放行"
        DECLINED = "declined", "没有放行"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="导出人")
    role = models.CharField("角色", max_length=32)
    scope = models.TextField("范围", blank=True)
    unit = models.ForeignKey("records.Unit", on_delete=models.PROTECT, null=True, verbose_name="单位")
    """Only this unit and all below it; none: the whole scope."""
    tables = models.JSONField("各表")
    why = models.TextField("事由")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, verbose_name="工作")
    rows = models.PositiveBigIntegerField("条数", default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    event = models.BigIntegerField("事件", null=True)
    state = models.CharField("放行", max_length=8, choices=State.choices, default=State.FREE)
    created_at = models.DateTimeField("导出", auto_now_add=True)

    class Meta:
        verbose_name = "导出"

    @property
    def ready(self) -> bool:
        """Whether it is made and may be fetched."""
        return bool(self.digest) and self.state in (self.State.FREE, self.State.RELEASED)

    def __str__(self) -> str:
        return f"{self.pk} {','.join(self.tables)}"
