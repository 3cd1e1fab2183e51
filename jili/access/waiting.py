"""What waits for the three administrators: accounts, rights, tokens; how the log stands. No personnel content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from jili.access import log
from jili.access.models import Account, Checkpoint, Event, Grant, ServiceToken, SignInLink

SOON = timedelta(days=30)
LATELY = timedelta(days=7)
REFUSALS = ("access.refused", "session.refused", "token.refused")


class State(StrEnum):
    """What accounts are looked for by."""

    OPEN = "open"
    CLOSED = "closed"
    UNUSED = "unused"
    WITHOUT = "without"
    LOCKED = "locked"


STATES = {
    State.OPEN: "启用", State.CLOSED: "停用", State.UNUSED: "还没有设好口令", State.WITHOUT: "没有角色",
    State.LOCKED: "输错锁住",
}  # fmt: skip


def accounts_in(state: str) -> QuerySet[Account]:
    """The accounts in a state; all where it is none."""
    rows, today = Account.objects.all(), timezone.localdate()
    match state:
        case State.OPEN | State.CLOSED:
            return rows.filter(is_active=state == State.OPEN)
        case State.UNUSED:
            unset = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password="")
            return rows.filter(unset, is_active=True, kind=Account.Kind.PERSON)
        case State.WITHOUT:
            return rows.filter(~Exists(Grant.objects.filter(Grant.on(today), account=OuterRef("pk"))), is_active=True)
        case State.LOCKED:
            return rows.filter(username__in=_locked())
    return rows


def _locked() -> list[str]:
    """Names under which nobody can sign in for now: of accounts or not, which only the caller can tell."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(attempt_time__gte=since).values("username")
    failed = tried.annotate(times=Sum("failures_since_start")).filter(times__gte=settings.AXES_FAILURE_LIMIT)
    return [name for name in failed.values_list("username", flat=True) if name]


def links_of(accounts: list[Account]) -> dict[int, datetime]:
    """Account → until when its link for first use holds; those without one that holds are not in it."""
    links = SignInLink.objects.filter(account__in=accounts, used_at=None, expires_at__gt=timezone.now())
    return dict(links.values_list("account", "expires_at"))


def tokens_waiting() -> QuerySet[ServiceToken]:
    """Tokens that are made and not released."""
    waiting = ServiceToken.objects.filter(released_at=None, ended_at=None, expires_on__gt=timezone.localdate())
    return waiting.select_related("account").order_by("pk")


def tokens_ending() -> QuerySet[ServiceToken]:
    """Tokens in use that will soon not hold any more."""
    today = timezone.localdate()
    held = ServiceToken.objects.filter(released_at__isnull=False, ended_at=None, account__is_active=True)
    return (
        held.filter(expires_on__range=(today + timedelta(1), today + SOON))
        .select_related("account")
        .order_by("expires_on", "pk")
    )


def grants_ending() -> QuerySet[Grant]:
    """Rights that will soon end by themselves."""
    today = timezone.localdate()
    rows = Grant.objects.filter(Grant.on(today), to_on__lte=today + SOON, account__is_active=True)
    return rows.select_related("account", "unit").order_by("to_on", "pk")


@dataclass(frozen=True)
class Standing:
    """How the log stands: its events, those signed last, when, and whether that was long ago."""

    size: int
    signed: int
    signed_at: datetime | None

    @property
    def unsigned(self) -> int:
        return self.size - self.signed

    @property
    def late(self) -> bool:
        return self.signed_at is None or timezone.now() - self.signed_at > LATELY


def log_standing() -> Standing:
    last = Checkpoint.objects.order_by("-size").first()
    return Standing(log.size(), last.size if last else 0, last.made_at if last else None)


def refusals(since: date) -> QuerySet[Event]:
    """What was refused since a day, the latest first."""
    begin = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    return Event.objects.filter(kind__in=REFUSALS, at__gte=begin).order_by("-seq").defer("leaf", "why", "purpose")
