"""Who acts: an account in one of its roles, or the system itself (nightly work, a command)."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """``account`` is the username; ``role`` a role's code, or ``system``; ``purpose`` why they look or act."""

    account: str
    role: str
    purpose: str = ""

    @classmethod
    def system(cls, purpose: str) -> Actor:
        return cls(SYSTEM, SYSTEM, purpose)
