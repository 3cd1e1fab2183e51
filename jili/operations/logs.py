"""What the processes write as they work: lines of JSON that name no person, no address and no value.

Of our own messages the text is written, for it is made of counts and names of the program. Of others' messages only the
form, without what was put into it; of an error its kind and where it arose, never what it says.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from gunicorn.glogging import Logger

ROOT = Path(__file__).parents[2]
_STAMPED = (structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True))

structlog.configure(
    processors=[*_STAMPED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """For the handlers of ``logging``, of which structlog makes use too."""
    return structlog.stdlib.ProcessorFormatter(
        pass_foreign_args=True,
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_STAMPED, _without_data],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _without_data(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record: logging.LogRecord = line["_record"]
    if not record.name.startswith("jili"):
        line["event"] = str(record.msg) if line["positional_args"] else type(record.msg).__name__
    del line["positional_args"]
    error = line.pop("exc_info", None)
    if isinstance(error, tuple) and error[1] is not None:
        line.update(error=type(error[1]).__name__, at=where(error[1]))
    return line


def where(error: BaseException) -> str:
    """The innermost line of ours that an error passed through; of nobody's, if there is none."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "jili")] or frames[-1:]
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""


class ServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's own messages, in the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter())
