"""Django, made ready for a command. Commands see everything: whoever may run them owns the machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

WRONG, REFUSED = 1, 2
"""Exit statuses: something is wrong with the installation; the command was not done."""
MOST = 50
"""Problems printed."""

Run = Callable[[argparse.Namespace], int]


@contextmanager
def ready(*, owner: bool = False) -> Iterator[None]:
    """Work with the database of the settings; as its ``owner`` where tables are made or filled as a whole."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
    if owner:
        os.environ["JILI_AS_OWNER"] = "1"
    import django

    django.setup()
    from jili.records.sight import everything

    with everything():
        yield


def answered(run: Run) -> Run:
    """A command that says why it was refused."""

    @wraps(run)
    def answer(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except Exception as error:
            told("")
            if not isinstance(error, _refusals()):
                raise
            print(str(error).strip(), file=sys.stderr)
            return REFUSED

    return answer


def _refusals() -> tuple[type[Exception], ...]:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from jili.access.accounts import Refused
    from jili.access.checkpoint import Unsound
    from jili.access.notes import BadNote
    from jili.decisions.store import Tampered
    from jili.engine.problems import BadRegister
    from jili.operations.archive import Broken
    from jili.operations.restore import Differs, NotEmpty
    from jili.records.load import NotEmpty as HasRecords

    installation = (ImproperlyConfigured, OperationalError, FileExistsError)
    return *installation, Refused, Unsound, BadNote, Broken, Differs, NotEmpty, HasRecords, BadRegister, Tampered


def told(line: str) -> None:
    """Progress, on a terminal: one line that is written over. Nothing where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
