"""The photo of a 任免审批表 for a page: small, within the page itself, so that no address of it exists."""

from __future__ import annotations

import io
from base64 import b64encode

from jili.access.scope import Access
from jili.records.models import Cadre

JPEG = b"\xff\xd8\xff"
"""What is kept is a JPEG without anything that is not picture (``jili.exchange.lrmx.photo``)."""
MOST_BYTES = 60_000
"""As much as goes into a page as it is; more is made smaller."""
SIZE = (240, 320)


def portrait(access: Access, cadre: Cadre) -> str:
    """The photo as a ``data:`` address for whoever may see it; empty if there is none."""
    if not access.sees("dossiers", "photo"):
        return ""
    photo = access.of("dossiers").filter(cadre=cadre).values_list("photo", flat=True).first()
    data = bytes(photo or b"")
    if len(data) > MOST_BYTES:
        data = _smaller(data)
    return f"data:image/jpeg;base64,{b64encode(data).decode()}" if data.startswith(JPEG) else ""


def _smaller(data: bytes) -> bytes:
    """The same picture in the size of the page; nothing of what cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            image.draft("RGB", SIZE)
            image.thumbnail(SIZE)
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=85)
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""
    return out.getvalue()
