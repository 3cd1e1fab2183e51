"""What a server runs. With JILI_WARM each process makes the engine of the published run ready while it already
answers."""

from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
application = get_wsgi_application()


def _warm() -> None:
    from django.db import connection

    from jili.decisions.explaining import warm
    from jili.decisions.store import Tampered
    from jili.records.sight import everything

    try:
        with everything():
            warm()
    except Tampered:
        pass  # whoever asks is told
    finally:
        connection.close()


if os.environ.get("JILI_WARM") == "1":
    Thread(target=_warm, name="warm", daemon=True).start()
