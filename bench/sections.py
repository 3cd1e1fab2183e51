"""Sections of ``docs/reference/benchmarks.md`` that are measured by themselves and kept when the rest is written."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.md"
WORKBOOK = "## A workbook out and in"
WEB = "## The pages"
BEFORE = "## What surprised us"
"""The heading before which they stand."""


def put_section(title: str, text: str) -> None:
    """Write a section into the document, in the place of its last version if there is one."""
    document = DOCUMENT.read_text("utf-8")
    rest = document.replace(section(document, title), "")
    before, heading, after = rest.partition(BEFORE)
    DOCUMENT.write_text(f"{before}{text.strip()}\n\n{heading}{after}", "utf-8")


def kept_sections() -> list[str]:
    """The sections that the document has."""
    document = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
    return [found.strip() for title in (WORKBOOK, WEB) if (found := section(document, title))]


def section(document: str, title: str) -> str:
    """A section with its title, empty if there is none."""
    found = re.search(rf"^{re.escape(title)}\n.*?(?=^## |\Z)", document, re.DOTALL | re.MULTILINE)
    return found.group() if found else ""
