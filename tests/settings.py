"""The site's settings for tests: a home of their own. On PostgreSQL the test database is made by its owner, and the
tests then act as the application's role (see ``tests/conftest.py``)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("JILI_HOME", str(Path(tempfile.gettempdir()) / f"jili-tests-{os.getuid()}"))
os.environ["JILI_AS_OWNER"] = "1"

from jili.site.settings import *  # noqa: F403
from jili.site.settings import DATABASES, HOME, STATIC_ROOT, STORAGES

_run = f"test_jili_{os.getpid()}"
"""Several runs may be under way on one machine. SQLite in a file, for the register is read beside Django."""
_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["TEST"] = {"NAME": str(HOME / f"{_run}.sqlite3") if _sqlite else _run}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # else the server of static files warns
