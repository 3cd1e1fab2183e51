"""Runs: all decisions for a day over a snapshot; and the decisions of the run that is published."""

from __future__ import annotations

from typing import Any

from django.db import models

from jili.access.remembered import remembered

HASH = 64
"""Characters of a SHA-256."""


class Run(models.Model):
    """Made only by ``jili.decisions.runs.run_make``, never edited. Its id hashes what it was made of."""

    id = models.CharField("编号", primary_key=True, max_length=HASH)
    day = models.DateField("判断日", db_index=True)
    register = models.CharField("登记册", max_length=HASH)
    edition = models.CharField("文本", max_length=HASH)
    engine = models.CharField("程序", max_length=HASH)
    readings = models.JSONField("口径")
    """Name → value as written, of every reading."""
    tables = models.JSONField("快照")
    """Table → ``{"file": hash, "rows": number}``."""
    decisions = models.CharField(max_length=HASH)
    places = models.CharField(max_length=HASH)
    """The files (by hash) of the decisions, and of where each subject belongs."""
    count = models.PositiveIntegerField("结论条数")
    made_at = models.DateTimeField("建立", auto_now_add=True)
    seconds = models.FloatField("用时")

    class Meta:
        verbose_name = "运行"
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @property
    def name(self) -> str:
        """Short enough to be read aloud."""
        return str(self.id)[:12]


class Publication(models.Model):
    """A run whose decisions the pages show from a moment on, until the next one."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="publications", verbose_name="运行")
    at = models.DateTimeField("公布", auto_now_add=True)

    class Meta:
        verbose_name = "公布的运行"
        ordering = ("-pk",)


class Decision(models.Model):
    """A decision of the published run. The rows are swapped as a whole; the run's file is what counts."""

    id = models.BigIntegerField(primary_key=True)
    """A hash of what the decision is about (``jili.decisions.publishing``): the same in every run that has it."""
    statement = models.CharField("语句", max_length=16)
    effect = models.CharField("效力", max_length=16)
    subject_kind = models.CharField("对象类别", max_length=16)
    subject = models.CharField("对象", max_length=200)
    item = models.CharField("事项", max_length=250)
    outcome = models.CharField("结论", max_length=32)
    starts_on = models.DateField("起", null=True)
    ends_on = models.DateField("止", null=True)
    base = models.DecimalField("基数", max_digits=18, decimal_places=4, null=True)
    limit = models.DecimalField("限额", max_digits=18, decimal_places=4, null=True)
    actual = models.DecimalField("实数", max_digits=18, decimal_places=4, null=True)
    rank = models.IntegerField("名次", null=True)
    evidence = models.TextField("依据")
    unit = models.CharField("单位", max_length=200)
    unit_path = models.CharField("层级", max_length=1000)
    """Of the unit to which the subject belongs on the run's day; empty for the city and campaigns."""
    cadre = models.CharField("干部", max_length=200)
    """Whom it is about: the cadre, or the one who is proposed; empty for other subjects."""
    level = models.PositiveSmallIntegerField("密级")
    """The highest level (``jili.access.classes.Level``) of what the statement reads."""

    class Meta:
        verbose_name = "结论"
        constraints = (
            models.UniqueConstraint(fields=["subject_kind", "subject", "statement", "item"], name="decision_once"),
        )
        indexes = (
            models.Index(fields=["statement", "outcome"], name="decision_statement"),
            models.Index(fields=["outcome"], name="decision_outcome"),
            models.Index(fields=["unit_path"], name="decision_unit_path"),
            models.Index(fields=["cadre"], name="decision_cadre"),
            models.Index(fields=["unit", "ends_on"], name="decision_unit"),
        )

    def __str__(self) -> str:
        return f"{self.statement} {self.subject_kind}:{self.subject} {self.outcome}"


class DecisionChange(models.Model):
    """What a publication changed: a decision that the publication before did not have, had otherwise, or had. Written
    with the publication, never edited."""

    class Change(models.TextChoices):
        APPEARS = "appears", "新出现"
        CHANGES = "changes", "有变化"
        VANISHES = "vanishes", "不再有"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="changes", verbose_name="公布")
    statement = models.CharField("语句", max_length=16)
    subject_kind = models.CharField("对象类别", max_length=16)
    subject = models.CharField("对象", max_length=200)
    item = models.CharField("事项", max_length=250)
    change = models.CharField("变化", max_length=16, choices=Change.choices)
    before = models.CharField("原结论", max_length=32)
    after = models.CharField("现结论", max_length=32)
    """Outcomes, empty where there was or is no decision; equal where only dates or numbers differ."""
    unit = models.CharField("单位", max_length=200)
    unit_path = models.CharField("层级", max_length=1000)
    cadre = models.CharField("干部", max_length=200)
    """As of a decision."""
    because = models.JSONField("依据的变化")
    """``[{table, key, column, old, new}]`` as ``jili.decisions.differences`` gives them, of which everybody may be told
    what they see of the register (``jili.decisions.changes.reasons``)."""

    class Meta:
        verbose_name = "结论的变化"
        indexes = (
            models.Index(fields=["publication", "statement"], name="change_statement"),
            models.Index(fields=["cadre"], name="change_cadre"),
        )


def published() -> Run | None:
    """The run that the pages show."""
    latest = last_publication()
    return latest.run if latest else None


def last_publication() -> Publication | None:
    return remembered(None, "published", Publication.objects.select_related("run").first)


def run_of(id: str) -> Run | None:
    """The run of an id, or of its beginning (at least eight characters) if there is only one."""
    found: Any = Run.objects.filter(id__startswith=id) if len(id) >= 8 else Run.objects.none()
    runs = list(found[:2])
    return runs[0] if len(runs) == 1 else None
