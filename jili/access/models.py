"""Accounts, what they are granted, and the log."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from jili.access.roles import LABELS, Role
from jili.policy.facts import RANKS

ROLE_CHOICES = [(role.value, LABELS[role]) for role in Role]


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Somebody who may sign in, or another system that has tokens instead. Made and changed only by
    ``jili.access.accounts``."""

    class Kind(models.TextChoices):
        PERSON = "person", "个人账户"
        SERVICE = "service", "服务账户"

    username = models.CharField("账号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=100)
    kind = models.CharField("种类", max_length=16, choices=Kind.choices, default=Kind.PERSON)
    cadre = models.OneToOneField(
        "records.Cadre",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name="干部本人",
    )
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "账户"

    def __str__(self) -> str:
        return f"{self.name}({self.username})"


class Grant(models.Model):
    """A role that an account holds from a day to a day, over a unit and all below it (none: the city, or oneself).

    ``up_to_rank`` ends the scope below higher ranks: what the city manages, a county does not see. ``keeps_holds``:
    the head of a unit who keeps the holds of talks also sees them.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants", verbose_name="账户")
    role = models.CharField("角色", max_length=32, choices=ROLE_CHOICES)
    unit = models.ForeignKey(
        "records.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="单位"
    )
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    up_to_rank = models.PositiveSmallIntegerField("管到的职务层次", choices=list(RANKS.items()), null=True, blank=True)
    keeps_holds = models.BooleanField("掌握暂缓谈话", default=False)

    class Meta:
        verbose_name = "授权"

    @staticmethod
    def on(day: date) -> models.Q:
        """The grants that hold on a day: ``[from_on, to_on)``."""
        return models.Q(from_on__lte=day) & (models.Q(to_on__isnull=True) | models.Q(to_on__gt=day))


class SignInLink(models.Model):
    """A link that lets an account set its password and second factor, once. Only a digest of it is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Preference(models.Model):
    """How somebody likes to see a page. Written only by ``jili.access.preferences``."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=64)
    value = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "name"], name="preference_once"),)


class Attendance(models.Model):
    """When an account was at the workbench in a role. Written only by ``jili.access.attendance``."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="attendance")
    role = models.CharField(max_length=32, choices=ROLE_CHOICES)
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)
    """When it was last there at the visit before."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "role"], name="attendance_once"),)


class ServiceToken(models.Model):
    """What a service shows at the HTTP API instead of a password. Only a digest of it is kept. Made and changed only by
    ``jili.access.tokens``."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens", verbose_name="账户")
    name = models.CharField("用途", max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("生成", default=timezone.now)
    expires_on = models.DateField("到期")
    released_at = models.DateTimeField("放行", null=True)
    ended_at = models.DateTimeField("停用", null=True)
    used_on = models.DateField("最近使用", null=True)

    class Meta:
        verbose_name = "令牌"

    def __str__(self) -> str:
        return f"{self.account.username}:{self.name}"


class Event(models.Model):
    """Something that happened. Written only by ``jili.access.log.append``; never changed."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    purpose = models.TextField(blank=True)
    kind = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=250, db_index=True)
    why = models.TextField(blank=True)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "事件"

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"


class LastChange(models.Model):
    """The last event that changed something (``jili.access.log.changes``), in one row. Kept by ``jili.access.log`` in
    the transaction of the event; ``jili check`` compares it with the log."""

    seq = models.BigIntegerField()
    leaf = models.BinaryField(max_length=32)


class EventDetail(models.Model):
    """A value that an event speaks of. The log holds only a commitment to it, so that it can lawfully be removed."""

    event = models.ForeignKey(Event, on_delete=models.DO_NOTHING, db_constraint=False, related_name="details")
    name = models.CharField(max_length=100)
    salt = models.BinaryField(max_length=16)
    value = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "name"], name="event_detail_once"),)


class LogNode(models.Model):
    """The hash of a full subtree of the log (RFC 6962): leaves ``index * 2**level`` and on."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["level", "index"], name="log_node_place"),)


class Checkpoint(models.Model):
    """A signed size and root of the log."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)


def active(account: Account, day: date) -> Any:
    """The grants of an account on a day."""
    return account.grants.filter(Grant.on(day)).select_related("unit")
