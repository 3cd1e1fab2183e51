"""Who asks, known again: an account, its second factor and its grants are remembered like any other answer while
pages are read, that is until the next event that changes something (``jili.access.remembered``). So what was withdrawn
ends at once. Whoever sends something is looked up anew."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django_otp.middleware import OTPMiddleware

from jili.access.models import Account, Grant, active
from jili.access.remembered import remembered


class Accounts(ModelBackend):
    """Each request gets an account of its own: whether it has shown a second factor is written on it."""

    def get_user(self, user_id: Any) -> Any:
        find = super().get_user
        return copy(remembered(None, ("account", str(user_id)), lambda: find(user_id)))


class SecondFactor(OTPMiddleware):  # type: ignore[misc]
    def _device_from_persistent_id(self, persistent_id: str) -> Any:
        find = super()._device_from_persistent_id
        return remembered(None, ("second factor", persistent_id), lambda: find(persistent_id))


def grants_of(account: Account, day: date) -> tuple[Grant, ...]:
    """The grants of an account on a day."""
    return remembered(None, ("grants", account.pk, day), lambda: tuple(active(account, day)))
