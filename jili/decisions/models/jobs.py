"""Long work that somebody asked for: how far it is, who does it, what became of it."""

from __future__ import annotations

from django.db import models

from jili.access.actor import Actor


class Job(models.Model):
    """Made and changed only by ``jili.decisions.jobs``.

    Whoever works on it holds a lease and renews it; when the lease runs out the job is taken up again, so all work
    must be such that doing it twice is doing it once.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    kind = models.CharField("工作", max_length=64)
    argument = models.JSONField("参数", default=dict)
    actor = models.CharField("提出人", max_length=64, db_index=True)
    role = models.CharField("角色", max_length=32)
    purpose = models.TextField("事由", blank=True)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.QUEUED)
    done = models.PositiveBigIntegerField("已做", default=0)
    of = models.PositiveBigIntegerField("共", default=0)
    says = models.TextField("正在做", blank=True)
    queued_at = models.DateTimeField("提出", auto_now_add=True)
    started_at = models.DateTimeField("开始", null=True)
    finished_at = models.DateTimeField("结束", null=True)
    task = models.CharField(max_length=64, blank=True)
    """The id of its row in the queue of django-tasks."""
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    result = models.JSONField("结果", default=dict)
    error = models.TextField("原因", blank=True)

    class Meta:
        verbose_name = "工作"
        indexes = (models.Index(fields=["state", "lease_until"], name="job_lease"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def by(self) -> Actor:
        """Who asked for it."""
        return Actor(self.actor, self.role, self.purpose)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
