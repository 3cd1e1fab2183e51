"""An explanation in pieces: what a page lays out and what is printed are the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARKS = {True: "✓", False: "✗", None: "？"}


@dataclass(frozen=True)
class Line:
    """One row that a statement looked at. ``outcome`` is its code, None if there is no conclusion; ``conditions`` are
    each its truth (None: unknown) and its words."""

    item: str
    outcome: str | None
    conclusion: str
    conditions: tuple[tuple[bool | None, str], ...]
    told: str
    evidence: tuple[str, ...]
    readings: tuple[str, ...]
    promises: tuple[str, ...]

    def text(self, of: str) -> Iterator[str]:
        yield f"  {of}{f'({self.item})' if self.item else ''}:{self.conclusion}"
        for truth, words in self.conditions:
            yield f"    {MARKS[truth]} {words}"
        if self.told:
            yield f"    情况:{self.told}"
        yield from (f"    依据:{words}" for words in self.evidence)
        yield from (f"    口径:{words}" for words in self.readings)
        yield from (f"    {words}" for words in self.promises)


@dataclass(frozen=True)
class Said:
    """What a statement says: its number and text, what it looks at (``of``), the rows that are told, and how many
    more there are without a conclusion."""

    sentence: str
    quote: str
    of: str
    lines: tuple[Line, ...]
    left: int

    @property
    def holds(self) -> bool:
        """Whether it says anything at all."""
        return any(line.outcome for line in self.lines)

    def text(self) -> Iterator[str]:
        for line in self.lines:
            yield from line.text(self.of)
        if self.left:
            yield f"  另有 {self.left} 条{self.of},条件不符,没有结论。"


@dataclass(frozen=True)
class Told:
    """The whole explanation of one subject. ``away`` is why nothing is said at all; ``without`` are the statements
    that found nothing to look at, under the words ``unasked``; empty text: there is nothing of the kind."""

    title: str
    day: str
    away: str
    statements: tuple[Said, ...]
    unasked: str
    without: tuple[str, ...]
    settling: str

    @property
    def holding(self) -> tuple[Said, ...]:
        """The statements that have a conclusion."""
        return tuple(said for said in self.statements if said.holds)

    @property
    def not_holding(self) -> tuple[Said, ...]:
        """Those that looked at something and have none."""
        return tuple(said for said in self.statements if not said.holds)

    def text(self) -> str:
        """As ``jili explain`` prints it."""
        lines = [f"{self.title}  {self.day}"]
        if self.away:
            lines += ["", self.away]
        last = ""
        for said in self.statements:
            if said.sentence != last:
                lines += ["", f"【{said.sentence}】{said.quote}"]
            lines += said.text()
            last = said.sentence
        if self.without:
            lines += ["", f"{self.unasked}:{';'.join(self.without)}。"]
        if self.settling:
            lines += ["", self.settling]
        return "\n".join(lines)
