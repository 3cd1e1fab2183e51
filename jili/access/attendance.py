"""When each account was last at the workbench, so that it can say what is new since then (自上次来).

A visit lasts as long as no more than half an hour lies between two looks; what was new at its beginning stays new until
its end. That somebody looked at their own first page is no event.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from jili.access.models import Attendance
from jili.access.scope import Access

PAUSE = timedelta(minutes=30)
"""After which it is another visit: that of a session."""
OFTEN = timedelta(minutes=1)
"""A look so soon after another is not written down."""


def attend(access: Access, now: datetime) -> datetime | None:
    """Somebody looks at the workbench in a role. When they were last there at their visit before; None if never."""
    own, is_new = Attendance.objects.get_or_create(
        account=access.account, role=access.role or "", defaults={"last_at": now}
    )
    if is_new or now - own.last_at < OFTEN:
        return own.before_at
    if now - own.last_at > PAUSE:
        own.before_at = own.last_at
    own.last_at = now
    own.save(update_fields=["last_at", "before_at"])
    return own.before_at
