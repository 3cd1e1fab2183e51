"""Secrets of an installation: made once, kept in files that only the service's user reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret(home: Path, name: str) -> str:
    """The text secret of this name, made (48 random bytes) if there is none."""
    file = home / "keys" / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = file.with_name(f".{name}-{secrets.token_hex(4)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
        try:
            os.link(aside, file)  # whoever comes second takes the first one's
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return file.read_text("ascii").strip()
