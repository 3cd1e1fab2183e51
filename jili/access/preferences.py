"""How each account likes to see its pages: which columns of a list, for one.

A preference changes nothing that anybody else sees and tells nothing of anybody, so that it needs no event; and it
gives no right: whoever reads one takes of it what the role may see.
"""

from __future__ import annotations

import json
from typing import Any

from jili.access.models import Account, Preference

MOST = 4_000
"""Characters of a value."""


def preference(account: Account, name: str, otherwise: Any = None) -> Any:
    """The value kept under a name; ``otherwise`` if there is none."""
    kept = Preference.objects.filter(account=account, name=name).values_list("value", flat=True).first()
    return otherwise if kept is None else kept


def preference_keep(*, account: Account, name: str, value: Any) -> None:
    """Keep a value (JSON data), in place of the one before."""
    if len(json.dumps(value)) > MOST:
        raise ValueError(f"{name}: more than {MOST} characters")
    Preference.objects.update_or_create(account=account, name=name, defaults={"value": value})
