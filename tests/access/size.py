"""How much is asked of the matrix and of the crawl.

On SQLite everything, which has no second wall: there a question that forgets the scope shows at once. On PostgreSQL a
sample, unless ``make test-access`` asks for the whole: everybody and every page, but fewer things, values and twins.
"""

from __future__ import annotations

import os

from django.db import connection

SAMPLE = connection.vendor == "postgresql" and "JILI_WHOLE" not in os.environ
